"""An event from whatever it came in: told by the keys of the document, and by nothing around it.

Source: the web API's answers, with what the endpoints of an organization, webhooks and data forwarding (Amazon SQS and
S3) put around them; what SDKs send
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import Raw

from .codec import Body, as_bytes, decode_event, decode_within, event_within
from .compression import decompress
from .diagnosis import Path
from .envelope import decode_envelope
from .errors import DecodeError, ValidationError
from .model.event import Event
from .normalization import normalize
from .raw.event import RawEvent
from .raw_codec import decode_raw_event, raw_event_within

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

_Members: TypeAlias = dict[str, Raw]

_TEXT = msgspec.json.Decoder(str)
_ANY = msgspec.json.Decoder(Raw)
_RECORDS = msgspec.json.Decoder(tuple[Raw, ...])
_MEMBERS = msgspec.json.Decoder(_Members)
_INTERFACES = {
    *("exception", "stacktrace", "logentry", "threads", "breadcrumbs", "spans", "template", "debug_meta"),
    *("csp", "hpkp", "expectct", "expectstaple", "nel", "occurrence", "platform"),
}
"""Keys that raw events have, and nothing else that is taken here; they can have any others beside these."""
_LISTS_OF_MESSAGES = ("Records", "Messages")
"""As Lambda functions get them, and clients of the queue."""
_LEGACY = "sentry.interfaces."
_OF_ENVELOPES = {"sent_at", "dsn", "trace"}


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
    return loaded(body)[1]


def dialect_of(body: Body) -> Dialect:
    """Say what an event came in.

    Args:
        body: As for `load_event`.

    Raises:
        DecodeError: As for `load_event`, which this does, and keeps the event to itself.
        TypeError: *body* is no text at all.
    """
    return loaded(body)[0]


def messages_of(data: bytes) -> tuple[str, bytes] | None:
    """Find the list of messages in a response of a queue.

    Args:
        data: A document, not compressed.

    Returns:
        The key of the list, and the list as JSON; None for anything else.
    """
    if not any(b'"%b"' % name.encode() in data for name in _LISTS_OF_MESSAGES):
        return None
    try:
        members = decode_within(data, _MEMBERS, (), 0)
    except DecodeError:
        return None
    if _is_raw(members):  # a raw event can have any other key
        return None
    for name in _LISTS_OF_MESSAGES:
        if (found := _part(members, name)) is not None:
            return (name, bytes(found)) if bytes(found).startswith(b"[") else None
    return None


def loaded(body: Body) -> tuple[Dialect, Event]:
    """Load an event, and say what it came in; `load_event` and `dialect_of` tell of the rest."""
    data = decompress(as_bytes(body), max_size=_MAX_SIZE)
    try:
        members = decode_within(data, _MEMBERS, (), 0)
    except ValidationError as exc:
        raise ValidationError("$", "event", exc.found) from exc
    except DecodeError as exc:
        if not data.strip():  # no byte of it is to blame
            raise DecodeError(exc.message) from exc
        if not _begins_like_envelope(data):
            raise
        return "envelope", _of_envelope(data)
    if "eventID" in members:
        return "api", decode_event(data)
    if _is_raw(members):
        return "raw", normalize(decode_raw_event(data))
    return _of_queue(members) or _of_wrapper(members) or ("raw", _of_bare_event(data, members))


def _is_raw(members: _Members) -> bool:
    """Whether a document has interfaces of a raw event."""
    return not members.keys().isdisjoint(_INTERFACES) or any(key.startswith(_LEGACY) for key in members)


# --- JSON -------------------------------------------------------------------------------------------------------------


def _of_wrapper(members: _Members) -> tuple[Dialect, Event] | None:
    """The event of a webhook, or of the endpoint that looks up in which project an event is; None for anything else."""
    if (event := _part(members, "event")) is not None:
        return ("api" if "eventId" in members else "webhook"), _of_part(event, ("event",))
    if (data := _part(members, "data")) is None or "event_id" in members:
        return None
    inner = decode_within(bytes(data), _MEMBERS, ("data",), 0)
    for name in ("event", "error"):
        if (event := _part(inner, name)) is not None:
            return "webhook", _of_part(event, ("data", name))
    raise DecodeError("A webhook without an event: `data` has neither `event` nor `error`")


def _of_part(part: Raw, root: Path) -> Event:
    data = bytes(part)
    is_api = "eventID" in decode_within(data, _MEMBERS, root, 0)
    return event_within(data, root) if is_api else normalize(raw_event_within(data, root))


def _of_bare_event(data: bytes, members: _Members) -> Event:
    """A raw event without interfaces: what has an id and no more may also be the header of an envelope."""
    if not members.keys().isdisjoint(_OF_ENVELOPES):
        raise DecodeError("An envelope without an event")
    if "event_id" in members or "sdk" in members:
        return normalize(decode_raw_event(data))
    if "detail" in members:
        raise ValidationError("$", "event", "API error")
    raise DecodeError(f"Not an event: looked for {_LOOKED_FOR}")


def _part(members: _Members, name: str) -> Raw | None:
    """A member, or None where it is missing or null."""
    part = members.get(name)
    return None if part is None or bytes(part) == b"null" else part


# --- queues -----------------------------------------------------------------------------------------------------------


def _of_queue(members: _Members) -> tuple[Dialect, Event] | None:
    """The event of a message; None for what is no message."""
    for name in _LISTS_OF_MESSAGES:
        if (records := _part(members, name)) is not None:
            found = decode_within(bytes(records), _RECORDS, (name,), 0)
            if len(found) != 1:
                raise DecodeError(f"A queue's answer with {len(found)} messages: give one of them at a time")
            return "queue", _of_message(decode_within(bytes(found[0]), _MEMBERS, (name, 0), 0), (name, 0))
    is_message = "Body" in members or "s3Url" in members or ("body" in members and "messageId" in members)
    return ("queue", _of_message(members, ())) if is_message else None


def _of_message(members: _Members, root: Path) -> Event:
    name = "Body" if "Body" in members else "body"
    if "s3Url" in members or name not in members:
        raise DecodeError("A message that says where an event is: read that from Amazon S3")
    dialect, event = loaded(decode_within(bytes(members[name]), _TEXT, (*root, name), 0))
    if dialect == "queue":
        raise DecodeError("A message within a message")
    return event


# --- envelopes --------------------------------------------------------------------------------------------------------


def _begins_like_envelope(data: bytes) -> bool:
    """Whether the first line is a JSON object by itself."""
    try:
        decode_within(data.lstrip().partition(b"\n")[0], _MEMBERS, (), 0)
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
