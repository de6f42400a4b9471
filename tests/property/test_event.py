"""Properties of every event that can be built, and of every body that can be sent as an event."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeAlias

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import CORPUS, SAMPLES, as_array, as_object, bodies_of, read_sample
from tests.strategies import damaged, events, json_values, unknown_entries
from topframe import Event, TopframeError, ValidationError, decode_event, decode_events, encode
from topframe.model import UnknownEntry

Place: TypeAlias = tuple[str | int, ...]

SINGLE = [name for name in SAMPLES if len(bodies_of(name)) == 1]
BODIES = [*map(read_sample, SINGLE), *(path.read_bytes() for path in sorted(CORPUS.glob("api/*.json")))]
SWAPS: list[Any] = [None, True, 7, 1.5, "a", [], {}, [[None, {}]], {"type": "exception", "data": {"values": [7]}}]
_STEP = re.compile(r'\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def refusal(body: bytes | str) -> TopframeError | None:
    """Return the error for a body. If the body decodes, check its round-trip and return None."""
    try:
        event = decode_event(body)
    except TopframeError as error:
        return error
    assert decode_event(encode(event)) == event
    return None


# --- events -----------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(events())
def test_encode_and_decode_give_an_equal_event(event: Event) -> None:
    """Decoding an encoded event gives an equal event."""
    assert decode_event(encode(event)) == event


@settings(max_examples=50)
@given(events(), st.integers(0, 4))
def test_indentation_changes_nothing(event: Event, indent: int) -> None:
    """Indentation does not change the JSON value of an encoded event."""
    assert json.loads(encode(event, indent=indent)) == json.loads(encode(event))


@settings(max_examples=25)
@given(st.lists(events(), max_size=3))
def test_a_list_of_events_decodes_back(several: list[Event]) -> None:
    """Decoding an encoded list of events gives an equal list."""
    assert decode_events(encode(several)) == several


@settings(max_examples=50)
@given(st.lists(unknown_entries(), max_size=4))
def test_unknown_entries_come_back_byte_for_byte(entries: list[UnknownEntry]) -> None:
    """Unknown entries keep their type and their JSON text, byte for byte."""
    event = decode_event(encode(Event(event_id="9", entries=tuple(entries))))
    decoded = [(entry.type, entry.json) for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    assert decoded == [(entry.type, entry.json) for entry in entries]


# --- bodies -----------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary() | st.text() | json_values().map(json.dumps))
def test_any_bytes_give_an_event_or_a_topframe_error(body: bytes | str) -> None:
    """Any bytes or text decode as an event or a list of events, or raise an error of topframe."""
    for decode in (decode_event, decode_events):
        with suppress(TopframeError):
            decode(body)


@given(st.dictionaries(st.sampled_from(Event.__struct_encode_fields__), json_values(), max_size=4))
def test_any_value_under_a_known_key_is_decoded_or_rejected(members: dict[str, Any]) -> None:
    """An event with random values under known keys survives a round-trip, or raises an error of topframe."""
    refusal(json.dumps({"eventID": "9"} | members))


@settings(max_examples=400)
@given(damaged(BODIES))
def test_a_damaged_event_is_decoded_or_rejected(body: bytes) -> None:
    """A damaged event survives a round-trip, or raises an error of topframe."""
    refusal(body)


# --- paths ------------------------------------------------------------------------------------------------------------


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Yield all paths in a JSON value, outer ones first."""
    yield at
    for key, member in (as_object(value) or {}).items():
        yield from places(member, (*at, key))
    for index, item in enumerate(as_array(value) or ()):
        yield from places(item, (*at, index))


def put(document: Any, place: Place, value: Any) -> Any:
    """Put a value at a path in the document, which is changed in place. Return the previous value."""
    node = document
    for key in place[:-1]:
        node = node[key]
    before, node[place[-1]] = node[place[-1]], value
    return before


def place_of(path: str) -> Place:
    """Split the path of a `ValidationError` into its keys and indexes."""
    assert path.startswith("$")
    steps, end = list[str | int](), 1
    for step in _STEP.finditer(path, 1):
        assert step.start() == end, f"not a path: {path}"
        name, index, quoted = step.groups()
        steps.append(name or (int(index) if index else json.loads(quoted)))
        end = step.end()
    assert end == len(path), f"not a path: {path}"
    return tuple(steps)


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("swap", SWAPS, ids=json.dumps)
def test_an_error_has_the_path_of_the_wrong_value(name: str, swap: Any) -> None:
    """After any value is replaced by any other, the event survives a round-trip, or the error has the path of that
    value or of a part of it.
    """
    (document,) = bodies_of(name)
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
            assert found[len(place) :] in within or error.found == "nothing"


def test_an_error_has_the_path_of_a_missing_key() -> None:
    """For a missing key, the path is that of the object, followed by the key."""
    with pytest.raises(ValidationError) as caught:
        decode_events(b'[{"eventID": "1"}, {"title": "2"}]')
    assert place_of(caught.value.path) == (1, "eventID")


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.sampled_from(SWAPS[1:4] + SWAPS[5:]))
def test_the_path_is_exact_for_any_key(key: str, swap: Any) -> None:
    """Dots, quotes, brackets and blanks in the name of a measurement do not change the rest of the path."""
    body = json.dumps({"eventID": "9", "measurements": {"lcp": {"unit": "a"}, key: {"unit": swap}, "ttfb": {}}})
    with pytest.raises(ValidationError) as caught:
        decode_event(body)
    assert place_of(caught.value.path) == ("measurements", key, "unit")


@pytest.mark.parametrize("good", [None, {}, {"unit": "a"}])
def test_the_path_is_that_of_the_first_fault(good: Any) -> None:
    """The path is that of the first fault, even if a later fault looks alike."""
    breakdowns = {"a": {"good": good, "bad": {"unit": 1}}, "b": {"worse": {"unit": 1}}}
    with pytest.raises(ValidationError) as caught:
        decode_event(json.dumps({"eventID": "9", "breakdowns": breakdowns}))
    assert place_of(caught.value.path) == ("breakdowns", "a", "bad", "unit")


def test_a_key_with_a_dot_is_quoted_in_the_path() -> None:
    """A path has quotes and brackets around a key with a dot, because it would otherwise read like two keys."""
    with pytest.raises(ValidationError) as caught:
        decode_event(b'{"eventID": "9", "event.type": 7}')
    assert caught.value.path == '$["event.type"]'


@pytest.mark.parametrize("type", ["hologram", "a`b`c`d", "x' - at `$.y"])
def test_an_entry_with_two_types_is_kept_unchanged(type: str) -> None:
    """An entry with two `type` keys is kept unchanged if the first is unknown, even if that text imitates an error
    message.
    """
    body = f'{{"eventID":"9","entries":[{{"type":"{type}","type":"exception"}}]}}'
    assert encode(decode_event(body)).decode() == body
