"""Hypothesis strategies for every value of both dialects, built from the types of the fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec import inspect

from topframe import Event, RawEvent
from topframe.model import Frame, KnownEntry, Stacktrace, UnknownEntry
from topframe.raw import RawFrame, RawStacktrace, legacy

S = TypeVar("S", bound=msgspec.Struct)

KNOWN_TYPES = frozenset(kind.__struct_config__.tag for kind in KnownEntry.__args__)
_MOVED = frozenset((RawEvent, name) for name in legacy.TODAY)
"""Fields that are None in every decoded event: decoding moves the values of these keys to other fields."""
_ZONES = [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=3))]


def texts() -> SearchStrategy[str]:
    """Any text that UTF-8 can encode."""
    return st.text(st.characters(codec="utf-8"), max_size=8)


def numbers() -> SearchStrategy[float]:
    """Any finite float."""
    return st.floats(allow_nan=False, allow_infinity=False)


def datetimes() -> SearchStrategy[datetime]:
    """Datetimes with a time zone and microseconds."""
    return st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.sampled_from(_ZONES))


def json_values() -> SearchStrategy[Any]:
    """Any JSON value."""
    leaves = st.none() | st.booleans() | st.integers() | numbers() | texts()
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=6,
    )


def free_forms() -> SearchStrategy[msgspec.Raw]:
    """Any JSON value as `msgspec.Raw`, as the model stores free-form parts."""
    return json_values().map(lambda value: msgspec.Raw(msgspec.json.encode(value)))


@st.composite
def damaged(
    draw: DrawFn,
    bodies: Sequence[bytes],
    foreign: Sequence[bytes] = (b"\\ud800", b'"', b"\x00", b"\xff", b"1e999", b"{}"),
) -> bytes:
    """One of *bodies* with one random defect. One kind of defect inserts an item of *foreign*."""
    body = draw(st.sampled_from(bodies))
    at, to = sorted(draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    return draw(
        st.sampled_from(
            [
                body[:at],  # cut off
                body[:at] + body[to:],  # a part is missing
                body[:to] + body[at:],  # a part is repeated
                body[:at] + body[at:to][::-1] + body[to:],  # a part is reversed
                body[:at] + draw(st.binary(min_size=1, max_size=4)) + body[at + 1 :],  # a byte is replaced
                body[:at] + draw(st.sampled_from(foreign)) + body[at:],
            ]
        )
    )


@cache
def structs(kind: type[S]) -> SearchStrategy[S]:
    """Any value of a Struct: its required fields and up to five others."""
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    fields = {field.name: field for field in info.fields if (kind, field.name) not in _MOVED}
    required = [name for name, field in fields.items() if field.required or (kind, name) == (Event, "entries")]
    optional = st.lists(st.sampled_from(sorted(fields.keys() - required)), max_size=5, unique=True)

    @st.composite
    def build(draw: DrawFn) -> S:
        names = [*required, *draw(optional)]
        return kind(**{name: draw(_values(kind, fields[name])) for name in names})

    return build()


def events() -> SearchStrategy[Event]:
    """Any event."""
    return structs(Event)


def stacktraces() -> SearchStrategy[Stacktrace]:
    """Any stack trace."""
    return structs(Stacktrace)


def frames() -> SearchStrategy[Frame]:
    """Any frame."""
    return structs(Frame)


def raw_events() -> SearchStrategy[RawEvent]:
    """Any event of the raw dialect, with its values under the current keys."""
    return structs(RawEvent)


def raw_stacktraces() -> SearchStrategy[RawStacktrace]:
    """Any stack trace of the raw dialect."""
    return structs(RawStacktrace)


def raw_frames() -> SearchStrategy[RawFrame]:
    """Any frame of the raw dialect."""
    return structs(RawFrame)


def entries() -> SearchStrategy[KnownEntry | UnknownEntry]:
    """Any item of an event's entries."""
    known: list[SearchStrategy[KnownEntry]] = [structs(kind) for kind in KnownEntry.__args__]
    return st.one_of(*known, unknown_entries())


def unknown_entries() -> SearchStrategy[UnknownEntry]:
    """Any JSON value except the entries whose type the model knows."""
    tagged = st.builds(_with_type, st.dictionaries(texts(), json_values(), max_size=3), json_values())
    return (tagged | json_values()).filter(lambda value: _tag(value) not in KNOWN_TYPES).map(_unknown_entry)


def _with_type(members: dict[str, Any], type_: Any) -> Any:
    return {**members, "type": type_}


def _tag(value: Any) -> str | None:
    match value:
        case {"type": str(tag)}:
            return tag
        case _:
            return None


def _unknown_entry(value: Any) -> UnknownEntry:
    return UnknownEntry(_tag(value), json.dumps(value).encode())


def _values(kind: type[msgspec.Struct], field: inspect.Field) -> SearchStrategy[Any]:
    """Any value of a field."""
    if (kind, field.name) == (Event, "entries"):
        return st.none() | st.lists(entries(), max_size=3).map(tuple)
    return _of(field.type)


def _of(info: inspect.Type) -> SearchStrategy[Any]:
    """Any value of a type."""
    match info:
        case inspect.UnionType(types=types):
            return st.one_of(*map(_of, types))
        case inspect.StructType(cls=cls):
            return st.deferred(lambda: structs(cls))
        case inspect.VarTupleType(item_type=item):
            return st.lists(_of(item), max_size=3).map(tuple)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_of(key), _of(value), max_size=3)
        case _:
            return _LEAVES[type(info)]


_LEAVES: dict[type[inspect.Type], SearchStrategy[Any]] = {
    inspect.NoneType: st.none(),
    inspect.BoolType: st.booleans(),
    inspect.IntType: st.integers(),
    inspect.FloatType: numbers(),
    inspect.StrType: texts(),
    inspect.DateTimeType: datetimes(),
    inspect.AnyType: json_values(),
    inspect.RawType: free_forms(),
}
