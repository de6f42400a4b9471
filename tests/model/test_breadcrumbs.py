"""Breadcrumbs: the steps before the event."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Breadcrumb, BreadcrumbsData

WHOLE: dict[type[msgspec.Struct], str] = {
    Breadcrumb: """{
        "type": "query", "timestamp": "2026-02-28T23:59:57.500000Z", "level": "info", "message": "SELECT\\n  1",
        "category": "query", "data": {"rows": [1, null]}, "event_id": "ab", "messageFormat": "sql",
        "messageRaw": "SELECT 1", "unheardOf": 1
    }""",
    BreadcrumbsData: """{"values": [{"message": "first"}, null, {"message": "last"}], "unheardOf": 1}""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_breadcrumbs_round_trip(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. `event_id` is in snake_case, `messageRaw` in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_breadcrumb_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. Sentry sends empty `data` as null."""
    assert_may_be_empty(kind)


def test_data_json_is_the_text_as_received() -> None:
    """*data_json* keeps the whitespace and the number format of the SDK; *data* decodes it."""
    crumb = decode(Breadcrumb, '{"data": {"duration":  1.50e2}}')
    assert crumb.data == {"duration": 150.0}
    assert crumb.data_json == msgspec.Raw(b'{"duration":  1.50e2}')


def test_absent_and_null_data_are_none() -> None:
    """*data* is None when the key is absent or null, and a dict when it is an object."""
    assert decode(Breadcrumb, "{}").data is None
    assert decode(Breadcrumb, '{"data": null}').data is None
    assert decode(Breadcrumb, '{"data": {}}').data == {}


def test_an_empty_message_is_kept() -> None:
    """An empty message is written as empty text."""
    assert written(decode(Breadcrumb, '{"message": ""}')) == {"message": ""}


@pytest.mark.parametrize("level", ["log", "critical", "undefined", "a level of tomorrow"])
def test_unknown_levels_are_kept(level: str) -> None:
    """A level that topframe does not know decodes unchanged."""
    assert decode(Breadcrumb, f'{{"level": "{level}"}}').level == level
