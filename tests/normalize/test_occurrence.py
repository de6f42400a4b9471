"""What a detector found, on its way from the raw dialect to the web API's."""

from __future__ import annotations

from typing import Any

from topframe import decode_raw_event, normalize

from .answers import answer


def test_a_finding_is_renamed() -> None:
    """All of its keys, and those of its evidence, are in camelCase."""
    assert answer(
        occurrence={
            "id": "0c",
            "project_id": 4509062593708032,
            "event_id": "0a",
            "fingerprint": ["f"],
            "issue_title": "N+1 Query",
            "subtitle": "SELECT",
            "resource_id": "r",
            "evidence_data": {"offender_span_ids": ["b1"], "op": "db"},
            "evidence_display": [{"name": "Offending Spans", "value": "SELECT", "important": True}],
            "type": 1006,
            "detection_time": 1767323045.5,
            "level": "info",
            "culprit": "/orders",
            "priority": 50,
            "assignee": "user:1",
            "initial_issue_priority": 25,
            "transaction_duration": 7,
        }
    )["occurrence"] == {
        "id": "0c",
        "projectId": 4509062593708032,
        "eventId": "0a",
        "fingerprint": ["f"],
        "issueTitle": "N+1 Query",
        "subtitle": "SELECT",
        "resourceId": "r",
        "evidenceData": {"offenderSpanIds": ["b1"], "op": "db"},
        "evidenceDisplay": [{"name": "Offending Spans", "value": "SELECT", "important": True}],
        "type": 1006,
        "detectionTime": 1767323045.5,
        "level": "info",
        "culprit": "/orders",
        "priority": 50,
        "assignee": "user:1",
        "initialIssuePriority": 25,
        "transactionDuration": 7,
    }


def evidence(**sent: Any) -> Any:
    """The evidence of a finding."""
    return answer(occurrence={"evidence_data": sent})["occurrence"]["evidenceData"]


def test_evidence_is_renamed_at_any_depth() -> None:
    """The first word is in small letters, an underscore before it is dropped, the others begin with a capital."""
    assert evidence(a_b=[{"c_d": None}], _x_y=1, Trace_ID="t") == {"aB": [{"cD": None}], "xY": 1, "traceId": "t"}


def test_of_two_keys_that_fall_together_the_later_one_wins() -> None:
    """As the server has it."""
    assert evidence(span_id=1, _span_id=2) == {"spanId": 2}


def test_the_time_of_detection_is_a_number() -> None:
    """Also where it was sent as text."""
    sent = {"detection_time": "2026-01-02T03:04:05.5Z"}
    assert answer(occurrence=sent)["occurrence"] == {"detectionTime": 1767323045.5}


def test_evidence_that_is_nested_too_deeply_keeps_its_keys() -> None:
    """Renaming them takes more of the stack than reading them."""
    body = '{"event_id":"a","occurrence":{"evidence_data":' + '{"a_b":' * 900 + "1" + "}" * 902
    occurrence = normalize(decode_raw_event(body)).occurrence
    assert occurrence
    assert occurrence.evidence_data
    assert list(occurrence.evidence_data) == ["a_b"]


def test_most_events_are_no_findings() -> None:
    """There is none then."""
    assert "occurrence" not in answer()
