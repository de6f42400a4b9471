"""Properties of `normalize` for every raw event."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.conftest import CORPUS, DATA
from tests.property.test_event import SWAPS, places, put
from tests.strategies import json_values, raw_events
from topframe import Event, RawEvent, TopframeError, decode_event, decode_raw_event, encode, normalize
from topframe.model import KnownEntry

SAMPLES = [path.read_bytes() for path in sorted(DATA.glob("raw/*.json"))]
BODIES = [*SAMPLES, *(path.read_bytes() for path in sorted(CORPUS.glob("raw/*.json")) if path.stat().st_size < 1 << 16)]
OF_THE_DATABASE = (
    *("size", "crash_file", "user_report", "sdk_updates_data", "resolved_with_data", "next_event_id"),
    *("previous_event_id", "project_slug", "perf_problem", "formatted"),
)
"""Fields that only the server's database can fill. They are None after `normalize`."""

WRITTEN_SWAPS = [json.dumps(swap) for swap in SWAPS]


def check(raw: RawEvent) -> Event:
    """Normalize a raw event. Check that the result survives a round-trip, and that it has no invented values."""
    event = normalize(raw)
    assert decode_event(encode(event)) == event
    assert all(isinstance(entry, KnownEntry) for entry in event.entries or ())
    assert [getattr(event, name) for name in OF_THE_DATABASE] == [None] * len(OF_THE_DATABASE)
    assert event.group_id == raw.issue_id
    assert event.release is None or event.release == type(event.release)(version=event.release.version)
    return event


@settings(max_examples=300)
@given(raw_events())
def test_every_raw_event_is_normalized(raw: RawEvent) -> None:
    """Every raw event normalizes to an event that survives a round-trip."""
    check(raw)


@settings(max_examples=100)
@given(raw_events())
def test_a_round_trip_does_not_change_the_normalized_event(raw: RawEvent) -> None:
    """A raw event normalizes to the same event before and after a round-trip."""
    assert normalize(decode_raw_event(encode(raw))) == normalize(raw)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(RawEvent.__struct_encode_fields__), json_values(), max_size=4))
def test_every_decoded_event_is_normalized(members: dict[str, Any]) -> None:
    """A raw event of random members normalizes if it decodes."""
    with suppress(TopframeError):
        raw = decode_raw_event(json.dumps({"event_id": "9"} | members))
        check(raw)


FREE = (
    "user",
    "contexts",
    "extra",
    "modules",
    "_meta",
    "tags",
    "errors",
    "request",
    "occurrence",
    "metadata",
    "logentry",
)


@settings(max_examples=300)
@given(
    st.sampled_from(FREE),
    st.sampled_from(["type", "name", "data", "values", "os", "feedback", "params", "headers", "cookies", "a", "0"]),
    json_values(),
    st.sampled_from([{}, {"received": 1.0}, {"type": "feedback"}, {"type": "transaction"}]),
)
def test_free_form_parts_may_hold_anything(part: str, name: str, value: Any, around: dict[str, Any]) -> None:
    """Free-form parts may have any JSON under keys that topframe reads, at the first and second level."""
    for inner in ({name: value}, {"os": {name: value}}, [[name, value]], [{name: value}]):
        with suppress(TopframeError):
            check(decode_raw_event(json.dumps({"event_id": "9", part: inner} | around)))


@st.composite
def mutated(draw: DrawFn) -> bytes:
    """A raw event in which one to three values are replaced at random."""
    document = json.loads(draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.integers(1, 3))):
        if inner := [place for place in places(document) if place]:  # an earlier step may have emptied it
            value = draw(st.sampled_from(WRITTEN_SWAPS).map(json.loads) | json_values())
            put(document, draw(st.sampled_from(inner)), value)
    return msgspec.json.encode(document)


@settings(max_examples=300)
@given(mutated())
def test_a_mutated_event_is_normalized_or_rejected(body: bytes) -> None:
    """A raw event with random replacements normalizes if it decodes."""
    try:
        raw = decode_raw_event(body)
    except TopframeError:
        return
    check(raw)


@pytest.mark.parametrize("body", SAMPLES)
def test_a_sample_with_a_replaced_value_is_normalized_or_rejected(body: bytes) -> None:
    """Each sample with any one value replaced normalizes if it decodes."""
    document = json.loads(body)
    for swap in SWAPS:
        for place in [place for place in places(document) if place]:
            before = put(document, place, swap)
            with suppress(TopframeError):
                check(decode_raw_event(msgspec.json.encode(document)))
            put(document, place, before)


@pytest.mark.parametrize(
    "part",
    [
        '"contexts":{"a":%s}',
        '"user":{"a":%s}',
        '"_meta":{"user":%s}',
        '"extra":{"a":%s}',
        '"occurrence":{"evidence_data":{"a":%s}}',
        '"logentry":{"message":"%%s","params":[%s]}',
        '"tags":[["a",%s]]',
        '"errors":[{"a":%s}]',
        '"exception":{"value":%s}',
        '"request":{"query_string":[["a",%s]],"headers":[["a",%s]],"data":%s}',
    ],
)
@pytest.mark.parametrize("depth", [1, 10, 100, 400, 800])
def test_a_deeply_nested_event_is_normalized_or_rejected(part: str, depth: int) -> None:
    """A raw event with deep nesting normalizes, or raises an error of topframe."""
    value = "[" * depth + "]" * depth
    with suppress(TopframeError):
        raw = decode_raw_event(
            '{"event_id":"9",' + part.replace("%%", "\0").replace("%s", value).replace("\0", "%") + "}"
        )
        check(raw)
