"""The log message of an event: the entry `message`.

Source: getsentry/sentry, interfaces/message.py; getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class LogEntry(Interface, frozen=True, kw_only=True):
    """A log message and its parameters."""

    formatted: str | None = None
    """The message with the parameters inserted."""
    message: str | None = None
    """The message template from the source code, without the parameters. None when it equals *formatted*."""
    params: Any = None
    """The parameters: a list, or an object for named parameters. None when there are none."""
