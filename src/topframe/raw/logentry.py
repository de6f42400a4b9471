"""The log message of an event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Scalar


class RawLogEntry(Interface, frozen=True, kw_only=True):
    """A logged message with its parameters."""

    message: Scalar | None = None
    """The template, as written in the code. The server omits it if it is equal to *formatted*."""
    formatted: Scalar | None = None
    """The message with its parameters filled in."""
    params: Any = None
    """The parameters: a list, or an object if they have names."""
