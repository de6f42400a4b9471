"""Tests for the notes of Relay and the server about the processing of an event."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.raw import RelayHop, ScrapingAttempt

WHOLE: dict[type[msgspec.Struct], str] = {
    RelayHop: '{"version": "25.2.0", "public_key": "AAAA", "unheardOf": 1}',
    ScrapingAttempt: """{
        "url": "https://www.example.com/a.js", "status": "failure", "reason": "not_found", "details": "404",
        "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_note_comes_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back, in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_note_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional. For example, only failures have a reason and details."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("status", ["success", "not_attempted", "failure", "a status of tomorrow"])
def test_a_status_is_open(status: str) -> None:
    """An unknown status stays unchanged."""
    assert decode(ScrapingAttempt, f'{{"status": "{status}"}}').status == status
