"""The chain of exceptions of an event.

Source: getsentry/sentry, interfaces/exception.py (`get_api_context`); getsentry/relay, protocol/exception.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, present
from .mechanism import Mechanism
from .stacktrace import Frame, Stacktrace


class ExceptionValue(ApiInterface, frozen=True, kw_only=True):
    """One link of the chain; a useful one has *type* or *value*."""

    type: str | None = None
    """Class of the exception, without its module."""
    value: str | None = None
    """The message."""
    mechanism: Mechanism | None = None
    thread_id: int | str | None = None
    """The *id* of the thread that raised; up to 2**64 - 1."""
    module: str | None = None
    """Module or package that the class is from."""
    stacktrace: Stacktrace | None = None
    """After symbolication and source maps."""
    raw_stacktrace: Stacktrace | None = None
    """Before symbolication and source maps. None when nothing was changed."""
    raw_type: str | None = None
    """*type* before it was deobfuscated; since 2026, like the two that follow."""
    raw_value: str | None = None
    raw_module: str | None = None

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of *stacktrace*, oldest call first; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ExceptionData(ApiInterface, frozen=True, kw_only=True):
    """The chain: the oldest cause first, the exception that was raised last of all."""

    values_data: tuple[ExceptionValue | None, ...] | None = field(default=None, name="values")
    """The exceptions, oldest cause first; items can be null."""
    has_system_frames: bool | None = None
    """Despite its name: True when at least one frame of the chain is *in_app*."""
    exc_omitted: Any = None
    """A pair: the indexes of the first exception that was cut out and of the first one after the gap."""
    value_data: tuple[ExceptionValue | None, ...] | None = field(default=None, name="value")
    """Another spelling of *values*, which one consumer of the web API met."""

    @property
    def values(self) -> tuple[ExceptionValue, ...]:
        """The exceptions, oldest cause first; () when there are none."""
        return present(self.values_data) + present(self.value_data)
