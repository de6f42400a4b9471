"""The calls that led to an event, and what tells whose they are.

Source: getsentry/sentry, interfaces/stacktrace.py, exception.py and threads.py (`get_api_context`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from msgspec import field

from ..decoding.skipped import SkippedEntry, skipped_but
from ..model._base import ApiInterface, present
from ..model.entries import TypedEntry
from ..model.members import HasStacks
from ..model.printed import PrintedEvent


class FrameView(ApiInterface, frozen=True, kw_only=True):
    """One call on the stack. Its members are those of `model.Frame`."""

    filename: str | None = None
    abs_path: str | None = None
    module: str | None = None
    platform: str | None = None
    function: str | None = None
    lineno: int | None = field(default=None, name="lineNo")
    in_app: bool | None = None


class StacktraceView(ApiInterface, frozen=True, kw_only=True):
    """Frames of one thread, oldest call first; the last one raised."""

    frames_data: tuple[FrameView | None, ...] | None = field(default=None, name="frames")
    """The frames, oldest call first; items can be null."""

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames, oldest call first; () when there are none."""
        return present(self.frames_data)


class ExceptionView(ApiInterface, frozen=True, kw_only=True):
    """One link of the chain. Its members are those of `model.ExceptionValue`."""

    type: str | None = None
    value: str | None = None
    stacktrace: StacktraceView | None = None

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames of *stacktrace*, oldest call first; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ThreadView(ApiInterface, frozen=True, kw_only=True):
    """One thread. Its members are those of `model.Thread`."""

    current: bool | None = None
    crashed: bool | None = None
    stacktrace: StacktraceView | None = None

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames of *stacktrace*, oldest call first; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ExceptionsView(ApiInterface, frozen=True, kw_only=True):
    """The chain of exceptions. Its members are those of `model.ExceptionData`."""

    values_data: tuple[ExceptionView | None, ...] | None = field(default=None, name="values")
    """The exceptions, oldest cause first; items can be null."""
    value_data: tuple[ExceptionView | None, ...] | None = field(default=None, name="value")

    @property
    def values(self) -> tuple[ExceptionView, ...]:
        """The exceptions, oldest cause first; () when there are none."""
        return present(self.values_data) + present(self.value_data)


class ThreadsView(ApiInterface, frozen=True, kw_only=True):
    """The threads."""

    values_data: tuple[ThreadView | None, ...] | None = field(default=None, name="values")
    """The threads, in no particular order; items can be null."""

    @property
    def values(self) -> tuple[ThreadView, ...]:
        """The threads, in no particular order; () when there are none."""
        return present(self.values_data)


class ExceptionViewEntry(TypedEntry[ExceptionsView], frozen=True, kw_only=True, tag="exception"):
    """The chain of exceptions, as an entry."""


class ThreadsViewEntry(TypedEntry[ThreadsView], frozen=True, kw_only=True, tag="threads"):
    """The threads, as an entry."""


class StacktraceViewEntry(TypedEntry[StacktraceView], frozen=True, kw_only=True, tag="stacktrace"):
    """A stacktrace that belongs to no exception, as an entry."""


if TYPE_CHECKING:
    StackEntry = ExceptionViewEntry | ThreadsViewEntry | StacktraceViewEntry | SkippedEntry
else:
    StackEntry = Union[
        (
            ExceptionViewEntry,
            ThreadsViewEntry,
            StacktraceViewEntry,
            *skipped_but(("exception", "threads", "stacktrace")),
        )
    ]


class EventFrames(
    HasStacks[ExceptionView, ThreadView, StacktraceView], PrintedEvent, ApiInterface, frozen=True, kw_only=True
):
    """The stacks of an event; `in_app_frames` and `stacktraces` take it, and answer as they do for the whole event."""

    event_id: str = field(name="eventID")
    project_id: str | int | None = field(default=None, name="projectID")
    entries: tuple[StackEntry, ...] | None = None
    """In the server's order. Those that have no stacks are not read: to leave them out would take longer than that."""
    platform: str | None = None
