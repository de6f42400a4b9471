"""The tags of an event.

Source: getsentry/sentry, api/serializers/models/event.py (`get_tags`)
"""

from __future__ import annotations

from typing import Any, TypeAlias

from msgspec import field

from ._base import Interface, present


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
"""The type of *tags_data*: sorted by key; an object in examples from 2015."""


class HasTags:
    """What events, and views of them, have because they have tags."""

    __slots__ = ()

    tags_data: Tags

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in the server's order; () when there are none."""
        if isinstance(self.tags_data, dict):
            return tuple(Tag(key=key, value=value) for key, value in self.tags_data.items())
        return present(self.tags_data)

    @property
    def tags_dict(self) -> dict[str, str | None]:
        """The value of each tag by its key, the first value of a key that occurs more than once.

        Tags whose key was removed are left out.
        """
        return {tag.key: tag.value for tag in reversed(self.tags) if tag.key is not None}

    def tag(self, key: str) -> str | None:
        """The value of the first tag with a key; None when there is no such tag, or its value was removed."""
        return next((tag.value for tag in self.tags if tag.key == key), None)

    @property
    def environment(self) -> str | None:
        """The tag `environment`: where the application ran, such as `production`; None when the SDK did not say."""
        return self.tag("environment")

    @property
    def level(self) -> str | None:
        """The tag `level`: `fatal`, `error`, `warning`, `info`, `debug` or `sample`; None when it is missing."""
        return self.tag("level")

    @property
    def transaction(self) -> str | None:
        """The tag `transaction`: what the application was doing, such as a route; None when the SDK did not say."""
        return self.tag("transaction")
