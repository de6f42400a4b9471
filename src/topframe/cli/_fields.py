"""The look-up of the parts that `--fields` names, by their names in the JSON.

A name that the model declares is always valid; its value is null if the document does not have it. Any other name must
occur in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from msgspec import Raw, Struct, UnsetType
from msgspec.structs import fields

from topframe.model.entries import UnknownEntry
from topframe.model.tags import Tag
from topframe.render.escape import cut, visible
from topframe.wire.freeform import free_form

_LONGEST = 100
_SHOWN = 6
"""Maximum number of names in a message."""
_ALIKE = 0.75
"""Minimum similarity of a suggestion, from 0 to 1: `titel` suggests `title`, but `extra` does not suggest `_meta`."""


class UnknownNameError(Exception):
    """A path has a name that the document does not have. The message gives the name, and a similar one if any."""


def pick(document: Any, path: str) -> Any:
    """The part of a document at a path.

    Args:
        document: A Struct of the model, or undecoded JSON.
        path: Names separated by dots: members, indexes of items, keys of tags and headers. A key may contain dots.

    Raises:
        UnknownNameError: The document does not have one of the names.
        DecodeError: A free-form part on the path cannot be decoded.
    """
    value, kind = _value(document), None
    done: list[str] = []
    left = path.split(".")
    while left:
        members = dict(_members(value, kind))
        count = next((count for count in range(len(left), 0, -1) if ".".join(left[:count]) in members), 0)
        if not count:
            raise UnknownNameError(_message(".".join(done), left[0], value, members))
        sent, kind = members[".".join(left[:count])]
        value = _value(sent)
        done, left = done + left[:count], left[count:]
    return value


def _message(where: str, name: str, value: Any, members: dict[str, Any]) -> str:
    owner = cut(visible(where), _LONGEST) or ("an event" if isinstance(value, Struct) else "the document")
    known = [key for key in members if len(key) <= _LONGEST and not key.isdecimal()]
    folded = {_folded(key): key for key in reversed(known)}
    close = get_close_matches(_folded(name[:_LONGEST]), folded, 1, _ALIKE)
    if close:
        hint = f"did you mean {visible(folded[close[0]])}?"
    else:
        hint = _contents(value, known) if where else "the names are those that --json prints"
    return "; ".join(filter(None, (f"{owner} has no {cut(visible(name), _LONGEST)}", hint)))


def _contents(value: Any, known: Sequence[str]) -> str:
    """Text about the content of a value, for the error message. Empty for text, numbers and empty objects."""
    if known:
        return "it has " + ", ".join((*map(visible, known[:_SHOWN]), *("…" for _ in known[_SHOWN : _SHOWN + 1])))
    if isinstance(value, (list, tuple)):
        return f"it has {len(cast('Sequence[Any]', value))} items, counted from 0"
    return "it is null" if value is None else ""


def _folded(name: str) -> str:
    """A name in lower case without underscores, so that `event_id` and `eventID` are equal."""
    return name.replace("_", "").casefold()


# --- members ----------------------------------------------------------------------------------------------------------


def _members(value: Any, kind: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The names of the members of a value, each with its undecoded value and its declared type.

    Args:
        value: A Struct of the model, or any JSON value.
        kind: The declared type of *value*, which gives the valid names. None if it is unknown.
    """
    if isinstance(value, Struct):
        if tag := value.__struct_config__.tag:  # msgspec keeps the type of an entry as a tag, outside the fields
            yield "type", (tag, str)
        for name, (attribute, declared) in _declared(type(value)).items():
            yield name, (getattr(value, attribute), declared)
    elif isinstance(value, (list, tuple)):
        items = cast("Sequence[Any]", value)
        yield from ((name, (found, None)) for name, found in map(_pair, reversed(items)) if name is not None)
        yield from ((str(index), (item, _of_items(kind))) for index, item in enumerate(items))
    else:
        for struct in _alternatives(kind):
            if isinstance(struct, type) and issubclass(struct, Struct):
                yield from ((name, (None, declared)) for name, (_, declared) in _declared(struct).items())
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value).items()
            yield from ((name, (item, _of_items(kind))) for name, item in members)


def _value(sent: Any) -> Any:
    """The value of a member, decoded if it is free-form."""
    if isinstance(sent, UnknownEntry):
        return free_form(Raw(sent.json))
    return free_form(sent) if isinstance(sent, (Raw, UnsetType)) else sent


def _pair(item: Any) -> tuple[str | None, Any]:
    """The key and value of a tag or a header; (None, None) for any other item."""
    match item:
        case Tag(key=key, value=value) | {"key": str() | None as key, "value": value} | [str() as key, value]:
            return key, value
        case _:
            return None, None


@lru_cache(maxsize=256)  # more than the model has classes, so that every class stays cached
def _declared(kind: type[Struct]) -> dict[str, tuple[str, Any]]:
    """The members of a class by JSON name, each with the name of the attribute and the type of its value."""
    return {it.encode_name: (it.name, _decoded_type(kind, it.name, it.type)) for it in fields(kind)}


def _decoded_type(kind: type[Struct], name: str, declared: Any) -> Any:
    """The type of a member. For a free-form part, the return type of the property that decodes it."""
    decoder = getattr(kind, name.removesuffix("_json"), None)
    return get_type_hints(decoder.fget)["return"] if isinstance(decoder, property) else declared


def _of_items(kind: Any) -> Any:
    """The type of the items of a list or of the values of an object. None if *kind* declares neither."""
    found = (get_args(it) for it in _alternatives(kind) if get_origin(it) in {dict, tuple})
    return next((args[0] if args[-1] is Ellipsis else args[-1] for args in found), None)


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)
