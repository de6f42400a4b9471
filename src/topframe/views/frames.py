"""The calls that led to an event, and what tells whose they are.

Source: getsentry/sentry, interfaces/stacktrace.py, exception.py and threads.py (`get_api_context`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from msgspec import field

from ..decoding.skipped import SkippedEntry, skipped_but
from ..model._base import ApiInterface
from ..model.entries import TypedEntry, data_of
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

    frames: tuple[FrameView | None, ...] | None = None


class ExceptionView(ApiInterface, frozen=True, kw_only=True):
    """One link of the chain. Its members are those of `model.ExceptionValue`."""

    type: str | None = None
    value: str | None = None
    stacktrace: StacktraceView | None = None


class ThreadView(ApiInterface, frozen=True, kw_only=True):
    """One thread. Its members are those of `model.Thread`."""

    current: bool | None = None
    crashed: bool | None = None
    stacktrace: StacktraceView | None = None


class ExceptionsView(ApiInterface, frozen=True, kw_only=True):
    """The chain of exceptions. Its members are those of `model.ExceptionData`."""

    values: tuple[ExceptionView | None, ...] | None = None
    value: tuple[ExceptionView | None, ...] | None = None


class ThreadsView(ApiInterface, frozen=True, kw_only=True):
    """The threads."""

    values: tuple[ThreadView | None, ...] | None = None


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


class EventFrames(PrintedEvent, ApiInterface, frozen=True, kw_only=True):
    """The stacks of an event; `in_app_frames` and `stacktraces` take it, and answer as they do for the whole event."""

    event_id: str = field(name="eventID")
    project_id: str | int | None = field(default=None, name="projectID")
    entries: tuple[StackEntry, ...] | None = None
    """In the server's order. Those that have no stacks are not read: to leave them out would take longer than that."""
    platform: str | None = None

    @property
    def exceptions(self) -> tuple[ExceptionView, ...]:
        """The chain of exceptions, the oldest cause first; () when there is none."""
        return tuple(
            value
            for data in data_of(self.entries, ExceptionViewEntry)
            for value in (*(data.values or ()), *(data.value or ()))
            if value is not None
        )

    @property
    def threads(self) -> tuple[ThreadView, ...]:
        """The threads that were sent, in no particular order; () when none were."""
        return tuple(
            thread
            for data in data_of(self.entries, ThreadsViewEntry)
            for thread in data.values or ()
            if thread is not None
        )

    @property
    def stacktrace(self) -> StacktraceView | None:
        """The stacktrace of a message, or None; that of an error stands with its exceptions."""
        return next(data_of(self.entries, StacktraceViewEntry), None)
