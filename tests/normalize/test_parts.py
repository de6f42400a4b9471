"""The entries that are made of the interfaces of an event."""

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
    "exception": [{"type": "A"}],
    "logentry": {"formatted": "a"},
}
ORDER = [
    *("message", "exception", "stacktrace", "spans", "threads", "csp", "hpkp", "expectct", "expectstaple"),
    *("template", "breadcrumbs", "request", "debugmeta", "nel"),
]


def test_entries_have_the_order_of_the_server() -> None:
    """Whatever the order in which they were sent."""
    assert [entry["type"] for entry in answer(**SENT)["entries"]] == ORDER


def test_an_event_may_have_no_entries() -> None:
    """The list is there, and empty."""
    assert answer()["entries"] == []


@pytest.mark.parametrize("name", ["csp", "hpkp", "expectct", "expectstaple", "nel", "debug_meta"])
def test_what_both_dialects_share_is_handed_on(name: str) -> None:
    """Security reports and debug images stay in snake_case; what says nothing makes no entry."""
    assert entries(**{name: SENT[name]}) == {name.replace("_", ""): SENT[name]}
    assert entries(**{name: {}}) == entries(**{name: None}) == {}


def test_spans_are_handed_on() -> None:
    """Without nulls; the entry is there for an empty list too."""
    assert entries(spans=[None, {"span_id": "1", "op": "db", "data": {"a": None}}]) == {
        "spans": [{"span_id": "1", "op": "db", "data": {"a": None}}]
    }
    assert entries(spans=[]) == {"spans": []}
    assert entries(spans=None) == {}


def test_keys_of_2013_to_2017_make_the_same_entries() -> None:
    """The key of today wins, even with null."""
    legacy: dict[str, Any] = {
        "sentry.interfaces.Exception": {"type": "A"},
        "sentry.interfaces.Message": "a",
        "sentry.interfaces.Http": {"url": "/a"},
        "sentry.interfaces.Template": {"filename": "a.html"},
    }
    assert list(entries(**STORED, **legacy)) == ["message", "exception", "template", "request"]
    assert list(entries(**STORED, **legacy, exception=None)) == ["message", "template", "request"]
