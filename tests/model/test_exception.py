"""The chain of exceptions."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import ExceptionData, ExceptionValue, Stacktrace

WHOLE: dict[type[msgspec.Struct], str] = {
    ExceptionValue: """{
        "type": "OrderError", "value": "order 81 failed", "mechanism": {"handled": false}, "threadId": 7,
        "module": "orders", "stacktrace": {"frames": []}, "rawStacktrace": {"frames": [{}]}, "rawType": "a",
        "rawValue": "b", "rawModule": "c", "unheardOf": 1
    }""",
    ExceptionData: """{
        "values": [{"type": "Cause"}, null, {"type": "Raised"}], "hasSystemFrames": true, "excOmitted": [1, 5],
        "value": [{"type": "Other"}], "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_chain_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode."""
    assert_comes_back(kind, WHOLE[kind])


def test_the_cause_comes_first() -> None:
    """The oldest cause is first, the exception that was raised last is last. *values* joins both keys without nulls."""
    data = decode(ExceptionData, WHOLE[ExceptionData])
    assert [value.type for value in data.values] == ["Cause", "Raised", "Other"]
    assert [value and value.type for value in data.values_data or ()] == ["Cause", None, "Raised"]


@pytest.mark.parametrize("kind", WHOLE)
def test_exception_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. SDKs can leave type and value null; broken events lack `values`."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("thread_id", [1, "main", 2**64 - 1])
def test_a_thread_id_is_a_number_or_text(thread_id: int | str) -> None:
    """A thread id is text or a number. Ids of native threads need 64 bits."""
    text = f'"{thread_id}"' if isinstance(thread_id, str) else str(thread_id)
    assert decode(ExceptionValue, f'{{"threadId": {text}}}').thread_id == thread_id


def test_an_empty_stacktrace_is_not_none() -> None:
    """GlitchTip sends `{}` for an exception without a stack trace; it decodes to a `Stacktrace`."""
    value = decode(ExceptionValue, '{"stacktrace": {}}')
    assert value.stacktrace == Stacktrace()
    assert written(value) == {"stacktrace": {}}


def test_an_empty_value_is_kept() -> None:
    """Sentry changes empty text to null; other servers send it, and it stays empty text."""
    assert decode(ExceptionValue, '{"value": ""}').value == ""
