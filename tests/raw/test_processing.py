"""What Relay and the server note about the way that an event took."""

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
    """Members are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_note_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Reason and details come with failures alone."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("status", ["success", "not_attempted", "failure", "a status of tomorrow"])
def test_a_status_is_open(status: str) -> None:
    """A word that nobody knows is kept."""
    assert decode(ScrapingAttempt, f'{{"status": "{status}"}}').status == status
