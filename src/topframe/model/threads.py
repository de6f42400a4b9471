"""The threads of the process at the time of the event.

Source: getsentry/sentry, interfaces/threads.py (`get_api_context`); getsentry/relay, protocol/thread.rs
"""

from __future__ import annotations

from msgspec import field

from ._base import ApiInterface, present
from .stacktrace import Frame, Lock, Stacktrace


class Thread(ApiInterface, frozen=True, kw_only=True):
    """One thread."""

    id: int | str | None = None
    """Up to 2**64 - 1; text is cut to 40 characters."""
    current: bool | None = None
    """True: the SDK ran in this thread."""
    crashed: bool | None = None
    """True: this thread ended the process."""
    name: str | None = None
    state: str | None = None
    """Words of the JVM (`RUNNABLE`, `BLOCKED`), of Android's VM (`Sleeping`, `Native`), ...: grows."""
    held_locks: dict[str, Lock | None] | None = None
    """Address to the lock that the thread holds."""
    stacktrace: Stacktrace | None = None
    """None when the thread has no frames, or when the stack stands with its exception."""
    raw_stacktrace: Stacktrace | None = None
    """Before symbolication. None when nothing was changed."""
    lock_reason: str | None = None
    """What the thread waits for, in words."""
    uuid: int | str | None = None
    """GlitchTip: *id*, as the Swift SDK of 2017 spelt it."""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of *stacktrace*, oldest call first; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ThreadsData(ApiInterface, frozen=True, kw_only=True):
    """All threads that were sent, in no particular order."""

    values_data: tuple[Thread | None, ...] | None = field(default=None, name="values")
    """The threads, in no particular order; items can be null."""

    @property
    def values(self) -> tuple[Thread, ...]:
        """The threads, in no particular order; () when there are none."""
        return present(self.values_data)
