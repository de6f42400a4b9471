"""Structs that read a part of an event, for `decode_view` and `read_events`."""

from .frames import (
    EventFrames,
    ExceptionsView,
    ExceptionView,
    ExceptionViewEntry,
    FrameView,
    StackEntry,
    StacktraceView,
    StacktraceViewEntry,
    ThreadsView,
    ThreadsViewEntry,
    ThreadView,
)
from .skipped import SkippedEntry
from .sourcemaps import SourcemapErrors
from .summary import EventSummary, ReleaseView

__all__ = [
    "EventFrames",
    "EventSummary",
    "ExceptionView",
    "ExceptionViewEntry",
    "ExceptionsView",
    "FrameView",
    "ReleaseView",
    "SkippedEntry",
    "SourcemapErrors",
    "StackEntry",
    "StacktraceView",
    "StacktraceViewEntry",
    "ThreadView",
    "ThreadsView",
    "ThreadsViewEntry",
]
