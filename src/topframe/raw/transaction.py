"""The origin of a transaction's name.

Source: getsentry/relay, protocol/transaction.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Number


class TransactionNameChange(Interface, frozen=True, kw_only=True):
    """One change of a transaction's name."""

    propagations: int | None = None
    source: str | None = None
    timestamp: Number | None = None
    """When the name changed: seconds since 1970, or ISO 8601 text."""


class TransactionInfo(Interface, frozen=True, kw_only=True):
    """Facts about the name of a transaction."""

    source: str | None = None
    """Where the name comes from: `custom`, `url`, `route`, `view`, `component`, `sanitized`, `task`, ..."""
    original: str | None = None
    """The name before the server replaced parts of it."""
    propagations: int | None = None
    """Number of times that the trace was passed on before the name was final."""
    changes: tuple[TransactionNameChange | None, ...] | None = None
    scope: Any = None
