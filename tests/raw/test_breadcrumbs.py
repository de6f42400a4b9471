"""Tests for breadcrumbs in the raw dialect."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_raw_event
from topframe.raw import RawBreadcrumb, RawBreadcrumbsData

_MEMBERS = """
    "timestamp": 1772439325.117, "type": "query", "category": "query", "level": "info", "message": "SELECT 1",
    "data": {"rows": [1, null]}, "event_id": "ab", "ty": "debug", "origin": "auto.db", "unheardOf": 1
"""
WHOLE: dict[type[msgspec.Struct], str] = {
    RawBreadcrumb: f"{{{_MEMBERS}}}",
    RawBreadcrumbsData: f'{{"values": [{{"message": "first"}}, null, {{"message": "last"}}], {_MEMBERS}}}',
}


@pytest.mark.parametrize("kind", WHOLE)
def test_breadcrumbs_come_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back, in snake_case. The object with *values* also has the keys of a breadcrumb."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_breadcrumbs_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional, because SDKs send only what they know. The server fills in type and level."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(
    ("breadcrumbs", "messages"),
    [
        ({"values": [{"message": "a"}, None, {"message": "b"}]}, ["a", "b"]),
        ([{"message": "a"}, None, {"message": "b"}], ["a", "b"]),
        ({"message": "a"}, ["a"]),
        ({"values": [], "message": "a"}, []),
        ({"values": None, "message": "a"}, ["a"]),
        ([None], []),
        ([], []),
        ({"values": []}, []),
        ({}, []),
        (None, []),
    ],
)
def test_breadcrumbs_come_in_four_shapes(breadcrumbs: object, messages: list[str]) -> None:
    """An object with `values`, a list, a single breadcrumb and an empty object are accepted."""
    event = decode_raw_event(json.dumps({"breadcrumbs": breadcrumbs}))
    assert [crumb.message for crumb in event.breadcrumbs] == messages


@pytest.mark.parametrize(
    "breadcrumbs", [{"values": [None, {"message": "a"}]}, [None, {"message": "a"}], {"message": "a"}, {}]
)
def test_the_shape_comes_back(breadcrumbs: object) -> None:
    """Encoding returns the shape that was sent. Nulls stay, so that the indexes in `_meta` are still correct."""
    assert written(decode_raw_event(json.dumps({"breadcrumbs": breadcrumbs}))) == {"breadcrumbs": breadcrumbs}


@pytest.mark.parametrize("timestamp", [1772439325.117, 1772439325, "2026-03-02T08:15:25.117Z", "1772439325", ""])
def test_a_timestamp_is_a_number_or_text(timestamp: float | str) -> None:
    """Seconds and ISO 8601 text are accepted, and a text that is not a time stays unchanged."""
    crumb = decode(RawBreadcrumb, json.dumps({"timestamp": timestamp}))
    assert crumb.timestamp == timestamp
    assert written(crumb) == {"timestamp": timestamp}


@pytest.mark.parametrize("level", ["info", "log", "critical", "a level of tomorrow", 20])
def test_levels_are_open(level: str | int) -> None:
    """Unknown names and numbers are accepted and stay unchanged."""
    assert decode(RawBreadcrumb, json.dumps({"level": level})).level == level


@pytest.mark.parametrize("message", ["", "text", 5, 1.5, True])
def test_a_message_may_be_no_text(message: object) -> None:
    """Numbers and booleans come back unchanged; only the server converts them to text."""
    assert written(decode(RawBreadcrumb, json.dumps({"message": message}))) == {"message": message}


@pytest.mark.parametrize("data", [{"status_code": 200}, {}, [], "text", 7, None])
def test_data_is_anything(data: object) -> None:
    """Any JSON value is accepted and comes back unchanged."""
    crumb = decode(RawBreadcrumb, json.dumps({"data": data}))
    assert crumb.data == data
    assert written(crumb) == {"data": data}


def test_ty_is_kept_apart_from_type() -> None:
    """`ty` is another spelling of `type`. Both are kept, because an event can have both."""
    crumb = decode(RawBreadcrumb, '{"ty": "http", "type": "default"}')
    assert (crumb.ty, crumb.type) == ("http", "default")
