"""Tests for the chain of exceptions in the raw dialect."""

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
    """All keys come back, in snake_case. The object with *values* also has the keys of an exception."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_chain_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional and can be null. Stored events have both forms."""
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
    """An object with `values`, a list, a single exception and an empty object are accepted."""
    event = decode_raw_event(json.dumps({"exception": exception}))
    assert [value.type for value in event.exceptions] == types


@pytest.mark.parametrize("exception", [{"values": [None, {"type": "A"}]}, [None, {"type": "A"}], {"type": "A"}, {}])
def test_the_shape_comes_back(exception: object) -> None:
    """Encoding returns the shape that was sent. Nulls stay, so that the indexes in `_meta` are still correct."""
    assert written(decode_raw_event(json.dumps({"exception": exception}))) == {"exception": exception}


@pytest.mark.parametrize("value", ["", "text", 5, 1.5, False, {"code": [7]}, ["a", None]])
def test_a_value_is_anything(value: object) -> None:
    """Any JSON value comes back unchanged; only the server converts it to text."""
    exception = decode(RawException, json.dumps({"value": value}))
    assert exception.value == value
    assert written(exception) == {"value": value}


@pytest.mark.parametrize("type", ["TypeError", "", 404, 1.5, True])
def test_a_type_may_be_no_text(type: object) -> None:
    """Numbers and booleans are accepted in place of a name, and come back unchanged."""
    assert written(decode(RawException, json.dumps({"type": type}))) == {"type": type}


@pytest.mark.parametrize("thread_id", [0, 2**64 - 1, "main"])
def test_a_thread_id_is_a_number_or_text(thread_id: int | str) -> None:
    """Numbers of up to 64 bits, which native threads need, and text are accepted."""
    assert decode(RawException, json.dumps({"thread_id": thread_id})).thread_id == thread_id


def test_the_stacktrace_had_another_key() -> None:
    """In an exception, the key from 2013 to 2017 has a field of its own."""
    old = decode(RawException, '{"sentry.interfaces.Stacktrace": {"frames": [{"lineno": 3}]}}')
    assert old == RawException(legacy_stacktrace=RawStacktrace(frames_data=(RawFrame(lineno=3),)))


@pytest.mark.parametrize(
    ("sent", "stacktrace"),
    [({}, RawStacktrace()), ({"frames": None}, RawStacktrace()), ({"frames": []}, RawStacktrace(frames_data=()))],
)
def test_a_stacktrace_may_be_empty(sent: object, stacktrace: RawStacktrace) -> None:
    """An empty stack trace differs from null, and an empty list of frames differs from null."""
    assert decode(RawException, json.dumps({"stacktrace": sent})).stacktrace == stacktrace
