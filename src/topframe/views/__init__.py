"""Views: Structs that read only a part of an event. Pass them to `decode_view` or `read_events`."""

from ..decoding.skipped import SkippedEntry
from ..model.contexts import HasContexts
from ..model.members import HasRelease, HasStacks, HasTime, HasTitle
from ..model.tags import HasTags, Tags
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
from .overview import EventOverview
from .sourcemaps import SourcemapErrors
from .summary import EventSummary, ReleaseView

__all__ = [
    "EventFrames",
    "EventOverview",
    "EventSummary",
    "ExceptionView",
    "ExceptionViewEntry",
    "ExceptionsView",
    "FrameView",
    "HasContexts",
    "HasRelease",
    "HasStacks",
    "HasTags",
    "HasTime",
    "HasTitle",
    "ReleaseView",
    "SkippedEntry",
    "SourcemapErrors",
    "StackEntry",
    "StacktraceView",
    "StacktraceViewEntry",
    "Tags",
    "ThreadView",
    "ThreadsView",
    "ThreadsViewEntry",
]
