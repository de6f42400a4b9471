"""The order of members: as Sentry's serializers write them, and as the documented example has them.

The serializers are Python code that builds dicts, so every server of 2020 and later writes the same order, null members
included. An entry is `{"data": ..., "type": ...}`: its type is known only after its data has passed, which makes
decoding slower. Older servers, and most published examples, write `type` first.

`in_server_order` reorders a body, and `with_types_first` reorders only its entries. Both leave every value as it is,
down to the spelling of its numbers and texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

import msgspec

Members: TypeAlias = dict[str, msgspec.Raw]


class Kind(NamedTuple):
    """One kind of object, or of array."""

    members: str
    """The members in the order of the serializer, separated by spaces."""
    parts: Mapping[str, str] = {}
    """The kind of the object in a member; with a star, of the objects in an array."""


FRAMES = {"frames": "frame*"}
STACKS = {"stacktrace": "stacktrace", "rawStacktrace": "stacktrace"}
KINDS = {
    "event": Kind(
        "id groupID eventID projectID size entries dist message title location user contexts sdk context packages type "
        "metadata tags platform dateReceived errors occurrence _meta crashFile culprit dateCreated fingerprints "
        "groupingConfig startTimestamp endTimestamp measurements breakdowns release userReport sdkUpdates resolvedWith "
        "nextEventID previousEventID",
        {
            "entries": "entry*",
            "user": "user",
            "sdk": "sdk",
            "tags": "tag*",
            "errors": "error*",
            "_meta": "meta",
            "groupingConfig": "grouping",
        },
    ),
    "entry": Kind("data type"),
    "user": Kind("id email username ip_address name geo data"),
    "sdk": Kind("name version"),
    "tag": Kind("key value query"),
    "error": Kind("type message data"),
    "meta": Kind("entries message user contexts sdk context packages tags"),
    "grouping": Kind("id enhancements"),
    "exceptions": Kind("values hasSystemFrames excOmitted", {"values": "exception*"}),
    "exception": Kind(
        "type value mechanism threadId module stacktrace rawStacktrace", {**STACKS, "mechanism": "mechanism"}
    ),
    "mechanism": Kind(
        "type synthetic description help_link handled data meta source is_exception_group exception_id parent_id"
    ),
    "stacktrace": Kind("frames framesOmitted registers hasSystemFrames", FRAMES),
    "frame": Kind(
        "filename absPath module package platform instructionAddr symbolAddr function rawFunction symbol context "
        "lineNo colNo inApp trust errors lock sourceLink vars addrMode map origFunction origAbsPath origFilename "
        "origLineNo origColNo mapUrl symbolicatorStatus"
    ),
    "threads": Kind("values", {"values": "thread*"}),
    "thread": Kind("id current crashed name state heldLocks stacktrace rawStacktrace", STACKS),
    "breadcrumbs": Kind("values", {"values": "breadcrumb*"}),
    "breadcrumb": Kind("type timestamp level message category data event_id messageFormat messageRaw"),
    "request": Kind("apiTarget method url query fragment data headers cookies env inferredContentType"),
    "message": Kind("message formatted params"),
    "template": Kind("lineNo filename context"),
    "span": Kind(
        "timestamp start_timestamp exclusive_time op span_id parent_span_id trace_id segment_id is_segment status "
        "description tags origin profile_id data sentry_tags received measurements same_process_as_parent hash"
    ),
    "csp": Kind(
        "effective_directive blocked_uri document_uri original_policy referrer status_code violated_directive "
        "source_file line_number column_number script_sample disposition"
    ),
    "debugmeta": Kind("images sdk_info is_debug_build", {"images": "image*"}),
    "image": Kind(
        "code_id code_file debug_id debug_file debug_checksum arch image_addr image_size image_vmaddr features "
        "candidates debug_status unwind_status type"
    ),
}
DATA = {
    "exception": "exceptions",
    "threads": "threads",
    "stacktrace": "stacktrace",
    "breadcrumbs": "breadcrumbs",
    "request": "request",
    "message": "message",
    "template": "template",
    "spans": "span*",
    "csp": "csp",
    "debugmeta": "debugmeta",
}
"""The kind of the data of an entry, by its type. The data of other types stays as it is."""

_object = msgspec.json.Decoder(Members)
_array = msgspec.json.Decoder(list[msgspec.Raw])
_untyped = msgspec.json.Decoder()


def in_server_order(body: bytes) -> bytes:
    """An event whose members are in the order of the serializers; unknown members come last, in their own order."""
    return _same(bytes(_ordered(msgspec.Raw(body), "event")), body)


def with_types_first(body: bytes) -> bytes:
    """The same event with `type` before `data` in each entry, as in the documented example."""
    event = _object.decode(body)
    if entries := event.get("entries"):
        members = [_object.decode(entry) for entry in _array.decode(entries)]
        event["entries"] = msgspec.Raw(msgspec.json.encode([_arranged(entry, ("type", "data")) for entry in members]))
    return _same(msgspec.json.encode(event), body)


def _same(changed: bytes, body: bytes) -> bytes:
    """The changed body.

    Raises:
        AssertionError: It does not have the values of the original body.
    """
    assert _untyped.decode(changed) == _untyped.decode(body)
    return changed


def _ordered(value: msgspec.Raw, kind: str) -> msgspec.Raw:
    """A value with its members in order. A value that is not of this kind stays as it is."""
    begin = bytes(value)[:1]
    if kind.endswith("*"):
        if begin != b"[":
            return value
        return msgspec.Raw(msgspec.json.encode([_ordered(item, kind[:-1]) for item in _array.decode(value)]))
    if begin != b"{":
        return value
    members = _object.decode(value)
    for name, part in _parts(members, kind).items():
        if name in members:
            members[name] = _ordered(members[name], part)
    return msgspec.Raw(msgspec.json.encode(_arranged(members, KINDS[kind].members.split())))


def _parts(members: Members, kind: str) -> Mapping[str, str]:
    """The kinds of the members of an object. The kind of an entry's data depends on its type."""
    if kind != "entry":
        return KINDS[kind].parts
    tag = _untyped.decode(members.get("type", b"null"))
    return {"data": DATA[tag]} if isinstance(tag, str) and tag in DATA else {}


def _arranged(members: Members, names: list[str] | tuple[str, ...]) -> Members:
    """The members, the named ones first."""
    first = {name: members[name] for name in names if name in members}
    return first | members
