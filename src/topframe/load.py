"""An event from whatever it came in: told by the keys of the document, and by nothing around it.

Source: the web API's answers, with what the endpoints of an organization, webhooks and data forwarding (Amazon SQS and
S3) put around them; what SDKs send
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from .codec import Body, as_bytes, decode_event, decode_raw_event, decode_within, event_within, raw_event_within
from .compression import decompress
from .diagnosis import Path
from .envelope import decode_envelope
from .errors import DecodeError, ValidationError
from .model.event import Event
from .normalize import normalize
from .raw.event import RawEvent

Dialect: TypeAlias = Literal["api", "raw", "webhook", "envelope", "queue"]
"""What an event came in.

`api`: an answer of the web API for one event; data forwarding to Amazon S3 writes the same.
`raw`: an event as SDKs send it, or as the server stores it.
`webhook`: the body of a webhook that has an event.
`envelope`: what SDKs send.
`queue`: a message of Amazon SQS that has one of these, as its client or a Lambda function gets it.
"""

_MAX_SIZE = 100 * 1024 * 1024
_EVENT_ITEMS = ("event", "transaction", "feedback", "security")
_LOOKED_FOR = (
    "`eventID` of the web API, `event_id` or an interface of a raw event, `event` or `data` of a webhook, "
    "`Records`, `Messages` or `Body` of a queue, or the lines of an envelope"
)


class _Keys(msgspec.Struct):
    """The keys that tell what a document is."""

    event_id: Raw | UnsetType = field(default=UNSET, name="eventID")
    event: Raw | UnsetType = UNSET
    event_id_of_answer: Raw | UnsetType = field(default=UNSET, name="eventId")
    data: Raw | UnsetType = UNSET
    error: Raw | UnsetType = UNSET
    detail: Raw | UnsetType = UNSET
    records: Raw | UnsetType = field(default=UNSET, name="Records")
    messages: Raw | UnsetType = field(default=UNSET, name="Messages")
    body: Raw | UnsetType = UNSET
    body_of_message: Raw | UnsetType = field(default=UNSET, name="Body")
    s3_url: Raw | UnsetType = field(default=UNSET, name="s3Url")


_KEYS = msgspec.json.Decoder(_Keys)
_TEXT = msgspec.json.Decoder(str)
_ANY = msgspec.json.Decoder(Raw)
_RECORDS = msgspec.json.Decoder(tuple[Raw, ...])
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_OF_RAW_EVENTS = {
    *("event_id", "exception", "stacktrace", "logentry", "threads", "breadcrumbs", "spans", "template", "debug_meta"),
    *("csp", "hpkp", "expectct", "expectstaple", "nel", "occurrence", "platform", "sdk"),
}
"""Keys that a raw event has at least one of."""


def load_event(body: Body) -> Event:
    """Load an event, whatever the dialect and whatever is around it.

    Args:
        body: An answer of the web API; a raw event; the body of a webhook, which has to be verified first; an envelope;
            or a message of Amazon SQS. Compressed with gzip, zlib or zstd, or not at all.

    Returns:
        The event; a raw one as `normalize` makes it, and with the id from the header of its envelope.

    Raises:
        DecodeError: *body* is none of these, or has no event or more than one.
        ValidationError: It is, but a known key holds the wrong type; `.path` is the place in the whole document, in an
            envelope that in the `Envelope`, and in the text of a message that in the document that the text is.
        TypeError: *body* is no text at all.
    """
    return _loaded(body)[1]


def dialect_of(body: Body) -> Dialect:
    """Say what an event came in.

    Args:
        body: As for `load_event`.

    Raises:
        DecodeError: As for `load_event`, which this does, and keeps the event to itself.
        TypeError: *body* is no text at all.
    """
    return _loaded(body)[0]


def _loaded(body: Body) -> tuple[Dialect, Event]:
    data = decompress(as_bytes(body), max_size=_MAX_SIZE)
    try:
        keys = decode_within(data, _KEYS, (), 0)
    except ValidationError as exc:
        raise ValidationError("$", "event", exc.found) from exc
    except DecodeError as exc:
        if not data.strip():  # no byte of it is to blame
            raise DecodeError(exc.message) from exc
        if not _begins_like_envelope(data):
            raise
        return "envelope", _of_envelope(data)
    if keys.event_id is not UNSET:
        return "api", decode_event(data)
    if (queued := _of_queue(keys)) is not None:
        return "queue", queued
    if (wrapped := _of_wrapper(keys)) is not None:
        return wrapped
    return "raw", _of_raw(data, keys)


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_wrapper(keys: _Keys) -> tuple[Dialect, Event] | None:
    """The event of a webhook, or of the endpoint that looks up in which project an event is; None for anything else."""
    if isinstance(keys.event, Raw):
        return ("webhook" if keys.event_id_of_answer is UNSET else "api"), _of_part(keys.event, ("event",))
    if not isinstance(keys.data, Raw):
        return None
    inner = decode_within(bytes(keys.data), _KEYS, ("data",), 0)
    for name in ("event", "error"):
        part: Raw | UnsetType = getattr(inner, name)
        if isinstance(part, Raw):
            return "webhook", _of_part(part, ("data", name))
    raise DecodeError("A webhook without an event: `data` has neither `event` nor `error`")


def _of_part(part: Raw, root: Path) -> Event:
    data = bytes(part)
    keys = decode_within(data, _KEYS, root, 0)
    return normalize(raw_event_within(data, root)) if keys.event_id is UNSET else event_within(data, root)


def _of_raw(data: bytes, keys: _Keys) -> Event:
    if keys.detail is not UNSET:
        raise ValidationError("$", "event", "API error")
    members = decode_within(data, _MEMBERS, (), 0).keys()
    if members >= {"sent_at"} or members >= {"dsn"}:
        raise DecodeError("An envelope without an event")
    if not (members & _OF_RAW_EVENTS or any(name.startswith("sentry.interfaces.") for name in members)):
        raise DecodeError(f"Not an event: looked for {_LOOKED_FOR}")
    return normalize(decode_raw_event(data))


# --- queues -----------------------------------------------------------------------------------------------------------


def _of_queue(keys: _Keys) -> Event | None:
    """The event of a message; None for what is no message."""
    for name, records in (("Records", keys.records), ("Messages", keys.messages)):
        if isinstance(records, Raw):
            found = decode_within(bytes(records), _RECORDS, (name,), 0)
            if len(found) != 1:
                raise DecodeError(f"A queue's answer with {len(found)} messages: give one of them at a time")
            return _of_message(decode_within(bytes(found[0]), _KEYS, (name, 0), 0), (name, 0))
    if keys.body is UNSET and keys.body_of_message is UNSET and keys.s3_url is UNSET:
        return None
    return _of_message(keys, ())


def _of_message(keys: _Keys, root: Path) -> Event:
    name, body = ("body", keys.body) if keys.body_of_message is UNSET else ("Body", keys.body_of_message)
    if keys.s3_url is not UNSET or not isinstance(body, Raw):
        raise DecodeError("A message that says where an event is: read that from Amazon S3")
    text = decode_within(bytes(body), _TEXT, (*root, name), 0)
    dialect, event = _loaded(text)
    if dialect == "queue":
        raise DecodeError("A message within a message")
    return event


# --- envelopes --------------------------------------------------------------------------------------------------------


def _begins_like_envelope(data: bytes) -> bool:
    """Whether the first line is a JSON object by itself."""
    try:
        decode_within(data.lstrip().partition(b"\n")[0], _KEYS, (), 0)
    except DecodeError:
        return False
    return True


def _of_envelope(data: bytes) -> Event:
    envelope = decode_envelope(data)
    found = [index for index, item in enumerate(envelope.items) if item.header.type in _EVENT_ITEMS]
    if len(found) != 1:
        raise DecodeError(f"An envelope with {len(found)} events" if found else "An envelope without an event")
    (index,) = found
    payload = decode_within(envelope.items[index].payload, _ANY, ("items", index, "payload"), 0)
    raw = raw_event_within(bytes(payload), ("items", index, "payload"))
    event_id = envelope.header.event_id
    return normalize(raw if event_id is None else _with_id(raw, event_id))


def _with_id(raw: RawEvent, event_id: str) -> RawEvent:
    """The header's id wins over the one that the event gives itself."""
    return msgspec.structs.replace(raw, event_id=event_id)
