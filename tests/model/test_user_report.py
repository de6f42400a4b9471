"""Feedback that a user wrote."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import ReportedEvent, Reporter, UserReport

WHOLE: dict[type[msgspec.Struct], str] = {
    ReportedEvent: '{"id": "ab", "eventID": "ab", "unheardOf": 1}',
    Reporter: """{
        "id": "8", "username": "tester", "email": "tester@example.com", "name": "Tester", "ipAddress": "192.0.2.44",
        "avatarUrl": "https://a.example.com/1", "hash": "c4ca42", "tagValue": "id:8", "identifier": "8",
        "dateCreated": "2018-01-01T00:00:00Z", "unheardOf": 1
    }""",
    UserReport: """{
        "id": "19", "eventID": "ab", "name": "Tester", "email": "tester@example.com",
        "comments": "It vanished.", "dateCreated": "2026-03-01T00:03:00.750000Z", "user": {"id": "8"},
        "event": {"id": "ab"}, "issue": {"id": "7"}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_report_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. `eventID` ends in `ID` as in events; `ipAddress` is in plain camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_report_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. The author can be unknown."""
    assert_may_be_empty(kind)


def test_the_id_of_an_unknown_user_is_the_text_none() -> None:
    """The server sends Python's None as the text `None`; it decodes unchanged."""
    assert decode(UserReport, '{"user": {"id": "None"}}').user == Reporter(id="None")


def test_glitchtip_sends_a_number_as_id() -> None:
    """GlitchTip sends the id as an integer, and the user as null or text."""
    assert decode(UserReport, '{"id": 5, "user": "tester"}') == UserReport(id=5, user="tester")
