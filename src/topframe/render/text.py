"""Renders an event for the terminal. The most important facts come first.

Except for the title and our own remarks, only headings begin at the margin, so text of the event cannot pose as a
heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any, cast

import msgspec
from rich.console import Group
from rich.text import Text

from topframe.analysis.frames import failing_threads
from topframe.analysis.sourcemaps import SourcemapFailure, sourcemap_errors
from topframe.errors import DecodeError
from topframe.model.breadcrumbs import Breadcrumb
from topframe.model.contexts import TraceContext
from topframe.model.entries import UnknownEntry
from topframe.model.event import Event
from topframe.model.occurrence import Evidence
from topframe.model.processing_error import ProcessingError
from topframe.model.request import Request
from topframe.model.spans import Span
from topframe.model.stacktrace import Frame
from topframe.model.threads import Thread
from topframe.wire.moments import seconds

from ._layout import STACK_LINES, Row, Section, blank, heading, labelled, listed
from ._stack import chain_rows, frame_rows, order, stack_rows
from .escape import cut, flat, json_text, pair, value_text, visible_lines

_CRUMBS = 8
_SPANS = 5
_PLACES = 5
_ALARMING = frozenset({"warning", "error", "fatal", "critical"})
_TELLING_HEADERS = ("content-type", "referer", "user-agent")  # there are many other headers, and they can hold secrets


def render_text(event: Event, *, all_frames: bool = False) -> Group:
    """Lay out an event for rich to print.

    Text of the event is shown literally: it cannot act as markup, a link, an emoji code or a command to the terminal.
    In a terminal of 80 columns or more, the raised exception has at most 1000 lines, its causes together 1000, and each
    other section 200. If a section has more lines, the middle is counted instead of shown. Narrower terminals get more
    lines, for the same amount of text.

    Args:
        event: The event.
        all_frames: True to show library frames too. False to count them instead.
    """
    return Group(*event_sections(event, all_frames=all_frames))


def event_sections(event: Event, *, all_frames: bool, indent: int = 0) -> Iterator[Section]:
    """Make the sections that `render_text` shows.

    Args:
        event: The event.
        all_frames: As for `render_text`.
        indent: Columns by which all rows are indented.
    """
    before = (_header(event), _occurrence(event), _message(event))
    stacks = (*_exceptions(event, all_frames), _lone_stack(event, all_frames))
    after = (
        _template(event),
        _reports(event),
        _spans(event.spans),
        _sourcemaps(event),
        _breadcrumbs(event),
        _request(event.request),
        _user_report(event),
        _unknown(event),
        _simple(event),
    )
    yield from (Section(rows, indent=indent) for rows in before)
    yield from (Section(rows, STACK_LINES, indent=indent) for rows in stacks)
    yield from (Section(rows, indent=indent) for rows in after)


# --- the head ---------------------------------------------------------------------------------------------------------


def _header(event: Event) -> Iterator[Row]:
    yield Row(Text(flat(_title(event), 300), style="bold red"))
    release = event.release_version
    sdk = (event.sdk and f"{event.sdk.name or ''} {event.sdk.version or ''}".strip()) or ""
    yield from labelled(
        {
            "culprit": event.culprit,
            "time": _time(event),
            "took": _duration(_length(event.start_timestamp, event.end_timestamp)),
            "release": f"{release} (dist {event.dist})" if release and event.dist else release,
            "platform": f"{event.platform or 'unknown'}{f', {sdk}' if sdk else ''}",
            "user": _user(event),
            "issue": _issue(event),
            "event": f"{event.event_id}{f' ({event.type})' if event.type else ''}",
            "trace": _trace(event),
            "tags": _tags(event),
            "measured": _measured(event),
            "problems": _problems(event),
        }
    )


def _title(event: Event) -> str:
    return event.display_title or "Event without a title"


def _time(event: Event) -> str | None:
    moment = event.time
    return None if moment is None else moment.isoformat(" ", "milliseconds").replace("+00:00", " UTC")


def _issue(event: Event) -> str | None:
    project = event.project_slug or event.project_id
    parts = (
        None if event.group_id is None else value_text(event.group_id),
        None if project is None else f"project {value_text(project)}",
    )
    return ", ".join(part for part in parts if part)


def _user(event: Event) -> str | None:
    """The user of the event. Id, name, email and IP address help to find the user in the logs."""
    try:
        user = event.user
    except DecodeError:
        return json_text(event.user_json)
    if user is None:
        return None
    members = {"id": user.id, "name": user.name or user.username, "email": user.email, "ip": user.ip_address}
    return " ".join(pair(name, value) for name, value in members.items() if value is not None)


def _trace(event: Event) -> str | None:
    with suppress(DecodeError):  # a context is nested too deeply, or has a number that is too long
        trace = event.known_context(TraceContext)
        return trace.trace_id if trace else None
    return None


def _tags(event: Event) -> str:
    return " ".join(cut(pair(tag.key or "", tag.value or ""), 200) for tag in event.tags)


def _measured(event: Event) -> str:
    found = [(name, it) for name, it in (event.measurements or {}).items() if it and it.value is not None]
    return ", ".join(" ".join(filter(None, (name, value_text(it.value), it.unit))) for name, it in found)


def _problems(event: Event) -> str:
    """The problems that the server recorded. Problems with source maps are left out; they have their own section."""
    mapping = {error.type for error in sourcemap_errors(event)}
    errors = [it for it in event.errors if it.type and it.type not in mapping]
    counts = Counter(_problem(error) for error in errors)
    return ", ".join(cut(problem, 200) + (f" x{count}" if count > 1 else "") for problem, count in counts.items())


def _problem(error: ProcessingError) -> str:
    """The type of a problem, with its place and its reason if the server recorded them."""
    data = error.data or {}
    details = [text for text in (error.name or data.get("name"), data.get("reason")) if isinstance(text, str)]
    return f"{error.type} ({': '.join(details)})" if details else error.type or ""


# --- exceptions, messages, reports and spans --------------------------------------------------------------------------


def _exceptions(event: Event, all_frames: bool) -> tuple[Iterable[Row], ...]:
    exceptions = event.exceptions
    if not exceptions:
        return ()
    head = heading("Exceptions" if len(exceptions) > 1 else "Exception", order(event.platform, len(exceptions)))
    first, second = chain_rows(exceptions, event.platform, all_frames=all_frames)
    return chain(head, first), second


def _lone_stack(event: Event, all_frames: bool) -> Iterator[Row]:
    """The stack trace of the failing thread, or of the event itself. Shown only if no exception has frames."""
    if any(exception.frames for exception in event.exceptions):
        return
    calls = order(event.platform, 0)
    thread = next((thread for thread in failing_threads(event.threads) if thread.frames), None)
    if thread is not None:
        yield from heading("Thread", calls)
        yield Row(Text(_thread(thread)), "  ")
        yield from stack_rows(thread.stacktrace, event.platform, all_frames=all_frames)
    elif event.stacktrace and event.stacktrace.frames:
        yield from heading("Stack", calls)
        yield from stack_rows(event.stacktrace, event.platform, all_frames=all_frames)


def _thread(thread: Thread) -> str:
    name = thread.name or ("without a name" if thread.id is None else str(thread.id))
    parts = (name, "crashed" if thread.crashed else "current", thread.state)
    return flat(", ".join(part for part in parts if part), 200)


def _message(event: Event) -> Iterator[Row]:
    """The log message; without one and without exceptions, the message of the event.

    A message that equals the title or the value of an exception is left out.
    """
    log = event.logentry
    text = (log and (log.formatted or log.message)) or ("" if event.exceptions else event.message)
    if not text or text in {_title(event), *(exception.value for exception in event.exceptions)}:
        return
    yield from heading("Message")
    yield Row(Text("\n".join(visible_lines(text))), "  ")
    if log and log.params and not log.formatted:
        yield Row(Text(flat(value_text(log.params), 300), style="dim"), "  ")


def _template(event: Event) -> Iterator[Row]:
    it = event.template
    if it is not None:
        lines = it.context_data
        frame = Frame(filename=it.filename, abs_path=it.abs_path, lineno=it.lineno, colno=it.colno, context_data=lines)
        yield from heading("Template")
        yield from frame_rows(frame, None, is_own=True, is_top=True)


def _reports(event: Event) -> Iterator[Row]:
    """The reports of browsers. They are shown in full because each field is useful."""
    reports: dict[str, msgspec.Struct | None] = {
        "Content Security Policy": event.csp,
        "Public key pinning": event.hpkp,
        "Certificate transparency": event.expectct,
        "OCSP stapling": event.expectstaple,
        "Network error": event.nel,
    }
    for name, report in reports.items():
        if report is not None:
            yield from heading(name)
            yield from labelled(_members(report))


def _members(report: msgspec.Struct) -> dict[str, str | None]:
    members: dict[str, str | None] = {}
    for name in report.__struct_fields__:
        value = getattr(report, name)
        if isinstance(value, msgspec.Struct):
            members |= {f"{name}.{inner}": text for inner, text in _members(value).items()}
        elif value is not None:
            members[name] = value_text(value)
    return members


def _occurrence(event: Event) -> Iterator[Row]:
    found = event.occurrence
    if found is None:
        return
    yield from heading("Finding")
    if found.issue_title or found.subtitle:
        yield Row(Text(flat(": ".join(filter(None, (found.issue_title, found.subtitle))), 500)), "  ")
    yield from listed(found.evidence_display, "pieces of evidence", _evidence)


def _evidence(it: Evidence) -> Iterator[Row]:
    yield Row(Text(flat(it.value or "", 500)), f"  {flat(it.name or 'evidence', 60)}: ")


def _spans(spans: tuple[Span, ...]) -> Iterator[Row]:
    if not spans:
        return
    timed = [(_length(span.start_timestamp, span.timestamp), span) for span in spans]
    slowest = sorted(timed, key=lambda item: -(item[0] or 0.0))[:_SPANS]
    kinds = Counter(span.op or "unnamed" for span in spans).most_common(_SPANS)
    yield from heading("Spans", f"the {len(slowest)} slowest of {len(spans)}" if len(spans) > len(slowest) else "")
    yield Row(Text(", ".join(f"{flat(op, 60)} x{count}" for op, count in kinds), style="dim"), "  ")
    for took, span in slowest:
        text = Text(flat(span.op or "unnamed", 60), style="bold")
        text.append(f" {flat(span.description or '', 200)}", style="not bold")
        yield Row(text, f"  {_duration(took) or '?':>9}  ")


# --- source maps, breadcrumbs, request and other sections -------------------------------------------------------------


def _sourcemaps(event: Event) -> Iterator[Row]:
    """The failures of source maps. Each cause is shown once, with its remedy and the affected files."""
    groups: dict[str, list[SourcemapFailure]] = {}
    for error in sourcemap_errors(event):
        groups.setdefault(error.type + error.cause, []).append(error)
    if groups:
        yield from heading("Source maps")
    yield from listed(groups.values(), "causes", _failures)


def _failures(errors: list[SourcemapFailure]) -> Iterator[Row]:
    first = errors[0]
    yield Row(Text(first.cause, style="yellow").append(f" ({flat(first.type, 60)})", style="dim"), "  ")
    for error in errors[:_PLACES]:
        yield Row(Text(_place(error)), "    ")
    if len(errors) > _PLACES:
        yield Row(Text(f"… {len(errors) - _PLACES} more", style="dim"), "    ", hang=4)
    yield Row(Text(first.remedy), Text("    To do: ", style="bold"), hang=6)


def _place(error: SourcemapFailure) -> str:
    if error.file is None:
        return "a file that the server did not name"
    return flat(":".join(value_text(part) for part in (error.file, error.row, error.column) if part is not None), 300)


def _breadcrumbs(event: Event) -> Iterator[Row]:
    crumbs = event.breadcrumbs
    last = crumbs[-_CRUMBS:]
    if last:
        yield from heading("Breadcrumbs", f"last {len(last)} of {len(crumbs)}" if len(crumbs) > len(last) else "")
    times = [_clock(crumb.timestamp, event.date_created) for crumb in last]
    width = max(map(len, times), default=0)
    times = [time or "-" for time in times]  # without a dash, the rest of a wrapped line could pose as a breadcrumb
    for crumb, time in zip(last, times, strict=True):
        text = Text(flat(crumb.category or crumb.type or "breadcrumb", 60), style="bold")
        if crumb.level in _ALARMING:
            text.append(f" ({crumb.level})", style="not bold yellow")
        text.append(f"  {_crumb(crumb)}", style="not bold")
        yield Row(text, Text(f"  {time:{width}}  " if width else "  ", style="dim"))


def _clock(moment: datetime | None, day: datetime | None) -> str:
    """The time of day of *moment*. The date is added if it differs from the date of *day*."""
    if moment is None:
        return ""
    time = moment.time().isoformat("milliseconds")
    return time if day is None or moment.date() == day.date() else f"{moment.date()} {time}"


def _crumb(crumb: Breadcrumb) -> str:
    """The text of a breadcrumb: its message, or its data if it has no message."""
    return flat(crumb.message_raw or crumb.message or _data(crumb), 200)


def _request(request: Request | None) -> Iterator[Row]:
    if request is None:
        return
    query = request.query or ""
    search = query if isinstance(query, str) else "&".join(_joined(row, "=") for row in query if row)
    address = f"{request.url or ''}{f'?{search}' if search else ''}{f'#{request.fragment}' if request.fragment else ''}"
    yield from heading("Request")
    if request.method or address:
        yield Row(Text(flat(f"{request.method or ''} {address}", 500)), "  ")
    named = [(row[0] or "", row[1:]) for row in request.header_pairs if row]
    telling = {name: _joined(values, " ") for name, values in named if name.lower() in _TELLING_HEADERS}
    yield from labelled({**telling, "body": cut(_data(request), 300)})


def _joined(values: Iterable[Any], mark: str) -> str:
    return mark.join(value_text(value) for value in values if value is not None)


def _data(owner: Breadcrumb | Request) -> str:
    try:
        data = owner.data
    except DecodeError:
        return json_text(owner.data_json)
    if isinstance(owner, Breadcrumb) and isinstance(data, dict):
        return " ".join(pair(name, value) for name, value in cast("dict[str, Any]", data).items())
    return "" if data is None else value_text(data)


def _user_report(event: Event) -> Iterator[Row]:
    report = event.user_report
    if report is not None and report.comments:
        yield from heading("User report")
        yield Row(Text("\n".join(visible_lines(report.comments))), "  ")


def _unknown(event: Event) -> Iterator[Row]:
    unknown = [entry for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    if unknown:
        yield from heading("Not shown", "entries of unknown type")
    yield from listed(unknown, "entries", _unknown_entry)


def _unknown_entry(entry: UnknownEntry) -> Iterator[Row]:
    yield Row(Text(f"{flat(entry.type or 'without a type', 100)}, {len(entry.json)} bytes"), "  ")


def _simple(event: Event) -> Iterator[Row]:
    if event.entries is None and event.type is not None:
        yield from (
            blank(),
            Row(
                Text(
                    "An item of a list. Request the event, or the list with `full`, to get its exceptions.",
                    style="dim",
                ),
                hang=2,
            ),
        )


# --- parts ------------------------------------------------------------------------------------------------------------


def _length(start: float | str | None, end: float | str | None) -> float | None:
    """Seconds between two times; None if a time is missing or is not valid."""
    try:
        start, end = seconds(start), seconds(end)
        return None if start is None or end is None else float(end) - float(start)
    except OverflowError:
        return None


def _duration(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    if abs(seconds) >= 1e6:
        return f"{seconds:.3g} s"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
