"""The tags of an event.

Source: getsentry/sentry, api/serializers/models/event.py (`get_tags`)
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import Interface


class Tag(Interface, frozen=True, kw_only=True):
    """One tag. A key can occur more than once."""

    key: str | None = None
    """None when the key was thrown out; *meta* of the event says why."""
    value: str | None = None
    """Text, for numbers and booleans too. None when it was thrown out."""
    query: str | None = None
    """The search that finds such events, for the tag `user` alone: `user.id:"1"`."""
    meta: Any = field(default=None, name="_meta")
    """Remarks on *value*, until 2020. Since then they stand with the event."""
