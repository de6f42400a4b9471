"""What a body says, what became of it, and what the model has for it: for either dialect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, cast

import msgspec
from msgspec import inspect

from tests.conftest import as_array, as_object
from topframe import encode

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?")


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, object]]:
    """Everything that a JSON value says, place by place: null says what absence says, a date is a moment."""
    if (members := as_object(value)) is not None:
        yield path, "object"
        for key, member in members.items():
            if member is not None:
                yield from leaves(member, f"{path}.{key}")
    elif (items := as_array(value)) is not None:
        yield path, f"array of {len(items)}"
        for index, item in enumerate(items):
            yield from leaves(item, f"{path}[{index}]")
    elif isinstance(value, str) and _DATE.fullmatch(value):
        yield path, datetime.fromisoformat(value)
    else:
        yield path, (isinstance(value, bool), value)


def lost(body: Any, decode: Callable[[str], object]) -> list[str]:
    """The places where an event, decoded and encoded, does not say what it said."""
    before = dict(leaves(body))
    after = dict(leaves(json.loads(encode(decode(json.dumps(body))))))
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def unmodelled(value: Any, kind: inspect.Type) -> Iterator[str]:
    """The keys in a JSON value that the model does not have, each as `Struct.key`."""
    match kind:
        case inspect.UnionType(types=types):
            yield from unmodelled(value, _fitting(value, types))
        case inspect.StructType(cls=cls, fields=fields, array_like=True):
            yield from (f"{cls.__name__}[{index}]" for index in range(len(fields), len(as_array(value) or ())))
        case inspect.StructType(cls=cls, fields=fields, tag_field=tag_field):
            known = {field.encode_name: field.type for field in fields}
            for key, member in (as_object(value) or {}).items():
                if key in known:
                    yield from unmodelled(member, known[key])
                elif key != tag_field:
                    yield f"{cls.__name__}.{key}"
        case inspect.DictType(value_type=inner):
            yield from _each((as_object(value) or {}).values(), inner)
        case inspect.VarTupleType(item_type=inner):
            yield from _each(as_array(value) or (), inner)
        case _:
            pass  # a leaf, or free-form: whatever is in there is kept


def _each(values: Iterable[Any], kind: inspect.Type) -> Iterator[str]:
    for value in values:
        yield from unmodelled(value, kind)


def _fitting(value: Any, types: Iterable[inspect.Type]) -> inspect.Type:
    """The member of a union that a JSON value is decoded as, as far as keys are concerned."""
    members = as_object(value)
    for kind in types:
        match kind:
            case inspect.StructType(tag_field=str(), tag=tag) if members is not None:
                if members.get("type") == tag:
                    return kind
            case inspect.StructType(array_like=False) | inspect.DictType() if members is not None:
                return kind
            case inspect.StructType(array_like=True) | inspect.VarTupleType() if isinstance(value, list):
                return kind
            case _:
                pass
    return inspect.AnyType()


def structs_of(model: object) -> list[type[msgspec.Struct]]:
    """The Structs that a package shows."""
    shown = [getattr(model, name) for name in vars(model)["__all__"]]
    return [kind for kind in shown if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]


def filled(value: object) -> set[str]:
    """The fields, each as `Struct.field`, that have a value somewhere in a part of an event."""
    if isinstance(value, msgspec.Struct):
        members = {name: getattr(value, name) for name in value.__struct_fields__}
        own = {f"{type(value).__name__}.{name}" for name, member in members.items() if _is_value(member)}
        return own.union(*map(filled, members.values()))
    items = cast("Iterable[Any]", value) if isinstance(value, tuple) else (as_object(value) or {}).values()
    return set[str]().union(*map(filled, items))


def _is_value(member: object) -> bool:
    return member not in (None, msgspec.UNSET, msgspec.Raw(b"null"))
