"""Properties of every envelope that can be written, and of every body that can be sent as an envelope."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from importlib import import_module
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.strategies import damaged, json_values, texts
from topframe import Envelope, TopframeError, decode_envelope
from topframe.wire.compression import decompress

brotli: Any = import_module("brotli")

HEADERS = st.dictionaries(texts(), json_values(), max_size=3)
ENCODINGS = [None, "identity", "gzip", "deflate", "br", "zstd", "gzip, br", "deflate,gzip,zstd"]
SAMPLE = (
    b'{"event_id":"9ec79c33ec9942ab8353589fcb2e04dc","sdk":{"name":"a"},"sent_at":"2024-10-01T10:12:17Z"}\n'
    b'{"type":"attachment","length":10,"filename":"hello.txt"}\n\xef\xbb\xbfHello\r\n\n'
    b'{"type":"event"}\n{"message":"hello world"}\n'
    b'{"type":"session","length":0}\n\n'
    b'{"type":"hologram","length":3}\n\xff\n\x00'
)
BODIES: list[bytes] = [
    SAMPLE,
    gzip.compress(SAMPLE) * 2,
    zlib.compress(SAMPLE),
    zlib.compress(SAMPLE)[2:-4],
    brotli.compress(SAMPLE),
    b"\x28\xb5\x2f\xfd\x00\x58" + (len(SAMPLE) << 3 | 1).to_bytes(3, "little") + SAMPLE,
]
FOREIGN = [b"\n", b"\r", b"-", b"9" * 30, b"null", b"{}", b"\x00"]


@st.composite
def items(draw: DrawFn) -> tuple[dict[str, Any], bytes]:
    """The header and the payload of an item. If the payload has a newline, the header has its length."""
    payload = draw(st.binary(max_size=40) | st.sampled_from([b"\n", b"\n\n{}", b"\r\n", b'{"type":"event"}\n']))
    header = {"type": draw(texts())} | draw(HEADERS)
    sized = {"length": len(payload)} if b"\n" in payload or draw(st.booleans()) else {}
    known = dict.fromkeys(("length", "item_count", "content_type", "attachment_type", "filename", "platform"))
    return header | known | {"routing_hint": None, "type": draw(texts())} | sized, payload


def written(header: dict[str, Any], items: list[tuple[dict[str, Any], bytes]], *, last: bytes, gap: bytes) -> bytes:
    """Return an envelope as an SDK writes it."""
    lines = [json.dumps(header).encode()]
    for item_header, payload in items:
        lines += [gap + json.dumps(item_header).encode(), payload]
    return b"\n".join(lines) + last


@given(HEADERS, st.lists(items(), max_size=4), st.sampled_from([b"", b"\n", b"\n\n"]), st.sampled_from([b"", b"\n \n"]))
def test_a_written_envelope_is_decoded_exactly(
    header: dict[str, Any], items: list[tuple[dict[str, Any], bytes]], last: bytes, gap: bytes
) -> None:
    """Every item of a written envelope is decoded with its header and its exact bytes."""
    known = dict.fromkeys(("event_id", "dsn", "sent_at"))
    envelope = decode_envelope(written(header | known, items, last=last, gap=gap))
    assert json.loads(envelope.header_json) == header | known
    assert [(json.loads(item.header_json), item.payload) for item in envelope.items] == items
    assert [(item.header.type, item.header.length) for item in envelope.items] == [
        (item_header["type"], item_header["length"]) for item_header, _ in items
    ]


def pieces(envelope: Envelope) -> list[bytes]:
    """Return the headers and payloads of an envelope in order: all its bytes except separators."""
    found = [envelope.header_json]
    for item in envelope.items:
        found += [item.header_json, item.payload]
    return found


def check(body: bytes | str, encoding: str | None) -> None:
    """Check that a body decodes as an envelope without loss of bytes, or raises an error of topframe."""
    with suppress(TopframeError):
        envelope = decode_envelope(body, content_encoding=encoding, max_size=1 << 16)
        data = decompress(body.encode() if isinstance(body, str) else body, encoding, max_size=1 << 16)
        at = 0
        for piece in pieces(envelope):
            begin = data.index(piece, at)
            assert not data[at:begin].strip(b" \t\r\n")
            at = begin + len(piece)
        assert not data[at:].strip(b" \t\r\n")


@settings(max_examples=200)
@given(st.binary() | st.text() | json_values().map(json.dumps), st.sampled_from(ENCODINGS) | st.text())
def test_any_bytes_give_an_envelope_or_a_topframe_error(body: bytes | str, encoding: str | None) -> None:
    """Any bytes with any Content-Encoding decode as an envelope, or raise an error of topframe."""
    check(body, encoding)


@given(st.lists(st.binary(max_size=20) | json_values().map(lambda value: json.dumps(value).encode()), max_size=5))
def test_any_lines_give_an_envelope_or_a_topframe_error(lines: list[bytes]) -> None:
    """Lines that resemble an envelope decode as an envelope, or raise an error of topframe."""
    check(b"\n".join([b"{}", b'{"type":"a"}', *lines]), None)


@settings(max_examples=400)
@given(damaged(BODIES, FOREIGN), st.sampled_from(ENCODINGS))
def test_a_damaged_envelope_is_decoded_or_rejected(body: bytes, encoding: str | None) -> None:
    """A damaged envelope decodes as another envelope, or raises an error of topframe."""
    check(body, encoding)


def test_a_truncated_envelope_loses_whole_items_or_is_rejected() -> None:
    """A truncated envelope loses whole items or is rejected. Only an item without a length can become shorter."""
    whole = decode_envelope(SAMPLE)
    assert [item.header.type for item in whole.items] == ["attachment", "event", "session", "hologram"]
    for end in range(len(SAMPLE)):
        with suppress(TopframeError):
            envelope = decode_envelope(SAMPLE[:end])
            for item, original in zip(envelope.items, whole.items, strict=False):
                assert item.header == original.header
                assert item.payload == original.payload or item.header.length is None
