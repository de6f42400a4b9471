"""Tests for the conversion of interfaces to entries."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer, entries

SENT: dict[str, Any] = {
    "nel": {"age": 1, "body": {"phase": "dns"}},
    "debug_meta": {"images": [{"type": "macho"}]},
    "request": {"url": "/a"},
    "breadcrumbs": [{"message": "a"}],
    "template": {"filename": "a.html"},
    "expectstaple": {"hostname": "a"},
    "expectct": {"hostname": "a"},
    "hpkp": {"hostname": "a"},
    "csp": {"blocked_uri": "self"},
    "threads": [{"id": 1}],
    "spans": [{"op": "db"}],
    "stacktrace": {"frames": [{"function": "f"}]},
    "exception": [{"type": "A"}, {"type": "B"}],
    "logentry": {"formatted": "a"},
}
ORDER = [
    *("message", "exception", "stacktrace", "spans", "threads", "csp", "hpkp", "expectct", "expectstaple"),
    *("template", "breadcrumbs", "request", "debugmeta", "nel"),
]


def test_entries_have_the_order_of_the_server() -> None:
    """The sender's order of keys has no effect on the order of entries."""
    assert [entry["type"] for entry in answer(**SENT)["entries"]] == ORDER


def test_an_event_may_have_no_entries() -> None:
    """Without interfaces the list of entries is empty."""
    assert answer()["entries"] == []


@pytest.mark.parametrize("name", ["csp", "hpkp", "expectct", "expectstaple", "nel", "debug_meta"])
def test_what_both_dialects_share_is_handed_on(name: str) -> None:
    """Security reports and debug images stay in snake_case. Empty and null interfaces make no entry."""
    assert entries(**{name: SENT[name]}) == {name.replace("_", ""): SENT[name]}
    assert entries(**{name: {}}) == entries(**{name: None}) == {}


def test_spans_are_handed_on() -> None:
    """Null spans are dropped. An empty list makes an entry, null does not."""
    assert entries(spans=[None, {"span_id": "1", "op": "db", "data": {"a": None}}]) == {
        "spans": [{"span_id": "1", "op": "db", "data": {"a": None}}]
    }
    assert entries(spans=[]) == {"spans": []}
    assert entries(spans=None) == {}


def test_times_of_spans_are_seconds() -> None:
    """Times that were sent as text become seconds. Text without a valid time stays unchanged."""
    sent = [
        {"start_timestamp": "2026-01-02T03:04:05.5Z", "timestamp": 1767323046},
        {"start_timestamp": 1, "timestamp": "2.5"},
        {"start_timestamp": "soon", "timestamp": 3.5},
    ]
    assert entries(spans=sent)["spans"] == [
        {"start_timestamp": 1767323045.5, "timestamp": 1767323046},
        {"start_timestamp": 1, "timestamp": 2.5},
        {"start_timestamp": "soon", "timestamp": 3.5},
    ]


def test_a_stack_beside_the_only_exception_is_its_own() -> None:
    """The stack trace of the event moves into the exception.

    It stays if the exception has a stack trace, if there are several exceptions, or if the event is stored.
    """
    stack = {"frames": [{"function": "f"}]}
    own = {"type": "B", "stacktrace": {"frames": [{"function": "g"}]}}
    assert functions(exception=[{"type": "A"}], stacktrace=stack) == {"exception": [["f"]]}
    assert functions(exception=[own], stacktrace=stack) == {"exception": [["g"]], "stacktrace": ["f"]}
    assert functions(exception=[{"type": "A"}, own], stacktrace=stack)["stacktrace"] == ["f"]
    assert functions(**STORED, exception=[{"type": "A"}], stacktrace=stack) == {"exception": [[]], "stacktrace": ["f"]}


def functions(**members: Any) -> dict[str, Any]:
    """Convert an event, and return the functions in its stack traces by type of entry."""

    def of(stack: dict[str, Any] | None) -> list[str]:
        return [frame["function"] for frame in (stack or {"frames": []})["frames"]]

    return {
        type: [of(value.get("stacktrace")) for value in data["values"]] if type == "exception" else of(data)
        for type, data in entries(**members).items()
    }


def test_keys_of_2013_to_2017_make_the_same_entries() -> None:
    """Old keys make the same entries. The current key wins, even if it is null."""
    legacy: dict[str, Any] = {
        "sentry.interfaces.Exception": {"type": "A"},
        "sentry.interfaces.Message": "a",
        "sentry.interfaces.Http": {"url": "/a"},
        "sentry.interfaces.Template": {"filename": "a.html"},
    }
    assert list(entries(**STORED, **legacy)) == ["message", "exception", "template", "request"]
    assert list(entries(**STORED, **legacy, exception=None)) == ["message", "template", "request"]
