"""What servers really send: all of it decodes, all of it is modelled, and all of it comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from msgspec import inspect

from tests.conftest import CORPUS, SAMPLES, as_array, as_object, bodies_of, events_of
from topframe import Event, context_of, decode_event, encode
from topframe import model as topframe_model
from topframe.model import Context, UnknownEntry

PAYLOADS = sorted((CORPUS / "api").glob("*.json"))
FRAGMENTS = sorted((CORPUS / "fragments").glob("entry__*.json"))

NOT_MODELLED = {
    "ExceptionValue.frames": "null in fixtures of the front end; no server sends it",
}
"""Keys of the corpus that no field stands for, each as `Struct.key`, and why."""
NEVER_SAMPLED = {
    "TypedEntry.data": "an entry is always of one of the subclasses",
}
"""Fields that no sample fills, and why."""

EVENT = inspect.type_info(Event)

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?")


# --- a body and what became of it -------------------------------------------------------------------------------------


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


def lost(body: Any) -> list[str]:
    """The places where an event, decoded and encoded, does not say what it said."""
    before = dict(leaves(body))
    after = dict(leaves(json.loads(encode(decode_event(json.dumps(body))))))
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


def unmodelled_in(*bodies: Any) -> set[str]:
    """The keys of all these events that the model does not have."""
    return {key for body in bodies for key in unmodelled(body, EVENT)}


# --- our own samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_whole(name: str) -> None:
    """Decoding and encoding loses nothing, and invents nothing."""
    assert [lost(body) for body in bodies_of(name)] == [[] for _ in bodies_of(name)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_modelled(name: str) -> None:
    """No key of a sample is skipped."""
    assert unmodelled_in(*bodies_of(name)) == set()


def test_what_is_lost_is_found() -> None:
    """The tests above can fail: a key that is skipped is told by its place, and by its Struct."""
    body = {"eventID": "9", "tags": [{"key": "a", "plus": 1}], "entries": [{"type": "nel", "data": {"body": {"x": 0}}}]}
    assert lost(body) == ["$.entries[0].data.body.x", "$.tags[0].plus"]
    assert unmodelled_in(body) == {"Tag.plus", "NelBody.x"}
    assert unmodelled_in({"entries": [{"type": "template", "data": {"context": [[1, "a", 2]]}}]}) == {"SourceLine[2]"}


def test_samples_fill_every_field() -> None:
    """Each field of the model has a value in one sample at least, or is listed with a reason."""
    filled: set[str] = set()
    for event in (event for name in SAMPLES for event in events_of(name)):
        contexts = (context_of(event, kind) for kind in Context.__subclasses__())
        filled.update(_filled(event), _filled(event.user), *map(_filled, contexts))
    kinds = [kind for name in topframe_model.__all__ if _is_struct(kind := getattr(topframe_model, name))]
    fields = {f"{kind.__name__}.{field}" for kind in kinds for field in kind.__struct_fields__}
    assert fields - filled == set(NEVER_SAMPLED)


def _is_struct(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, msgspec.Struct)


def _filled(value: object) -> set[str]:
    """The fields, each as `Struct.field`, that have a value somewhere in a part of an event."""
    if isinstance(value, msgspec.Struct):
        members = {name: getattr(value, name) for name in value.__struct_fields__}
        own = {f"{type(value).__name__}.{name}" for name, member in members.items() if _is_value(member)}
        return own.union(*map(_filled, members.values()))
    items = cast("Iterable[Any]", value) if isinstance(value, tuple) else (as_object(value) or {}).values()
    return set[str]().union(*map(_filled, items))


def _is_value(member: object) -> bool:
    return member not in (None, msgspec.UNSET, msgspec.Raw(b"null"))


def test_samples_have_unknown_entries() -> None:
    """They keep whatever stands among the entries, an event of tomorrow as well as null."""
    (event,) = events_of("unknown_entries")
    unknown = [entry.type for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    assert unknown == ["hologram", "thread-state", None, None, None, None, None, None]


# --- the corpus -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_a_payload_comes_back_whole(file: Path) -> None:
    """What a server answered decodes, and every value that it held is written again."""
    assert lost(json.loads(file.read_bytes())) == []


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.stem)
def test_an_entry_comes_back_whole(file: Path) -> None:
    """The same holds for entries that are known without their events."""
    assert lost(_around(file)) == []


def test_every_key_of_the_corpus_is_modelled(corpus: Path) -> None:
    """No key that servers send is unknown at its place, but for those that are listed with a reason."""
    payloads = [json.loads(file.read_bytes()) for file in sorted(corpus.glob("api/*.json"))]
    assert unmodelled_in(*payloads, *map(_around, FRAGMENTS)) == set(NOT_MODELLED)


def _around(file: Path) -> dict[str, Any]:
    """An event with one entry, without the number that the front end gives to entries in its fixtures."""
    entry = json.loads(file.read_bytes())
    return {"eventID": "9", "entries": [{key: value for key, value in entry.items() if key != "id"}]}
