"""Reads one JSON document: converts a body to bytes in UTF-8, and decodes these with a decoder of msgspec.

The body that a caller gives is bytes or text. `utf8` converts it to `bytes` in UTF-8 once, and all other functions take
these bytes. msgspec does not check UTF-8 in parts that it skips or leaves undecoded, so `utf8` checks the whole body.

A document can be a part of another document, such as the event in a webhook. Then an error must name the place in the
whole document. So the functions here take the path of the part and the byte at which it begins.

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
"""The members of a JSON object: each key with its value, which is not decoded yet."""
MEMBERS: Final = msgspec.json.Decoder(Members)
"""The decoder for the members of a JSON object."""

MAX_DOCUMENTS: Final = 10_000
"""The number of documents at which counting stops."""

_ANY = msgspec.json.Decoder(msgspec.Raw)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NEXT = re.compile(rb"[ \t\r\n,]*+[{\[]")
"""Text up to the first bracket of the next document."""


def as_bytes(body: Body) -> bytes:
    """Convert a body to `bytes`. The function does not check that bytes are UTF-8.

    Raises:
        DecodeError: *body* is a str with half a surrogate pair.
        TypeError: *body* has another type than `Body` allows.
    """
    if isinstance(body, str):
        return _encoded(body)
    if isinstance(body, (bytes, bytearray, memoryview)):  # pyright: ignore[reportUnnecessaryIsInstance]
        return bytes(body)
    raise TypeError(f"a body is bytes, bytearray, memoryview or str, not {type(body).__name__}")


def utf8(body: Body, offset: int = 0) -> bytes:
    """Convert a document to bytes, and check that all of it is UTF-8, also the parts that msgspec skips.

    Args:
        body: The document.
        offset: The byte of the whole document at which *body* begins, from 0.

    Returns:
        The document. Three blanks replace a byte order mark.

    Raises:
        DecodeError: *body* is not UTF-8, or is a str with half a surrogate pair.
        TypeError: *body* has another type than `Body` allows.
    """
    data = body if type(body) is bytes else as_bytes(body)
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        start = exc.start  # *exc* holds the body, so it must not be the context of our error
    else:
        # Blanks replace the byte order mark, so that later bytes keep their offsets.
        return b"   " + data[3:] if data.startswith(_BYTE_ORDER_MARK) else data
    raise DecodeError("Not UTF-8", offset + start)


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as exc:
        start = exc.start  # *exc* holds the body, so it must not be the context of our error
    raise DecodeError("Half a surrogate pair", len(body[:start].encode()))


def decode_within(data: bytes, decoder: msgspec.json.Decoder[T], root: Path = (), offset: int = 0) -> T:
    """Decode a document, or a part of one.

    Args:
        data: The document or part.
        decoder: The decoder for the expected type.
        root: The path of *data* in the whole document; () if *data* is the whole document.
        offset: The byte of the whole document at which *data* begins, from 0.

    Raises:
        ValidationError: *data* does not have the expected type; the path begins with *root*.
        DecodeError: *data* is not JSON in UTF-8; `.offset` counts from the beginning of the whole document.
    """
    json = data if data.isascii() else utf8(data, offset)  # ASCII is common; a call takes 80 ns more
    try:
        return decoder.decode(json)
    except UNREADABLE as exc:
        fault = fault_of(exc, json, decoder, root, offset if root else None)
    raise fault


def members_in(text: bytes) -> Members | None:
    """The members of a JSON object; None if *text* is not one JSON object in UTF-8."""
    try:
        return decode_within(text, MEMBERS)
    except DecodeError:
        return None


def in_one_pass(data: bytes, decoder: msgspec.json.Decoder[T]) -> T | None:
    """Decode a document; None if it is JSON but does not have the type that *decoder* expects.

    Raises:
        DecodeError: *data* is not JSON.
    """
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        return None
    except UNREADABLE as exc:
        fault = decode_error(exc, data)
    raise fault


def end_of_document(data: memoryview) -> int | None:
    """Find the end of the JSON document that *data* begins with.

    Args:
        data: The document, and anything after it.

    Returns:
        The length of the document in bytes, including the blanks after it. 0 if it is damaged or nested too deeply.
        None if *data* ends before the document does.
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
    """Count the JSON documents in *data*, which follow one another.

    Args:
        data: A text in UTF-8 that is not a single JSON document. Between documents it may have commas, and byte order
            marks, which joined files have.

    Returns:
        The number of documents. 1 if no second document begins; `MAX_DOCUMENTS` + 1 for all larger numbers.
    """
    rest = memoryview(data.replace(_BYTE_ORDER_MARK, b" "))
    for count in range(1, MAX_DOCUMENTS + 1):
        end = end_of_document(rest)
        following = _NEXT.match(rest, end) if end else None
        if not following:
            return count
        rest = rest[following.end() - 1 :]
    return MAX_DOCUMENTS + 1
