"""Tests for the origin of a transaction's name."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.raw import TransactionInfo, TransactionNameChange

WHOLE: dict[type[msgspec.Struct], str] = {
    TransactionNameChange: '{"propagations": 1, "source": "url", "timestamp": 1772439200.5, "unheardOf": 1}',
    TransactionInfo: """{
        "source": "sanitized", "original": "/orders/81", "propagations": 2, "changes": [{"source": "url"}, null],
        "scope": {"route": "orders"}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_name_comes_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back, also the previous names and their sources."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_name_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional. Most SDKs send only the source."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("source", ["custom", "route", "task", "a source of tomorrow"])
def test_a_source_is_open(source: str) -> None:
    """An unknown source stays unchanged."""
    assert decode(TransactionInfo, json.dumps({"source": source})).source == source


@pytest.mark.parametrize("timestamp", [1772439200, 1772439200.5, "2026-03-02T08:13:20.5Z"])
def test_the_time_of_a_change_is_a_number_or_text(timestamp: float | str) -> None:
    """Seconds and ISO 8601 text are accepted, and come back unchanged."""
    body = {"timestamp": timestamp}
    assert written(decode(TransactionNameChange, json.dumps(body))) == body
