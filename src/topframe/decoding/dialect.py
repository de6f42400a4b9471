"""What a JSON object is: an event, a webhook, a user report. All modules ask here, so that all decide alike.

Only the keys of the object count. An event of the web API and a raw event share many keys, and so do bodies that are no
events: an issue has a `platform`, a user report has an `event_id`. So groups of keys are looked for in turn, the least
ambiguous first.

Source: the web API's serializers; what SDKs, browsers, webhooks and queues send
"""

from __future__ import annotations

from typing import Any, Final, TypeVar, get_origin

import msgspec
from msgspec import Raw

from ..errors import DecodeError, ValidationError
from ..wire.diagnosis import UNREADABLE, Path, fault_of, is_of_the_whole, shown
from ..wire.document import MEMBERS, Members

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
"""For the error of a function that was given the wrong kind of body: which functions take it."""

LISTS_OF_MESSAGES: Final = ("Records", "Messages")
"""Keys of the list of messages in a response of a queue: for Lambda functions, and for clients of the queue."""

OF_USER_REPORTS: Final = frozenset(
    {"id", "eventID", "name", "email", "comments", "dateCreated", "user", "issue", "event"}
)
"""Keys of a user report. Those that an event has too do not show that an object is an event."""

_OF_API = frozenset({"eventID", "entries", "groupID", "projectID"})
_INTERFACES = frozenset(
    {
        *("exception", "stacktrace", "logentry", "threads", "breadcrumbs", "spans", "template", "contexts"),
        *("csp", "hpkp", "expectct", "expectstaple", "nel", "occurrence"),
    }
)
"""Keys that only raw events have: their interfaces."""
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
"""Bodies that share keys with events, each with keys that together no event has. The first match counts."""
_NEVER_IN_EVENTS: Final = {
    "check_in_id": "check-in",
    "crash_info": "report of a crash",
    "usedImages": "report of a crash",
}
"""Keys that no event has, and the bodies that have them and share interfaces with events."""
_OF_HEADERS = frozenset({"event_id", "sdk", "dsn", "sent_at", "trace"})
_OF_HEADERS_ONLY = frozenset({"dsn", "sent_at", "trace"})


def kind_of(members: Members) -> str | None:
    """Say what a JSON object is.

    Args:
        members: The members of the object.

    Returns:
        One of the constants above, the name of another body, such as `user report`, or None if the keys do not tell.
        None can still be a raw event: SDKs may send a `message` and nothing else.
    """
    names = members.keys()
    if not names.isdisjoint(_OF_API) and ("entries" in names or "comments" not in names):
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


def kind_in(data: bytes | Raw) -> str | None:
    """Say what a JSON text is, as `kind_of` does; None also if it is no JSON object, or its keys are not UTF-8."""
    try:
        return kind_of(MEMBERS.decode(data))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def member(members: Members, name: str) -> Raw | None:
    """The value of a key; None if it is missing or null."""
    found = members.get(name)
    return None if found is None or bytes(found) == b"null" else found


def is_header(members: Members) -> bool:
    """Whether an object can be the header of an envelope: it has no keys but those of such a header."""
    return members.keys() <= _OF_HEADERS


def _around_an_event(members: Members) -> str | None:
    """The kind of an object that holds an event; None for any other object."""
    if any(member(members, name) is not None for name in LISTS_OF_MESSAGES):
        return QUEUE
    if "Body" in members or "s3Url" in members or members.keys() >= {"body", "messageId"}:
        return QUEUE
    if member(members, "event") is not None:
        return WEBHOOK
    return WEBHOOK if "event_id" not in members and member(members, "data") is not None else None


def _of_few_members(members: Members) -> str | None:
    """The kind of an object that has few keys, which prove little; so they are looked for last."""
    names = members.keys()
    if names <= _OF_HEADERS and not names.isdisjoint(_OF_HEADERS_ONLY):
        return HEADER
    if "event_id" in names or "sdk" in names:
        return RAW
    return API_ERROR if "detail" in names else None


def decode_response(data: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode a response of the web API: an event, a view of one, or a list.

    Args:
        data: The response, in UTF-8.
        decoder: What it should be.

    Raises:
        ValidationError: It is not what *decoder* expects. If it is another kind of body, the error says which.
        DecodeError: It is not one JSON document.
    """
    try:
        return decoder.decode(data)
    except UNREADABLE as exc:
        fault = fault_of_event(exc, data, decoder)
    raise fault


def fault_of_event(
    exc: msgspec.DecodeError | RecursionError,
    data: bytes | Raw,
    decoder: msgspec.json.Decoder[Any],
    root: Path = (),
) -> DecodeError:
    """Make our error for data that should be an event of the web API, or a list of them.

    If the data is something else, such as an API error, the error says so; otherwise it is that of `fault_of`.

    Args:
        exc: What *decoder* raised.
        data: The document, or the part of one that was decoded.
        decoder: Its type is an event, a view of one, or anything that can come in place of one.
        root: The path of *data* in the whole document; () when it is the whole.
    """
    if isinstance(exc, msgspec.ValidationError) and (kind := _kind_instead(exc, data, decoder, root)):
        return ValidationError(shown(root), "event", kind, HINTS.get(kind))
    return fault_of(exc, data, decoder, root)


def _kind_instead(
    exc: msgspec.ValidationError, data: bytes | Raw, decoder: msgspec.json.Decoder[Any], root: Path
) -> str | None:
    """What *data* is instead of an event; None if it is one, or if the decoder expects something else."""
    if root and not isinstance(root[-1], int):
        return None  # in a webhook, the place says that it is an event
    reads_events = "eventID" in getattr(get_origin(decoder.type) or decoder.type, "__struct_encode_fields__", ())
    if not reads_events and not is_of_the_whole(exc, data):
        return None
    kind = kind_in(data)
    return kind if kind == API_ERROR or (reads_events and kind != API) else None
