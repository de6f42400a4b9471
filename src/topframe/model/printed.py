"""How Structs are printed: text for `repr` and debuggers, a tree for rich, and one line for `print(event)`.

The text in an event comes from untrusted senders and can be large. Printing therefore cuts long texts and lists, and
escapes terminal control characters. Free-form parts are printed decoded, under the names of their properties:
`contexts` in place of `contexts_json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar, cast

import msgspec

from .documented import Documented

_LONGEST_TEXT = 80
_LONGEST_LINE = 200
_MOST_ITEMS = 6
_DEEPEST = 6
"""Nesting levels in a `repr`: an event, its entries, an entry, its data, the exceptions, an exception."""
_DEEPEST_FREE_FORM = 20
"""Nesting levels of a free-form part in a tree for rich."""
_LONGEST_REPR = 10_000

_JSON = msgspec.json.Decoder(float_hook=float)


class Printed(Documented):
    """A base class of Structs. It sets their `repr` and the tree that rich shows."""

    __slots__ = ()
    _unprinted: ClassVar[tuple[str, ...]] = ()
    """Names of fields that can hold a secret. Their values are printed as `...`."""

    def __repr__(self) -> str:
        return cut(written(self), _LONGEST_REPR)

    def __rich_repr__(self, /) -> list[tuple[str, Any]]:
        return [(name, _pruned(member, _DEEPEST_FREE_FORM)) for name, member in _members(self)]


class PrintedEvent:
    """A base class of web API events and their views. `print` shows them as one line."""

    __slots__ = ()

    def __str__(self) -> str:
        event: Any = self  # a view has only some fields of an event
        entries: Any = getattr(event, "entries", None)
        number = None if entries is None else number_of(len(entries), "entry", "entries")
        title, time = getattr(event, "display_title", None), getattr(event, "time", None)
        return line(getattr(event, "event_id", None), (title,), time, number)


def line(event_id: str | None, titles: Iterable[object], time: datetime | None, number: str | None) -> str:
    """Write an event as one line: `0a1b: Boom (2026-01-02 03:04:05+00:00, 3 entries)`.

    Args:
        event_id: The id as sent. None and empty text are written as `event without an id`.
        titles: Parts of the title. Empty parts and None are left out.
        time: When the event happened; left out if None.
        number: The number of parts in words, for example `3 entries`; left out if None.

    Returns:
        The line. The id and each title are cut to 200 characters, and their control characters are escaped.
    """
    named = ": ".join(_plain(part) for part in (event_id or "event without an id", *titles) if part)
    facts = ", ".join(fact for fact in (time and time.isoformat(" ", "seconds"), number) if fact)
    return f"{named} ({facts})" if facts else named


def number_of(count: int, one: str, many: str) -> str:
    """The count and its noun, for example `1 entry` or `3 entries`."""
    return f"{count} {one if count == 1 else many}"


def cut(text: str, longest: int) -> str:
    """The first *longest* characters of *text*, followed by `...` if *text* is longer."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def written(value: object, levels: int = _DEEPEST) -> str:
    """The text of a value for `repr`.

    Args:
        value: A Struct, or any value inside a Struct.
        levels: How many nesting levels of Structs, lists and objects are written. Deeper levels become `...`.
    """
    if isinstance(value, (str, bytes)):
        return repr(value) if len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]!r}..."
    if isinstance(value, msgspec.Struct):
        inner = (f"{name}={written(member, levels - 1)}" for name, member in _members(value))
        return f"{type(value).__name__}({', '.join(inner) if levels else '...'})"
    if isinstance(value, dict):
        members = cast("dict[object, object]", value)
        pairs = (f"{written(key)}: {written(member, levels - 1)}" for key, member in members.items())
        return f"{{{_listed(pairs, len(members), levels)}}}"
    if isinstance(value, (tuple, list)):
        items = cast("Sequence[object]", value)
        listed = _listed((written(item, levels - 1) for item in items), len(items), levels)
        return f"[{listed}]" if isinstance(value, list) else f"({listed}{',' * (len(items) == 1)})"
    return "..." if value is ... else cut(repr(value), _LONGEST_TEXT)


def _listed(texts: Iterator[str], count: int, levels: int) -> str:
    """The first items joined by commas, and `...` for items left out. Without a level left, all items are left out."""
    shown = [*islice(texts, _MOST_ITEMS if levels else 0)]
    return ", ".join([*shown, *(["..."] if len(shown) < count else [])])


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each field with a value. Free-form parts are decoded; `...` replaces undecodable ones."""
    for name in value.__struct_fields__:
        member = getattr(value, name)
        if name in getattr(value, "_unprinted", ()):
            member = member and ...
        elif isinstance(member, msgspec.Raw):
            name = name.removesuffix("_json")  # noqa: PLW2901
            member = _decoded(member)
        if member is not None and member is not msgspec.UNSET:
            yield name, member


def _decoded(json: msgspec.Raw) -> Any:
    try:
        return _JSON.decode(json)
    except (msgspec.DecodeError, RecursionError):
        return ...


def _pruned(value: Any, levels: int) -> Any:
    """A copy of *value* with levels below *levels* replaced by `...`, because rich itself has no depth limit."""
    if isinstance(value, bytes):
        return value if len(value) <= _LONGEST_TEXT else value[:_LONGEST_TEXT] + b"..."
    if isinstance(value, dict):
        members = cast("dict[object, object]", value)
        return {key: _pruned(member, levels - 1) for key, member in members.items()} if levels else ...
    if isinstance(value, list):
        return [_pruned(item, levels - 1) for item in cast("list[object]", value)] if levels else ...
    return value


def _plain(value: object) -> str:
    """A value as text in one line, cut to 200 characters. Terminal control characters are escaped."""
    text = value if isinstance(value, str) else written(value)
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in cut(text, _LONGEST_LINE))
