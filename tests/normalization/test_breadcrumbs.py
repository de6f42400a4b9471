"""Tests for the conversion of breadcrumbs."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import entries


def crumb(**members: Any) -> dict[str, Any]:
    """Convert one breadcrumb."""
    found: dict[str, Any] = entries(breadcrumbs=[{"message": "a", **members}])["breadcrumbs"]["values"][0]
    return found


def test_breadcrumbs_keep_their_order_and_lose_nulls() -> None:
    """The oldest breadcrumb comes first in every shape; nulls are dropped."""
    sent = [None, {"message": "a"}, None, {"message": "b"}]
    for shape in (sent, {"values": sent}):
        assert [it["message"] for it in entries(breadcrumbs=shape)["breadcrumbs"]["values"]] == ["a", "b"]
    assert [it["message"] for it in entries(breadcrumbs={"message": "a"})["breadcrumbs"]["values"]] == ["a"]


@pytest.mark.parametrize("sent", [None, {}, [], [None], {"values": []}, {"values": None}])
def test_no_breadcrumb_makes_no_entry(sent: Any) -> None:
    """Null, empty lists and empty objects make no entry."""
    assert entries(breadcrumbs=sent) == {}


def test_a_breadcrumb_is_handed_on() -> None:
    """All keys keep their name, except *origin*, which is dropped."""
    sent: dict[str, Any] = {
        "timestamp": "2026-01-02T03:04:05.5Z",
        "type": "http",
        "category": "xhr",
        "level": "error",
        "message": "POST",
        "data": {"status_code": 500, "any": [None]},
        "event_id": "0b",
    }
    assert crumb(**sent, origin="ios") == {**sent, "timestamp": "2026-01-02T03:04:05.500000Z"}


def test_what_a_breadcrumb_lacks_has_a_default() -> None:
    """Type and level have a default; all other keys are null."""
    assert crumb() == {"type": "default", "level": "info", "message": "a"}
    assert crumb(type="", level="")["type"] == "default"


def test_the_type_has_a_second_spelling() -> None:
    """*ty* sets the type. If both keys are set, *type* wins."""
    assert crumb(ty="http")["type"] == "http"
    assert crumb(ty="http", type="query")["type"] == "query"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("log", "info"), ("critical", "fatal"), (40, "error"), ("sample", "sample"), (7, "info"), (None, "info")],
)
def test_levels_have_the_names_of_the_server(sent: Any, expected: str) -> None:
    """Aliases and the level numbers of Python's `logging` become the server's names; unknown names stay."""
    assert crumb(level=sent)["level"] == expected


@pytest.mark.parametrize("sent", [None, {}, [], [1], "a", 7])
def test_data_is_an_object_that_says_something(sent: Any) -> None:
    """Data is null if it is not an object, or is empty."""
    assert "data" not in crumb(data=sent)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (1767323045.5, "2026-01-02T03:04:05.500000Z"),
        ("1767323045", "2026-01-02T03:04:05Z"),
        ("2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05Z"),
        ("2026-01-02 03:04:05", "2026-01-02T03:04:05Z"),
        ("yesterday", None),
        (1e300, None),
        (None, None),
    ],
)
def test_times_are_iso_texts_in_utc(sent: Any, expected: str | None) -> None:
    """Numbers and texts, with or without a zone, become ISO 8601 in UTC. An invalid time is null."""
    assert crumb(timestamp=sent).get("timestamp") == expected


def test_a_message_is_text() -> None:
    """A number becomes text."""
    assert crumb(message=7)["message"] == "7"
