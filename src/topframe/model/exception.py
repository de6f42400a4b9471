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
    """One exception of the chain. A useful exception has *type* or *value*."""

    type: str | None = None
    """Class name of the exception, without its module."""
    value: str | None = None
    """The message of the exception."""
    mechanism: Mechanism | None = None
    thread_id: int | str | None = None
    """The *id* of the thread that raised the exception. Numbers go up to 2**64 - 1."""
    module: str | None = None
    """Module or package that defines the class."""
    stacktrace: Stacktrace | None = None
    """The stack trace after symbolication and source maps."""
    raw_stacktrace: Stacktrace | None = None
    """The stack trace before symbolication and source maps. None when they changed nothing."""
    raw_type: str | None = None
    """*type* before deobfuscation. This field, *raw_value* and *raw_module* are sent since 2026."""
    raw_value: str | None = None
    raw_module: str | None = None

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames of *stacktrace*, oldest call first, without nulls; () when there are none."""
        return self.stacktrace.frames if self.stacktrace else ()


class ExceptionData(ApiInterface, frozen=True, kw_only=True):
    """The chain of exceptions: oldest cause first. The exception that was raised last is the last item."""

    values_data: tuple[ExceptionValue | None, ...] | None = field(default=None, name="values")
    """The exceptions as sent, oldest cause first; items can be null."""
    has_system_frames: bool | None = None
    """True: at least one frame of the chain is *in_app*. The name is misleading."""
    exc_omitted: Any = None
    """A pair: the index of the first exception that was cut out, and the index of the first exception after the gap."""
    value_data: tuple[ExceptionValue | None, ...] | None = field(default=None, name="value")
    """The same as *values_data*, under the key `value`. One consumer of the web API reported this spelling."""

    @property
    def values(self) -> tuple[ExceptionValue, ...]:
        """The exceptions of both lists, oldest cause first, without nulls; () when there are none."""
        return present(self.values_data) + present(self.value_data)
