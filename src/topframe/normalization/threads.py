"""Conversion of threads to the form that the web API returns.

Source: getsentry/sentry, interfaces/threads.py (`get_api_context`)
"""

from __future__ import annotations

from ..model.threads import Thread, ThreadsData
from ..raw.threads import RawThread
from .stacktrace import stacktrace_of


def threads_of(values: tuple[RawThread, ...], platform: str | None, *, stored: bool) -> ThreadsData | None:
    """Convert threads, in the sender's order. Return None if there are none."""
    if not values:
        return None
    return ThreadsData(values_data=tuple([_thread(thread, platform, stored) for thread in values]))


def _thread(raw: RawThread, platform: str | None, stored: bool) -> Thread:
    stack, unmapped = raw.stacktrace, raw.raw_stacktrace
    return Thread(
        id=raw.id,
        current=bool(raw.current),
        crashed=bool(raw.crashed),
        name=raw.name,
        state=raw.state,
        held_locks=raw.held_locks,
        stacktrace=None if stack is None else stacktrace_of(stack, platform, stored=stored),
        raw_stacktrace=None if unmapped is None else stacktrace_of(unmapped, platform, stored=True),
    )
