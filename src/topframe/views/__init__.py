"""Views: Structs that read only a part of an event. Pass them to `decode_view` or `read_events`."""

from ..model.contexts import HasContexts
from ..model.members import HasRelease, HasStacks, HasTime, HasTitle
from ..model.tags import HasTags, Tags
from .frames import EventFrames, FrameView, RaisedView, StackData, StackEntry, StacktraceView
from .overview import EventOverview
from .sourcemaps import SourcemapErrors
from .summary import EventSummary, ReleaseView

__all__ = [
    "EventFrames",
    "EventOverview",
    "EventSummary",
    "FrameView",
    "HasContexts",
    "HasRelease",
    "HasStacks",
    "HasTags",
    "HasTime",
    "HasTitle",
    "RaisedView",
    "ReleaseView",
    "SourcemapErrors",
    "StackData",
    "StackEntry",
    "StacktraceView",
    "Tags",
]
