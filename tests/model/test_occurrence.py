"""The finding of a detector."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Evidence, Occurrence

WHOLE: dict[type[msgspec.Struct], str] = {
    Evidence: '{"name": "Offending Spans", "value": "db", "important": false, "unheardOf": 1}',
    Occurrence: """{
        "id": "ab", "projectId": 4509062593708032, "eventId": "cd", "fingerprint": ["f", null], "issueTitle": "N+1",
        "subtitle": "SELECT 1", "resourceId": "r", "evidenceData": {"op": "db", "http.url": [1]},
        "evidenceDisplay": [{"name": "Offending Spans"}, null], "type": 1006, "detectionTime": 1700000000.25,
        "level": "info", "culprit": "GET /", "priority": 50, "assignee": "user:1", "initialIssuePriority": 75,
        "transactionDuration": 1250, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_occurrence_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Here ids end in `Id`, as in `eventId`; in events they end in `ID`."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_occurrence_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. Servers of different years send different keys."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(("text", "value"), [("1700000000", 1700000000), ("1700000000.5", 1700000000.5)])
def test_the_detection_time_is_an_integer_or_a_float(text: str, value: object) -> None:
    """Servers send whole seconds and fractions of seconds."""
    assert decode(Occurrence, f'{{"detectionTime": {text}}}').detection_time == value
