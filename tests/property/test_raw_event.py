"""Properties of every raw event, of every body that can be sent as a raw event, and of every time."""

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
    """Return the error for a body. If it decodes, check its round-trip and its old keys, and return None."""
    try:
        event = decode_raw_event(body)
    except TopframeError as error:
        return error
    assert decode_raw_event(encode(event)) == event
    assert legacy.members(event) == legacy.NOTHING
    return None


# --- raw events -------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(raw_events())
def test_encode_and_decode_give_an_equal_event(event: RawEvent) -> None:
    """Decoding an encoded raw event gives an equal event, for each shape of a list interface."""
    assert decode_raw_event(encode(event)) == event


@settings(max_examples=50)
@given(raw_events(), st.integers(0, 4))
def test_indentation_changes_nothing(event: RawEvent, indent: int) -> None:
    """Indentation does not change the JSON value of an encoded raw event, or the event decoded from it."""
    text = encode(event, indent=indent)
    assert json.loads(text) == json.loads(encode(event))
    assert decode_raw_event(text) == event


@given(raw_events())
def test_properties_raise_no_error_and_contain_no_null(event: RawEvent) -> None:
    """The properties of a raw event raise no error, and their tuples contain no None."""
    for items in (event.exceptions, event.threads, event.breadcrumbs, event.spans, event.tags):
        assert None not in items
    _ = event.user, event.contexts, event.extra, event.modules, event.meta


@settings(max_examples=50)
@given(raw_stacktraces(), raw_frames())
def test_encode_and_decode_give_equal_parts(stacktrace: RawStacktrace, frame: RawFrame) -> None:
    """Decoding an encoded stack trace or frame gives an equal one."""
    assert msgspec.json.decode(encode(stacktrace), type=RawStacktrace) == stacktrace
    assert msgspec.json.decode(encode(frame), type=RawFrame) == frame


@settings(max_examples=50)
@given(st.lists(st.none() | structs(RawException), max_size=3), structs(RawExceptionData))
def test_both_shapes_of_a_list_give_the_same_items(values: list[RawException | None], around: RawExceptionData) -> None:
    """A bare list gives the same exceptions as an object with `values`, whatever other keys the object has."""
    bare = tuple(values)
    wrapped = msgspec.structs.replace(around, values_data=bare)
    assert RawEvent(exceptions_data=wrapped).exceptions == RawEvent(exceptions_data=bare).exceptions
    assert list(RawEvent(exceptions_data=bare).exceptions) == [value for value in values if value is not None]


@settings(max_examples=50)
@given(structs(RawThread))
def test_one_object_is_a_list_of_one(thread: RawThread) -> None:
    """An object in place of a list decodes as a list of one item. An empty object gives no item."""
    text = encode(thread)
    (decoded,) = decode_raw_event(b'{"threads":' + text + b"}").threads or (RawThread(),)
    assert encode(decoded) == text


# --- bodies -----------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary() | st.text() | json_values().map(json.dumps))
def test_any_bytes_give_an_event_or_a_topframe_error(body: bytes | str) -> None:
    """Any bytes or text decode as a raw event, or raise an error of topframe."""
    with suppress(TopframeError):
        decode_raw_event(body)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*RawEvent.__struct_encode_fields__, "eventID"]), json_values(), max_size=4))
def test_any_value_under_a_known_key_is_decoded_or_rejected(members: dict[str, Any]) -> None:
    """A raw event with random values survives a round-trip, with no value under old keys, or raises an error of
    topframe.
    """
    refusal(json.dumps(members))


@settings(max_examples=300)
@given(damaged(BODIES))
def test_a_damaged_event_is_decoded_or_rejected(body: bytes) -> None:
    """A damaged raw event survives a round-trip, or raises an error of topframe."""
    refusal(body)


@pytest.mark.parametrize("name", RAW_SAMPLES)
@pytest.mark.parametrize("swap", SWAPS, ids=json.dumps)
def test_an_error_has_the_path_of_the_wrong_value(name: str, swap: Any) -> None:
    """After any value is replaced by any other, the event survives a round-trip, or the error has the path of that
    value or of a part of it.
    """
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


# --- times ------------------------------------------------------------------------------------------------------------


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
def test_a_moment_has_a_time_zone_or_is_none(sent: float | str) -> None:
    """`moment` returns a datetime with a time zone or None for any value. `seconds` returns a number or None."""
    found = moment(sent)
    assert found is None or found.utcoffset() is not None
    assert seconds(sent) is None or isinstance(seconds(sent), (int, float))


@given(datetimes())
def test_a_moment_reads_what_isoformat_writes(written: datetime) -> None:
    """`moment` reads the text of `isoformat` exactly, and a timestamp in seconds to within two microseconds."""
    assert moment(written.isoformat()) == written
    found = moment(written.timestamp())
    assert found is not None
    assert abs((found - written).total_seconds()) < 2e-6
