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
def test_a_chain_comes_back(kind: type[msgspec.Struct]) -> None:
    """Members are in camelCase, beside the ones that GlitchTip hands on in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


def test_the_cause_comes_first() -> None:
    """The exception that was raised last comes last. *values* has no nulls, and both spellings of the key."""
    data = decode(ExceptionData, WHOLE[ExceptionData])
    assert [value.type for value in data.values] == ["Cause", "Raised", "Other"]
    assert [value and value.type for value in data.values_data or ()] == ["Cause", None, "Raised"]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_chain_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Type and value are null for exceptions that an SDK made up; `values` is null or missing in broken events."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("thread_id", [1, "main", 2**64 - 1])
def test_a_thread_id_is_a_number_or_text(thread_id: int | str) -> None:
    """Ids of native threads need 64 bits."""
    text = f'"{thread_id}"' if isinstance(thread_id, str) else str(thread_id)
    assert decode(ExceptionValue, f'{{"threadId": {text}}}').thread_id == thread_id


def test_a_stacktrace_may_be_empty() -> None:
    """GlitchTip sends `{}` for an exception without a stack, and it is not null."""
    value = decode(ExceptionValue, '{"stacktrace": {}}')
    assert value.stacktrace == Stacktrace()
    assert written(value) == {"stacktrace": {}}


def test_an_empty_value_is_not_a_missing_one() -> None:
    """Sentry turns empty text into null here, other servers do not."""
    assert decode(ExceptionValue, '{"value": ""}').value == ""
