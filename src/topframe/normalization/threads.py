"""Threads, as the web API shows them.

Source: getsentry/sentry, interfaces/threads.py (`get_api_context`)
"""

from __future__ import annotations

from ..model.threads import Thread, ThreadsData
from ..raw.threads import RawThread
from .stacktrace import stacktrace_of


def threads_of(values: tuple[RawThread, ...], platform: str | None, *, stored: bool) -> ThreadsData | None:
    """The threads, in the sender's order; None where there are none."""
    if not values:
        return None
    return ThreadsData(
        values=tuple(
            Thread(
                id=thread.id,
                current=bool(thread.current),
                crashed=bool(thread.crashed),
                name=thread.name,
                state=thread.state,
                held_locks=thread.held_locks,
                stacktrace=stacktrace_of(thread.stacktrace, platform, stored=stored),
                raw_stacktrace=stacktrace_of(thread.raw_stacktrace, platform, stored=True),
            )
            for thread in values
        )
    )
