"""The tags of an event.

Source: getsentry/sentry, api/serializers/models/event.py (`get_tags`)
"""

from __future__ import annotations

from typing import Any, TypeAlias

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


Tags: TypeAlias = tuple[Tag | None, ...] | dict[str, str | None] | None
"""Sorted by key; an object in examples from 2015."""


class HasTags:
    """What events, and views of them, have because they have tags."""

    __slots__ = ()

    tags: Tags

    @property
    def tag_pairs(self) -> tuple[tuple[str | None, str | None], ...]:
        """Key and value of each tag, in the server's order; () when there are none."""
        if isinstance(self.tags, dict):
            return tuple(self.tags.items())
        return tuple((tag.key, tag.value) for tag in self.tags or () if tag is not None)

    def tag(self, key: str) -> str | None:
        """The value of a tag, the first one where it occurs more than once; None when it is missing.

        What an SDK sends as *environment*, *level*, *logger*, *transaction* or *server_name* is a tag here.
        """
        return next((value for name, value in self.tag_pairs if name == key), None)
