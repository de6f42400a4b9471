"""Reading and writing one interface of the model, without an event around it."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import msgspec

from topframe import encode

S = TypeVar("S", bound=msgspec.Struct)


def decode(kind: type[S], text: str) -> S:
    """Decode one interface from its JSON."""
    return msgspec.json.decode(text, type=kind)


def written(value: msgspec.Struct) -> Any:
    """What an interface is on the wire, as a JSON value."""
    return json.loads(encode(value))


def assert_comes_back(kind: type[msgspec.Struct], text: str) -> None:
    """*text* has every key of the interface and one that the model lacks: all but that one come back as they were."""
    expected = json.loads(text)
    assert expected.pop("unheardOf", None) is not None
    assert set(expected) == set(kind.__struct_encode_fields__)
    assert written(decode(kind, text)) == expected


def assert_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null: the two are equal but in free-form parts, and nothing is written for either."""
    empty = decode(kind, "{}")
    free = {field.encode_name for field in msgspec.structs.fields(kind) if field.name.endswith("_json")}
    typed = set(kind.__struct_encode_fields__) - free
    assert written(empty) == {}
    assert decode(kind, json.dumps(dict.fromkeys(typed))) == empty
    assert written(decode(kind, json.dumps(dict.fromkeys(typed | free)))) == dict.fromkeys(free)
