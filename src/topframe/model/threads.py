"""The threads of the process at the time of the event.

Source: getsentry/sentry, interfaces/threads.py (`get_api_context`); getsentry/relay, protocol/thread.rs
"""

from __future__ import annotations

from ._base import ApiInterface
from .stacktrace import Lock, Stacktrace


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


class ThreadsData(ApiInterface, frozen=True, kw_only=True):
    """All threads that were sent, in no particular order."""

    values: tuple[Thread | None, ...] | None = None
