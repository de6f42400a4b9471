"""Threads of the process at the time of the event, as SDKs send them and the server stores them.

Source: getsentry/relay, protocol/thread.rs
"""

from __future__ import annotations

from msgspec import field

from ..model.stacktrace import Lock
from ..model.threads import AnyThread
from ._base import Listed
from .stacktrace import RawStacktrace


class RawThread(AnyThread, frozen=True, kw_only=True):
    """One thread of the process."""

    main: bool | None = None
    """True: this is the main thread of the process, which owns the user interface."""
    held_locks: dict[str, Lock | None] | None = None
    """The locks that the thread holds, by address."""
    stacktrace: RawStacktrace | None = None
    """None: the thread has no frames, or its stack trace is in the exception."""
    raw_stacktrace: RawStacktrace | None = None
    """The stack trace before symbolication; set by the server."""
    daemon: bool | None = None
    """True: the process can exit while this thread runs (JVM)."""
    priority: int | None = None
    """Priority of the thread (JVM)."""
    uuid: int | str | None = None
    """The key that the Swift SDK of 2017 used for *id*. The server drops it."""


class RawThreadsData(Listed[RawThread], RawThread, frozen=True, kw_only=True):
    """All threads that were sent, in no particular order. An object without *values* is one thread itself."""

    values_data: tuple[RawThread | None, ...] | None = field(default=None, name="values")
    """The threads as sent; items can be null. None: the object is one thread itself."""
