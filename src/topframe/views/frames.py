"""A view of the stack traces of an event, with the fields that tell application code from library code.

Source: getsentry/sentry, interfaces/stacktrace.py, exception.py and threads.py (`get_api_context`)
"""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import field

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


class RaisedView(ApiInterface, frozen=True, kw_only=True):
    """An exception of the chain, or a thread. The fields mean the same as in `model.ExceptionValue` and `model.Thread`.

    Both have the same class, because then msgspec need not know the type of an entry before it decodes the data.
    """

    type: str | None = None
    """None for a thread."""
    value: str | None = None
    """None for a thread."""
    current: bool | None = None
    """None for an exception."""
    crashed: bool | None = None
    """None for an exception."""
    stacktrace: StacktraceView | None = None

    @property
    def frames(self) -> tuple[FrameView, ...]:
        """The frames of *stacktrace*, oldest call first, without nulls; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class StackData(StacktraceView, frozen=True, kw_only=True):
    """The content of an entry with stack traces: a chain of exceptions, threads, or a stack trace with *frames*."""

    values_data: tuple[RaisedView | None, ...] | None = field(default=None, name="values")
    """The exceptions, oldest cause first, or the threads, in no particular order, as sent; items can be null."""
    value_data: tuple[RaisedView | None, ...] | None = field(default=None, name="value")
    """A second list of exceptions, as sent; items can be null."""

    @property
    def values(self) -> tuple[RaisedView, ...]:
        """The items of both lists, without nulls; () when there are none."""
        return present(self.values_data) + present(self.value_data)


# For each type of entry, the members of `StackData` that belong to it. Its other members can hold any JSON.


class _Exception(ApiInterface, frozen=True, kw_only=True):
    type: str | None = None
    value: str | None = None
    stacktrace: StacktraceView | None = None


class _Exceptions(ApiInterface, frozen=True, kw_only=True):
    values_data: tuple[_Exception | None, ...] | None = field(default=None, name="values")
    value_data: tuple[_Exception | None, ...] | None = field(default=None, name="value")


class _Thread(ApiInterface, frozen=True, kw_only=True):
    current: bool | None = None
    crashed: bool | None = None
    stacktrace: StacktraceView | None = None


class _Threads(ApiInterface, frozen=True, kw_only=True):
    values_data: tuple[_Thread | None, ...] | None = field(default=None, name="values")


class _ExceptionEntry(TypedEntry[_Exceptions], frozen=True, kw_only=True, tag="exception"):
    pass


class _ThreadsEntry(TypedEntry[_Threads], frozen=True, kw_only=True, tag="threads"):
    pass


class _StacktraceEntry(TypedEntry[StacktraceView], frozen=True, kw_only=True, tag="stacktrace"):
    pass


class StackEntry(ApiInterface, frozen=True, kw_only=True):
    """The entry `exception`, `threads` or `stacktrace`. A view can read these entries as `tuple[StackEntry, ...]`."""

    kinds: ClassVar[tuple[Any, ...]] = (_ExceptionEntry, _ThreadsEntry, _StacktraceEntry)
    """For each type of entry that a view reads, a class with only the members that belong to it."""
    type: str
    """`exception`, `threads` or `stacktrace`."""
    data: StackData | None = None
    """The content of the entry. None when the key is absent or null."""


class EventFrames(HasStacks[RaisedView, RaisedView, StackData], PrintedEvent, ApiInterface, frozen=True, kw_only=True):
    """The stack traces of an event.

    `in_app_frames` and `stacktraces` accept this view. Their results are the same as for the whole event.
    """

    event_id: str = field(name="eventID")
    project_id: str | int | None = field(default=None, name="projectID")
    entries: tuple[StackEntry, ...] | None = None
    """The entries with stack traces, in the server's order. Other entries are left out."""
    platform: str | None = None
