"""Conversion of all interfaces of an event, and the list of entries that the web API returns.

Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`); each interface defines its place in the list
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec.structs import asdict, replace

from ..model.breadcrumbs import BreadcrumbsData
from ..model.debugmeta import DebugMeta
from ..model.entries import CLASSES, KnownEntry
from ..model.exception import ExceptionData
from ..model.logentry import LogEntry
from ..model.nel import Nel
from ..model.request import Request
from ..model.security import Csp, ExpectCt, ExpectStaple, Hpkp
from ..model.spans import Span
from ..model.stacktrace import Stacktrace
from ..model.template import Template
from ..model.threads import ThreadsData
from ..raw.event import RawEvent
from ..wire.moments import seconds
from .breadcrumbs import breadcrumbs_of
from .exception import chain_of
from .logentry import logentry_of
from .request import request_of
from .stacktrace import stacktrace_of
from .template import template_of
from .threads import threads_of

S = TypeVar("S", bound=msgspec.Struct)


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """All interfaces of an event in the web API's form. None: the event does not have the interface.

    The fields have the order in which the server lists the entries.
    """

    logentry: LogEntry | None
    exception: ExceptionData | None
    stacktrace: Stacktrace | None
    spans: tuple[Span, ...] | None
    threads: ThreadsData | None
    csp: Csp | None
    hpkp: Hpkp | None
    expectct: ExpectCt | None
    expectstaple: ExpectStaple | None
    template: Template | None
    breadcrumbs: BreadcrumbsData | None
    request: Request | None
    debug_meta: DebugMeta | None
    nel: Nel | None


_KEYS = {"message": "logentry", "debugmeta": "debug_meta"}
"""Maps types of entries to their keys in the raw dialect, if these differ."""
_ENTRIES = {_KEYS.get(type, type): kind for type, kind in CLASSES.items()}


def parts_of(raw: RawEvent, *, stored: bool) -> Parts:
    """Convert all interfaces of an event.

    Args:
        raw: The event.
        stored: False if Relay has not processed the event yet. Then the conversion includes Relay's changes. For
            example, the event's stack trace moves into the only exception if this exception has none.
    """
    platform = raw.platform
    exceptions, stacktrace = raw.exceptions, raw.stacktrace
    if not stored and stacktrace is not None and len(exceptions) == 1 and exceptions[0].stacktrace is None:
        exceptions = (replace(exceptions[0], stacktrace=stacktrace),)
        stacktrace = None
    logentry = raw.message if raw.logentry is None else raw.logentry
    return Parts(
        logentry=None if logentry is None else logentry_of(logentry),
        exception=chain_of(exceptions, raw.exceptions_data, platform, stored=stored) if exceptions else None,
        stacktrace=None if stacktrace is None else stacktrace_of(stacktrace, platform, stored=stored),
        spans=None if raw.spans_data is None else tuple([_span(span) for span in raw.spans]),
        threads=threads_of(raw.threads, platform, stored=stored) if raw.threads_data else None,
        csp=raw.csp and _said(raw.csp),
        hpkp=raw.hpkp and _said(raw.hpkp),
        expectct=raw.expectct and _said(raw.expectct),
        expectstaple=raw.expectstaple and _said(raw.expectstaple),
        template=None if raw.template is None else template_of(raw.template),
        breadcrumbs=breadcrumbs_of(raw.breadcrumbs) if raw.breadcrumbs_data else None,
        request=None if raw.request is None else request_of(raw.request, stored=stored),
        debug_meta=raw.debug_meta and _said(raw.debug_meta),
        nel=raw.nel and _said(raw.nel),
    )


def entries_of(parts: Parts) -> dict[str, KnownEntry]:
    """Return the entries in the server's order, by their key in the raw dialect."""
    entries: dict[str, KnownEntry] = {}
    for name, data in asdict(parts).items():
        if data is not None:
            entries[name] = _ENTRIES[name](data=data)
    return entries


def _span(span: Span) -> Span:
    """Convert the times of a span from text to seconds since 1970. Text without a valid time stays unchanged."""
    start, end = span.start_timestamp, span.timestamp
    if not (isinstance(start, str) or isinstance(end, str)):
        return span
    start, end = (at if (read := seconds(at)) is None else read for at in (start, end))
    return replace(span, start_timestamp=start, timestamp=end)


def _said(part: S) -> S | None:
    """Return the interface, or None if all its fields have their default."""
    return None if part == type(part)() else part
