"""What holds for every event that can be built, and for every body that can be sent."""

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
    """Why a body is no event; None when it is one, which then does not change when it is written and read."""
    try:
        event = decode_event(body)
    except TopframeError as error:
        return error
    assert decode_event(encode(event)) == event
    return None


# --- every event ------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(events())
def test_what_is_encoded_decodes_back(event: Event) -> None:
    """Decoding undoes encoding."""
    assert decode_event(encode(event)) == event


@settings(max_examples=50)
@given(events(), st.integers(0, 4))
def test_indentation_changes_nothing(event: Event, indent: int) -> None:
    """With blanks or without, the event says the same."""
    assert json.loads(encode(event, indent=indent)) == json.loads(encode(event))


@settings(max_examples=25)
@given(st.lists(events(), max_size=3))
def test_a_list_of_events_decodes_back(several: list[Event]) -> None:
    """What holds for one event holds for many."""
    assert decode_events(encode(several)) == several


@settings(max_examples=50)
@given(st.lists(unknown_entries(), max_size=4))
def test_unknown_entries_come_back_byte_for_byte(entries: list[UnknownEntry]) -> None:
    """Not their value alone, their text is kept, and so is what they call themselves."""
    event = decode_event(encode(Event(event_id="9", entries=tuple(entries))))
    decoded = [(entry.type, entry.json) for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    assert decoded == [(entry.type, entry.json) for entry in entries]


# --- every body -------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.binary() | st.text() | json_values().map(json.dumps))
def test_nothing_else_is_raised(body: bytes | str) -> None:
    """Whatever the bytes, they are an event or the error is ours."""
    for decode in (decode_event, decode_events):
        with suppress(TopframeError):
            decode(body)


@given(st.dictionaries(st.sampled_from(Event.__struct_encode_fields__), json_values(), max_size=4))
def test_any_value_under_a_known_key_is_taken_or_refused(members: dict[str, Any]) -> None:
    """An event of random members is one or is not; what is one comes back."""
    refusal(json.dumps({"eventID": "9"} | members))


@settings(max_examples=400)
@given(damaged(BODIES))
def test_a_damaged_event_is_one_or_is_refused(body: bytes) -> None:
    """Damage gives an event that comes back as it is, or an error of ours."""
    refusal(body)


# --- every place ------------------------------------------------------------------------------------------------------


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """All places in a JSON value, outer ones first."""
    yield at
    for key, member in (as_object(value) or {}).items():
        yield from places(member, (*at, key))
    for index, item in enumerate(as_array(value) or ()):
        yield from places(item, (*at, index))


def put(document: Any, place: Place, value: Any) -> Any:
    """The document, changed in place, with another value at a place; and what stood there."""
    node = document
    for key in place[:-1]:
        node = node[key]
    before, node[place[-1]] = node[place[-1]], value
    return before


def place_of(path: str) -> Place:
    """What the path of a `ValidationError` says, step by step."""
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
def test_an_error_names_the_place_that_is_wrong(name: str, swap: Any) -> None:
    """Whatever is put wherever, it is taken and comes back, or the error points there, or to something within."""
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


def test_a_missing_key_is_named_where_it_should_be() -> None:
    """The path leads to an object that is there, and ends with the key that is not."""
    with pytest.raises(ValidationError) as caught:
        decode_events(b'[{"eventID": "1"}, {"title": "2"}]')
    assert place_of(caught.value.path) == (1, "eventID")


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.sampled_from(SWAPS[1:4] + SWAPS[5:]))
def test_the_path_is_exact_whatever_the_key(key: str, swap: Any) -> None:
    """Names of measurements are free: dots, quotes, brackets and blanks in them do not mislead the path."""
    body = json.dumps({"eventID": "9", "measurements": {"lcp": {"unit": "a"}, key: {"unit": swap}, "ttfb": {}}})
    with pytest.raises(ValidationError) as caught:
        decode_event(body)
    assert place_of(caught.value.path) == ("measurements", key, "unit")


@pytest.mark.parametrize("good", [None, {}, {"unit": "a"}])
def test_the_path_leads_to_the_first_of_equal_faults(good: Any) -> None:
    """Decoding stops at the first fault; the path does not mix its place with that of the next one."""
    breakdowns = {"a": {"good": good, "bad": {"unit": 1}}, "b": {"worse": {"unit": 1}}}
    with pytest.raises(ValidationError) as caught:
        decode_event(json.dumps({"eventID": "9", "breakdowns": breakdowns}))
    assert place_of(caught.value.path) == ("breakdowns", "a", "bad", "unit")


def test_a_key_with_a_dot_stands_in_quotes() -> None:
    """Else it reads like two keys."""
    with pytest.raises(ValidationError) as caught:
        decode_event(b'{"eventID": "9", "event.type": 7}')
    assert caught.value.path == '$["event.type"]'


@pytest.mark.parametrize("type", ["hologram", "a`b`c`d", "x' - at `$.y"])
def test_an_entry_that_says_twice_what_it_is_is_kept(type: str) -> None:
    """If the first word for it is unknown, it is none of the known ones, and nothing of it gets into a message."""
    body = f'{{"eventID":"9","entries":[{{"type":"{type}","type":"exception"}}]}}'
    assert encode(decode_event(body)).decode() == body
