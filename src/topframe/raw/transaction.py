"""The origin of a transaction's name.

Source: getsentry/relay, protocol/transaction.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface, present
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
    changes_data: tuple[TransactionNameChange | None, ...] | None = field(default=None, name="changes")
    """The changes of the name, as sent; items can be null."""
    scope: Any = None

    @property
    def changes(self) -> tuple[TransactionNameChange, ...]:
        """The changes of the name, without nulls; () when there are none."""
        return present(self.changes_data)
