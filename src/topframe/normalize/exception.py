"""The chain of exceptions, as the web API shows it.

Source: getsentry/sentry, interfaces/exception.py (`get_api_context`); getsentry/relay, relay-event-normalization
(`mechanism.rs`)
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..model.exception import ExceptionData, ExceptionValue
from ..model.mechanism import MachException, Mechanism, MechanismMeta, Signal
from ..raw.exception import RawException, RawExceptionData
from ..raw.mechanism import RawMechanism
from .lenient import json_text, text
from .stacktrace import stacktrace_of


def chain_of(
    values: tuple[RawException, ...], sent: object, platform: str | None, *, stored: bool
) -> ExceptionData | None:
    """The chain, the oldest cause first; None where there is none.

    Args:
        values: The exceptions.
        sent: What they were sent in.
        platform: The platform of the event.
        stored: False where the server has not seen the event yet.
    """
    if not values:
        return None
    exceptions = tuple(_exception(value, platform, stored) for value in values)
    return ExceptionData(
        values=exceptions,
        has_system_frames=any(it.stacktrace is not None and it.stacktrace.has_system_frames for it in exceptions),
        exc_omitted=sent.exc_omitted if isinstance(sent, RawExceptionData) else None,
    )


def _exception(raw: RawException, platform: str | None, stored: bool) -> ExceptionValue:
    return ExceptionValue(
        type=text(raw.type),
        value=json_text(raw.value),
        mechanism=None if raw.mechanism is None else _mechanism(raw.mechanism),
        thread_id=raw.thread_id,
        module=raw.module,
        stacktrace=stacktrace_of(raw.stacktrace or raw.legacy_stacktrace, platform, stored=stored),
        raw_stacktrace=stacktrace_of(raw.raw_stacktrace, platform, stored=True),
        raw_type=raw.raw_type,
        raw_value=raw.raw_value,
        raw_module=raw.raw_module,
    )


def _mechanism(raw: RawMechanism) -> Mechanism:
    data, meta = raw.data, raw.meta
    if raw.relevant_address is not None:
        data = {**(data or {}), "relevant_address": raw.relevant_address}
    if old := _old_meta(raw):
        meta = msgspec.structs.replace(meta or MechanismMeta(), **old)
    return Mechanism(
        type=raw.type or "generic",
        description=text(raw.description),
        help_link=raw.help_link,
        handled=raw.handled,
        synthetic=raw.synthetic,
        source=raw.source,
        is_exception_group=raw.is_exception_group,
        exception_id=raw.exception_id,
        parent_id=raw.parent_id,
        data=data or None,
        meta=meta,
    )


def _old_meta(raw: RawMechanism) -> dict[str, Any]:
    """What Cocoa SDKs until 2018 put beside *meta*, as members of it."""
    found: dict[str, Any] = {}
    if (sent := raw.posix_signal) is not None:
        found["signal"] = Signal(number=sent.signal, code=sent.code, name=sent.name, code_name=sent.code_name)
    if (it := raw.mach_exception) is not None:
        found["mach_exception"] = MachException(
            exception=it.exception, code=it.code, subcode=it.subcode, name=it.exception_name
        )
    return found
