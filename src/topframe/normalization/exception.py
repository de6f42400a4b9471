"""Conversion of the chain of exceptions to the form that the web API returns.

Source: getsentry/sentry, interfaces/exception.py (`get_api_context`); getsentry/relay, relay-event-normalization
(`mechanism.rs`)
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..errors import DecodeError
from ..model.exception import ExceptionData, ExceptionValue
from ..model.mechanism import MachException, Mechanism, MechanismMeta, Signal
from ..raw.exception import RawException, RawExceptionData
from ..raw.lenient import json_text, text
from ..raw.mechanism import LegacyMachException, LegacyPosixSignal, RawMechanism
from ..wire.freeform import free_form
from .stacktrace import stacktrace_of


def chain_of(values: tuple[RawException, ...], sent: object, platform: str | None, *, stored: bool) -> ExceptionData:
    """Convert the chain of exceptions, oldest cause first.

    Args:
        values: The exceptions of the chain.
        sent: The object or list that held the exceptions. An object can say which exceptions were cut out.
        platform: The platform of the event.
        stored: False if Relay has not processed the event yet.
    """
    exceptions = tuple([_exception(value, platform, stored) for value in values])
    return ExceptionData(
        values_data=exceptions,
        has_system_frames=True in [it.stacktrace is not None and it.stacktrace.has_system_frames for it in exceptions],
        exc_omitted=sent.exc_omitted if isinstance(sent, RawExceptionData) else None,
    )


def _exception(raw: RawException, platform: str | None, stored: bool) -> ExceptionValue:
    type_, value = text(raw.type), json_text(raw.value)
    if not (stored or type_) and value and (found := _TYPE_AND_VALUE.fullmatch(value)):
        type_, value = found[1], found[2].strip()
    stack, unmapped = raw.stacktrace or raw.legacy_stacktrace, raw.raw_stacktrace
    return ExceptionValue(
        type=type_,
        value=value or None,
        mechanism=None if raw.mechanism is None else _mechanism(raw.mechanism),
        thread_id=raw.thread_id,
        module=raw.module,
        stacktrace=None if stack is None else stacktrace_of(stack, platform, stored=stored),
        raw_stacktrace=None if unmapped is None else stacktrace_of(unmapped, platform, stored=True),
        raw_type=raw.raw_type,
        raw_value=raw.raw_value,
        raw_module=raw.raw_module,
    )


def _mechanism(raw: RawMechanism) -> Mechanism | None:
    """Convert a mechanism. Return None if it is empty. Only Cocoa SDKs until 2018 sent mechanisms without a type."""
    if raw.type is None:
        return None if raw == _NO_MECHANISM else _of_old_cocoa(raw)
    return Mechanism(
        type=raw.type,
        description=text(raw.description),
        help_link=raw.help_link,
        handled=raw.handled,
        synthetic=raw.synthetic,
        source=raw.source,
        is_exception_group=raw.is_exception_group,
        exception_id=raw.exception_id,
        parent_id=raw.parent_id,
        data=raw.data or None,
        meta_json=_present(raw.meta_json),
    )


def _of_old_cocoa(raw: RawMechanism) -> Mechanism:
    """Convert a mechanism of an old Cocoa SDK. The server moves two values to *meta*, and all others to *data*."""
    signal, exception = raw.posix_signal, raw.mach_exception
    meta: Raw | UnsetType = UNSET
    if signal is not None or exception is not None:
        moved = MechanismMeta(
            signal=None if signal is None else _signal(signal),
            mach_exception=None if exception is None else _mach_exception(exception),
        )
        meta = Raw(msgspec.json.encode(moved))
    others: dict[str, Any] = {
        name: msgspec.to_builtins(value)
        for name in RawMechanism.__struct_fields__
        if name not in _MOVED and (value := getattr(raw, name)) is not None
    }
    with suppress(DecodeError):  # omit *meta* if it is nested too deeply or has a number with more than 4300 digits
        meta_sent = free_form(raw.meta_json)
        others |= {} if meta_sent is None else {"meta": meta_sent}
    return Mechanism(type="generic", data=others or None, meta_json=meta)


def _present(json: Raw | UnsetType) -> Raw | UnsetType:
    """Return a free-form part, or UNSET if it is null."""
    return UNSET if json == _NULL else json


def _signal(it: LegacyPosixSignal) -> Signal:
    return Signal(number=it.signal, code=it.code, name=it.name, code_name=it.code_name)


def _mach_exception(it: LegacyMachException) -> MachException:
    return MachException(exception=it.exception, code=it.code, subcode=it.subcode, name=it.exception_name)


_TYPE_AND_VALUE = re.compile(r"(\w++):(.*)")
"""Matches the value of an exception if the SDK put the type into it: `KeyError: a`."""
_NO_MECHANISM = RawMechanism()
_NULL = Raw(b"null")
_MOVED = ("posix_signal", "mach_exception", "meta_json")
