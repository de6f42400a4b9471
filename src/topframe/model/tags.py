"""The tags of an event.

Source: getsentry/sentry, api/serializers/models/event.py (`get_tags`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import field

from ._base import Interface, present


class Tag(Interface, frozen=True, kw_only=True):
    """One tag. A key can occur more than once."""

    key: str | None = None
    """None when the server removed the key; *meta* of the event has the reason."""
    value: str | None = None
    """The value as text, also for numbers and booleans. None when the server removed it."""
    query: str | None = None
    """Search query for events with this tag, for example `user.id:"1"`. Sent only for the tag `user`."""
    meta: Any = field(default=None, name="_meta")
    """Annotations of *value*. Sent until 2020; later servers send them in *meta* of the event."""


Tags: TypeAlias = tuple[Tag | None, ...] | dict[str, str | None] | None
"""The type of *tags_data*: tags sorted by key. In examples from 2015: an object that maps keys to values."""


class FindsTags:
    """A mixin for classes with a property *tags*. It finds the tags by key."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def tags(self) -> tuple[Tag, ...]:
            """The tags."""
            ...

    @property
    def tags_dict(self) -> dict[str, str | None]:
        """A dict that maps each tag key to its value. If a key occurs more than once, its first value is used.

        Tags whose key the server removed are left out.
        """
        return {tag.key: tag.value for tag in reversed(self.tags) if tag.key is not None}

    def tag(self, key: str) -> str | None:
        """The value of the first tag with the key *key*; None when no tag has this key or its value was removed."""
        return next((tag.value for tag in self.tags if tag.key == key), None)


class HasTags(FindsTags):
    """A mixin for events and views with the field `tags_data: Tags = msgspec.field(name="tags", default=None)`."""

    __slots__ = ()

    tags_data: Tags

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in the server's order, without nulls; () when there are none."""
        if isinstance(self.tags_data, dict):
            return tuple(Tag(key=key, value=value) for key, value in self.tags_data.items())
        return present(self.tags_data)

    @property
    def environment(self) -> str | None:
        """The tag `environment`: where the application ran, for example `production`. None when the tag is missing."""
        return self.tag("environment")

    @property
    def level(self) -> str | None:
        """The tag `level`: `fatal`, `error`, `warning`, `info`, `debug` or `sample`. None when the tag is missing."""
        return self.tag("level")

    @property
    def transaction(self) -> str | None:
        """The tag `transaction`: what the application was doing, for example a route. None when the tag is missing."""
        return self.tag("transaction")
