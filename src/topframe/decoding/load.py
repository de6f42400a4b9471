"""Loads an event from any body that can contain an event.

`load_event` finds out what a body is, unwraps the event, and returns it as an `Event`:

1. If it has the bytes `"eventID"`, it is decoded as an event of the web API. Most bodies with these bytes are such an
   event, and need no other step. `decode_event` accepts only bodies that `dialect` calls an event of the web API.
2. Any other body is decompressed, if its first bytes show that it is compressed.
3. If it is one JSON object, its keys tell what it is; `dialect` has the rules. A webhook and a queue message hold the
   event under one of their keys. The text of a queue message is a body of its own, so all steps repeat for it, once.
4. If it is not one JSON document, it can be an envelope. The event is the payload of one of the items.
5. An event of the web API is decoded as it is. A raw event is decoded and then normalized to an `Event`.

A body with several events is an error, because the function would have to choose.

Source: the web API's responses; what the endpoints of an organization, webhooks and data forwarding (Amazon SQS and S3)
put around them; what SDKs send
"""

from __future__ import annotations

from typing import Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Raw

from ..errors import DecodeError, ValidationError
from ..model.event import Event
from ..normalization import normalize
from ..raw.event import RawEvent
from ..wire.compression import decompress
from ..wire.diagnosis import Path
from ..wire.document import (
    MAX_DOCUMENTS,
    MEMBERS,
    Body,
    Members,
    as_bytes,
    count_of_documents,
    decode_within,
    members_in,
    utf8,
)
from .dialect import API, HEADER, LISTS_OF_MESSAGES, QUEUE, RAW, WEBHOOK, kind_in, kind_of, member, shows_event
from .envelope import EnvelopeHeader, EnvelopeItemHeader, can_be_header, can_be_item_header, decode_envelope
from .event import decode_event, encode, event_within
from .raw_event import decode_raw_event, raw_event_within
from .view import decode_view

V = TypeVar("V", bound=msgspec.Struct)

Dialect: TypeAlias = Literal["api", "raw", "webhook", "envelope", "queue"]
"""The kind of body that contains an event.

`api`: a response of the web API for one event; data forwarding to Amazon S3 writes the same.
`raw`: an event as SDKs send it, or as the server stores it.
`webhook`: the body of a webhook that has an event.
`envelope`: an envelope, as SDKs send it.
`queue`: a message of Amazon SQS with one of the other kinds, as SQS clients and Lambda functions receive it.
"""

_MAX_SIZE = 100 * 1024 * 1024
_OF_RESPONSES = b'"eventID"'
"""Every event of the web API has this key. Other bodies hardly ever have these bytes: inside JSON text, its quotes are
escaped."""
_EVENT_ITEMS = ("event", "transaction", "feedback", "security")
_LOOKED_FOR = (
    "`eventID` of the web API, `event_id` or an interface of a raw event, `event` or `data` of a webhook, "
    "`Records`, `Messages` or `Body` of a queue, or the lines of an envelope"
)

_FORCED_TYPES = ("transaction", "feedback")
"""Types of items that are also the type of the event in the item. SDKs of PHP and Rust write this type only there."""

_TEXT = msgspec.json.Decoder(str)
_ANY = msgspec.json.Decoder(Raw)
_RECORDS = msgspec.json.Decoder(tuple[Raw, ...])


def load_event(body: Body) -> Event:
    """Load one event in any dialect, from any kind of body.

    Args:
        body: A response of the web API; a raw event; the body of a webhook, which the caller must verify first; an
            envelope; or a message of Amazon SQS. It can be compressed with gzip, zlib or zstd.

    Returns:
        The event. Raw events are normalized. An event from an envelope gets the id in the header of the envelope, if
        there is one. If its item has the type `transaction` or `feedback`, the event gets this type too.

    Raises:
        DecodeError: *body* is not one of these, or does not contain exactly one event. `read_events` takes several
            documents.
        ValidationError: *body* is another kind of body, such as a user report or a security report, or a known key
            holds the wrong type. `.path` is a path in the whole document; for an envelope, a path in the `Envelope`;
            for the text of a message, a path in the document that the text holds.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    return loaded(body)[1]


def dialect_of(body: Body) -> Dialect:
    """Tell what kind of body contains an event.

    The function loads the event to find out, so it takes as long as `load_event`.

    Args:
        body: As for `load_event`.

    Raises:
        DecodeError: As for `load_event`.
        ValidationError: As for `load_event`.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    return loaded(body)[0]


def load_view(body: bytes, view: type[V]) -> V:
    """Load a part of one event in any dialect, from any kind of body.

    Args:
        body: As for `load_event`, as bytes.
        view: As for `decode_view`. It is decoded directly from a response of the web API. From any other body, the
            whole event is loaded first, so the view can only have keys of the model.

    Raises:
        DecodeError: As for `load_event`.
        ValidationError: As for `decode_view` or `load_event`.
        EncodeError: The event cannot be written as JSON.
        TypeError: *view* is not a view.
    """
    found = fault = None
    if body.find(_OF_RESPONSES) >= 0:
        try:
            found = decode_view(body, view)
        except DecodeError as exc:
            fault = exc
            exc.__traceback__ = None  # a cycle through its frames would keep the body in memory
    if found is not None and shows_event(found):
        return found
    if kind_in(body) != API:
        return decode_view(encode(load_event(body)), view)
    if fault is not None:
        raise fault
    return decode_view(body, view) if found is None else found


def messages_of(data: bytes) -> tuple[str, bytes] | None:
    """Find the list of messages in a response of a queue.

    Args:
        data: A document, not compressed.

    Returns:
        The key of the list, and the list as JSON. None if *data* is not a queue response with a list of messages.
    """
    if not any(b'"%b"' % name.encode() in data for name in LISTS_OF_MESSAGES):
        return None
    members = members_in(data)
    if members is None or kind_of(members) != QUEUE:
        return None
    for name in LISTS_OF_MESSAGES:
        if (found := member(members, name)) is not None:
            return (name, bytes(found)) if bytes(found).startswith(b"[") else None
    return None


def loaded(body: Body) -> tuple[Dialect, Event]:
    """Load an event, and tell what kind of body contains it. `load_event` documents the argument and the errors."""
    sent = body if type(body) is bytes else as_bytes(body)
    fault: DecodeError | None = None
    if sent.find(_OF_RESPONSES) >= 0 and len(sent) <= _MAX_SIZE:  # for bytes, `in` takes twice as long
        try:  # without `suppress`, which takes a twentieth of the time of a short event
            return "api", decode_event(sent)
        except DecodeError as exc:  # damaged, or another kind of body: its keys tell
            fault = exc
            exc.__traceback__ = None  # a cycle through its frames would keep the body in memory
    data = decompress(sent, max_size=_MAX_SIZE)
    try:
        members = decode_within(data, MEMBERS)
    except ValidationError as exc:
        raise ValidationError("$", "event", exc.found) from exc
    except DecodeError as exc:
        return _of_no_object(data, exc)
    if fault is not None and data is sent and kind_of(members) == API:
        raise fault
    return _of_object(data, members)


def _of_object(data: bytes, members: Members) -> tuple[Dialect, Event]:
    kind = kind_of(members)
    if kind == API:
        return "api", decode_event(data)
    if kind == RAW:
        return "raw", normalize(decode_raw_event(data))
    if kind == QUEUE:
        return "queue", _of_queue(members)
    if kind == WEBHOOK:
        return _of_wrapper(members)
    if kind == HEADER:
        raise DecodeError("An envelope without an event")
    if kind is None:
        raise DecodeError(f"Not an event: looked for {_LOOKED_FOR}")
    raise ValidationError("$", "event", kind)


def _of_no_object(data: bytes, error: DecodeError) -> tuple[Dialect, Event]:
    """Load the event from an envelope.

    Args:
        data: A body that is not one JSON document.
        error: The error to raise if *data* is not an envelope. If *data* is several documents, the error raised gives
            their number instead.
    """
    if not data.strip():  # the body is empty or blank, so an offset would not help
        raise DecodeError(error.message) from error
    if _begins_like_envelope(data):
        return "envelope", _of_envelope(data)
    count = count_of_documents(utf8(data))
    if count == 1:
        raise error
    many = str(count) if count <= MAX_DOCUMENTS else f"More than {MAX_DOCUMENTS}"
    raise DecodeError(f"{many} documents; read_events takes many") from error


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_wrapper(members: Members) -> tuple[Dialect, Event]:
    """Load the event from a webhook, or from the response of the endpoint that finds the project of an event id."""
    if (event := member(members, "event")) is not None:
        return ("api" if "eventId" in members else "webhook"), _of_part(event, ("event",))
    inner = decode_within(bytes(members["data"]), MEMBERS, ("data",))
    for name in ("event", "error"):
        if (event := member(inner, name)) is not None:
            return "webhook", _of_part(event, ("data", name))
    raise DecodeError("A webhook without an event: `data` has neither `event` nor `error`")


def _of_part(event: Raw, root: Path) -> Event:
    data = bytes(event)
    is_api = kind_of(decode_within(data, MEMBERS, root)) == API
    return event_within(data, root) if is_api else normalize(raw_event_within(data, root))


# --- queues -----------------------------------------------------------------------------------------------------------


def _of_queue(members: Members) -> Event:
    """Load the event from a message, or from a queue response with one message."""
    for name in LISTS_OF_MESSAGES:
        if (records := member(members, name)) is not None:
            found = decode_within(bytes(records), _RECORDS, (name,))
            if len(found) != 1:
                raise DecodeError(f"A queue's response with {len(found)} messages: give one of them at a time")
            return _of_message(decode_within(bytes(found[0]), MEMBERS, (name, 0)), (name, 0))
    return _of_message(members, ())


def _of_message(members: Members, root: Path) -> Event:
    name = "Body" if "Body" in members else "body"
    if "s3Url" in members or "s3" in members:
        raise DecodeError("A message that says where an event is: read that from Amazon S3")
    if name not in members:
        raise DecodeError(f"A message without a `{name}`")
    dialect, event = loaded(decode_within(bytes(members[name]), _TEXT, (*root, name)))
    if dialect == "queue":
        raise DecodeError("A message within a message")
    return event


# --- envelopes --------------------------------------------------------------------------------------------------------


def _begins_like_envelope(data: bytes) -> bool:
    """Whether the first line is the header of an envelope, or the line after it is the header of an item.

    Args:
        data: Bytes that are not one JSON document.
    """
    first, _, rest = data.strip().partition(b"\n")
    if not rest:  # the first line is the whole of *data*, so it is not JSON
        return False
    second = rest.lstrip().partition(b"\n")[0]
    return can_be_header(first) or (members_in(first) is not None and can_be_item_header(second))


def _of_envelope(data: bytes) -> Event:
    envelope = decode_envelope(data)
    found = [index for index, item in enumerate(envelope.items) if item.header.type in _EVENT_ITEMS]
    if len(found) != 1:
        raise DecodeError(f"An envelope with {len(found)} events" if found else "An envelope without an event")
    (index,) = found
    item = envelope.items[index]
    payload = decode_within(item.payload, _ANY, ("items", index, "payload"))
    raw = raw_event_within(bytes(payload), ("items", index, "payload"))
    return normalize(_as_sent_in(raw, envelope.header, item.header))


def _as_sent_in(raw: RawEvent, envelope: EnvelopeHeader, item: EnvelopeItemHeader) -> RawEvent:
    """Set the id from the envelope and the type from the item. Both replace the event's own id and type.

    The event keeps its id if the envelope has none, and its type if the item's type is not in `_FORCED_TYPES`.
    """
    event_id = raw.event_id if envelope.event_id is None else envelope.event_id
    type = item.type if item.type in _FORCED_TYPES else raw.type
    return msgspec.structs.replace(raw, event_id=event_id, type=type)
