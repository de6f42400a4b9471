"""What a detector found."""

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
def test_an_occurrence_comes_back(kind: type[msgspec.Struct]) -> None:
    """Members are in camelCase, among them `eventId` and `projectId`, which are spelt so nowhere else."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_occurrence_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Servers of different years send different members."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(("text", "value"), [("1700000000", 1700000000), ("1700000000.5", 1700000000.5)])
def test_the_time_is_a_number(text: str, value: object) -> None:
    """Servers send whole seconds, and fractions."""
    assert decode(Occurrence, f'{{"detectionTime": {text}}}').detection_time == value
