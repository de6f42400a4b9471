"""What type checkers make of the public names; mypy and pyright read this, nothing runs it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any, Literal, assert_type

import msgspec

import topframe
from topframe import (
    InAppFrames,
    SourceContext,
    SourcemapFailure,
    decode_event,
    decode_events,
    decode_view,
    encode,
    in_app_frames,
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
    Thread,
    TraceContext,
    UnknownEntry,
)
from topframe.views import EventFrames, EventSummary, FrameView, SourcemapErrors, StacktraceView


def subpackages(body: bytes, headers: dict[str, str]) -> None:
    """`import topframe` is enough to name what is in a subpackage, and the version."""
    assert_type(topframe.__version__, str)
    assert_type(topframe.webhooks.receive(body, headers, secrets="secret"), topframe.webhooks.Delivery)
    assert_type(topframe.decode_view(body, topframe.views.EventSummary), EventSummary)
    assert_type(topframe.decode_raw_event(body), topframe.raw.RawEvent)
    assert_type(topframe.decode_event(body), topframe.model.Event)
    assert_type(topframe.archive.read_events([body]), Generator[Event, None, None])


def events(body: bytes, buffer: bytearray, view: memoryview, text: str) -> None:
    """Any kind of text decodes; the result is what the name says."""
    event = decode_event(body)
    assert_type(event, Event)
    assert_type(decode_event(buffer), Event)
    assert_type(decode_event(view), Event)
    assert_type(decode_event(text), Event)
    assert_type(decode_events(body), list[Event])
    assert_type(encode(event), bytes)
    assert_type(encode(event, indent=2), bytes)


def accessors(event: Event) -> None:
    """Entries come without nulls, and without a search."""
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
    """The class of an entry tells the type of its data."""
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
    """The helpers answer with types of their own."""
    found = topframe.in_app_frames(event)
    assert_type(found, InAppFrames[Frame])
    assert_type(found.frames, tuple[Frame, ...])
    assert_type(found.rule, Literal["in_app", "path", "all", "none"])
    assert_type(topframe.source_context(frame), SourceContext)
    assert_type(topframe.sourcemap_errors(event), tuple[SourcemapFailure, ...])
    assert_type(event.known_context(TraceContext), TraceContext | None)


def structs(frame: Frame, stacktrace: Stacktrace) -> None:
    """Wire names exist on the wire alone, and nothing can be set."""
    assert_type(frame.lineno, int | None)
    assert_type(frame.context, tuple[SourceLine, ...])
    assert_type(stacktrace.frames, tuple[Frame, ...])
    assert_type(stacktrace.frames_data, tuple[Frame | None, ...] | None)
    frame.lineno = 7  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    Frame(lineNo=7)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """A caller's own view."""

    platform: str | None = None


def views(body: bytes, own: OwnView) -> None:
    """A view is what was asked for; helpers give its frames, and refuse a view that has not what they need."""
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
