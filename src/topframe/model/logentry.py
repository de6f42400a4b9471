"""The log message of an event: the entry `message`.

Source: getsentry/sentry, interfaces/message.py; getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ._base import Interface

T = TypeVar("T")


class AnyLogEntry(Interface, Generic[T], frozen=True, kw_only=True):
    """A log message and its parameters, in both dialects. The type parameter is the type of texts."""

    formatted: T | None = None
    """The message with the parameters inserted."""
    message: T | None = None
    """The message template from the source code, without the parameters. None when it equals *formatted*."""
    params: Any = None
    """The parameters: a list, or an object for named parameters. None when there are none."""


class LogEntry(AnyLogEntry[str], frozen=True, kw_only=True):
    """A log message and its parameters."""
