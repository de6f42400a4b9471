"""What a detector of the server found, as webhooks embed it."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Evidence
from topframe.raw import RawOccurrence

WHOLE = """{
    "id": "9b", "project_id": 42, "event_id": "e4", "fingerprint": ["a", null], "issue_title": "Slow DB Query",
    "subtitle": "SELECT", "resource_id": "r", "evidence_data": {"op": "db"},
    "evidence_display": [{"name": "Query", "value": "SELECT", "important": true}, null], "type": 1001,
    "detection_time": 1772439401.25, "level": "warning", "culprit": "/orders", "priority": 50, "assignee": "team:2",
    "initial_issue_priority": 75, "transaction_duration": 1250.5, "unheardOf": 1
}"""


def test_a_finding_comes_back() -> None:
    """Members are in snake_case."""
    assert_comes_back(RawOccurrence, WHOLE)


def test_a_finding_may_be_empty() -> None:
    """Its members came year by year."""
    assert_may_be_empty(RawOccurrence)


@pytest.mark.parametrize("time", [1772439401.25, 1772439401, "2026-03-02T08:16:41.250000+00:00"])
def test_the_time_is_a_number_or_text(time: float | str) -> None:
    """Seconds as stored, ISO text in what detectors send."""
    assert decode(RawOccurrence, json.dumps({"detection_time": time})).detection_time == time


@pytest.mark.parametrize("project", [42, "42"])
def test_a_project_is_a_number_or_text(project: int | str) -> None:
    """Either occurs."""
    assert decode(RawOccurrence, json.dumps({"project_id": project})).project_id == project


def test_evidence_has_two_forms() -> None:
    """Free data, and lines as people read them."""
    finding = decode(RawOccurrence, WHOLE)
    assert finding.evidence_data == {"op": "db"}
    assert finding.evidence_display == (Evidence(name="Query", value="SELECT", important=True), None)
