"""How events, deliveries and envelopes are printed with `print`, `repr` and rich."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.pretty import pretty_repr

from tests.conftest import DATA, SAMPLES, events_of
from topframe import decode_envelope, decode_event, decode_raw_event, decode_view
from topframe.model import SourceLine, UnknownEntry
from topframe.views import EventFrames, EventSummary
from topframe.webhooks import decode_delivery

ENTRIES = [{"type": "message", "data": {"formatted": "Boom"}}, {"type": "hologram"}]


def api(**members: Any) -> bytes:
    """The body of a web API event with an id and *members*."""
    return json.dumps({"eventID": "0a1b", **members}).encode()


def raw(**members: Any) -> bytes:
    """The body of a raw event with an id and *members*."""
    return json.dumps({"event_id": "0a1b", **members}).encode()


# --- one line ---------------------------------------------------------------------------------------------------------


LINES: list[tuple[dict[str, Any], str]] = [
    ({}, "0a1b"),
    ({"title": "Boom", "message": "b"}, "0a1b: Boom"),
    ({"title": "", "message": "b", "entries": []}, "0a1b: b (0 entries)"),
    ({"title": "Boom", "entries": ENTRIES[:1]}, "0a1b: Boom (1 entry)"),
    ({"dateCreated": "2026-01-02T03:04:05.6Z"}, "0a1b (2026-01-02 03:04:05+00:00)"),
    ({"dateReceived": "2026-01-02T03:04:05"}, "0a1b (2026-01-02 03:04:05)"),
    ({"datetime": "2026-01-02T03:04:05Z", "entries": ENTRIES}, "0a1b (2026-01-02 03:04:05+00:00, 2 entries)"),
    ({"type": "transaction", "endTimestamp": 1772530331.25}, "0a1b (2026-03-03 09:32:11+00:00)"),
    ({"title": "a\n\x1b[31m\u202eb é"}, "0a1b: a\\n\\x1b[31m\\u202eb é"),
    ({"title": "x" * 201}, f"0a1b: {'x' * 200}..."),
    ({"eventID": ""}, "event without an id"),
]
RAW_LINES: list[tuple[dict[str, Any], str]] = [
    ({}, "0a1b (0 interfaces)"),
    ({"event_id": None, "title": "Boom"}, "event without an id: Boom (0 interfaces)"),
    ({"exception": [{"type": "A"}, {"type": "B", "value": "b"}], "threads": []}, "0a1b: B: b (2 interfaces)"),
    ({"exception": {"value": {"a": [1]}}}, "0a1b: {'a': [1]} (1 interface)"),
    ({"exception": [{}], "logentry": {"message": "m"}}, "0a1b: m (2 interfaces)"),
    ({"logentry": {"message": "m %s", "formatted": "m 1"}}, "0a1b: m 1 (1 interface)"),
    ({"message": "m"}, "0a1b: m (0 interfaces)"),
    ({"transaction": "/cart", "timestamp": 1772530331.25}, "0a1b: /cart (2026-03-03 09:32:11+00:00, 0 interfaces)"),
    ({"datetime": "2026-03-03T09:32:11Z"}, "0a1b (2026-03-03 09:32:11+00:00, 0 interfaces)"),
    ({"received": 1772530331}, "0a1b (2026-03-03 09:32:11+00:00, 0 interfaces)"),
]


@pytest.mark.parametrize(("members", "line"), LINES)
def test_print_shows_an_event_in_one_line(members: dict[str, Any], line: str) -> None:
    """The line has the known ones of id, title, time and number of entries. Control characters are escaped."""
    assert str(decode_event(api(**members))) == line


@pytest.mark.parametrize(("members", "line"), RAW_LINES)
def test_print_shows_a_raw_event_in_one_line(members: dict[str, Any], line: str) -> None:
    """Raw events often have no title, so the exception that was raised or the message replaces it."""
    assert str(decode_raw_event(raw(**members))) == line


def test_print_shows_a_view_in_one_line() -> None:
    """The line has only the fields that the view reads."""
    body = api(title="Boom", dateCreated="2026-01-02T03:04:05Z", entries=ENTRIES)
    assert str(decode_view(body, EventSummary)) == "0a1b: Boom (2026-01-02 03:04:05+00:00)"
    assert str(decode_view(body, EventFrames)).startswith("0a1b (")


# --- repr and rich ----------------------------------------------------------------------------------------------------


def test_repr_shows_only_fields_with_a_value() -> None:
    """Free-form parts are decoded and have the names of their properties."""
    event = decode_event(api(contexts={"os": {"name": "Linux"}}, context={"a": [1, None]}, user={"id": 7}, dist=None))
    shown = "event_id='0a1b', user={'id': 7}, contexts={'os': {'name': 'Linux'}}, context={'a': [1, None]}"
    assert repr(event) == f"Event({shown})"
    assert repr(SourceLine(1, "a")) == "SourceLine(lineno=1, text='a')"
    assert pretty_repr(event, max_width=200) == repr(event)


SHORT: list[tuple[Any, str]] = [
    ("x" * 81, f"'{'x' * 80}'..."),
    ("\x1b[31m", "'\\x1b[31m'"),
    ([*range(7)], "[0, 1, 2, 3, 4, 5, ...]"),
    ({str(key): key for key in range(7)}, "{'0': 0, '1': 1, '2': 2, '3': 3, '4': 4, '5': 5, ...}"),
    ([[[[[[1]]]]]], "[[[[[[...]]]]]]"),
    ([[[[[[]]]]]], "[[[[[[]]]]]]"),
    (10**100, f"1{'0' * 79}..."),
    (1.5, "1.5"),
]


@pytest.mark.parametrize(("extra", "shown"), SHORT)
def test_repr_cuts_long_values(extra: object, shown: str) -> None:
    """Long texts and lists are cut, and deep levels become `...`."""
    assert repr(decode_raw_event(raw(extra=extra))) == f"RawEvent(event_id='0a1b', extra={shown})"


def test_the_length_of_repr_is_limited() -> None:
    """The `repr` of an event of any size is cut to 10 000 characters."""
    wide = {f"{'k' * 100}{number}": {str(inner): ["x" * 100] * 9 for inner in range(9)} for number in range(99)}
    parts = dict.fromkeys(("contexts", "extra", "modules", "_meta", "metadata", "_metrics"), wide)
    text = repr(decode_raw_event(raw(**parts, tags=[["a" * 99, "b" * 99]] * 99)))
    assert len(text) == 10_003
    assert text.endswith("...")


def test_an_undecodable_part_is_shown_as_an_ellipsis() -> None:
    """A free-form part is shown as `...` if it has a number with too many digits for Python."""
    event = decode_raw_event(b'{"event_id": "9", "extra": %s}' % (b"1" * 4301))
    assert repr(event) == "RawEvent(event_id='9', extra=...)"
    assert pretty_repr(event) == "RawEvent(event_id='9', extra=Ellipsis)"


def test_the_depth_of_a_rich_tree_is_limited() -> None:
    """Free-form parts can be nested hundreds of times; deep levels become `...`."""
    deep: Any = {}
    for _ in range(100):
        deep = {"a": [deep]}
    assert pretty_repr(decode_raw_event(raw(extra=deep, metadata=deep))).count("Ellipsis") == 2


@pytest.mark.parametrize("name", SAMPLES)
def test_printing_decodes_raw_json(name: str) -> None:
    """No `msgspec.Raw object at 0x...` appears in the output of `repr`, `print` or rich, for any sample."""
    for event in events_of(name):
        assert "Raw object" not in repr(event) + pretty_repr(event) + str(event)


@pytest.mark.parametrize("file", sorted((DATA / "webhooks").glob("*.json")), ids=lambda file: file.stem)
def test_repr_shows_the_content_of_a_delivery(file: Any) -> None:
    """The body is cut, and events in the delivery are shown decoded."""
    body = file.read_bytes()
    delivery = decode_delivery(body)
    for text in (repr(delivery), pretty_repr(delivery)):
        assert text.startswith(f"{type(delivery).__name__}(")
        assert "Raw object" not in text
    assert repr(body[:80]) + "..." in repr(delivery) or len(repr(delivery)) == 10_003


def test_repr_cuts_the_payloads_of_an_envelope() -> None:
    """Payloads can be large files, so they are cut."""
    envelope = decode_envelope(b'{"event_id":"9"}\n{"type":"attachment","length":99}\n' + b"\x00" * 99)
    assert repr(envelope).endswith(f"payload={bytes(80)!r}...),))")
    assert str(bytes(80))[2:-1] + "..." in pretty_repr(envelope, max_width=1000)


def test_repr_cuts_an_unknown_entry() -> None:
    """An unknown entry can be as large as an event."""
    assert repr(UnknownEntry("a", b"1")) == "UnknownEntry(type='a', json=b'1')"
    assert repr(UnknownEntry("a", b"1" * 81)) == f"UnknownEntry(type='a', json={b'1' * 80!r}...)"
