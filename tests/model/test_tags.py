"""The tags of an event."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import Event, decode_event, decode_view
from topframe.model import Tag
from topframe.views import EventSummary


def test_a_tag_round_trips() -> None:
    """Every key survives decode and encode. Servers until 2020 sent annotations in each tag."""
    assert_comes_back(
        Tag, '{"key": "user", "value": "id:1", "query": "user.id:1", "_meta": {"": {"len": 300}}, "unheardOf": 1}'
    )


def test_tag_keys_are_optional() -> None:
    """The server sets key and value to null if it removed them. Sentry 9.1 sends `_meta` as null."""
    assert_may_be_empty(Tag)


def test_a_key_can_occur_twice() -> None:
    """*tags* keeps both tags, *tags_dict* has the first value."""
    event = decode_event('{"eventID": "9", "tags": [{"key": "os", "value": "a"}, {"key": "os", "value": null}, null]}')
    assert event.tags_data == (Tag(key="os", value="a"), Tag(key="os"), None)
    assert event.tags == (Tag(key="os", value="a"), Tag(key="os"))
    assert event.tags_dict == {"os": "a"}


@pytest.mark.parametrize("tags", [{"os": "Linux", "level": None}, {}])
def test_tags_were_an_object_before_2016(tags: dict[str, str | None]) -> None:
    """*tags* has the same form as for other events, and `encode` writes the object."""
    event = decode_event(json.dumps({"eventID": "9", "tags": tags}))
    assert event.tags_data == tags
    assert event.tags == tuple(Tag(key=key, value=value) for key, value in tags.items())
    assert event.tags_dict == tags
    assert written(event) == {"eventID": "9", "tags": tags}


def test_a_value_is_text() -> None:
    """Servers send numbers and booleans as text."""
    assert decode(Tag, '{"key": "handled", "value": "no"}').value == "no"


def test_tags_are_looked_up_by_key() -> None:
    """The first value of a key is used. A null value and a missing tag are None."""
    tags = [None, {"key": "level", "value": "error"}, {"key": "level", "value": "fatal"}, {"key": None, "value": "x"}]
    event = decode_event(json.dumps({"eventID": "9", "tags": [*tags, {"key": "os", "value": None}]}))
    assert event.tags_dict == {"level": "error", "os": None}
    assert (event.tag("level"), event.tag("os"), event.tag("environment")) == ("error", None, None)


def test_tag_reads_an_object() -> None:
    """`tag` also works for events from 2015, whose tags are an object."""
    event = decode_event(b'{"eventID": "9", "tags": {"level": "error"}}')
    assert event.tag("level") == "error"
    assert decode_event(b'{"eventID": "9"}').tags == ()


@pytest.mark.parametrize("name", ["environment", "level", "transaction"])
def test_frequent_tags_have_a_property(name: str) -> None:
    """Events and views have the properties; they are None if the tag is missing."""
    body = json.dumps({"eventID": "9", "tags": [{"key": "os", "value": "a"}, {"key": name, "value": "b"}]})
    for kind in (Event, EventSummary):
        assert getattr(decode_view(body, kind), name) == "b"
        assert getattr(decode_view('{"eventID": "9"}', kind), name) is None
