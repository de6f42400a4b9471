"""What happened before the event."""

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
def test_breadcrumbs_come_back(kind: type[msgspec.Struct]) -> None:
    """`event_id` is in snake_case beside `messageRaw` in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_breadcrumbs_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Sentry sends `data` as null when it is empty."""
    assert_may_be_empty(kind)


def test_data_is_free_and_stays_as_it_came() -> None:
    """What an SDK puts in comes out word for word, numbers that Python would write otherwise included."""
    crumb = decode(Breadcrumb, '{"data": {"duration":  1.50e2}}')
    assert crumb.data == {"duration": 150.0}
    assert crumb.data_json == msgspec.Raw(b'{"duration":  1.50e2}')


def test_data_that_is_absent_is_none() -> None:
    """Absent, null and empty data differ in JSON; the first two read alike."""
    assert decode(Breadcrumb, "{}").data is None
    assert decode(Breadcrumb, '{"data": null}').data is None
    assert decode(Breadcrumb, '{"data": {}}').data == {}


def test_an_empty_message_is_not_a_missing_one() -> None:
    """Empty text is text."""
    assert written(decode(Breadcrumb, '{"message": ""}')) == {"message": ""}


@pytest.mark.parametrize("level", ["log", "critical", "undefined", "a level of tomorrow"])
def test_levels_are_open(level: str) -> None:
    """A level that nobody knows is kept."""
    assert decode(Breadcrumb, f'{{"level": "{level}"}}').level == level
