"""Tests for the conversion of a whole event."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import Raw

from topframe import Event, RawEvent, decode_raw_event, normalize

from .answers import STORED, answer

OF_TRANSACTIONS = {"startTimestamp", "endTimestamp", "measurements", "breakdowns", "_metrics_summary"}
OF_OTHERS = {"culprit", "dateCreated", "fingerprints", "groupingConfig"}
LONG = "7" * 5000
"""A number with more than 4300 digits, which Python does not convert."""


def test_an_empty_event_is_one() -> None:
    """A raw event without any value becomes an event with the server's defaults, and an empty id."""
    assert normalize(RawEvent()) == Event(
        id="",
        event_id="",
        entries=(),
        message="",
        title="<unlabeled event>",
        culprit="",
        type="default",
        metadata={"title": "<unlabeled event>"},
        tags_data=normalize(RawEvent(level="error")).tags,
        platform="other",
        errors_data=(),
        contexts_json=normalize(RawEvent()).contexts_json,
        context_json=normalize(RawEvent()).context_json,
        packages_json=normalize(RawEvent()).packages_json,
        meta_json=normalize(RawEvent()).meta_json,
    )


def test_members_are_renamed() -> None:
    """Keys get the names of the web API."""
    shown = answer(
        **STORED,
        issue_id=17,
        project=71,
        timestamp=1767323045,
        dist="5",
        platform="python",
        extra={"a": 1},
        modules={"b": "2"},
        hashes=["f", None],
        grouping_config={"id": "newstyle", "enhancements": "e"},
        sdk={"name": "sentry.python", "version": "2.0", "client_ip": "::1", "packages": "x"},
    )
    expected: dict[str, Any] = {
        "id": "0a1b",
        "eventID": "0a1b",
        "groupID": 17,
        "projectID": "71",
        "dateCreated": "2026-01-02T03:04:05Z",
        "dateReceived": "2026-01-02T03:04:05.500000Z",
        "dist": "5",
        "platform": "python",
        "context": {"a": 1},
        "packages": {"b": "2"},
        "fingerprints": ["f", None],
        "groupingConfig": {"id": "newstyle", "enhancements": "e"},
        "sdk": {
            "name": "sentry.python",
            "version": "2.0",
            "upstream": {"name": "sentry.python", "isNewer": False},
        },
    }
    assert {key: shown[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("0A1B2C3D-0000-4000-8000-00000000000F", "0a1b2c3d00004000800000000000000f"),
        ("0a1b", "0a1b"),
        (None, ""),
    ],
)
def test_ids_are_small_letters_without_dashes(sent: str | None, expected: str) -> None:
    """Dashes are removed and capitals lowered. A missing id becomes the empty text."""
    event = normalize(RawEvent(event_id=sent))
    assert (event.id, event.event_id) == (expected, expected)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [({"project": 7}, "7"), ({"project": "7"}, "7"), ({"project_id": 8}, "8"), ({"project": 0, "project_id": 8}, "0")],
)
def test_the_project_is_text(sent: dict[str, Any], expected: str) -> None:
    """The project id becomes text. Detectors send it as *project_id*; *project* wins."""
    assert answer(**sent)["projectID"] == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"timestamp": 1767323045.25, "datetime": "2020-01-01T00:00:00Z"}, "2026-01-02T03:04:05.250000Z"),
        ({"timestamp": "2026-01-02T03:04:05"}, "2026-01-02T03:04:05Z"),
        ({"timestamp": "2026-01-02T03:04:05.1+05:30:15"}, "2026-01-01T21:33:50.100000Z"),
        ({"timestamp": "soon", "datetime": "2026-01-02T03:04:05Z"}, "2026-01-02T03:04:05Z"),
        ({"received": 1767323045}, "2026-01-02T03:04:05Z"),
        ({"timestamp": 1e300}, None),
        ({"timestamp": "0001-01-01T00:00:00+01:00"}, None),
        ({}, None),
    ],
)
def test_an_event_was_created_when_it_happened(sent: dict[str, Any], expected: str | None) -> None:
    """*dateCreated* is *timestamp*, *datetime* or *received*, in UTC. A time outside the calendar is null."""
    assert answer(**sent).get("dateCreated") == expected


@pytest.mark.parametrize(
    ("sent", "release", "dist"),
    [
        ({"release": "a@1", "dist": "5"}, {"version": "a@1"}, "5"),
        ({"release": 1.9, "dist": True}, {"version": "1"}, "True"),
        ({"tags": [["sentry:release", "a@1"], ["sentry:dist", "5"]]}, {"version": "a@1"}, "5"),
        ({"release": "a@1", "tags": [["sentry:release", "b"]]}, {"version": "a@1"}, None),
        ({}, None, None),
    ],
)
def test_of_the_release_the_version_is_known(sent: dict[str, Any], release: Any, dist: str | None) -> None:
    """Release and dist come from their own key, or from the server's tag. Other data of a release is not available."""
    shown = answer(**STORED, **sent)
    assert (shown.get("release"), shown.get("dist")) == (release, dist)


def test_an_event_without_an_sdk_has_none() -> None:
    """Without an SDK the key is missing."""
    assert "sdk" not in answer()


def test_what_only_the_database_knows_is_none() -> None:
    """Issue, neighbouring events, size and other values from the server's database are None."""
    event = normalize(RawEvent(event_id="0a1b", received=1.0))
    unknown = ("group_id", "project_id", "size", "crash_file", "user_report", "sdk_updates_data", "resolved_with_data")
    assert [getattr(event, name) for name in (*unknown, "next_event_id", "previous_event_id", "release")] == [None] * 10


def test_a_transaction_has_other_members_than_the_rest() -> None:
    """A transaction has its times as numbers, and measurements. Other events have culprit, date and hashes."""
    members: dict[str, Any] = {
        "start_timestamp": "2026-01-02T03:04:05.5Z",
        "timestamp": 1767323046,
        "transaction": "/a",
        "measurements": {"lcp": {"value": 7, "unit": "ms"}},
        "breakdowns": {"ops": {"db": {"value": 1.5, "unit": "ms"}}},
        "_metrics_summary": {"a": []},
        "hashes": ["f"],
        "grouping_config": {"id": "x"},
        "culprit": "c",
    }
    shown = answer(**members, type="transaction")
    assert {key: shown[key] for key in OF_TRANSACTIONS} == {
        "startTimestamp": 1767323045.5,
        "endTimestamp": 1767323046,
        "measurements": {"lcp": {"value": 7, "unit": "ms"}},
        "breakdowns": {"ops": {"db": {"value": 1.5, "unit": "ms"}}},
        "_metrics_summary": {"a": []},
    }
    assert not OF_OTHERS & shown.keys()
    shown = answer(**members)
    assert shown.keys() >= OF_OTHERS
    assert not OF_TRANSACTIONS & shown.keys()


def test_a_transaction_may_have_no_times() -> None:
    """A text that is not a time is null."""
    shown = answer(type="transaction", start_timestamp="soon", timestamp=None)
    assert not {"startTimestamp", "endTimestamp"} & shown.keys()


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("contexts", f'{{"a":{{"b":{LONG}}}}}'),
        ("user", f'{{"id":{LONG}}}'),
    ],
    ids=["contexts", "user"],
)
def test_a_part_that_cannot_be_read_is_handed_on_as_it_came(key: str, part: str) -> None:
    """A number in the part is too long to decode. The part stays as JSON, and the rest of the event is converted."""
    event = normalize(decode_raw_event(f'{{"event_id":"a","{key}":{part},"environment":"e"}}'))
    assert event.tag("environment") == "e"
    assert getattr(event, f"{key}_json") == Raw(part.encode())


def test_nothing_of_deep_contexts_is_lost() -> None:
    """Deeply nested contexts are complete in the result, decoded or as JSON.

    CPython sets the maximum depth. Since 3.12 it is greater than the depth that `decode_raw_event` accepts.
    """
    event = normalize(decode_raw_event('{"event_id":"a","contexts":' + '{"a":' * 900 + "1" + "}" * 900 + "}"))
    assert isinstance(event.contexts_json, Raw)
    assert bytes(event.contexts_json).count(b'{"a":') == 900


def test_remarks_that_cannot_be_read_are_left_out() -> None:
    """The result has a tree without remarks."""
    event = normalize(decode_raw_event(f'{{"event_id":"a","_meta":{{"user":{LONG}}}}}'))
    assert event.meta == answer()["_meta"]
