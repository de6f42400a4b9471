"""The chain of exceptions, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/exception.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface
from ._base import Scalar
from .mechanism import RawMechanism
from .stacktrace import RawStacktrace


class RawException(Interface, frozen=True, kw_only=True):
    """One link of the chain; a valid one has *type* or *value*."""

    type: Scalar | None = None
    value: Any = None
    """The message. The server writes what is no text as the JSON that it is."""
    module: str | None = None
    thread_id: int | str | None = None
    mechanism: RawMechanism | None = None
    stacktrace: RawStacktrace | None = None
    raw_stacktrace: RawStacktrace | None = None
    """Before symbolication; set by the server."""
    raw_type: str | None = None
    """Before deobfuscation; set by the server, since 2026, like the two that follow."""
    raw_value: str | None = None
    raw_module: str | None = None
    legacy_stacktrace: RawStacktrace | None = field(default=None, name="sentry.interfaces.Stacktrace")
    """*stacktrace* under its key of 2013 to 2017; for the server, the key of today wins."""


class RawExceptionData(RawException, frozen=True, kw_only=True):
    """The chain: the oldest cause first, the exception that was raised last of all.

    An object without *values* is one exception.
    """

    values: tuple[RawException | None, ...] | None = None
    exc_omitted: Any = None
    """A pair: the indexes of the first exception that was cut out and of the first one after the gap."""

    @property
    def alone(self) -> RawException | None:
        """The exception that stands in place of a list; None when the object is empty."""
        return None if self == _NOTHING else self


_NOTHING = RawExceptionData()
