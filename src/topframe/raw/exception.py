"""The chain of exceptions, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/exception.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface
from ._base import Listed, Scalar
from .mechanism import RawMechanism
from .stacktrace import RawStacktrace


class RawException(Interface, frozen=True, kw_only=True):
    """One exception of the chain. A valid exception has *type* or *value*."""

    type: Scalar | None = None
    value: Any = None
    """The message. The server encodes any other value than a text as JSON."""
    module: str | None = None
    thread_id: int | str | None = None
    mechanism: RawMechanism | None = None
    stacktrace: RawStacktrace | None = None
    raw_stacktrace: RawStacktrace | None = None
    """The stack trace before symbolication; set by the server."""
    raw_type: str | None = None
    """*type* before deobfuscation; set by the server since 2026. So are *raw_value* and *raw_module*."""
    raw_value: str | None = None
    raw_module: str | None = None
    legacy_stacktrace: RawStacktrace | None = field(default=None, name="sentry.interfaces.Stacktrace")
    """*stacktrace* under its key from 2013 to 2017. If both are set, the server uses *stacktrace*."""


class RawExceptionData(Listed[RawException], RawException, frozen=True, kw_only=True):
    """The chain of exceptions: oldest cause first, raised exception last.

    An object without *values* is one exception itself.
    """

    values_data: tuple[RawException | None, ...] | None = field(default=None, name="values")
    """The exceptions as sent; items can be null. None: the object is one exception itself."""
    exc_omitted: Any = None
    """A pair of indexes: the first exception that was cut out, and the first exception after the gap."""
