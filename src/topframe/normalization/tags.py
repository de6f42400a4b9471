"""Conversion of tags to the form that the web API returns, and the tags that the server makes from other parts.

Source: getsentry/sentry, api/serializers/models/event.py (`get_tags_with_meta`), event_manager.py (`iter_tags` of the
interfaces, `UrlsPlugin`)
"""

from __future__ import annotations

from typing import Any, TypeAlias

from ..model.exception import ExceptionData
from ..model.request import Request
from ..model.tags import Tag
from ..raw.event import RawEvent
from ..raw.lenient import LEVELS, level, text
from ..wire.freeform import as_object
from ..wire.memo import Memo
from .user import user_tag

_PREFIX = "sentry:"
_DEVICE_CLASSES = {"1": "low", "2": "medium", "3": "high"}
_LONGEST_LOGGER = 64
_OF_SERVERS = {"release", "dist", "user", "filename", "function"}
_USER_FIELDS = ("id", "username", "email", "ip")
# By type of context: the suffix of the tag's key, and the keys of the context that its value consists of.
_OF_CONTEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "app": {"device": ("device_app_hash",)},
    "browser": {"": ("name", "version"), "name": ("name",)},
    "device": {"": ("model",), "family": ("family",)},
    "gpu": {"name": ("name",), "vendor": ("vendor_name",)},
    "monitor": {"id": ("id",), "slug": ("slug",)},
    "os": {"": ("name", "version"), "name": ("name",), "rooted": ("rooted",)},
    "runtime": {"": ("name", "version"), "name": ("name",)},
}
_WHOLE = ("browser", "os", "runtime")
"""Types of contexts in which Relay writes name and version as one text, under a key with the name of the type."""

Row: TypeAlias = tuple[int | str, str | None, str | None]
"""A tag: its place in the raw event, its key, and its value.

The place is an index in a list, or a key in an object. It is -1 if the server made the tag.
"""


def rows_of(raw: RawEvent) -> list[Row]:
    """Return the tags of an event in the sender's order. Rows that are null or do not have two elements are skipped."""
    sent = raw.tags_data
    if not sent:
        return []
    if isinstance(sent, dict):
        return [(key, key, text(value)) for key, value in sent.items()]
    return [(index, text(row[0]), text(row[1])) for index, row in enumerate(sent) if row is not None and len(row) == 2]


def has_prefix(rows: list[Row]) -> bool:
    """Return True if a tag has the prefix `sentry:`, with which the server stores release, dist and user."""
    return any(key is not None and key.startswith(_PREFIX) for _, key, _ in rows)


def tags_of(rows: list[Row]) -> tuple[Tag, ...]:
    """Convert tags: clean up keys and values, sort by key, and add the search query to the tag `user`.

    Keys lose the server's prefix. The classes of `device.class` get their names.
    """
    tags: list[Tag] = []
    for _, key, value in rows:
        tags.append(_tag(key, value))
    tags.sort(key=_sorting_key)
    return tuple(tags)


def places_of(rows: list[Row]) -> tuple[int | str, ...]:
    """Return the place of each tag in the raw event, in the order of `tags_of`."""
    tags = [(place, _tag(key, value)) for place, key, value in rows]
    return tuple(place for place, _ in sorted(tags, key=lambda item: _sorting_key(item[1])))


def taken_in(rows: list[Row], made: dict[str, str | None]) -> list[Row]:
    """Return the tags that the server stores for an event from a client.

    The server keeps the first tag of each key. It drops tags whose key it reserves for itself, for example `release`.

    Args:
        rows: The tags that the client sent.
        made: The tags that the server makes from other parts. They replace sent tags with the same key, except `url`.
    """
    taken: dict[str | None, Row] = {}
    for row in rows:
        if row[1] not in _OF_SERVERS:
            taken.setdefault(row[1], row)
    for key, value in made.items():
        if value and not (key == "url" and key in taken):
            taken.pop(key, None)
            taken[key] = (-1, key, value)
    return list(taken.values())


def _sorting_key(tag: Tag) -> str:
    return tag.key or ""


def derived(raw: RawEvent, type: str, parts: Derivable) -> dict[str, str | None]:
    """Return the tags that the server makes from other parts of an event before it stores the event.

    A value is None if the part is missing. Tags from the User-Agent are not included, because parsing it needs the
    server's own tables.

    Args:
        raw: The event.
        type: The type of the event.
        parts: The converted interfaces of the event.
    """
    exception, request, contexts, user = parts
    sent_level = level(raw.level)
    default_level = "info" if type == "transaction" else "error"
    tags: dict[str, str | None] = {
        "level": sent_level if sent_level in LEVELS else default_level,
        "environment": text(raw.environment),
        "release": text(raw.release),
        "dist": text(raw.dist),
        "logger": _cut(text(raw.logger)),
        "server_name": text(raw.server_name),
        "site": raw.site,
        "transaction": text(raw.transaction),
        "user": user_tag(user) if user else None,
        "url": request.url if request else None,
    }
    raised = exception.values_data[-1] if exception and exception.values_data else None
    if raised and raised.mechanism:
        handled = raised.mechanism.handled
        tags["mechanism"] = raised.mechanism.type
        tags["handled"] = None if handled is None else "yes" if handled else "no"
    for alias, context in contexts.items():
        members = as_object(context)
        if members and members["type"] in _OF_CONTEXTS:
            tags |= _of_context(alias, members)
    return tags


Derivable = tuple[ExceptionData | None, Request | None, dict[str, Any], dict[str, Any] | None]
"""The parts that tags are derived from, in the web API's form: exceptions, request, contexts and user."""


def _of_context(alias: str, context: dict[str, Any]) -> dict[str, str]:
    tags: dict[str, str] = {}
    kind = context["type"]
    for ending, members in _OF_CONTEXTS[kind].items():
        values: list[str] = []
        for member in members:
            value = context.get(member)
            if type(value) is not str and (value := _written(value)) is None:
                break
            values.append(value)
        else:
            tags[f"{alias}.{ending}" if ending else alias] = " ".join(values)
    if kind in _WHOLE and isinstance(whole := context.get(kind), str):
        tags[alias] = whole
    return tags


def _written(member: Any) -> str | None:
    """Convert a value of a context to the text of its tag: a boolean to `yes` or `no`. None if it is not a scalar."""
    return ("yes" if member else "no") if isinstance(member, bool) else text(member)


def _cut(logger: str | None) -> str | None:
    return logger if logger is None or len(logger) <= _LONGEST_LOGGER else f"{logger[: _LONGEST_LOGGER - 3]}..."


def _tag(key: str | None, value: str | None) -> Tag:
    key = key and _KEYS[key]
    if not value:
        return Tag(key=key, value=value)
    value = value.strip()
    if key == "user":
        return Tag(key=key, value=value, query=_query(value))
    if key == "device.class":
        value = _DEVICE_CLASSES.get(value, value)
    return Tag(key=key, value=value)


def _shown(key: str) -> str:
    """Return a key without the server's prefix, with a hyphen in place of each blank."""
    return key.split(_PREFIX, 1)[-1].replace(" ", "-").strip()


_KEYS = Memo(_shown, most=512, longest=64)
"""Caches keys of tags, because the events of an application repeat the same keys. Takes at most 0.5 MB."""


def _query(value: str) -> str | None:
    field, _, wanted = value.partition(":")
    escaped = wanted.replace('"', '\\"')
    return f'user.{field}:"{escaped}"' if wanted and field in _USER_FIELDS else None
