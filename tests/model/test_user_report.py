"""What a user wrote."""

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
def test_a_report_comes_back(kind: type[msgspec.Struct]) -> None:
    """`eventID` is spelt as in the event, `ipAddress` is not."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_report_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Who wrote it can be unknown."""
    assert_may_be_empty(kind)


def test_an_unknown_user_has_the_id_none() -> None:
    """The server writes Python's None as text; it is kept, since it is what the server says."""
    assert decode(UserReport, '{"user": {"id": "None"}}').user == Reporter(id="None")


def test_glitchtip_numbers_reports() -> None:
    """There the id is an integer, and the user is null or text."""
    assert decode(UserReport, '{"id": 5, "user": "tester"}') == UserReport(id=5, user="tester")
