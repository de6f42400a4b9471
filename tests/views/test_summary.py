"""`EventSummary` gives the same results as the whole event."""

from __future__ import annotations

import json

import pytest

from tests.conftest import SAMPLES, bodies_of
from topframe import decode_event, decode_view
from topframe.views import EventSummary

BODIES = [
    pytest.param(json.dumps(body), id=f"{name}-{at}") for name in SAMPLES for at, body in enumerate(bodies_of(name))
]


@pytest.mark.parametrize("body", BODIES)
def test_title_time_release_and_tags_equal_those_of_the_event(body: str) -> None:
    """Only *display_title* differs: without a title, a summary has no exceptions from which to build one."""
    event, view = decode_event(body), decode_view(body, EventSummary)
    assert view.display_title == (event.display_title if event.title else event.message or "")
    assert (view.time, view.release_version) == (event.time, event.release_version)
    assert (view.tags, view.tags_dict) == (event.tags, event.tags_dict)
    for name in ("event_id", "group_id", "project_id", "culprit", "platform", "type", "location"):
        assert getattr(view, name) == getattr(event, name)


def test_display_title_falls_back_to_the_message() -> None:
    """A summary has no exceptions, so it uses the message, else empty text."""
    assert decode_view(b'{"eventID": "9", "message": "Disk full"}', EventSummary).display_title == "Disk full"
    assert decode_view(b'{"eventID": "9"}', EventSummary).display_title == ""


def test_other_keys_can_hold_any_json() -> None:
    """Values of the wrong type under keys without a field raise no error."""
    body = b'{"eventID": "9", "entries": 7, "contexts": [], "user": "me", "tags": {"level": "info"}}'
    assert decode_view(body, EventSummary).tag("level") == "info"
