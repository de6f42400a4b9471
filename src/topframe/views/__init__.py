"""Structs that read a part of an event, for `decode_view` and `read_events`."""

from ..decoding.skipped import SkippedEntry
from ..model.contexts import HasContexts
from ..model.members import HasRelease, HasTime, HasTitle
from ..model.tags import HasTags
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
from .sourcemaps import SourcemapErrors
from .summary import EventSummary, ReleaseView

__all__ = [
    "EventFrames",
    "EventSummary",
    "ExceptionView",
    "ExceptionViewEntry",
    "ExceptionsView",
    "FrameView",
    "HasContexts",
    "HasRelease",
    "HasTags",
    "HasTime",
    "HasTitle",
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
