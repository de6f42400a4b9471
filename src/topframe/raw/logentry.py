"""The log message of an event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/logentry.rs
"""

from __future__ import annotations

from ..model.logentry import AnyLogEntry
from ._base import Scalar


class RawLogEntry(AnyLogEntry[Scalar], frozen=True, kw_only=True):
    """A log message and its parameters."""
