"""Envelopes: the bodies in which SDKs send an event together with its attachments, sessions and other items.

An envelope is a line with a JSON header, followed by items. Each item is a line with a JSON header, followed by a
payload of any kind. The payload ends after the number of bytes in its header's `length`, or else at the end of the
line.
Source: getsentry/relay, relay-server/src/envelope/; https://develop.sentry.dev/sdk/data-model/envelopes/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from ..errors import DecodeError, ValidationError
from ..model._base import Interface
from ..model.printed import Printed
from ..model.sdk import Sdk
from ..wire.compression import decompress
from ..wire.document import Body, as_bytes, decode_within, members_in
from ..wire.freeform import as_known, free_form

_MAX_SIZE = 100 * 1024 * 1024
"""Relay's default limit for the size of an envelope, in bytes."""
_MAX_ITEMS = 1000
"""Default limit for the number of items. SDKs send a handful, and Relay accepts up to 100 sessions. Without a limit, a
body of 100 MiB could hold eight million empty items, which take about fifteen times as much memory as the body."""


class EnvelopeHeader(Interface, frozen=True, kw_only=True):
    """The header of an envelope. It applies to all items.

    *sdk* and *trace* can hold any JSON, because Relay accepts any JSON there.
    """

    event_id: str | None = None
    """Id of the event that the items belong to: 32 hexadecimal digits, with or without dashes. It takes precedence over
    the id in the event itself. None if the items belong to no event, as with sessions, or if the server chooses the id.
    """
    dsn: str | None = None
    """The address to which the SDK sends the envelope, with the public key of the project. None if the request itself
    has this information."""
    sdk_json: Raw | UnsetType = field(default=UNSET, name="sdk")
    """*sdk* as unchanged JSON."""
    sent_at: datetime | None = None
    """The time at which the envelope was sent, by the sender's clock. The server uses it to correct the times of the
    event."""
    trace_json: Raw | UnsetType = field(default=UNSET, name="trace")
    """*trace* as unchanged JSON."""

    @property
    def sdk(self) -> Sdk | None:
        """The SDK that sent the envelope; None if the header does not name it."""
        return as_known(free_form(self.sdk_json), Sdk)

    @property
    def trace(self) -> Any:
        """The values that decide about sampling: an object with `trace_id`, `public_key`, `sample_rate`, `environment`
        and others. None if the header has no trace.
        """
        return free_form(self.trace_json)


class EnvelopeItemHeader(Interface, frozen=True, kw_only=True):
    """The header of an item. It describes the payload."""

    type: str
    """Type of the item: `event`, `transaction`, `attachment`, `session`, `client_report`, `replay_recording` or
    another. Sentry adds new types over time."""
    length: int | None = None
    """Size of the payload in bytes. None: the payload ends at the end of its line."""
    item_count: int | None = None
    """Number of logs, spans or metrics in the payload, if the payload is a list of these."""
    content_type: str | None = None
    """MIME type of the payload, for example `application/json`."""
    attachment_type: str | None = None
    """Type of an attachment: `event.attachment`, `event.minidump`, `event.view_hierarchy` or another. None means
    `event.attachment`. Sentry adds new types over time."""
    filename: str | None = None
    """Name of an attachment, as the sender wrote it. It can contain a path."""
    platform: str | None = None
    """Platform of a profile chunk."""
    routing_hint: str | None = None
    """A UUID. The server processes check-ins with the same UUID together."""


class EnvelopeItem(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """One item of an envelope: a header and a payload."""

    header: EnvelopeItemHeader
    header_json: bytes
    """The unchanged line of the header, including its undeclared keys."""
    payload: bytes
    """The unchanged payload: JSON, text, an image, a minidump or any other data."""


class Envelope(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """Items that were sent together, with their common header."""

    header: EnvelopeHeader
    header_json: bytes
    """The unchanged line of the header, including its undeclared keys."""
    items: tuple[EnvelopeItem, ...]
    """The items in the sender's order. Servers refuse an envelope without items, and an envelope with two events."""


_HEADER = msgspec.json.Decoder(EnvelopeHeader)
_ITEM_HEADER = msgspec.json.Decoder(EnvelopeItemHeader)

_OF_HEADERS = frozenset(EnvelopeHeader.__struct_encode_fields__)
_OF_ITEM_HEADERS = frozenset(EnvelopeItemHeader.__struct_encode_fields__)

_NOT_BLANK = re.compile(rb"[^ \t\r\n]")


def decode_envelope(
    body: Body, *, content_encoding: str | None = None, max_size: int = _MAX_SIZE, max_items: int = _MAX_ITEMS
) -> Envelope:
    r"""Decode an envelope, as SDKs send it to `/api/{project_id}/envelope/`.

    Items of any type are kept, and payloads are not decoded. Lines end with `\n`; a `\r` before the `\n` is part of the
    payload. Blank lines before a header, and at the end of the envelope, are skipped. Relay skips them between items,
    but not at the end.

    Args:
        body: The envelope, compressed or not. An envelope that is text can be a str; its lengths then count bytes of
            UTF-8, not characters.
        content_encoding: The value of the request's `Content-Encoding`; `wire.compression.decompress` lists the
            accepted values. None: gzip, zlib and zstd are recognized by their first bytes.
        max_size: The largest accepted size of the decompressed envelope, in bytes.
        max_items: The largest accepted number of items.

    Raises:
        ValidationError: A value in a header has the wrong type, a *length* is negative, or an item has no *type*.
            `.path` is a path in the `Envelope`, for example `$.header.event_id` or `$.items[2].header.type`.
        DecodeError: The body is empty, a header is not JSON in UTF-8, a payload is shorter or longer than its *length*,
            the envelope exceeds a limit, or the body cannot be decompressed. `.offset` is a byte of the decompressed
            body.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    data = decompress(as_bytes(body), content_encoding, max_size=max_size)
    first = _NOT_BLANK.search(data)
    if first is None:
        raise DecodeError("Malformed envelope: the body is empty")
    end = _end_of_line(data, first.start())
    header_json = data[first.start() : end]
    return Envelope(
        header=decode_within(header_json, _HEADER, ("header",), first.start()),
        header_json=header_json,
        items=tuple(_items(data, end + 1, max_items)),
    )


def can_be_header(line: bytes) -> bool:
    """Whether a line can be the header of an envelope: an object that is empty or has only keys of that header.

    A raw event can look the same. So the first two lines of an envelope can look like two documents, and the caller
    decides: a text that is not one document is an envelope if either line can be a header, because the other one can be
    damaged or have unknown keys. A file can also hold many documents, so it is an envelope only if both lines can be.
    """
    members = members_in(line)
    return members is not None and members.keys() <= _OF_HEADERS


def can_be_item_header(line: bytes) -> bool:
    """Whether a line can be the header of an item. It has a `type`, and either only known keys or also a `length`.

    No event has a `length`.
    """
    names = (members_in(line) or {}).keys()
    return "type" in names and (names <= _OF_ITEM_HEADERS or "length" in names)


def _items(data: bytes, at: int, max_items: int) -> Iterator[EnvelopeItem]:
    """Read the items that begin at the byte *at* or after it."""
    index = 0
    while first := _NOT_BLANK.search(data, at):
        if index >= max_items:
            raise DecodeError(f"Malformed envelope: it has more than {max_items} items", first.start())
        item, at = _item(data, first.start(), index)
        yield item
        index += 1


def _item(data: bytes, at: int, index: int) -> tuple[EnvelopeItem, int]:
    """Read the item that begins at the byte *at*. Also return the byte at which the next item can begin."""
    end = _end_of_line(data, at)
    header_json = data[at:end]
    header = decode_within(header_json, _ITEM_HEADER, ("items", index, "header"), at)
    start = min(end + 1, len(data))  # after the last header, the newline can be missing if the payload is empty
    end = _end_of_line(data, start) if header.length is None else _end_of_payload(data, start, header.length, index)
    return EnvelopeItem(header=header, header_json=header_json, payload=data[start:end]), end + 1


def _end_of_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end


def _end_of_payload(data: bytes, at: int, length: int, index: int) -> int:
    """The end of a payload that has a *length*. A newline or the end of the envelope must follow the payload."""
    if length < 0:
        raise ValidationError(f"$.items[{index}].header.length", "number of bytes", "negative number")
    end = at + length
    if end > len(data):
        raise DecodeError(f"Malformed envelope: the payload of item {index} ends too early", len(data))
    if data[end : end + 1] not in {b"", b"\n"}:
        raise DecodeError(f"Malformed envelope: no newline after the payload of item {index}", end)
    return end
