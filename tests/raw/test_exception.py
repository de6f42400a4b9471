"""The chain of exceptions, as SDKs send it."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_raw_event
from topframe.raw import RawException, RawExceptionData, RawFrame, RawStacktrace

_MEMBERS = """
    "type": "OrderError", "value": "order 81 failed", "module": "orders", "thread_id": 7,
    "mechanism": {"handled": false}, "stacktrace": {"frames": []}, "raw_stacktrace": {"frames": [{}]},
    "raw_type": "a", "raw_value": "b", "raw_module": "c", "sentry.interfaces.Stacktrace": {"frames": [null]},
    "unheardOf": 1
"""
WHOLE: dict[type[msgspec.Struct], str] = {
    RawException: f"{{{_MEMBERS}}}",
    RawExceptionData: f"""{{
        "values": [{{"type": "Cause"}}, null, {{"type": "Raised"}}], "exc_omitted": [1, 5], {_MEMBERS}
    }}""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_chain_comes_back(kind: type[msgspec.Struct]) -> None:
    """Members are in snake_case; the object around a list has those of an exception, too."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_chain_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Stored events list every key as null, or leave unset ones out."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(
    ("exception", "types"),
    [
        ({"values": [{"type": "Cause"}, None, {"type": "Raised"}]}, ["Cause", "Raised"]),
        ([{"type": "Cause"}, None, {"type": "Raised"}], ["Cause", "Raised"]),
        ({"type": "Raised"}, ["Raised"]),
        ({"values": [], "type": "Raised"}, []),
        ({"values": None, "value": ""}, [None]),
        ([None], []),
        ([], []),
        ({"values": None}, []),
        ({}, []),
        (None, []),
    ],
)
def test_a_chain_comes_in_four_shapes(exception: object, types: list[str | None]) -> None:
    """An object with `values`, a bare list, one bare exception, or an empty object; the one raised comes last."""
    event = decode_raw_event(json.dumps({"exception": exception}))
    assert [value.type for value in event.exceptions] == types


@pytest.mark.parametrize("exception", [{"values": [None, {"type": "A"}]}, [None, {"type": "A"}], {"type": "A"}, {}])
def test_the_shape_comes_back(exception: object) -> None:
    """What was sent as a list is written as one; a null keeps its index, which `_meta` counts by."""
    assert written(decode_raw_event(json.dumps({"exception": exception}))) == {"exception": exception}


@pytest.mark.parametrize("value", ["", "text", 5, 1.5, False, {"code": [7]}, ["a", None]])
def test_a_value_is_anything(value: object) -> None:
    """What is no text stays what it is; the server writes it as JSON."""
    exception = decode(RawException, json.dumps({"value": value}))
    assert exception.value == value
    assert written(exception) == {"value": value}


@pytest.mark.parametrize("type", ["TypeError", "", 404, 1.5, True])
def test_a_type_may_be_no_text(type: object) -> None:
    """Numbers and booleans stand where a name is meant."""
    assert written(decode(RawException, json.dumps({"type": type}))) == {"type": type}


@pytest.mark.parametrize("thread_id", [0, 2**64 - 1, "main"])
def test_a_thread_id_is_a_number_or_text(thread_id: int | str) -> None:
    """Ids of native threads need 64 bits."""
    assert decode(RawException, json.dumps({"thread_id": thread_id})).thread_id == thread_id


def test_the_stacktrace_had_another_key() -> None:
    """Inside an exception the key of 2013 to 2017 is kept apart from that of today."""
    old = decode(RawException, '{"sentry.interfaces.Stacktrace": {"frames": [{"lineno": 3}]}}')
    assert old == RawException(legacy_stacktrace=RawStacktrace(frames=(RawFrame(lineno=3),)))


@pytest.mark.parametrize(
    ("sent", "stacktrace"),
    [({}, RawStacktrace()), ({"frames": None}, RawStacktrace()), ({"frames": []}, RawStacktrace(frames=()))],
)
def test_a_stacktrace_may_be_empty(sent: object, stacktrace: RawStacktrace) -> None:
    """It is not null, and no frames are not missing ones."""
    assert decode(RawException, json.dumps({"stacktrace": sent})).stacktrace == stacktrace
