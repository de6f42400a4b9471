"""The log message of an event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Scalar


class RawLogEntry(Interface, frozen=True, kw_only=True):
    """A message that was logged, and the parameters that are put into it."""

    message: Scalar | None = None
    """As the programmer wrote it. The server leaves it out where it is the same as *formatted*."""
    formatted: Scalar | None = None
    """With the parameters put in."""
    params: Any = None
    """A list, or an object where the parameters have names."""
