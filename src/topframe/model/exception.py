"""The chain of exceptions of an event.

Source: getsentry/sentry, interfaces/exception.py (`get_api_context`); getsentry/relay, protocol/exception.rs
"""

from __future__ import annotations

from typing import Any

from ._base import ApiInterface
from .mechanism import Mechanism
from .stacktrace import Stacktrace


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


class ExceptionData(ApiInterface, frozen=True, kw_only=True):
    """The chain: the oldest cause first, the exception that was raised last of all."""

    values: tuple[ExceptionValue | None, ...] | None = None
    has_system_frames: bool | None = None
    """Despite its name: True when at least one frame of the chain is *in_app*."""
    exc_omitted: Any = None
    """A pair: the indexes of the first exception that was cut out and of the first one after the gap."""
    value: tuple[ExceptionValue | None, ...] | None = None
    """Another spelling of *values*, which one consumer of the web API met."""
