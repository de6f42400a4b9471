"""Tests for threads in the raw dialect."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_raw_event
from topframe.model import Lock
from topframe.raw import RawThread, RawThreadsData

_MEMBERS = """
    "id": 0, "name": "main", "crashed": true, "current": false, "main": true, "state": "BLOCKED",
    "held_locks": {"0x0d": {"type": 1}, "0x0e": null}, "stacktrace": {"frames": []}, "raw_stacktrace": {},
    "daemon": false, "priority": 5, "uuid": 7, "unheardOf": 1
"""
WHOLE: dict[type[msgspec.Struct], str] = {
    RawThread: f"{{{_MEMBERS}}}",
    RawThreadsData: f'{{"values": [{{"id": 1}}, null], {_MEMBERS}}}',
}


@pytest.mark.parametrize("kind", WHOLE)
def test_threads_come_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back, in snake_case. The object with *values* also has the keys of a thread."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_threads_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional and can be null."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(
    ("threads", "ids"),
    [
        ({"values": [{"id": 1}, None, {"id": "2"}]}, [1, "2"]),
        ([{"id": 1}, None, {"id": "2"}], [1, "2"]),
        ({"id": 0}, [0]),
        ({"values": [], "id": 0}, []),
        ({"values": None, "name": "main"}, [None]),
        ([], []),
        ({}, []),
        (None, []),
    ],
)
def test_threads_come_in_four_shapes(threads: object, ids: list[object]) -> None:
    """An object with `values`, a list, a single thread and an empty object are accepted."""
    assert [thread.id for thread in decode_raw_event(json.dumps({"threads": threads})).threads] == ids


@pytest.mark.parametrize("threads", [{"values": [None, {"id": 1}]}, [None, {"id": 1}], {"id": 1}, {}])
def test_the_shape_comes_back(threads: object) -> None:
    """Encoding returns the shape that was sent. Nulls stay, so that the indexes in `_meta` are still correct."""
    assert written(decode_raw_event(json.dumps({"threads": threads}))) == {"threads": threads}


@pytest.mark.parametrize("id", [0, 2**64 - 1, "main"])
def test_an_id_is_a_number_or_text(id: int | str) -> None:
    """Numbers of up to 64 bits, which native threads need, and text are accepted."""
    assert decode(RawThread, json.dumps({"id": id})).id == id


def test_a_lock_is_known_by_its_address() -> None:
    """The locks that a thread holds are in an object from address to lock."""
    thread = decode(RawThread, '{"held_locks": {"0x0d": {"class_name": "Cache", "thread_id": "main"}, "0x0e": null}}')
    assert thread.held_locks == {"0x0d": Lock(class_name="Cache", thread_id="main"), "0x0e": None}
