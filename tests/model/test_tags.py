"""The tags of an event."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_event
from topframe.model import Tag


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
    assert event.tags == (Tag(key="os", value="a"), Tag(key="os"), None)


@pytest.mark.parametrize("tags", [{"os": "Linux", "level": None}, {}])
def test_tags_were_an_object_before_2016(tags: dict[str, str | None]) -> None:
    """They stay the object that they are."""
    event = decode_event(json.dumps({"eventID": "9", "tags": tags}))
    assert event.tags == tags
    assert written(event) == {"eventID": "9", "tags": tags}


def test_a_value_is_text() -> None:
    """Numbers and booleans come as text."""
    assert decode(Tag, '{"key": "handled", "value": "no"}').value == "no"


def test_tags_are_looked_up_by_key() -> None:
    """A key can occur more than once, key and value can be null; the first value counts."""
    tags = [None, {"key": "level", "value": "error"}, {"key": "level", "value": "fatal"}, {"key": None, "value": "x"}]
    event = decode_event(json.dumps({"eventID": "9", "tags": [*tags, {"key": "os", "value": None}]}))
    assert event.tag_pairs == (("level", "error"), ("level", "fatal"), (None, "x"), ("os", None))
    assert (event.tag("level"), event.tag("os"), event.tag("environment")) == ("error", None, None)


def test_tags_can_be_an_object() -> None:
    """As in examples from 2015."""
    event = decode_event(b'{"eventID": "9", "tags": {"level": "error"}}')
    assert event.tag_pairs == (("level", "error"),)
    assert decode_event(b'{"eventID": "9"}').tag_pairs == ()
