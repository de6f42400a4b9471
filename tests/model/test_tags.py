"""The tags of an event."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import Event, decode_event, decode_view
from topframe.model import Tag
from topframe.views import EventSummary


def test_a_tag_comes_back() -> None:
    """A tag of 2020 could have remarks of its own."""
    assert_comes_back(
        Tag, '{"key": "user", "value": "id:1", "query": "user.id:1", "_meta": {"": {"len": 300}}, "unheardOf": 1}'
    )


def test_a_tag_may_be_empty() -> None:
    """Key and value are null when they were thrown out; `_meta` is null on each tag of Sentry 9.1."""
    assert_may_be_empty(Tag)


def test_a_key_may_occur_twice() -> None:
    """Tags are a list, and stay one."""
    event = decode_event('{"eventID": "9", "tags": [{"key": "os", "value": "a"}, {"key": "os", "value": null}, null]}')
    assert event.tags_data == (Tag(key="os", value="a"), Tag(key="os"), None)
    assert event.tags == (Tag(key="os", value="a"), Tag(key="os"))
    assert event.tags_dict == {"os": "a"}


@pytest.mark.parametrize("tags", [{"os": "Linux", "level": None}, {}])
def test_tags_were_an_object_before_2016(tags: dict[str, str | None]) -> None:
    """`encode` writes the same object; *tags* is as for any event."""
    event = decode_event(json.dumps({"eventID": "9", "tags": tags}))
    assert event.tags_data == tags
    assert event.tags == tuple(Tag(key=key, value=value) for key, value in tags.items())
    assert event.tags_dict == tags
    assert written(event) == {"eventID": "9", "tags": tags}


def test_a_value_is_text() -> None:
    """Numbers and booleans come as text."""
    assert decode(Tag, '{"key": "handled", "value": "no"}').value == "no"


def test_tags_are_looked_up_by_key() -> None:
    """A key can occur more than once, key and value can be null; the first value counts."""
    tags = [None, {"key": "level", "value": "error"}, {"key": "level", "value": "fatal"}, {"key": None, "value": "x"}]
    event = decode_event(json.dumps({"eventID": "9", "tags": [*tags, {"key": "os", "value": None}]}))
    assert event.tags_dict == {"level": "error", "os": None}
    assert (event.tag("level"), event.tag("os"), event.tag("environment")) == ("error", None, None)


def test_tags_can_be_an_object() -> None:
    """As in examples from 2015."""
    event = decode_event(b'{"eventID": "9", "tags": {"level": "error"}}')
    assert event.tag("level") == "error"
    assert decode_event(b'{"eventID": "9"}').tags == ()


@pytest.mark.parametrize("name", ["environment", "level", "transaction"])
def test_what_most_callers_ask_for_is_a_member(name: str) -> None:
    """On events and on views; None if the event does not have the tag."""
    body = json.dumps({"eventID": "9", "tags": [{"key": "os", "value": "a"}, {"key": name, "value": "b"}]})
    for kind in (Event, EventSummary):
        assert getattr(decode_view(body, kind), name) == "b"
        assert getattr(decode_view('{"eventID": "9"}', kind), name) is None
