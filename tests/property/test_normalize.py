"""What holds for every raw event, whatever is made of it."""

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
    *("size", "crash_file", "user_report", "sdk_updates_data", "resolved_with", "next_event_id", "previous_event_id"),
    *("project_slug", "perf_problem", "formatted"),
)
"""What nobody can know who has the event alone."""

WRITTEN_SWAPS = [json.dumps(swap) for swap in SWAPS]


def check(raw: RawEvent) -> Event:
    """What is made of an event is one: it comes back when it is written and read, and nothing in it is made up."""
    event = normalize(raw)
    assert decode_event(encode(event)) == event
    assert all(isinstance(entry, KnownEntry) for entry in event.entries or ())
    assert [getattr(event, name) for name in OF_THE_DATABASE] == [None] * len(OF_THE_DATABASE)
    assert event.group_id == raw.issue_id
    assert event.release is None or event.release == type(event.release)(version=event.release.version)
    return event


@settings(max_examples=300)
@given(raw_events())
def test_every_raw_event_becomes_an_event(raw: RawEvent) -> None:
    """Nothing is raised, and what is made comes back from encoding and decoding."""
    check(raw)


@settings(max_examples=100)
@given(raw_events())
def test_an_event_that_came_over_the_wire_becomes_the_same(raw: RawEvent) -> None:
    """What was built and what was decoded make no difference."""
    assert normalize(decode_raw_event(encode(raw))) == normalize(raw)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(RawEvent.__struct_encode_fields__), json_values(), max_size=4))
def test_whatever_decodes_becomes_an_event(members: dict[str, Any]) -> None:
    """Random members, too, as far as they are taken."""
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
    """Under names that mean something, one and two steps down."""
    for inner in ({name: value}, {"os": {name: value}}, [[name, value]], [{name: value}]):
        with suppress(TopframeError):
            check(decode_raw_event(json.dumps({"event_id": "9", part: inner} | around)))


@st.composite
def mutated(draw: DrawFn) -> bytes:
    """A raw event in which something stands that should not."""
    document = json.loads(draw(st.sampled_from(BODIES)))
    for _ in range(draw(st.integers(1, 3))):
        if inner := [place for place in places(document) if place]:  # an earlier step may have emptied it
            value = draw(st.sampled_from(WRITTEN_SWAPS).map(json.loads) | json_values())
            put(document, draw(st.sampled_from(inner)), value)
    return msgspec.json.encode(document)


@settings(max_examples=300)
@given(mutated())
def test_a_mutated_event_becomes_one_or_is_refused(body: bytes) -> None:
    """What is taken is shown, however odd."""
    try:
        raw = decode_raw_event(body)
    except TopframeError:
        return
    check(raw)


@pytest.mark.parametrize("body", SAMPLES)
def test_a_sample_with_a_swapped_value_becomes_an_event_or_is_refused(body: bytes) -> None:
    """Whatever is put wherever."""
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
def test_depth_is_no_fault(part: str, depth: int) -> None:
    """What decodes is shown, however deeply it is nested."""
    value = "[" * depth + "]" * depth
    with suppress(TopframeError):
        raw = decode_raw_event(
            '{"event_id":"9",' + part.replace("%%", "\0").replace("%s", value).replace("\0", "%") + "}"
        )
        check(raw)
