"""Reads the annotations of a view.

A view is a Struct, often written by the caller, so its annotations can be spelled in many ways: as a union, an alias, a
`NewType`, or inside `Annotated`. This module resolves these spellings and finds the types of entries that a view reads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import UnsetType
from msgspec.structs import FieldInfo


class Entries(NamedTuple):
    """The types of entries that a view reads."""

    name: str
    """Name of the view's field for the key `entries`."""
    array: Callable[[list[Any]], Any]
    """Converts a list to the array type in the field's annotation."""
    kinds: dict[str, Any]
    """Maps each type of entry to its class. A generic class has its arguments."""
    shared: Any
    """A class that all these entries are converted to, and that fits most of them; None if there is none."""


def entries_of(view: type[msgspec.Struct]) -> Entries | None:
    """Find the types of entries that a view reads; None if the view has no array of entries with known types.

    The items of the array are Structs with the tag field `type`, or one Struct for several types. Such a Struct has a
    class variable `kinds` with Structs that have the tag field `type`, as `views.StackEntry` has it.
    """
    for member in msgspec.structs.fields(view):
        if member.encode_name == "entries":
            return _named_by(member)
    return None


def _named_by(member: FieldInfo) -> Entries | None:
    arrays = [kind for kind in alternatives(member.type) if kind not in (NoneType, UnsetType)]
    if len(arrays) != 1 or (item := item_of(arrays[0])) is None:
        return None
    classes = [kind for kind in alternatives(item) if kind is not NoneType]
    shared = classes[0] if len(classes) == 1 and _is_shared(classes[0]) else None
    kinds = {_tag(kind): kind for kind in (shared.kinds if shared else classes)}
    if None in kinds or not kinds:
        return None
    array = get_origin(arrays[0])
    # `convert` supports all arrays and checks their limits. It is slower, so plain arrays use their own constructor.
    is_plain = array in (tuple, list) and arrays[0] in _of_union(member.type)
    make = array if is_plain else partial(msgspec.convert, type=member.type)
    return Entries(member.name, make, {str(type): kind for type, kind in kinds.items()}, shared)


def _is_shared(kind: Any) -> bool:
    """Whether a class is for several types of entries. A caller's class can have a *field* named `kinds`."""
    return isinstance(getattr(kind, "kinds", None), tuple)


def _tag(kind: Any) -> str | None:
    """The `type` of the entries that a class describes; None if the class does not describe entries."""
    config = getattr(get_origin(kind) or kind, "__struct_config__", None)
    return str(config.tag) if config and config.tag_field == "type" else None


def item_of(array: Any) -> Any:
    """The type of the items of an array of any length; None for any other type."""
    origin, args = get_origin(array), get_args(array)
    if origin is tuple:
        return args[0] if args[1:] == (...,) else None
    return args[0] if isinstance(origin, type) and issubclass(origin, Collection) and len(args) == 1 else None


def alternatives(annotation: Any) -> Iterator[Any]:
    """List the types that an annotation allows. Unions are split; aliases and `Annotated` are resolved."""
    kind = _bare(annotation)
    if (options := _of_union(kind)) == (kind,):
        yield kind
    else:
        for option in options:
            yield from alternatives(option)


def _of_union(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _bare(annotation: Any) -> Any:
    """Remove aliases, `Annotated` and `Final` from the outside of an annotation."""
    meant = unaliased(annotation)
    return _bare(get_args(meant)[0]) if get_origin(meant) in (Annotated, Final) else meant


def unaliased(annotation: Any) -> Any:
    """Resolve a NewType, a type alias or the bound of a type variable. Any other annotation is returned unchanged."""
    for name in ("__supertype__", "__value__", "__bound__"):
        if (meant := getattr(annotation, name, None)) is not None:
            return unaliased(meant)
    return annotation
