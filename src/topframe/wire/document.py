"""One JSON document: from any kind of text to bytes in UTF-8, and from these to what a decoder makes of it.

The body that a caller gives is bytes or text. It becomes `bytes` in UTF-8 once, in `utf8`; everything else reads these.
msgspec checks neither the parts that it skips nor those that it leaves undecoded, so `utf8` checks the whole body.

A document can be a part of another one, such as the event in a webhook. Then an error must name the place in the whole.
So the functions here take the path of the part, and the byte at which it begins.

Source: RFC 8259
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias, TypeVar

import msgspec

from ..errors import DecodeError
from .diagnosis import TRAILING, UNREADABLE, Path, complaint_and_byte, decode_error, fault_of

T = TypeVar("T")

Body: TypeAlias = bytes | bytearray | memoryview | str
"""One JSON document; bytes hold UTF-8, with or without a byte order mark."""

Members: TypeAlias = dict[str, msgspec.Raw]
"""The keys of a JSON object and their values, which are not decoded yet."""
MEMBERS: Final = msgspec.json.Decoder(Members)
"""Decodes a JSON object to its members."""

MAX_DOCUMENTS: Final = 10_000
"""Counting documents stops at this number."""

_ANY = msgspec.json.Decoder(msgspec.Raw)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NEXT = re.compile(rb"[ \t\r\n,]*+[{\[]")
"""The beginning of the next of several documents."""


def as_bytes(body: Body) -> bytes:
    """The body as `bytes`, which cannot change.

    Raises:
        DecodeError: *body* is a str with half a surrogate pair.
        TypeError: *body* is none of these types.
    """
    if isinstance(body, str):
        return _encoded(body)
    if isinstance(body, (bytes, bytearray, memoryview)):  # pyright: ignore[reportUnnecessaryIsInstance]
        return bytes(body)
    raise TypeError(f"a body is bytes, bytearray, memoryview or str, not {type(body).__name__}")


def utf8(body: Body, offset: int = 0) -> bytes:
    """The document as bytes. All of them are checked to be UTF-8, also in the parts that msgspec skips.

    Args:
        body: The document.
        offset: The byte of the whole at which it begins.

    Raises:
        DecodeError: *body* is not UTF-8.
        TypeError: *body* is none of these types.
    """
    data = body if type(body) is bytes else as_bytes(body)
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        start = exc.start  # the error itself holds the body
    else:
        # Replaced by blanks, so that later bytes keep their offsets.
        return b"   " + data[3:] if data.startswith(_BYTE_ORDER_MARK) else data
    raise DecodeError("Not UTF-8", offset + start)


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as exc:
        start = exc.start  # the error itself holds the body
    raise DecodeError("Half a surrogate pair", len(body[:start].encode()))


def decode_within(data: bytes, decoder: msgspec.json.Decoder[T], root: Path = (), offset: int = 0) -> T:
    """Decode a document, or a part of one.

    Args:
        data: The document.
        decoder: What it should be.
        root: Its path in the whole document; () when it is the whole.
        offset: The byte of the whole at which it begins.

    Raises:
        ValidationError: It is not what *decoder* expects; the path begins with *root*.
        DecodeError: It is not JSON in UTF-8; the byte is that of the whole.
    """
    json = data if data.isascii() else utf8(data, offset)  # for an ASCII text, a call would show
    try:
        return decoder.decode(json)
    except UNREADABLE as exc:
        fault = fault_of(exc, json, decoder, root, offset if root else None)
    raise fault


def in_one_pass(data: bytes, decoder: msgspec.json.Decoder[T]) -> T | None:
    """Decode a document; None if it is JSON, but not what *decoder* expects.

    Raises:
        DecodeError: *data* is not JSON.
    """
    try:
        return decoder.decode(data)
    except (msgspec.ValidationError, TypeError):
        return None
    except UNREADABLE as exc:
        fault = decode_error(exc, data)
    raise fault


def end_of_document(data: memoryview) -> int | None:
    """Find the end of the JSON document that *data* begins with.

    Args:
        data: The document, and anything after it.

    Returns:
        How many bytes it has, including the blanks after it. 0 when it is damaged or nested too deeply. None when
        *data* ends before the document does.
    """
    try:
        _ANY.decode(data)
    except RecursionError:
        return 0
    except msgspec.DecodeError as exc:
        what, byte = complaint_and_byte(str(exc))
        if what == TRAILING:
            return byte
        return None if "truncated" in str(exc) else 0
    return len(data)


def count_of_documents(data: bytes) -> int:
    """Count the JSON documents in *data*, which stand one after the other.

    Args:
        data: A text in UTF-8 that is not one JSON document. Between documents it may have commas, and the byte order
            marks of files that were put together.

    Returns:
        1 if no second one begins. `MAX_DOCUMENTS` + 1 if there are more than `MAX_DOCUMENTS`.
    """
    rest = memoryview(data.replace(_BYTE_ORDER_MARK, b" "))
    for count in range(1, MAX_DOCUMENTS + 1):
        end = end_of_document(rest)
        following = _NEXT.match(rest, end) if end else None
        if not following:
            return count
        rest = rest[following.end() - 1 :]
    return MAX_DOCUMENTS + 1
