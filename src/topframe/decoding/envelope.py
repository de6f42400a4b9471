"""Envelopes: what SDKs send, an event and what belongs to it in one body.

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
from ..wire.document import Body, as_bytes, decode_within
from ..wire.freeform import as_known, free_form

_MAX_SIZE = 100 * 1024 * 1024
"""What Relay takes by default."""
_MAX_ITEMS = 1000
"""SDKs send a handful, and Relay admits 100 sessions. A body of 100 MiB could hold eight million empty ones, which take
some fifteen times as much memory."""


class EnvelopeHeader(Interface, frozen=True, kw_only=True):
    """What holds for all items of an envelope.

    *sdk* and *trace* can be anything: Relay refuses no envelope for what they hold.
    """

    event_id: str | None = None
    """The event that the items belong to, whatever the event says itself: 32 hexadecimal digits, with dashes or
    without. None where there is none, as with sessions, or where the server is to choose it."""
    dsn: str | None = None
    """Where to send the envelope, with the public key of the project. None when the request says it."""
    sdk_json: Raw | UnsetType = field(default=UNSET, name="sdk")
    """*sdk* as it came."""
    sent_at: datetime | None = None
    """When the envelope was sent, by the clock of the sender: what the server corrects the event's times with."""
    trace_json: Raw | UnsetType = field(default=UNSET, name="trace")
    """*trace* as it came."""

    @property
    def sdk(self) -> Sdk | None:
        """The SDK that sent the envelope, or None."""
        return as_known(free_form(self.sdk_json), Sdk)

    @property
    def trace(self) -> Any:
        """What sampling goes by: an object of `trace_id`, `public_key`, `sample_rate`, `environment`, ...; or None."""
        return free_form(self.trace_json)


class EnvelopeItemHeader(Interface, frozen=True, kw_only=True):
    """What an item says of its payload."""

    type: str
    """`event`, `transaction`, `attachment`, `session`, `client_report`, `replay_recording`, ...: grows."""
    length: int | None = None
    """Bytes of the payload. None: it ends with its line."""
    item_count: int | None = None
    """How many things the payload holds, where it is a list of logs, spans or metrics."""
    content_type: str | None = None
    """Such as `application/json`."""
    attachment_type: str | None = None
    """`event.attachment`, which None means too, `event.minidump`, `event.view_hierarchy`, ...: grows."""
    filename: str | None = None
    """The name of an attachment, as the sender has it: it can hold a path."""
    platform: str | None = None
    """That of a profile chunk."""
    routing_hint: str | None = None
    """What keeps check-ins together on the server: a UUID."""


class EnvelopeItem(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """One payload with its header."""

    header: EnvelopeItemHeader
    header_json: bytes
    """The header's line as it came, with the keys that are not declared."""
    payload: bytes
    """As it came: JSON, text, a picture, a minidump, ..."""


class Envelope(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """The items that were sent together."""

    header: EnvelopeHeader
    header_json: bytes
    """The header's line as it came, with the keys that are not declared."""
    items: tuple[EnvelopeItem, ...]
    """In the sender's order. Servers refuse an envelope without any, and one with two events."""


_HEADER = msgspec.json.Decoder(EnvelopeHeader)
_ITEM_HEADER = msgspec.json.Decoder(EnvelopeItemHeader)

_NOT_BLANK = re.compile(rb"[^ \t\r\n]")


def decode_envelope(
    body: Body, *, content_encoding: str | None = None, max_size: int = _MAX_SIZE, max_items: int = _MAX_ITEMS
) -> Envelope:
    r"""Decode an envelope, as SDKs send it to `/api/{project_id}/envelope/`.

    Items of any type are kept, and no payload is looked into. Lines end with `\n`; a `\r` before it belongs to a
    payload. Blank lines where a header should be are skipped: between items Relay does so too, at the end it does not.

    Args:
        body: As it was received, compressed or not. Payloads need not be text; but one that is can be given as a str,
            of which the lengths count the bytes in UTF-8.
        content_encoding: The request's `Content-Encoding`, undone by the rules of `wire.compression.decompress`.
            None: gzip, zlib and zstd are recognized.
        max_size: The most bytes that the envelope may have, not compressed.
        max_items: The most items that it may have.

    Raises:
        ValidationError: A header holds the wrong type, or an item has no *type*; `.path` is a place in the `Envelope`,
            such as `$.header.event_id` or `$.items[2].header.type`.
        DecodeError: A header is not JSON in UTF-8, a payload is shorter or longer than its *length*, there is more of
            something than admitted, or the body cannot be decompressed. `.offset` is that in the decompressed body.
        TypeError: *body* is no text at all.
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


def _items(data: bytes, at: int, max_items: int) -> Iterator[EnvelopeItem]:
    """The items from a byte on."""
    index = 0
    while first := _NOT_BLANK.search(data, at):
        if index >= max_items:
            raise DecodeError(f"Malformed envelope: it has more than {max_items} items", first.start())
        item, at = _item(data, first.start(), index)
        yield item
        index += 1


def _item(data: bytes, at: int, index: int) -> tuple[EnvelopeItem, int]:
    """The item that begins at a byte, and where the next can begin."""
    end = _end_of_line(data, at)
    header_json = data[at:end]
    header = decode_within(header_json, _ITEM_HEADER, ("items", index, "header"), at)
    start = min(end + 1, len(data))  # the last header can lack the newline when its payload is empty
    end = _end_of_line(data, start) if header.length is None else _end_of_payload(data, start, header.length, index)
    return EnvelopeItem(header=header, header_json=header_json, payload=data[start:end]), end + 1


def _end_of_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end


def _end_of_payload(data: bytes, at: int, length: int, index: int) -> int:
    """Where a payload ends whose length is known; its newline, or nothing at all, must follow."""
    if length < 0:
        raise ValidationError(f"$.items[{index}].header.length", "number of bytes", "negative number")
    end = at + length
    if end > len(data):
        raise DecodeError(f"Malformed envelope: the payload of item {index} ends too early", len(data))
    if data[end : end + 1] not in {b"", b"\n"}:
        raise DecodeError(f"Malformed envelope: no newline after the payload of item {index}", end)
    return end
