"""Title, time and release from the different fields that servers use."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
import pytest

from topframe import Event, decode_event, decode_view, load_event
from topframe.views import EventSummary, HasTime


def event_with(**members: Any) -> Event:
    """Decode an event that has an id and *members*."""
    return decode_event(json.dumps({"eventID": "9", **members}))


def raised(**members: Any) -> list[dict[str, Any]]:
    """Entries with a chain of two exceptions. The last one has the keys *members*."""
    return [{"type": "exception", "data": {"values": [{"type": "Cause"}, members]}}]


@pytest.mark.parametrize(
    ("members", "title"),
    [
        ({"title": "T", "message": "m", "entries": raised(type="E", value="v")}, "T"),
        ({"message": "m", "entries": raised(type="E", value="v")}, "E: v"),
        ({"title": "", "entries": raised(type="E")}, "E"),
        ({"entries": raised(value="v")}, "v"),
        ({"message": "m", "entries": raised()}, "m"),
        ({}, ""),
    ],
)
def test_display_title_replaces_a_missing_title(members: dict[str, Any], title: str) -> None:
    """It uses the exception that was raised last, as the server does, else the log message."""
    assert event_with(**members).display_title == title


@pytest.mark.parametrize(
    ("members", "time"),
    [
        ({"dateCreated": "2026-01-01T00:00:01Z", "dateReceived": "2026-01-01T00:00:09Z"}, "2026-01-01T00:00:01+00:00"),
        ({"datetime": "2026-01-01T00:00:02Z", "dateReceived": "2026-01-01T00:00:09Z"}, "2026-01-01T00:00:02+00:00"),
        ({"startTimestamp": 1767225603.5, "dateReceived": "2026-01-01T00:00:09Z"}, "2026-01-01T00:00:03.500000+00:00"),
        ({"endTimestamp": 1767225604.5, "dateReceived": "2026-01-01T00:00:09Z"}, "2026-01-01T00:00:04.500000+00:00"),
        ({"startTimestamp": 1767225603.5, "endTimestamp": 1767225604.5}, "2026-01-01T00:00:04.500000+00:00"),
        ({"startTimestamp": 1767225603.5, "timestamp": 1767225605.5}, "2026-01-01T00:00:05.500000+00:00"),
        ({"startTimestamp": 1767225603.5, "endTimestamp": 1e300}, "2026-01-01T00:00:03.500000+00:00"),
        ({"startTimestamp": 1e300, "dateReceived": "2026-01-01T00:00:09Z"}, "2026-01-01T00:00:09+00:00"),
        ({}, None),
    ],
)
def test_time_prefers_the_time_of_the_sender(members: dict[str, Any], time: str | None) -> None:
    """A transaction uses its end, or its start if it has no valid end. Invalid times are ignored."""
    found = event_with(**members).time
    assert (found and found.isoformat()) == time
    summary = decode_view(json.dumps({"eventID": "9", **members}), EventSummary)
    assert summary.time == found


def test_a_transaction_with_only_an_end_has_a_time() -> None:
    """SDKs must send the end of a transaction; the start can be missing."""
    event = load_event('{"event_id": "9", "type": "transaction", "transaction": "/cart", "timestamp": 1767225604.5}')
    found = event.time
    assert found
    assert found.isoformat() == "2026-01-01T00:00:04.500000+00:00"


class _Times(HasTime, msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A view without a field for the end of a transaction."""

    date_created: datetime | None = None
    start_timestamp: float | None = None
    date_received: datetime | None = None


def test_a_view_can_lack_the_end_timestamp() -> None:
    """The time of a view without the end of a transaction is its start."""
    found = decode_view('{"startTimestamp": 1767225603.5, "endTimestamp": 1767225604.5}', _Times).time
    assert found
    assert found.isoformat() == "2026-01-01T00:00:03.500000+00:00"


@pytest.mark.parametrize(
    ("members", "release"),
    [
        ({"release": {"version": "1"}, "tags": [{"key": "release", "value": "2"}]}, "1"),
        ({"release": None, "tags": [{"key": "release", "value": "2"}]}, "2"),
        ({"release": {}, "tags": {"release": "3"}}, "3"),
        ({"tags": [{"key": "level", "value": "error"}]}, None),
    ],
)
def test_the_release_can_be_only_a_tag(members: dict[str, Any], release: str | None) -> None:
    """GlitchTip and list endpoints send the release only as a tag."""
    assert event_with(**members).release_version == release
