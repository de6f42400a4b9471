"""Where the name of a transaction comes from.

Source: getsentry/relay, protocol/transaction.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Number


class TransactionNameChange(Interface, frozen=True, kw_only=True):
    """One time that the name was changed."""

    propagations: int | None = None
    source: str | None = None
    timestamp: Number | None = None
    """Seconds since 1970, or ISO 8601 text."""


class TransactionInfo(Interface, frozen=True, kw_only=True):
    """What is known of the name of a transaction."""

    source: str | None = None
    """`custom`, `url`, `route`, `view`, `component`, `sanitized`, `task`, `unknown`: grows."""
    original: str | None = None
    """The name before the server replaced parts of it."""
    propagations: int | None = None
    """How often the trace was passed on before the name was settled."""
    changes: tuple[TransactionNameChange | None, ...] | None = None
    scope: Any = None
