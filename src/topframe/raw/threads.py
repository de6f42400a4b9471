"""The threads of the process at the time of the event, as SDKs send them and the server stores them.

Source: getsentry/relay, protocol/thread.rs
"""

from __future__ import annotations

from ..model._base import Interface
from ..model.stacktrace import Lock
from .stacktrace import RawStacktrace


class RawThread(Interface, frozen=True, kw_only=True):
    """One thread."""

    id: int | str | None = None
    """Up to 2**64 - 1."""
    name: str | None = None
    crashed: bool | None = None
    """True: this thread ended the process."""
    current: bool | None = None
    """True: the SDK ran in this thread."""
    main: bool | None = None
    """True: the main thread of the process, which owns the user interface."""
    state: str | None = None
    """Words of the JVM (`RUNNABLE`, `BLOCKED`), of Android's VM (`Sleeping`, `Native`), ...: grows."""
    held_locks: dict[str, Lock | None] | None = None
    """Address to the lock that the thread holds."""
    stacktrace: RawStacktrace | None = None
    """None when the thread has no frames, or when the stack stands with its exception."""
    raw_stacktrace: RawStacktrace | None = None
    """Before symbolication; set by the server."""
    daemon: bool | None = None
    """JVM: True where the process does not wait for the thread."""
    priority: int | None = None
    """JVM."""
    uuid: int | str | None = None
    """*id*, as the Swift SDK of 2017 spelt it. The server drops it."""


class RawThreadsData(RawThread, frozen=True, kw_only=True):
    """All threads that were sent, in no particular order. An object without *values* is one thread."""

    values: tuple[RawThread | None, ...] | None = None

    @property
    def alone(self) -> RawThread | None:
        """The thread that stands in place of a list; None when the object is empty."""
        return None if self == _NOTHING else self


_NOTHING = RawThreadsData()
