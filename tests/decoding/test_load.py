"""Tests of loading an event from any kind of body."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import read_sample
from tests.strategies import json_values
from topframe import (
    DecodeError,
    Dialect,
    Event,
    RawEvent,
    TopframeError,
    ValidationError,
    decode_event,
    dialect_of,
    load_event,
    normalize,
    read_events,
)
from topframe.decoding import load as module
from topframe.decoding.load import load_view, messages_of
from topframe.views import EventSummary

brotli: Any = import_module("brotli")

API: dict[str, Any] = {"eventID": "0a1b", "title": "Boom"}
RAW: dict[str, Any] = {"event_id": "0A-1B", "logentry": "Boom", "received": 1.0}
LOOKED_FOR = (
    "Not an event: looked for `eventID` of the web API, `event_id` or an interface of a raw event, `event` or `data` "
    "of a webhook, `Records`, `Messages` or `Body` of a queue, or the lines of an envelope"
)
ENVELOPE = b'{}\n{"type":"event"}\n{"event_id":"0a1b","logentry":"Boom"}\n'


def text(value: Any) -> str:
    """A JSON document as a string, to be put inside another document."""
    return json.dumps(value)


def envelope(*items: tuple[str, Any], **header: Any) -> bytes:
    """An envelope with these items. A payload is bytes, or any other value, which is encoded as JSON."""
    lines = [text(header).encode()]
    for type, payload in items:
        data = payload if isinstance(payload, bytes) else text(payload).encode()
        lines += [text({"type": type, "length": len(data)}).encode(), data]
    return b"\n".join([*lines, b""])


# --- dialects ---------------------------------------------------------------------------------------------------------

BODIES: dict[str, tuple[Dialect, Any]] = {
    "an answer of the web API": ("api", API),
    "an answer that looks an event up": ("api", {"eventId": "0a1b", "projectSlug": "shop", "event": API}),
    "a raw event": ("raw", RAW),
    "an event of 2014": ("raw", {"sentry.interfaces.Message": {"message": "Boom"}, "project": "1"}),
    "an event that has an interface alone": ("raw", {"platform": "python"}),
    "a webhook of an error": ("webhook", {"action": "created", "data": {"error": RAW}}),
    "a webhook of an alert": ("webhook", {"action": "triggered", "data": {"event": RAW, "triggered_rule": "r"}}),
    "a webhook of the web API's event": ("webhook", {"data": {"event": API}}),
    "a webhook of old": ("webhook", {"project": "shop", "event": RAW}),
    "a record of a Lambda function": ("queue", {"Records": [{"messageId": "m", "body": text(RAW)}]}),
    "an answer of a queue": ("queue", {"Messages": [{"MessageId": "m", "Body": text(API)}]}),
    "a message of a queue": ("queue", {"MessageId": "m", "Body": text(RAW)}),
    "a message of a Lambda function": ("queue", {"messageId": "m", "body": text({"data": {"event": RAW}})}),
    "an event with members of other documents": ("raw", {**RAW, "body": "b", "data": {}, "Records": []}),
    "an event with an id and no interface": ("raw", {"event_id": "0a1b", "message": "Boom", "data": {"error": "e"}}),
    "a webhook with null beside it": ("webhook", {"event": None, "data": {"event": RAW, "error": None}}),
    "an envelope in a message": ("queue", {"messageId": "m", "body": ENVELOPE.decode()}),
    "an envelope": ("envelope", ENVELOPE),
}


def written(body: Any) -> bytes:
    """A body as bytes."""
    return body if isinstance(body, bytes) else text(body).encode()


@pytest.mark.parametrize("name", BODIES)
def test_events_are_found_in_every_kind_of_body(name: str) -> None:
    """The keys of the document tell its kind, with or without indentation."""
    dialect, body = BODIES[name]
    assert dialect_of(written(body)) == dialect
    assert "Boom" in {load_event(written(body)).title} or name == "an event that has an interface alone"
    if not isinstance(body, bytes):
        indented = json.dumps(body, indent=2)
        assert (dialect_of(indented), load_event(indented)) == (dialect, load_event(written(body)))


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress], ids=["gzip", "zlib"])
def test_a_body_can_be_compressed(name: str, compress: Any) -> None:
    """The first bytes tell the format."""
    dialect, body = BODIES[name]
    packed = compress(written(body))
    assert (dialect_of(packed), load_event(packed)) == (dialect, load_event(written(body)))


def test_bytes_buffers_and_str_are_accepted() -> None:
    """A byte order mark is accepted as well."""
    data = text(RAW).encode()
    for body in (data, bytearray(data), memoryview(data), data.decode(), b"\xef\xbb\xbf" + data):
        assert load_event(body).title == "Boom"


def test_responses_are_decoded_and_raw_events_are_normalized() -> None:
    """The results are those of `decode_event` and of `normalize`."""
    answer = read_sample("python_chained")
    assert load_event(answer) == decode_event(answer)
    event = load_event(text(RAW))
    assert event == normalize(RawEvent(event_id="0A-1B", logentry="Boom", received=1.0))
    assert event.event_id == "0a1b"


@pytest.mark.parametrize("name", [name for name, (dialect, _) in BODIES.items() if dialect not in ("api", "envelope")])
def test_an_event_id_in_another_place_does_not_matter(name: str) -> None:
    """Only the keys of the object itself tell what a body is, even if a part of it is an event of the web API."""
    dialect, body = BODIES[name]
    nested: dict[str, Any] = {"unheardOf": {**API, "entries": []}, **body}
    assert (dialect_of(text(nested)), load_event(text(nested))) == (dialect, load_event(text(body)))


def test_a_response_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A response of the web API is decoded without a pass that reads its keys."""
    read: list[object] = []
    monkeypatch.setattr(module, "kind_of", read.append)
    monkeypatch.setattr(module, "kind_in", read.append)
    load_event(read_sample("python_chained"))
    load_view(read_sample("python_chained"), EventSummary)
    assert read == []


def test_a_body_of_another_type_is_a_type_error() -> None:
    """An object of another type is a mistake of the caller, not bad input."""
    with pytest.raises(TypeError, match=r"^a body is bytes, bytearray, memoryview or str, not int$"):
        load_event(7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# --- envelopes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", ["event", "transaction", "feedback", "security"])
def test_an_event_is_found_in_an_envelope(type: str) -> None:
    """The envelope can have other items, such as attachments with any bytes."""
    body = envelope(("attachment", b"\x00\xff\r\n{}\n"), (type, RAW), ("session", {}), ("attachment", b""))
    assert dialect_of(body) == "envelope"
    assert load_event(body).message == "Boom"


def test_the_id_of_the_envelope_wins() -> None:
    """The id in the header of the envelope replaces the id in the event."""
    assert load_event(envelope(("event", RAW), event_id="0C-1D")).event_id == "0c1d"
    assert load_event(envelope(("event", RAW))).event_id == "0a1b"
    assert load_event(envelope(("event", {"platform": "go"}))).event_id == ""


@pytest.mark.parametrize("sent", [{}, {"type": "error"}, {"type": "event"}])
@pytest.mark.parametrize("type", ["transaction", "feedback"])
def test_the_type_of_the_item_wins(type: str, sent: dict[str, str]) -> None:
    """SDKs of PHP and Rust do not write a type into a transaction.

    Relay takes the type from the item, even if the event has another type.
    """
    event = {"transaction": "/cart", "start_timestamp": 1772530331, "timestamp": 1772530331.25, **sent}
    body = envelope((type, event), event_id="0a1b")
    found = load_event(body)
    assert (found.type, found.event_id) == (type, "0a1b")
    assert list(read_events([body])) == [found]
    if type == "transaction":
        assert (found.start_timestamp, found.end_timestamp) == (1772530331, 1772530331.25)
        assert (found.tag("level"), found.title) == ("info", "/cart")


def test_an_item_of_type_event_does_not_set_the_type() -> None:
    """An item of type `event` can hold an event of any type."""
    for type in ("transaction", "feedback"):
        assert load_event(envelope(("event", {"event_id": "9", "type": type}))).type == type


def test_an_envelope_header_can_have_unknown_keys() -> None:
    """In this case, the header of the first item shows that the body is an envelope."""
    body = b'{"event_id":"0a1b","retries":0}\n\n{"type":"event"}\n{"message":"Boom"}'
    assert dialect_of(body) == "envelope"
    assert load_event(body).event_id == "0a1b"


def test_a_first_item_with_a_platform_shows_an_envelope() -> None:
    """Items with profiles have a `platform`, like events. `load_event` and `read_events` have one rule for items."""
    profile = b'{"type":"profile_chunk","platform":"python","length":2}\n{}\n'
    event = b'{"type":"event"}\n{"message":"Boom"}'
    assert load_event(b'{"event_id":"0a1b","retries":0}\n' + profile + event).event_id == "0a1b"
    body = b'{"event_id":"0a1b"}\n' + profile + event
    assert list(read_events([body])) == [load_event(body)]


def test_two_lines_with_unknown_keys_are_no_envelope() -> None:
    """Lines of other programs can have a `type`. Without a `length`, an item has only known keys."""
    with pytest.raises(DecodeError, match=r"^2 documents; read_events takes many$"):
        load_event(b'{"retries":0}\n{"type":"start","unheardOf":1}\n')


def test_an_envelope_can_begin_with_blanks() -> None:
    """People paste envelopes with blank lines before them."""
    assert dialect_of(b"\n \n" + ENVELOPE) == "envelope"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (envelope(("session", {}), ("attachment", b"\xff")), "An envelope without an event"),
        (envelope(("event", RAW), ("transaction", RAW)), "An envelope with 2 events"),
        (envelope(sent_at="2026-01-02T03:04:05Z"), "An envelope without an event"),
        (envelope(event_id="0a1b", trace={}), "An envelope without an event"),
        (envelope(dsn="https://public@example.test/1"), "An envelope without an event"),
        (
            envelope(("security", {"csp-report": {}})),
            "Expected `raw event`, got `security report` - at `$.items[0].payload`",
        ),
        (envelope(("event", b"{")), "Malformed JSON: it ends too early - at byte 1"),
        (envelope(("event", b"\xff")), "Not UTF-8 - at byte 0"),
        (b'{}\n{"length":2}\n{}\n', "Expected `str`, got `nothing` - at `$.items[0].header.type`"),
        (
            b'{}\n{"type":"event","length":9}\n{}',
            "Malformed envelope: the payload of item 0 ends too early - at byte 33",
        ),
        (
            envelope(("session", {}), ("event", {"level": []})),
            "Expected `int | str | null`, got `array` - at `$.items[1].payload.level`",
        ),
        (envelope(("event", {"exception": [{"module": 7}]})), None),
    ],
)
def test_errors_of_envelopes(body: bytes, message: str | None) -> None:
    """The envelope does not contain exactly one event, or the error has a path in the `Envelope`."""
    with pytest.raises(DecodeError) as caught:
        load_event(body)
    message = message or "Expected `str | null`, got `int` - at `$.items[0].payload.exception[0].module`"
    assert str(caught.value) == message


# --- queues -----------------------------------------------------------------------------------------------------------


BAD_MESSAGES: list[tuple[Any, str]] = [
    ({"Records": []}, "A queue's response with 0 messages: give one of them at a time"),
    ({"Messages": [{}, {}]}, "A queue's response with 2 messages: give one of them at a time"),
    ({"Records": [{"s3": {}}]}, "A message that says where an event is: read that from Amazon S3"),
    ({"Records": [{"kinesis": {"data": "e30="}}]}, "A message without a `body`"),
    ({"s3Url": "s3://a/b"}, "A message that says where an event is: read that from Amazon S3"),
    ({"Body": text({"s3Url": "s3://a/b"})}, "A message that says where an event is: read that from Amazon S3"),
    ({"Body": text({"messageId": "m", "body": text(RAW)})}, "A message within a message"),
    ({"Body": text({"Records": [{"body": text(RAW)}]})}, "A message within a message"),
    ({"Body": text({"a": 1})}, LOOKED_FOR),
    ({"Body": "boom"}, "Malformed JSON: invalid character - at byte 0"),
    ({"Body": text({"event_id": 7})}, "Expected `str | null`, got `int` - at `$.event_id`"),
    ({"Body": 7}, "Expected `str`, got `int` - at `$.Body`"),
    ({"messageId": "m", "body": None}, "Expected `str`, got `null` - at `$.body`"),
    ({"Records": 7}, "Expected `array`, got `int` - at `$.Records`"),
    ({"Records": [7]}, "Expected `object`, got `int` - at `$.Records[0]`"),
    ({"Records": [{"body": {}}]}, "Expected `str`, got `object` - at `$.Records[0].body`"),
    ({"Messages": [{"Body": {}}]}, "Expected `str`, got `object` - at `$.Messages[0].Body`"),
]


@pytest.mark.parametrize(("body", "message"), BAD_MESSAGES)
def test_errors_of_queue_messages(body: Any, message: str) -> None:
    """The error says what is wrong.

    For a fault in the text of a queue message, the path is in the document that the text holds.
    """
    with pytest.raises(DecodeError) as caught:
        load_event(text(body))
    assert str(caught.value) == message


# --- other documents --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{}", LOOKED_FOR),
        ('{"body": "Boom"}', LOOKED_FOR),
        ('{"a": 1, "title": "Boom"}', LOOKED_FOR),
        ("[]", "Expected `event`, got `array` - at `$`"),
        (text([API]), "Expected `event`, got `array` - at `$`"),
        ("7", "Expected `event`, got `int` - at `$`"),
        ('"boom"', "Expected `event`, got `str` - at `$`"),
        ("null", "Expected `event`, got `null` - at `$`"),
        ("", "Malformed JSON: the body is empty"),
        ("\n\n", "Malformed JSON: the body is empty"),
        ("{", "Malformed JSON: it ends too early - at byte 1"),
        ("<html>", "Malformed JSON: invalid character, it looks like HTML - at byte 0"),
        ("7\n8", "Expected `event`, got `int` - at `$`"),
        (b"\x80", "Not UTF-8 - at byte 0"),
        ("\ud800", "Half a surrogate pair - at byte 0"),
        ('{"csp-report": {}}', "Expected `event`, got `security report` - at `$`"),
        (
            '{"data": {"event": {"comments": "x", "eventID": "9"}}}',
            "Expected `raw event`, got `user report` - at `$.data.event`",
        ),
        ('{"event": {"type": "message", "text": "Boom"}}', "Expected `raw event`, got `other object` - at `$.event`"),
        ('{"detail": "Not found."}', "Expected `event`, got `API error` - at `$`"),
        ('{"data": {}}', "A webhook without an event: `data` has neither `event` nor `error`"),
        ('{"data": {"issue": {}}}', "A webhook without an event: `data` has neither `event` nor `error`"),
        ('{"data": []}', "Expected `object`, got `array` - at `$.data`"),
        ('{"event": 7}', "Expected `object`, got `int` - at `$.event`"),
        ('{"eventID": 7}', "Expected `str`, got `int` - at `$.eventID`"),
        ('{"event_id": 7}', "Expected `str | null`, got `int` - at `$.event_id`"),
        ('{"event": {"eventID": 7}}', "Expected `str`, got `int` - at `$.event.eventID`"),
        ('{"data": {"event": {"level": []}}}', "Expected `int | str | null`, got `array` - at `$.data.event.level`"),
        ('{"data": {"error": {"dist": {}}}}', None),
        (
            '{"data": {"event": {"eventID": "a", "entries": [{"type": "exception", "data": 7}]}}}',
            "Expected `object | null`, got `int` - at `$.data.event.entries[0].data`",
        ),
    ],
)
def test_errors_of_other_documents(body: str | bytes, message: str | None) -> None:
    """The error lists the keys that were looked for, or has the path of the fault."""
    message = message or "Expected `bool | int | float | str | null`, got `object` - at `$.data.error.dist`"
    for load in (load_event, dialect_of):
        with pytest.raises(DecodeError) as caught:
            load(body)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"event_id":"1","message":"a"}\n{"event_id":"2","message":"b"}\n', "2 documents; read_events takes many"),
        ('{"eventID":"1"}{"eventID":"2"} {"eventID":"3"}', "3 documents; read_events takes many"),
        ('\ufeff{"data":{"event":{}}}\n{"data":{"event":{}}}', "2 documents; read_events takes many"),
        ('{"a":1}\n{"b":2}', "2 documents; read_events takes many"),
        ('{\n"a":1\n}\n[\n{}\n]\n', "2 documents; read_events takes many"),
        ('{"platform":"go"}\n' * 10_000, "10000 documents; read_events takes many"),
        ('{"platform":"go"}\n' * 10_001, "More than 10000 documents; read_events takes many"),
        ('{"a":1}\n{"b"', "2 documents; read_events takes many"),
        ('{"a":1}\n{"b":' + "[" * 100_000, "2 documents; read_events takes many"),
        ('{"a":1}, {"b":2},\n{"c":3}', "3 documents; read_events takes many"),
        ('\ufeff{"a":1}\n\ufeff{"b":2}\n\ufeff{"c":3}', "3 documents; read_events takes many"),
        ('{"a":1},', "Malformed JSON: trailing characters - at byte 7"),
        ('{"a":1}\nb', "Malformed JSON: trailing characters - at byte 8"),
        ('{"a":1,}\n{"b":2}', "Malformed JSON: trailing comma in object - at byte 7"),
    ],
)
def test_several_documents_are_counted(body: str, message: str) -> None:
    """`load_event` accepts one document. For several, the error names `read_events`."""
    with pytest.raises(DecodeError) as caught:
        load_event(body)
    assert str(caught.value) == message


def test_the_path_is_an_attribute_of_the_error() -> None:
    """A ValidationError has the path as an attribute."""
    with pytest.raises(ValidationError) as caught:
        load_event('{"data": {"event": {"level": []}}}')
    assert caught.value.path == "$.data.event.level"


def test_a_decompression_bomb_is_refused() -> None:
    """A decompressed body can have at most 100 MiB."""
    bomb = gzip.compress(b" " * (100 * 1024 * 1024 + 1), 1)
    with pytest.raises(DecodeError, match=r"^The body has more than 104857600 bytes$"):
        load_event(bomb)


@settings(max_examples=300)
@given(
    st.binary() | st.text() | json_values().map(json.dumps) | json_values().map(lambda it: gzip.compress(written(it)))
)
def test_any_body_gives_an_event_or_our_error(body: bytes | str) -> None:
    """No other exception escapes, for any bytes."""
    with suppress(TopframeError):
        assert isinstance(load_event(body), Event)


KEYS = st.sampled_from(
    [
        *("eventID", "event_id", "eventId", "event", "data", "error", "detail", "Records", "Messages", "body", "Body"),
        *("s3Url", "platform", "exception", "dsn", "sent_at", "type", "length"),
    ]
)


@settings(max_examples=300)
@given(
    st.recursive(
        json_values() | st.just(RAW) | st.just(API) | st.just(text(RAW)),
        lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=2) | inner.map(json.dumps),
        max_leaves=6,
    ),
    st.booleans(),
)
def test_any_document_with_event_keys_gives_an_event_or_our_error(value: Any, lines: bool) -> None:
    """The keys that tell the kind of a body are in places with and without meaning."""
    body = written(value)
    if lines:
        body = b"{}\n" + text({"type": "event", "length": len(body)}).encode() + b"\n" + body
    with suppress(TopframeError):
        assert isinstance(load_event(body), Event)


@pytest.mark.parametrize(
    "body",
    [
        b'{"event_id": "9", "message": "\\"Records\\""}',
        b'{"title": {"Records": 7}}',
        b'{"Records": null, "Messages": null}',
        b'{"Records": 7}',
        b'{"Records": [',
        b'{"Body": "{}", "subject": "Records", "Records": null}',
        b'{"Body": "{}", "key": {"Records": 1}}',
    ],
)
def test_messages_of_other_bodies_is_none(body: bytes) -> None:
    """The words `Records` and `Messages` can occur in other bodies."""
    assert messages_of(body) is None


def test_messages_of_a_queue_response_is_its_list() -> None:
    """`messages_of` gives the key of the list and its JSON. The list can be empty."""
    assert messages_of(b'{"Messages": [{"Body": "a"}, {"Body": "b"}]}') == (
        "Messages",
        b'[{"Body": "a"}, {"Body": "b"}]',
    )
    assert messages_of(b'{"Records": null, "Messages": []}') == ("Messages", b"[]")
