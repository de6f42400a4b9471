"""The threads of the process."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Lock, Thread, ThreadsData

WHOLE: dict[type[msgspec.Struct], str] = {
    Thread: """{
        "id": 0, "current": true, "crashed": false, "name": "main", "state": "BLOCKED",
        "heldLocks": {"0x0d": {"type": 1}, "0x0e": null}, "stacktrace": {"frames": []}, "rawStacktrace": {},
        "lockReason": "waiting to lock <0x0d>", "uuid": 7, "unheardOf": 1
    }""",
    ThreadsData: """{"values": [{"id": 1}, null], "unheardOf": 1}""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_threads_round_trip(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_thread_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(("text", "id"), [("18446744073709551615", 2**64 - 1), ('"main"', "main"), ("0", 0)])
def test_an_id_is_a_number_or_text(text: str, id: int | str) -> None:
    """Ids of native threads need 64 bits."""
    assert decode(Thread, f'{{"id": {text}}}').id == id


def test_held_locks_are_keyed_by_address() -> None:
    """`heldLocks` maps addresses to locks. The keys of a lock are in snake_case."""
    thread = decode(Thread, '{"heldLocks": {"0x0d": {"class_name": "Cache", "thread_id": "main"}}}')
    assert thread.held_locks == {"0x0d": Lock(class_name="Cache", thread_id="main")}
