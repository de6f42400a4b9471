"""Decode and encode one interface of the model, without an event around it."""

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
    """Return the JSON value that an interface encodes to."""
    return json.loads(encode(value))


def assert_comes_back(kind: type[msgspec.Struct], text: str) -> None:
    """Check a full round-trip.

    *text* has every key of the interface and the unknown key `unheardOf`. Encoding returns every known key with its
    value, and leaves out the unknown key.
    """
    expected = json.loads(text)
    assert expected.pop("unheardOf", None) is not None
    assert set(expected) == set(kind.__struct_encode_fields__)
    assert written(decode(kind, text)) == expected


def assert_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Check that every key of an interface may be missing or null.

    Typed keys decode to the same value for both, and encoding leaves them out. Free-form keys keep a null.
    """
    empty = decode(kind, "{}")
    free = {field.encode_name for field in msgspec.structs.fields(kind) if field.name.endswith("_json")}
    typed = set(kind.__struct_encode_fields__) - free
    assert written(empty) == {}
    assert decode(kind, json.dumps(dict.fromkeys(typed))) == empty
    assert written(decode(kind, json.dumps(dict.fromkeys(typed | free)))) == dict.fromkeys(free)
