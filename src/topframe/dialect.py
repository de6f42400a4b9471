"""What a JSON object is. All modules ask here, so that all give the same answer.

Only the names of its members count. An event of the web API and a raw event share many of them, and so do bodies that
are no events: an issue has a `platform`, a user report has an `event_id`. So each group of names is looked for in turn,
the names that leave no doubt first.

Source: the web API's serializers; what SDKs, browsers, webhooks and queues send
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec
from msgspec import Raw

Members: TypeAlias = dict[str, Raw]

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
"""Which functions take a body that another one does not take."""

LISTS_OF_MESSAGES: Final = ("Records", "Messages")
"""Where a queue's response has its messages: for Lambda functions, and for clients of the queue."""

_OF_API = frozenset({"eventID", "entries", "groupID", "projectID"})
_INTERFACES = frozenset(
    {
        *("exception", "stacktrace", "logentry", "threads", "breadcrumbs", "spans", "template", "contexts"),
        *("csp", "hpkp", "expectct", "expectstaple", "nel", "occurrence"),
    }
)
"""Interfaces of a raw event. Other bodies do not have them."""
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
"""Bodies that share names with events, and the names that events lack."""
_NEVER_IN_EVENTS: Final = {
    "check_in_id": "check-in",
    "crash_info": "report of a crash",
    "usedImages": "report of a crash",
}
"""Names that no event has, and the bodies that have them and share interfaces with events."""
_OF_HEADERS = frozenset({"event_id", "sdk", "dsn", "sent_at", "trace"})
_OF_HEADERS_ONLY = frozenset({"dsn", "sent_at", "trace"})

_MEMBERS = msgspec.json.Decoder(dict[str, Raw])


def kind_of(members: Members) -> str | None:
    """Say what a JSON object is.

    Args:
        members: The object's members, as they came.

    Returns:
        One of the constants above; the name of something else that is no event, such as `user report`; or None where
        the names do not tell. None does not rule out a raw event: SDKs may send a `message` and nothing else.
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
    """Say what a JSON text is, as `kind_of` does; None where it is no JSON object, or its names are not UTF-8."""
    try:
        return kind_of(_MEMBERS.decode(data))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def part(members: Members, name: str) -> Raw | None:
    """A member; None where it is missing or null."""
    found = members.get(name)
    return None if found is None or bytes(found) == b"null" else found


def is_header(members: Members) -> bool:
    """Whether an object can be the header of an envelope: it has members of such a header only, or none."""
    return members.keys() <= _OF_HEADERS


def _around_an_event(members: Members) -> str | None:
    """What an object is that has an event inside; None for any other."""
    if any(part(members, name) is not None for name in LISTS_OF_MESSAGES):
        return QUEUE
    if "Body" in members or "s3Url" in members or members.keys() >= {"body", "messageId"}:
        return QUEUE
    if part(members, "event") is not None:
        return WEBHOOK
    return WEBHOOK if "event_id" not in members and part(members, "data") is not None else None


def _of_few_members(members: Members) -> str | None:
    """What an object is that has nothing of the above."""
    names = members.keys()
    if names <= _OF_HEADERS and not names.isdisjoint(_OF_HEADERS_ONLY):
        return HEADER
    if "event_id" in names or "sdk" in names:
        return RAW
    return API_ERROR if "detail" in names else None
