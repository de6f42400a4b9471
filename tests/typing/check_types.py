"""The types of the public API, as type checkers infer them. mypy and pyright check this file; no test runs it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any, Literal, assert_type

import msgspec

import topframe
from topframe import (
    InAppFrames,
    Origin,
    RawEvent,
    SourceContext,
    SourcemapFailure,
    decode_event,
    decode_events,
    decode_view,
    encode,
    in_app_frames,
    map_events,
    read_events,
    sourcemap_errors,
    stacktraces,
)
from topframe.model import (
    Breadcrumb,
    Csp,
    Event,
    ExceptionData,
    ExceptionEntry,
    ExceptionValue,
    Frame,
    Request,
    SourceLine,
    Span,
    SpansEntry,
    Stacktrace,
    Tag,
    Thread,
    TraceContext,
    UnknownEntry,
)
from topframe.raw import RawException, RawExceptionData, RawFrame, RawStacktrace
from topframe.views import EventFrames, EventSummary, FrameView, SourcemapErrors, StacktraceView


def subpackages(body: bytes, headers: dict[str, str]) -> None:
    """After `import topframe`, type checkers know every subpackage and the version."""
    assert_type(topframe.__version__, str)
    assert_type(topframe.webhooks.receive(body, headers, secrets="secret"), topframe.webhooks.Delivery)
    assert_type(topframe.decode_view(body, topframe.views.EventSummary), EventSummary)
    assert_type(topframe.decode_raw_event(body), topframe.raw.RawEvent)
    assert_type(topframe.decode_event(body), topframe.model.Event)
    assert_type(topframe.archive.read_events([body]), Generator[Event, None, None])


def many(body: bytes) -> None:
    """The type of what `read_events` and `map_events` return depends on the view, the function and *origin*."""

    def title(event: Event) -> str | None:
        return event.title

    def row(event: EventSummary) -> tuple[str, int]:
        return event.event_id, 1

    assert_type(read_events([body]), Generator[Event, None, None])
    assert_type(read_events([body], origin=True), Generator[tuple[Origin, Event], None, None])
    assert_type(read_events([body], view=EventSummary), Generator[EventSummary, None, None])
    assert_type(read_events([body], view=EventSummary, origin=True), Generator[tuple[Origin, EventSummary], None, None])
    assert_type(map_events([body], title), Generator[str | None, None, None])
    assert_type(map_events([body], title, origin=True), Generator[tuple[Origin, str | None], None, None])
    assert_type(map_events([body], row, view=EventSummary), Generator[tuple[str, int], None, None])
    assert_type(
        map_events([body], row, view=EventSummary, origin=True),
        Generator[tuple[Origin, tuple[str, int]], None, None],
    )
    map_events([body], row)  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue, reportArgumentType]
    assert_type(Origin(None, 1, 0).offset, int)


def events(body: bytes, buffer: bytearray, view: memoryview, text: str) -> None:
    """`decode_event` accepts bytes, bytearray, memoryview and str. `encode` returns bytes."""
    event = decode_event(body)
    assert_type(event, Event)
    assert_type(decode_event(buffer), Event)
    assert_type(decode_event(view), Event)
    assert_type(decode_event(text), Event)
    assert_type(decode_events(body), list[Event])
    assert_type(encode(event), bytes)
    assert_type(encode(event, indent=2), bytes)


def accessors(event: Event) -> None:
    """Accessors return items without None, so the caller needs no check of `entries`."""
    assert_type(event.event_id, str)
    assert_type(event.group_id, str | int | None)
    assert_type(event.date_created, datetime | None)
    assert_type(event.exceptions, tuple[ExceptionValue, ...])
    assert_type(event.breadcrumbs, tuple[Breadcrumb, ...])
    assert_type(event.threads, tuple[Thread, ...])
    assert_type(event.spans, tuple[Span, ...])
    assert_type(event.request, Request | None)
    assert_type(event.csp, Csp | None)
    assert_type(event.context, Any)


def entries(event: Event) -> None:
    """The class of an entry determines the type of its data."""
    for entry in event.entries or ():
        match entry:
            case ExceptionEntry():
                assert_type(entry.data, ExceptionData | None)
            case SpansEntry():
                assert_type(entry.data, tuple[Span | None, ...] | None)
            case UnknownEntry():
                assert_type(entry.type, str | None)
                assert_type(entry.json, bytes)
            case _:
                assert_type(entry.type, str)


def helpers(event: Event, frame: Frame) -> None:
    """The helpers return types of their own."""
    found = topframe.in_app_frames(event)
    assert_type(found, InAppFrames[Frame])
    assert_type(found.frames, tuple[Frame, ...])
    assert_type(found.rule, Literal["in_app", "path", "all", "none"])
    assert_type(topframe.source_context(frame), SourceContext)
    assert_type(topframe.sourcemap_errors(event), tuple[SourcemapFailure, ...])
    assert_type(event.known_context(TraceContext), TraceContext | None)


def structs(frame: Frame, stacktrace: Stacktrace) -> None:
    """Fields have Python names; the names in the JSON are errors. Assigning a field is an error."""
    assert_type(frame.lineno, int | None)
    assert_type(frame.context, tuple[SourceLine, ...])
    assert_type(stacktrace.frames, tuple[Frame, ...])
    assert_type(stacktrace.frames_data, tuple[Frame | None, ...] | None)
    frame.lineno = 7  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    Frame(lineNo=7)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def raw_events(event: RawEvent, chain: RawExceptionData, stacktrace: RawStacktrace) -> None:
    """Lists of raw events have no nulls under their plain name, whatever the sender's shape."""
    assert_type(event.exceptions, tuple[RawException, ...])
    assert_type(chain.values, tuple[RawException, ...])
    assert_type(event.tags, tuple[Tag, ...])
    assert_type(stacktrace.frames, tuple[RawFrame, ...])


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """A view that a caller defines."""

    platform: str | None = None


def views(body: bytes, own: OwnView) -> None:
    """`decode_view` returns the class of the view. Helpers return the view's frames, and reject a view without the
    fields they need.
    """
    frames = decode_view(body, EventFrames)
    assert_type(frames, EventFrames)
    assert_type(in_app_frames(frames), InAppFrames[FrameView])
    assert_type(in_app_frames(frames).top, FrameView | None)
    assert_type(stacktraces(frames), Iterator[StacktraceView])
    summary = decode_view(body, EventSummary)
    assert_type(summary.display_title, str)
    assert_type(summary.time, datetime | None)
    assert_type(summary.release_version, str | None)
    assert_type(sourcemap_errors(decode_view(body, SourcemapErrors)), tuple[SourcemapFailure, ...])
    in_app_frames(own)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    decode_view(body, dict)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
