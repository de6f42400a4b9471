"""The spans of a transaction."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Span

WHOLE = """{
    "trace_id": "a0", "span_id": "b0", "parent_span_id": "c0", "start_timestamp": 1769990400.125,
    "timestamp": 1769990401, "op": "db.sql.query", "description": "SELECT 1", "status": "ok", "tags": {"db": 1},
    "data": {"db.system": "postgresql"}, "same_process_as_parent": false, "hash": "63f3", "exclusive_time": 801.25,
    "sentry_tags": {"category": "db"}, "origin": "auto.db", "measurements": {"rows": {"value": 3}, "none": null},
    "is_segment": false, "segment_id": "b0", "is_remote": true, "kind": "client", "name": "query", "type": "trace",
    "profile_id": "d0", "platform": "python", "was_transaction": false, "received": 1769990402.5,
    "links": [{"trace_id": "e0"}, null], "span.averageResults": {"avg(span.duration)": 12.5},
    "_metrics_summary": {"d:wait": []}, "unheardOf": 1
}"""


def test_a_span_round_trips() -> None:
    """Every key survives decode and encode. Keys are in snake_case, except one key with a dot."""
    assert_comes_back(Span, WHOLE)


def test_span_keys_are_optional() -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(Span)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("1.5", 1.5), ('"2026-02-02T00:00:00.5Z"', "2026-02-02T00:00:00.5Z")]
)
def test_times_are_seconds_or_text(text: str, value: object) -> None:
    """Servers send seconds since 1970; the Sentry documentation has examples with text."""
    span = decode(Span, f'{{"start_timestamp": {text}, "timestamp": {text}}}')
    assert (span.start_timestamp, span.timestamp) == (value, value)


@pytest.mark.parametrize("free", [{"db.system": "postgresql", "rows": [1]}, {}, [], "text", None])
def test_attributes_and_tags_can_be_any_json(free: object) -> None:
    """The properties decode the JSON, and `encode` writes it unchanged."""
    span = decode(Span, json.dumps({"data": free, "tags": free, "sentry_tags": free}))
    assert (span.data, span.tags, span.sentry_tags) == (free, free, free)
    assert written(span) == {"data": free, "tags": free, "sentry_tags": free}
