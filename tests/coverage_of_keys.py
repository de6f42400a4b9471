"""Compare an event's JSON with its encoded form and with the model, for both dialects."""

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
from topframe.model import Frame, GlitchTipFrame

CURRENT = {
    "abs_path": "absPath",
    "lineno": "lineNo",
    "colno": "colNo",
    "in_app": "inApp",
    "raw_function": "rawFunction",
    "instruction_addr": "instructionAddr",
    "symbol_addr": "symbolAddr",
    "addr_mode": "addrMode",
    "source_link": "sourceLink",
    "instruction_offset": "instructionOffset",
    "frames_omitted": "framesOmitted",
    "thread_id": "threadId",
    "raw_stacktrace": "rawStacktrace",
    "exc_omitted": "excOmitted",
    "query_string": "query",
    "issue": "groupID",
    "project": "projectID",
    "event.type": "type",
    "timestamp": "endTimestamp",
    "eventId": "eventID",
    "Name": "name",
    "Version": "version",
}
"""Keys with two spellings in responses. Each maps to the spelling that topframe writes."""
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?")


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, object]]:
    """Yield every path in a JSON value with its value. Members that are null are skipped; dates become `datetime`."""
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
    """Decode and encode an event, and return the paths whose values differ from the original."""
    encoded = json.loads(encode(decode(json.dumps(body))))
    before, after = dict(leaves(_in_one_spelling(body, encoded))), dict(leaves(encoded))
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _in_one_spelling(before: Any, after: Any) -> Any:
    """Return *before* with its keys renamed: a second spelling becomes the current one if *after* uses that."""
    if (items := as_array(before)) is not None:
        found = as_array(after) or ()
        return [_in_one_spelling(item, found[at] if at < len(found) else None) for at, item in enumerate(items)]
    if (members := as_object(before)) is None:
        return before
    others = as_object(after) or {}
    names = {key: _current(key, members, others) for key in members}
    return {names[key]: _in_one_spelling(member, others.get(names[key])) for key, member in members.items()}


def _current(key: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    current = CURRENT.get(key)
    return current if current in after and key not in after and before.get(current) is None else key


def unmodelled(value: Any, kind: inspect.Type) -> Iterator[str]:
    """Yield the keys of a JSON value that the model lacks, each as `Struct.key`."""
    match kind:
        case inspect.UnionType(types=types):
            yield from unmodelled(value, _fitting(value, types))
        case inspect.StructType(cls=cls, fields=fields, array_like=True):
            yield from (f"{cls.__name__}[{index}]" for index in range(len(fields), len(as_array(value) or ())))
        case inspect.StructType(cls=cls, fields=fields, tag_field=tag_field):
            known = {field.encode_name: field.type for field in fields}
            if cls is Frame:  # GlitchTipFrame, the subclass of Frame, has more fields
                known |= {it.encode_name: inspect.type_info(it.type) for it in msgspec.structs.fields(GlitchTipFrame)}
            for key, member in (as_object(value) or {}).items():
                key = CURRENT[key] if key not in known and CURRENT.get(key) in known else key  # noqa: PLW2901
                if key in known:
                    yield from unmodelled(member, known[key])
                elif key != tag_field:
                    yield f"{cls.__name__}.{key}"
        case inspect.DictType(value_type=inner):
            yield from _each((as_object(value) or {}).values(), inner)
        case inspect.VarTupleType(item_type=inner):
            yield from _each(as_array(value) or (), inner)
        case _:
            pass  # a scalar, or free-form JSON: the model keeps all of it


def _each(values: Iterable[Any], kind: inspect.Type) -> Iterator[str]:
    for value in values:
        yield from unmodelled(value, kind)


def _fitting(value: Any, types: Iterable[inspect.Type]) -> inspect.Type:
    """Return the member of a union that a JSON value decodes as, judged by its JSON type and its tag."""
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
    """Return the Structs in the `__all__` of a package."""
    shown = [getattr(model, name) for name in vars(model)["__all__"]]
    return [kind for kind in shown if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]


def filled(value: object) -> set[str]:
    """Return the fields that have a value anywhere in a part of an event, each as `Struct.field`."""
    if isinstance(value, msgspec.Struct):
        members = {name: getattr(value, name) for name in value.__struct_fields__}
        own = {f"{_owner(type(value), name)}.{name}" for name, member in members.items() if _is_value(member)}
        return own.union(*map(filled, members.values()))
    items = cast("Iterable[Any]", value) if isinstance(value, tuple) else (as_object(value) or {}).values()
    return set[str]().union(*map(filled, items))


def _owner(kind: type[msgspec.Struct], field: str) -> str:
    """Return the class that defines a field. For a frame of GlitchTip, that is `Frame` if every frame has the field."""
    return "Frame" if kind is GlitchTipFrame and field in Frame.__struct_fields__ else kind.__name__


def _is_value(member: object) -> bool:
    return member not in (None, msgspec.UNSET, msgspec.Raw(b"null"))
