"""`EventSummary` answers like the whole event."""

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
def test_title_time_release_and_tags_are_those_of_the_event(body: str) -> None:
    """For every sample; only a title that the server did not send is one that a summary cannot make up."""
    event, view = decode_event(body), decode_view(body, EventSummary)
    assert view.display_title == (event.display_title if event.title else event.message or "")
    assert (view.time, view.release_version) == (event.time, event.release_version)
    assert (view.tags, view.tags_dict) == (event.tags, event.tags_dict)
    for name in ("event_id", "group_id", "project_id", "culprit", "platform", "type", "location"):
        assert getattr(view, name) == getattr(event, name)


def test_where_there_is_no_title_the_message_is_what_is_left() -> None:
    """A summary has no exceptions to make one of."""
    assert decode_view(b'{"eventID": "9", "message": "Disk full"}', EventSummary).display_title == "Disk full"
    assert decode_view(b'{"eventID": "9"}', EventSummary).display_title == ""


def test_what_a_summary_does_not_name_can_be_anything() -> None:
    """Entries that are none, contexts that are none."""
    body = b'{"eventID": "9", "entries": 7, "contexts": [], "user": "me", "tags": {"level": "info"}}'
    assert decode_view(body, EventSummary).tag("level") == "info"
