"""The threads of the process at the time of the event.

Source: getsentry/sentry, interfaces/threads.py (`get_api_context`); getsentry/relay, protocol/thread.rs
"""

from __future__ import annotations

from msgspec import field

from ._base import ApiInterface, Interface, present
from .stacktrace import Frame, Lock, Stacktrace


class AnyThread(Interface, frozen=True, kw_only=True):
    """The fields of a thread that are the same in both dialects."""

    id: int | str | None = None
    """Id of the thread: a number up to 2**64 - 1, or text. The server cuts the text to 40 characters."""
    current: bool | None = None
    """True: the SDK created the event in this thread."""
    crashed: bool | None = None
    """True: the crash of this thread ended the process."""
    name: str | None = None
    state: str | None = None
    """State of the thread: words of the JVM (`RUNNABLE`), of Android (`Sleeping`) or of another runtime."""


class Thread(AnyThread, ApiInterface, frozen=True, kw_only=True):
    """One thread of the process."""

    held_locks: dict[str, Lock | None] | None = None
    """The locks that the thread holds, by the address of the lock."""
    stacktrace: Stacktrace | None = None
    """None when the thread has no frames, or when an exception of the event has the stack trace."""
    raw_stacktrace: Stacktrace | None = None
    """The stack trace before symbolication. None when symbolication changed nothing."""
    lock_reason: str | None = None
    """Why the thread waits, in words."""
    uuid: int | str | None = None
    """The *id* in events of the Swift SDK of 2017. Passed on by GlitchTip."""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of *stacktrace*, oldest call first, without nulls; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ThreadsData(ApiInterface, frozen=True, kw_only=True):
    """All threads that the SDK sent, in no particular order."""

    values_data: tuple[Thread | None, ...] | None = field(default=None, name="values")
    """The threads as sent, in no particular order; items can be null."""

    @property
    def values(self) -> tuple[Thread, ...]:
        """The threads, in no particular order, without nulls; () when there are none."""
        return present(self.values_data)
