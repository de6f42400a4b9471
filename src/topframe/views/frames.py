"""A view of the stack traces of an event, with the fields that tell application code from library code.

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
    """One call on the stack. The fields mean the same as in `model.Frame`."""

    filename: str | None = None
    abs_path: str | None = None
    module: str | None = None
    platform: str | None = None
    function: str | None = None
    lineno: int | None = field(default=None, name="lineNo")
    in_app: bool | None = None


class StacktraceView(ApiInterface, frozen=True, kw_only=True):
    """The frames of one thread, oldest call first. The last frame raised the exception."""

    frames_data: tuple[FrameView | None, ...] | None = field(default=None, name="frames")
    """The frames as sent, oldest call first; items can be null."""

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames, oldest call first, without nulls; () when there are none."""
        return present(self.frames_data)


class ExceptionView(ApiInterface, frozen=True, kw_only=True):
    """One exception of the chain. The fields mean the same as in `model.ExceptionValue`."""

    type: str | None = None
    value: str | None = None
    stacktrace: StacktraceView | None = None

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames of *stacktrace*, oldest call first, without nulls; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ThreadView(ApiInterface, frozen=True, kw_only=True):
    """One thread. The fields mean the same as in `model.Thread`."""

    current: bool | None = None
    crashed: bool | None = None
    stacktrace: StacktraceView | None = None

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames of *stacktrace*, oldest call first, without nulls; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ExceptionsView(ApiInterface, frozen=True, kw_only=True):
    """The chain of exceptions. The fields mean the same as in `model.ExceptionData`."""

    values_data: tuple[ExceptionView | None, ...] | None = field(default=None, name="values")
    """The exceptions as sent, oldest cause first; items can be null."""
    value_data: tuple[ExceptionView | None, ...] | None = field(default=None, name="value")

    @property
    def values(self) -> tuple[ExceptionView, ...]:
        """The exceptions of both lists, oldest cause first, without nulls; () when there are none."""
        return present(self.values_data) + present(self.value_data)


class ThreadsView(ApiInterface, frozen=True, kw_only=True):
    """The threads of the process, in no particular order."""

    values_data: tuple[ThreadView | None, ...] | None = field(default=None, name="values")
    """The threads as sent, in no particular order; items can be null."""

    @property
    def values(self) -> tuple[ThreadView, ...]:
        """The threads, in no particular order, without nulls; () when there are none."""
        return present(self.values_data)


class ExceptionViewEntry(TypedEntry[ExceptionsView], frozen=True, kw_only=True, tag="exception"):
    """The entry `exception`: the chain of exceptions."""


class ThreadsViewEntry(TypedEntry[ThreadsView], frozen=True, kw_only=True, tag="threads"):
    """The entry `threads`: the threads of the process."""


class StacktraceViewEntry(TypedEntry[StacktraceView], frozen=True, kw_only=True, tag="stacktrace"):
    """The entry `stacktrace`: a stack trace outside of exceptions and threads."""


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
    """The stack traces of an event.

    `in_app_frames` and `stacktraces` accept this view. Their results are the same as for the whole event.
    """

    event_id: str = field(name="eventID")
    project_id: str | int | None = field(default=None, name="projectID")
    entries: tuple[StackEntry, ...] | None = None
    """The entries, in the server's order. Entries without stack traces become `SkippedEntry`: their data is skipped.
    They stay in the tuple, because removing them would take longer than keeping them."""
    platform: str | None = None
