"""What holds for every raw event that can be built, for every body that can be sent, and for every moment."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CORPUS, RAW_SAMPLES, read_sample
from tests.property.test_event import SWAPS, place_of, places, put
from tests.strategies import damaged, datetimes, json_values, raw_events, raw_frames, raw_stacktraces, structs
from topframe import RawEvent, TopframeError, ValidationError, decode_raw_event, encode
from topframe.raw import RawException, RawExceptionData, RawFrame, RawStacktrace, RawThread, legacy
from topframe.wire.moments import moment, seconds

BODIES = [
    *(read_sample(f"raw/{name}") for name in RAW_SAMPLES),
    *(path.read_bytes() for path in sorted(CORPUS.glob("raw/*.json"))),
]


def refusal(body: bytes | str) -> TopframeError | None:
    """Why a body is no raw event; None when it is one, which then does not change when it is written and read."""
    try:
        event = decode_raw_event(body)
    except TopframeError as error:
        return error
    assert decode_raw_event(encode(event)) == event
    assert legacy.members(event) == legacy.NOTHING
    return None


# --- every raw event --------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(raw_events())
def test_what_is_encoded_decodes_back(event: RawEvent) -> None:
    """Decoding undoes encoding, whichever shape a list interface has."""
    assert decode_raw_event(encode(event)) == event


@settings(max_examples=50)
@given(raw_events(), st.integers(0, 4))
def test_indentation_changes_nothing(event: RawEvent, indent: int) -> None:
    """With blanks or without, the event says the same."""
    text = encode(event, indent=indent)
    assert json.loads(text) == json.loads(encode(event))
    assert decode_raw_event(text) == event


@given(raw_events())
def test_what_is_asked_of_an_event_is_answered(event: RawEvent) -> None:
    """The properties raise nothing, and give no nulls."""
    for items in (event.exceptions, event.threads, event.breadcrumbs, event.spans):
        assert None not in items
    assert all(len(pair) == 2 for pair in event.tag_pairs)
    _ = event.user, event.contexts, event.extra, event.modules, event.meta


@settings(max_examples=50)
@given(raw_stacktraces(), raw_frames())
def test_parts_decode_back(stacktrace: RawStacktrace, frame: RawFrame) -> None:
    """What holds for events holds for their parts."""
    assert msgspec.json.decode(encode(stacktrace), type=RawStacktrace) == stacktrace
    assert msgspec.json.decode(encode(frame), type=RawFrame) == frame


@settings(max_examples=50)
@given(st.lists(st.none() | structs(RawException), max_size=3), structs(RawExceptionData))
def test_the_shapes_of_a_list_say_the_same(values: list[RawException | None], around: RawExceptionData) -> None:
    """A bare list gives what the object around it gives, whatever else the object has."""
    bare = tuple(values)
    wrapped = msgspec.structs.replace(around, values=bare)
    assert RawEvent(exception_data=wrapped).exceptions == RawEvent(exception_data=bare).exceptions
    assert list(RawEvent(exception_data=bare).exceptions) == [value for value in values if value is not None]


@settings(max_examples=50)
@given(structs(RawThread))
def test_one_object_is_a_list_of_one(thread: RawThread) -> None:
    """Unless it is empty."""
    text = encode(thread)
    (decoded,) = decode_raw_event(b'{"threads":' + text + b"}").threads or (RawThread(),)
    assert encode(decoded) == text


# --- every body -------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary() | st.text() | json_values().map(json.dumps))
def test_nothing_else_is_raised(body: bytes | str) -> None:
    """Whatever the bytes, they are a raw event or the error is ours."""
    with suppress(TopframeError):
        decode_raw_event(body)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*RawEvent.__struct_encode_fields__, "eventID"]), json_values(), max_size=4))
def test_any_value_under_a_known_key_is_taken_or_refused(members: dict[str, Any]) -> None:
    """An event of random members is one or is not; what is one comes back, and has nothing under the keys of old."""
    refusal(json.dumps(members))


@settings(max_examples=300)
@given(damaged(BODIES))
def test_a_damaged_event_is_one_or_is_refused(body: bytes) -> None:
    """Damage gives an event that comes back as it is, or an error of ours."""
    refusal(body)


@pytest.mark.parametrize("name", RAW_SAMPLES)
@pytest.mark.parametrize("swap", SWAPS, ids=json.dumps)
def test_an_error_names_the_place_that_is_wrong(name: str, swap: Any) -> None:
    """Whatever is put wherever, it is taken and comes back, or the error points there, or to something within."""
    document = json.loads(read_sample(f"raw/{name}"))
    within = set(places(swap))
    for place in [place for place in places(document) if place]:
        before = put(document, place, swap)
        body = msgspec.json.encode(document)
        put(document, place, before)
        error = refusal(body)
        if error is not None:
            assert isinstance(error, ValidationError)
            found = place_of(error.path)
            assert found[: len(place)] == place
            assert found[len(place) :] in within


# --- every moment -----------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(
    st.floats()
    | st.integers()
    | st.text()
    | st.floats().map(str)
    | st.integers().map(str)
    | st.datetimes().map(str)
    | datetimes().map(str)
    | st.from_regex(r"\d{4}-?\d\d-?\d\d[T ]?(\d\d:?\d\d(:?\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?")
)
def test_a_moment_is_one_or_none(sent: float | str) -> None:
    """Nothing is raised, and what is one knows its zone; seconds are a number, or None."""
    found = moment(sent)
    assert found is None or found.utcoffset() is not None
    assert seconds(sent) is None or isinstance(seconds(sent), (int, float))


@given(datetimes())
def test_a_moment_reads_what_isoformat_writes(written: datetime) -> None:
    """And what a clock says of it in seconds, to the microsecond."""
    assert moment(written.isoformat()) == written
    found = moment(written.timestamp())
    assert found is not None
    assert abs((found - written).total_seconds()) < 2e-6
