"""The log message of an event: the entry `message`.

Source: getsentry/sentry, interfaces/message.py; getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class LogEntry(Interface, frozen=True, kw_only=True):
    """A message that was logged, and the parameters that were put into it."""

    formatted: str | None = None
    """With the parameters put in."""
    message: str | None = None
    """As the programmer wrote it. None when it is the same as *formatted*."""
    params: Any = None
    """A list, or an object where the parameters have names."""
