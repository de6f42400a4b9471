"""Tests for the log message in the raw dialect."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_raw_event
from topframe.raw import RawLogEntry


def test_a_message_comes_back() -> None:
    """All keys come back: the template, the formatted text and the parameters."""
    assert_comes_back(
        RawLogEntry, '{"message": "no rate for %s", "formatted": "no rate for AT", "params": ["AT"], "unheardOf": 1}'
    )


def test_a_message_may_be_empty() -> None:
    """All keys are optional and can be null. The server stores nulls if only *formatted* is known."""
    assert_may_be_empty(RawLogEntry)


@pytest.mark.parametrize("params", [["AT", 17, None], {"country": "AT"}, [], {}, "AT", 5])
def test_parameters_are_a_list_or_an_object(params: object) -> None:
    """A list and an object are usual. Other JSON values are accepted too, and come back unchanged."""
    assert written(decode(RawLogEntry, json.dumps({"params": params}))) == {"params": params}


@pytest.mark.parametrize("text", ["", "text", 5, 1.5, True])
def test_a_text_may_be_no_text(text: object) -> None:
    """Numbers and booleans come back unchanged, because loggers accept them as messages."""
    body = {"message": text, "formatted": text}
    assert written(decode(RawLogEntry, json.dumps(body))) == body


@pytest.mark.parametrize("key", ["logentry", "message"])
@pytest.mark.parametrize("value", ["text", "", 5, 1.5, True, False, {"message": "a"}, {"formatted": "b"}, {}])
def test_a_message_is_an_object_text_or_number(key: str, value: object) -> None:
    """The current key and the key used until 2018 accept the same values. Each value comes back under its own key."""
    assert written(decode_raw_event(json.dumps({key: value}))) == {key: value}


def test_both_keys_are_kept_apart() -> None:
    """`logentry` and `message` have separate fields, because stored events have both."""
    event = decode_raw_event(b'{"logentry": {"formatted": "a"}, "message": "b"}')
    assert (event.logentry, event.message) == (RawLogEntry(formatted="a"), "b")
