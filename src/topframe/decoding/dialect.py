"""Tells what a JSON object is: an event, a webhook, a user report. All modules use these rules, so they always agree.

A body does not name its own kind, so its keys must tell. Of the values, the rules look only at whether they are null.
Many kinds of body share keys: an issue has a `platform` like an event, and a user report has an `event_id`. So
`kind_of` checks groups of keys from the clearest to the most ambiguous. The first match decides:

1. keys of events of the web API, such as `entries`;
2. keys that no event has, although the rest of the body looks like an event;
3. the interfaces of raw events, such as `exception`;
4. pairs and single keys that mark other bodies, such as user reports;
5. `platform` and `debug_meta`, which then mark a raw event;
6. keys that can hold an event: those of queue messages and webhooks;
7. a few weak keys, such as `event_id`, which occur in almost every kind of body.
Source: the web API's serializers; what SDKs, browsers, webhooks and queues send
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, Final, TypeVar, get_origin

import msgspec
from msgspec import NODEFAULT, Raw

from ..errors import DecodeError, ValidationError
from ..model.entries import KNOWN_TYPES
from ..model.event import Event
from ..wire.diagnosis import UNREADABLE, Path, fault_of, place_of, shown
from ..wire.document import Members, members_in

T = TypeVar("T")

API: Final = "event of the web API"
RAW: Final = "raw event"
WEBHOOK: Final = "webhook"
QUEUE: Final = "message of a queue"
HEADER: Final = "header of an envelope"
API_ERROR: Final = "API error"

HINTS: Final = {
    API: "it looks like an event of the web API; decode_event and load_event take it",
    RAW: "it looks like a raw event; decode_raw_event and load_event take it",
    WEBHOOK: "it looks like a webhook; topframe.webhooks and load_event take it",
    QUEUE: "it looks like a message of a queue; load_event takes it",
}
"""Hints for error messages. If a function receives the wrong kind of body, the hint names the functions that accept it.
"""

LISTS_OF_MESSAGES: Final = ("Records", "Messages")
"""The key of the list of messages in a queue response: `Records` for Lambda functions, `Messages` for SQS clients."""

_OF_API = frozenset({"eventID", "entries", "groupID", "projectID"})
_OF_USER_REPORTS = frozenset({"id", "eventID", "groupID", "dateCreated", "user"})
"""Keys of events that user reports can have too: GlitchTip's `issue` is read as `groupID`."""
_OF_EVENTS = frozenset(Event.__struct_encode_fields__) - _OF_USER_REPORTS
"""Keys that tell an event of the web API from a user report. Both have an `eventID`."""
_INTERFACES = KNOWN_TYPES - {"message", "request", "debugmeta"} | {"logentry", "contexts", "occurrence"}
"""The interfaces of raw events. Among events, only raw events have these keys.

Most have the same name as the entry in a response. `message` and `request` also occur in other bodies.
"""
_LEGACY_INTERFACE = "sentry.interfaces."
_NO_EVENT: tuple[tuple[str, frozenset[str]], ...] = (
    ("user report", frozenset({"comments", "eventID"})),
    ("user report", frozenset({"comments", "event_id"})),
    ("user report", frozenset({"event_id", "name", "email"})),
    ("security report", frozenset({"csp-report"})),
    ("security report", frozenset({"expect-ct-report"})),
    ("security report", frozenset({"expect-staple-report"})),
    ("security report", frozenset({"known-pins"})),
    ("report of a browser", frozenset({"type", "url", "body"})),
    ("profile", frozenset({"profile"})),
    ("profile", frozenset({"sampled_profile"})),
    ("span", frozenset({"span_id", "trace_id"})),
    ("attachment", frozenset({"mimetype"})),
    ("issue", frozenset({"shortId"})),
    ("project", frozenset({"slug"})),
)
"""Other bodies that share keys with events, each with the keys that it must all have. The first match counts."""
_NEVER_IN_EVENTS: Final = {
    "check_in_id": "check-in",
    "crash_info": "report of a crash",
    "usedImages": "report of a crash",
}
"""Maps keys that no event has to the kind of body that has them. These bodies have interfaces of events as well."""
_OF_HEADERS = frozenset({"event_id", "sdk", "dsn", "sent_at", "trace"})
_OF_HEADERS_ONLY = frozenset({"dsn", "sent_at", "trace"})


def kind_of(members: Members) -> str | None:
    """Tell what a JSON object is.

    Args:
        members: The keys and values of the object.

    Returns:
        A constant of this module, such as `RAW`; the name of another kind of body, such as `user report`; or None if
        the keys do not tell. An object with None can still be a raw event: SDKs may send only a `message`.
    """
    names = members.keys()
    if _is_response(names):
        return API
    for name, kind in _NEVER_IN_EVENTS.items():
        if name in names:
            return kind
    if not names.isdisjoint(_INTERFACES) or any(name.startswith(_LEGACY_INTERFACE) for name in names):
        return RAW
    for kind, marks in _NO_EVENT:
        if marks <= names:
            return kind
    if "platform" in names or "debug_meta" in names:
        return RAW
    return _around_an_event(members) or _of_few_members(members)


def kind_in(data: bytes) -> str | None:
    """Tell what a JSON text is, as `kind_of` does. Also None if the text is not one JSON object in UTF-8."""
    members = members_in(data)
    return None if members is None else kind_of(members)


def shows_event(view: msgspec.Struct) -> bool:
    """Whether the values of a decoded view show that its body is an event of the web API.

    They do if the view requires an `eventID`, and a field of an event has another value than its default. Then
    `kind_of` gives `API` for the body, and the caller need not read its keys. If they do not, only the keys can tell.
    """
    return any(getattr(view, name) is not default for name, default in _telling(type(view)))


@lru_cache(maxsize=128)  # classes, never payload text: at most 1 MB
def _telling(view: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a view for `_OF_EVENTS`, with their defaults; () if the view does not require an `eventID`."""
    fields = msgspec.structs.fields(view)
    if not any(field.encode_name == "eventID" and field.required for field in fields):
        return ()
    telling = (field for field in fields if field.encode_name in _OF_EVENTS and field.default_factory is NODEFAULT)
    return tuple((field.name, field.default) for field in telling)


def member(members: Members, name: str) -> Raw | None:
    """The value of a key; None if the key is missing or its value is null."""
    found = members.get(name)
    return None if found is None or bytes(found) == b"null" else found


def _is_response(names: AbstractSet[str]) -> bool:
    """Whether an object is an event of the web API. A user report also has an `eventID`, but always `comments` too."""
    if "comments" not in names:
        return not names.isdisjoint(_OF_API)
    return "entries" in names or ("eventID" in names and not names.isdisjoint(_OF_EVENTS))


def _around_an_event(members: Members) -> str | None:
    """The kind of an object that can hold an event: a queue message or a webhook. None for any other object."""
    if any(member(members, name) is not None for name in LISTS_OF_MESSAGES):
        return QUEUE
    if "Body" in members or "s3Url" in members or members.keys() >= {"body", "messageId"}:
        return QUEUE
    if member(members, "event") is not None:
        return WEBHOOK
    return WEBHOOK if "event_id" not in members and member(members, "data") is not None else None


def _of_few_members(members: Members) -> str | None:
    """The kind of an object that has only weak keys. Many kinds of body have these keys, so they are checked last."""
    names = members.keys()
    if names <= _OF_HEADERS and not names.isdisjoint(_OF_HEADERS_ONLY):
        return HEADER
    if "event_id" in names or "sdk" in names:
        return RAW
    return API_ERROR if "detail" in names else None


def decode_response(data: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode a response of the web API: an event, a view of an event, or a list.

    Args:
        data: The response, in UTF-8.
        decoder: The decoder for the expected type.

    Raises:
        ValidationError: *data* does not have the expected type. If it is another kind of body, the error names it.
        DecodeError: *data* is not one JSON document.
    """
    try:
        return decoder.decode(data)
    except UNREADABLE as exc:
        fault = fault_of_event(exc, data, decoder)
    raise fault


def fault_of_event(
    exc: msgspec.DecodeError | RecursionError,
    data: bytes,
    decoder: msgspec.json.Decoder[Any],
    root: Path = (),
) -> DecodeError:
    """Make the error to raise after an event of the web API, or a list of events, failed to decode.

    If *data* is another kind of body, such as an API error, the error names that kind. Otherwise it is the error of
    `fault_of`.

    Args:
        exc: The exception that *decoder* raised.
        data: The document, or the part of a document, that was decoded.
        decoder: The decoder that failed: for an event, a view of an event, or a list.
        root: The path of *data* in the whole document; () if *data* is the whole document.
    """
    if isinstance(exc, msgspec.ValidationError) and (kind := _kind_instead(exc, data, decoder, root)):
        return ValidationError(shown(root), "event", kind, HINTS.get(kind))
    return fault_of(exc, data, decoder, root)


def _kind_instead(
    exc: msgspec.ValidationError, data: bytes, decoder: msgspec.json.Decoder[Any], root: Path
) -> str | None:
    """The kind of body that *data* is instead of an event.

    None if *data* is an event of the web API, or if its kind is unknown. A decoder that does not read `eventID` may
    expect any document. Then only an API error is reported, and only if the fault is about the document as a whole.
    """
    if root and not isinstance(root[-1], int):
        return None  # the path ends with a key, such as `data.event` of a webhook, so the data is meant to be an event
    place = place_of(exc, data)
    reads_events = "eventID" in getattr(get_origin(decoder.type) or decoder.type, "__struct_encode_fields__", ())
    if place.startswith("$.entries") if reads_events else place:
        return None  # only events have entries
    kind = kind_in(data)
    return kind if kind == API_ERROR or (reads_events and kind != API) else None
