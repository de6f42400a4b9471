"""Tests of envelopes: the bounds of items, the keys of headers, and the errors of malformed bodies."""

from __future__ import annotations

import gzip
import pickle
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from topframe import DecodeError, Envelope, EnvelopeHeader, EnvelopeItem, ValidationError, decode_envelope
from topframe.decoding.envelope import EnvelopeItemHeader
from topframe.model import Sdk

HEAD = b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc"}\n'
DSN = "https://0123456789abcdef0123456789abcdef@o1.ingest.example.com/42"


def items_of(*lines: bytes) -> list[tuple[str, bytes]]:
    """Types and payloads of the items that these lines hold. The header of the envelope is added."""
    return [(item.header.type, item.payload) for item in decode_envelope(HEAD + b"".join(lines)).items]


def failure(body: Any, **limits: Any) -> DecodeError:
    """The error that `decode_envelope` raises for a body."""
    with pytest.raises(DecodeError) as caught:
        decode_envelope(body, **limits)
    return caught.value


# --- the envelope and its header --------------------------------------------------------------------------------------


def test_an_envelope_has_a_header_and_items() -> None:
    """Headers are decoded and also kept as unchanged JSON. Payloads are kept unchanged."""
    header = b'{"event_id":"9","custom":1}'
    first = b'{"type":"event","length":2,"content_type":"application/json","custom":2}'
    second = b'{"type":"attachment","length":4,"filename":"a.png","attachment_type":"event.attachment"}'
    assert decode_envelope(b"\n".join([header, first, b"{}", second, b"\x89PN\n", b""])) == Envelope(
        header=EnvelopeHeader(event_id="9"),
        header_json=header,
        items=(
            EnvelopeItem(
                header=EnvelopeItemHeader(type="event", length=2, content_type="application/json"),
                header_json=first,
                payload=b"{}",
            ),
            EnvelopeItem(
                header=EnvelopeItemHeader(
                    type="attachment", length=4, filename="a.png", attachment_type="event.attachment"
                ),
                header_json=second,
                payload=b"\x89PN\n",
            ),
        ),
    )


def test_all_keys_of_the_envelope_header_are_read() -> None:
    """The SDK has the same class as in events; the trace is an object."""
    header = decode_envelope(
        f'{{"event_id":"9ec79c33-ec99-42ab-8353-589fcb2e04dc","dsn":"{DSN}","sent_at":"2024-10-01T10:12:17.5+02:00",'
        '"sdk":{"name":"sentry.python","version":"2.0.0","packages":[{"name":"pypi:sentry-sdk"}]},'
        '"trace":{"trace_id":"7","sample_rate":"0.5"}}'
    ).header
    assert header.event_id == "9ec79c33-ec99-42ab-8353-589fcb2e04dc"
    assert header.dsn == DSN
    assert header.sent_at == datetime(2024, 10, 1, 8, 12, 17, 500_000, UTC)
    assert header.sdk is not None
    assert (header.sdk.name, header.sdk.version) == ("sentry.python", "2.0.0")
    assert header.trace == {"trace_id": "7", "sample_rate": "0.5"}


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"event_id":null,"dsn":null,"sdk":null,"sent_at":null,"trace":null}'],
    ids=["absent", "null"],
)
def test_no_key_of_the_envelope_header_is_required(body: bytes) -> None:
    """A null value and a missing key mean the same."""
    header = decode_envelope(body).header
    assert (header.event_id, header.dsn, header.sdk, header.sent_at, header.trace) == (None,) * 5


@pytest.mark.parametrize(("sdk", "known"), [("7", None), ('{"name":5,"version":"1"}', Sdk(version="1"))])
def test_sdk_and_trace_can_be_any_json(sdk: str, known: Sdk | None) -> None:
    """Relay accepts any SDK and any trace. If one of them has the wrong type, the rest of the header is still read."""
    header = decode_envelope(f'{{"sdk":{sdk},"trace":[1]}}').header
    assert header.sdk == known
    assert header.trace == [1]


@pytest.mark.parametrize("body", [b"{}", b"{}\n", b"\n{}", b"{}\n\n", b"{}\n \r\n\t"])
def test_an_envelope_can_be_empty(body: bytes) -> None:
    """A header without items is an envelope, with or without a newline after it."""
    assert decode_envelope(body) == Envelope(header=EnvelopeHeader(), header_json=b"{}", items=())


def test_all_keys_of_an_item_header_are_read() -> None:
    """Fields are None if their keys are null."""
    header = {
        "type": "log",
        "length": 0,
        "item_count": 3,
        "content_type": "application/vnd.sentry.items.log+json",
        "attachment_type": "event.minidump",
        "filename": "C:\\a.dmp",
        "platform": "python",
        "routing_hint": "93ae1f27-1d91-4eb3-8ad1-b0a4f8b4f9a5",
    }
    (item,) = decode_envelope(HEAD + msgspec.json.encode(header)).items
    assert msgspec.to_builtins(item.header) == header
    (item,) = decode_envelope(HEAD + msgspec.json.encode(dict.fromkeys(header) | {"type": "log"})).items
    assert item.header == EnvelopeItemHeader(type="log")


# --- where items end --------------------------------------------------------------------------------------------------


def test_a_payload_with_a_length_ends_after_that_many_bytes() -> None:
    """The payload can have newlines, headers and bytes that are not text."""
    payload = b'\xff\n{"type":"event"}\n\r\n'
    head = b'{"type":"a","length":%d}\n' % len(payload)
    assert items_of(head, payload, b"\n", b'{"type":"b"}\n') == [("a", payload), ("b", b"")]


def test_a_payload_without_a_length_ends_at_the_end_of_the_line() -> None:
    """On the last line, it ends at the end of the envelope."""
    assert items_of(b'{"type":"a"}\none\n{"type":"b","length":null}\ntwo') == [("a", b"one"), ("b", b"two")]


@pytest.mark.parametrize("length", [b"", b',"length":0'])
@pytest.mark.parametrize("end", [b"\n\n", b"\n", b""])
def test_a_payload_can_be_empty(length: bytes, end: bytes) -> None:
    """Its length is 0, or its line is empty. At the end of the envelope, the newlines can be missing."""
    head = b'{"type":"a"' + length + b"}"
    assert items_of(head, end) == [("a", b"")]
    assert items_of(head, b"\n\n", head, end) == [("a", b""), ("a", b"")]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_the_last_newline_can_be_missing(end: bytes) -> None:
    """Newlines are required only between items."""
    assert items_of(b'{"type":"a","length":3}\none', end) == [("a", b"one")]


def test_a_carriage_return_is_part_of_the_payload() -> None:
    r"""Lines end with `\n`. In a header, `\r` is whitespace of JSON."""
    assert items_of(b'{"type":"a"}\r\none\r\n') == [("a", b"one\r")]
    assert items_of(b'{"type":"a","length":4}\none\r\n') == [("a", b"one\r")]
    assert str(failure(HEAD + b'{"type":"a","length":3}\none\r\n')) == (
        "Malformed envelope: no newline after the payload of item 0 - at byte 75"
    )


def test_blank_lines_before_a_header_are_skipped() -> None:
    """Relay's JSON reader skips them between items. Editors add some at the end."""
    body = b'\n \n{"type":"a"}\none\n\n\r\n{"type":"b","length":3}\ntwo\n\n\n'
    assert items_of(body) == [("a", b"one"), ("b", b"two")]


@pytest.mark.parametrize("type", ["hologram", "", "otel_lidar", "é"])
def test_items_of_unknown_type_are_kept(type: str) -> None:
    """Sentry adds types every year, and servers pass on types that they do not know."""
    assert items_of(f'{{"type":"{type}"}}\none\n'.encode()) == [(type, b"one")]


def test_several_items_can_have_the_same_type() -> None:
    """Mostly these are attachments. The server, and not this function, refuses two events."""
    assert items_of(b'{"type":"event"}\n{}\n' * 2) == [("event", b"{}")] * 2


def test_a_header_can_begin_with_a_byte_order_mark() -> None:
    """JSON documents can begin with a byte order mark, so the header can too."""
    assert decode_envelope("\ufeff" + HEAD.decode()).header.event_id == "9ec79c33ec9942ab8353589fcb2e04dc"


# --- accepted bodies --------------------------------------------------------------------------------------------------

PLAIN = HEAD + b'{"type":"a","length":3}\n\xc3\xa9!\n'


@pytest.mark.parametrize("body", [PLAIN, bytearray(PLAIN), memoryview(PLAIN), PLAIN.decode()])
def test_bytes_buffers_and_str_are_accepted(body: Any) -> None:
    """In a str, the length of a payload counts bytes of UTF-8."""
    assert decode_envelope(body).items[0].payload == b"\xc3\xa9!"


def test_a_body_of_another_type_is_a_type_error() -> None:
    """An object of another type is a mistake of the caller, not bad input."""
    body: Any = 5
    with pytest.raises(TypeError, match="a body is bytes, bytearray, memoryview or str, not int"):
        decode_envelope(body)


@pytest.mark.parametrize("encoding", [None, "gzip"])
def test_a_body_can_be_compressed(encoding: str | None) -> None:
    """The `Content-Encoding` of the request tells the format, or else the first bytes do."""
    assert decode_envelope(gzip.compress(PLAIN), content_encoding=encoding) == decode_envelope(PLAIN)
    assert str(failure(PLAIN, content_encoding="gzip")) == "Malformed gzip: it is damaged, or not gzip at all"


def test_size_and_number_of_items_are_limited() -> None:
    """The size limit applies to the decompressed body."""
    assert str(failure(gzip.compress(PLAIN), max_size=9)) == "The body has more than 9 bytes"
    assert str(failure(PLAIN, max_size=9)) == "The body has more than 9 bytes"
    assert str(failure(PLAIN, max_items=0)) == "Malformed envelope: it has more than 0 items - at byte 48"
    many = HEAD + b'{"type":"a"}\n\n' * 1000
    assert len(decode_envelope(many).items) == 1000
    assert str(failure(many + b'\n{"type":"a"}')) == "Malformed envelope: it has more than 1000 items - at byte 14049"


def test_envelopes_survive_pickle() -> None:
    """An envelope can be sent to another process."""
    envelope = decode_envelope(b'{"sdk":{"name":"a"}}\n{"type":"a"}\none')
    assert pickle.loads(pickle.dumps(envelope)) == envelope


# --- malformed envelopes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "offset"),
    [
        (b"", "Malformed envelope: the body is empty", None),
        (b"\n \r\n", "Malformed envelope: the body is empty", None),
        ("{\ud800", "Half a surrogate pair", 1),
        (b"<html>\n", "Malformed JSON: invalid character, it looks like HTML", 0),
        (b"\n{} x\n", "Malformed JSON: trailing characters", 4),
        (b'{"event_id":"\xff"}\n', "Not UTF-8", 13),
        (b'{"sdk":' + b"[" * 100_000, "Malformed JSON: nested too deeply", 0),
        (b"{\n}\n", "Malformed JSON: it ends too early", 1),
        (HEAD + b'{"type":"a"}x\n', "Malformed JSON: trailing characters", 60),
        (HEAD + b'\n{"type":"\xff"}\n', "Not UTF-8", 58),
        (HEAD + b'{"type":"a"', "Malformed JSON: it ends too early", 59),
        (HEAD + b'{"type":"a","b":"\\ud800"}', "Malformed JSON: half a surrogate pair", 65),
        (HEAD + b'{"type":"a"}\none\nmore\n', "Malformed JSON: invalid character", 65),
        (HEAD + b'{"type":"a","length":4}\none', "Malformed envelope: the payload of item 0 ends too early", 75),
        (HEAD + b'{"type":"a","length":1}', "Malformed envelope: the payload of item 0 ends too early", 71),
        (
            HEAD + b'{"type":"a"}\n\n{"type":"a","length":%d}\n' % 10**30,
            "Malformed envelope: the payload of item 1 ends too early",
            116,
        ),
        (
            HEAD + b'{"type":"a","length":2}\none\n',
            "Malformed envelope: no newline after the payload of item 0",
            74,
        ),
    ],
)
def test_errors_of_malformed_envelopes_have_an_offset(body: Any, message: str, offset: int | None) -> None:
    """Offsets count from the first byte of the envelope, in every header."""
    error = failure(body)
    assert type(error) is DecodeError
    assert (error.message, error.offset) == (message, offset)


@pytest.mark.parametrize(
    ("body", "path", "expected", "found"),
    [
        (b"[]\n", "$.header", "object", "array"),
        (b'"text"', "$.header", "object", "str"),
        (b'{"event_id":5}\n', "$.header.event_id", "str | null", "int"),
        (b'{"sent_at":"s3cret"}\n', "$.header.sent_at", "RFC 3339 datetime", "str"),
        (b'{"dsn":["s3cret"]}\n', "$.header.dsn", "str | null", "array"),
        (HEAD + b"null\n", "$.items[0].header", "object", "null"),
        (HEAD + b"{}\n", "$.items[0].header.type", "str", "nothing"),
        (HEAD + b'{"detail":"s3cret"}\n', "$.items[0].header.type", "str", "nothing"),
        (HEAD + b'{"type":null}\n', "$.items[0].header.type", "str", "null"),
        (HEAD + b'{"type":"a"}\n\n{"type":"a","filename":7}\n', "$.items[1].header.filename", "str | null", "int"),
        (HEAD + b'{"type":"a","length":"3"}\none', "$.items[0].header.length", "int | null", "str"),
        (HEAD + b'{"type":"a","length":3.5}\none', "$.items[0].header.length", "int | null", "float"),
        (HEAD + b'{"type":"a","length":true}\none', "$.items[0].header.length", "int | null", "bool"),
        (HEAD + b'{"type":"a","length":-1}\none', "$.items[0].header.length", "number of bytes", "negative number"),
        (HEAD + b'{"type":"a","length":%s}\n' % (b"9" * 5000), "$.items[0].header.length", "number in range", "number"),
    ],
)
def test_a_wrong_type_has_a_path(body: bytes, path: str, expected: str, found: str) -> None:
    """The path leads to the header in the `Envelope`. The message does not contain the value."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert (error.path, error.expected, error.found) == (path, expected, found)
    assert str(error) == f"Expected `{expected}`, got `{found}` - at `{path}`"
