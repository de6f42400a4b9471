"""The second spelling that some servers have for a key. Only this module knows it.

GlitchTip answers the same requests as Sentry. It passes frames and other interfaces on as the SDK sent them, so some of
their keys are in the SDK's spelling: `in_app` where Sentry writes `inApp`. Its lists of events have all keys in that
spelling. Sentry itself spells a few keys in two ways: the items of its lists say `event.type`, payloads for
integrations say `datetime`.

The decoders know Sentry's keys only, so that Sentry's responses take no longer. What they made of another response is
completed afterwards:

1. `may_lack` tells a full response of Sentry from others by a few members.
2. For others, the body is decoded once more, with Structs that have only the second spellings. They are derived
   from the model, where each member has the SDK's name. The spellings that do not follow from it are listed below.
3. `completed` puts what was found into the members that have no value. If a body has a key in both spellings, Sentry's
   counts.

Source: GlitchTip, apps/event_ingest and apps/issue_events (schemas); its responses of 2020 to 2026
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from operator import is_
from types import GenericAlias, UnionType
from typing import Any, ClassVar, NamedTuple, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import UNSET, Raw, field
from msgspec.json import Decoder
from msgspec.structs import astuple

from ..model.attachment import Attachment
from ..model.breadcrumbs import Breadcrumb
from ..model.entries import KNOWN_TYPES
from ..model.event import Event
from ..model.occurrence import Occurrence
from ..model.release import Release
from ..model.request import Request
from ..model.sdk import SdkPackage, SdkUpdate
from ..model.spans import Span
from ..model.stacktrace import Frame, GlitchTipFrame
from ..model.user_report import ReportedEvent, UserReport
from ..wire.diagnosis import Path
from ..wire.document import MEMBERS, decode_within, in_one_pass
from .entries import decode_entries

T = TypeVar("T", bound=msgspec.Struct)

_OF_EVENTS = {
    "groupID": ("issue",),  # GlitchTip, until 2022
    "projectID": ("project",),  # payloads for integrations
    "type": ("event.type",),  # items of Sentry's lists
    "dateCreated": ("datetime",),  # payloads for integrations
    "endTimestamp": ("timestamp",),  # transactions, in 2019
}
"""Keys of events, with second spellings that are not the SDK's."""
_OF_PARTS: Mapping[type, Mapping[str, tuple[str, ...]]] = {
    Request: {"query": ("query_string",)},
    SdkPackage: {"name": ("Name",), "version": ("Version",)},
    ReportedEvent: {"eventID": ("eventId",)},
    UserReport: {"eventID": ("eventId",)},
}
"""The same for parts of events."""
_EXTENDED: Mapping[type, type[msgspec.Struct]] = {Frame: GlitchTipFrame}
"""Classes of the model, with the subclass for parts that have more members."""
_OF_SERVERS: tuple[type[msgspec.Struct], ...] = (Attachment, Breadcrumb, Occurrence, Release, SdkUpdate, Span)
"""Parts whose members servers add, or that have one spelling: they have no second spellings."""
_TOLD_BY = ("projectID", "type", "dateCreated", "endTimestamp", "entries")
"""The keys that a view is looked at for."""
_PROJECT = re.compile(rb'"projectID"[ \t\r\n]*+:[ \t\r\n]*+([0-9]?)')


def may_lack(event: Event) -> bool:
    """Whether an event may have members in a second spelling.

    Sentry's full responses have the size of the event, and a time. GlitchTip's have numbers for projects, and no size.
    Items of Sentry's lists have no size either, and their type is in a second spelling.
    """
    return (
        isinstance(event.project_id, int)
        or (event.size is None and (event.project_id is None or event.type is None))
        or (event.date_created is None and event.end_timestamp is None)
    )


def completed(value: T, data: bytes | Raw, root: Path = ()) -> T:
    """Put the members that a response has in a second spelling into the event or view that was made of it.

    Args:
        value: An event, or a view of one.
        data: The response.
        root: Its path in the whole document; () when it is the whole.

    Raises:
        ValidationError: A key in the second spelling holds the wrong type; the path begins with *root*.
    """
    reader = reader_of(type(value))
    return value if reader is None else reader.completed(value, bytes(data), root)


def with_event_id(item: Raw) -> bytes:
    """An item of a list with the key `eventID`, which the items of GlitchTip's lists have in the SDK's spelling."""
    data = bytes(item)
    if not data.startswith(b"{"):
        return data
    members = MEMBERS.decode(data)
    if "eventID" in members or not members.keys() >= {"event_id", "project_id"}:
        return data
    return b'{"eventID":%b,%b' % (members["event_id"], data[1:])


# --- Structs that have only the second spellings ----------------------------------------------------------------------


class _Member(NamedTuple):
    """What a member of a `_Second` reads."""

    key: str
    name: str
    """The member of the event or part that the value is for."""
    is_part: bool
    """True: an object, or a list of them, with second spellings inside. False: a second spelling of the member."""
    default: Any
    """The value of that member if the response does not have it in Sentry's spelling."""
    kind: Any
    """For a second spelling whose value has second spellings inside, the annotation of the member; else None."""
    extended: Any = None
    """The subclass that has the member; None if the class has it."""


class _Second(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A part of a response in the second spelling: the base of a class for each class of the model.

    A member is UNSET if the response does not have its key.
    """

    members: ClassVar[tuple[_Member, ...]] = ()
    """In the order of the fields."""
    nothing: ClassVar[_Second | None] = None
    """A part without second spellings."""


_Made: TypeAlias = dict[Any, Any]
"""The class that `_second` made of each class; None where it made none."""


def _nothing_made() -> _Made:
    return dict.fromkeys(_OF_SERVERS)


def _second(kind: Any, made: _Made, more: Mapping[str, tuple[str, ...]]) -> type[_Second] | None:
    """Make a Struct that reads the second spellings of a class; None if there are none.

    Args:
        kind: The class.
        made: The Structs that exist already. The new one is added.
        more: Second spellings that do not follow from the model.
    """
    if kind in made:
        return cast("type[_Second] | None", made[kind])
    made[kind] = None  # a class that contains itself is followed once
    fields = msgspec.structs.fields(kind)
    own = {member.encode_name for member in fields}
    read: list[tuple[_Member, Any]] = []
    for member in fields:
        inside = None if member.encode_name == "entries" else _second_in(member.type, made)
        if inside is not None:
            read.append((_Member(member.encode_name, member.name, True, None, None), inside))
        in_sdks = sdk_names().get(member.encode_name, member.encode_name)
        for key in sorted({in_sdks, *more.get(member.encode_name, ())} - own):
            whole = _Member(key, member.name, False, member.default, member.type if inside else None)
            read.append((whole, Raw if inside else member.type))
    if extended := _EXTENDED.get(kind):
        more_fields = msgspec.structs.fields(extended)[len(fields) :]
        read.extend((_Member(it.encode_name, it.name, False, None, None, extended), it.type) for it in more_fields)
    made[kind] = _made_of(kind, read) if read else None
    return cast("type[_Second] | None", made[kind])


def _made_of(kind: Any, read: list[tuple[_Member, Any]]) -> type[_Second]:
    """A subclass of `_Second` with these members, and the tag of *kind*."""
    config = (get_origin(kind) or kind).__struct_config__
    made = msgspec.defstruct(
        "_Second",
        [(f"_{at}", type, field(name=member.key, default=UNSET)) for at, (member, type) in enumerate(read)],
        bases=(_Second,),
        frozen=True,
        kw_only=True,
        gc=False,
        tag=config.tag,
        tag_field=config.tag_field,
    )
    second = cast("type[_Second]", made)
    second.members, second.nothing = tuple(member for member, _ in read), second()
    return second


def _with_entries(second: type[_Second], entries: Any) -> type[Any]:
    """A subclass that reads the entries of an event, too."""
    more = [("entries", entries | None, None)]
    return msgspec.defstruct("_Second", more, bases=(second,), frozen=True, kw_only=True, gc=False)


def _left_out(type: str) -> Any:
    """A class for the entries of a type that a view does not have."""
    return msgspec.defstruct("_LeftOut", [], frozen=True, kw_only=True, gc=False, tag=type, tag_field="type")


def _second_in(annotation: Any, made: _Made) -> Any:
    """An annotation with the Structs that `_second` makes of its classes; None if it makes none."""
    kind = get_origin(annotation) or annotation
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _second(annotation, made, _OF_PARTS.get(annotation, {}))
    arguments = get_args(annotation)
    replaced = [_second_in(argument, made) for argument in arguments]
    if not any(replaced):
        return None
    if get_origin(annotation) in (Union, UnionType):
        return Union[tuple(new or old for new, old in zip(replaced, arguments, strict=True))]  # noqa: UP007
    return GenericAlias(tuple, (replaced[0], ...)) if get_origin(annotation) in (tuple, list) else None


@lru_cache(maxsize=1)
def sdk_names() -> dict[str, str]:
    """Sentry's keys that SDKs spell in another way, with that spelling: the names of the model's members."""
    names: dict[str, str] = {}
    pending, seen = [Event], set[Any](_OF_SERVERS)
    while pending:
        kind = pending.pop()
        seen.add(kind)
        for member in msgspec.structs.fields(kind):
            pending.extend(part for part in _structs_in(member.type) if part not in seen)
            if member.name != member.encode_name and member.encode_name[0] != "_" and not member.name.endswith("_json"):
                names[member.encode_name] = member.name
    return names


def _structs_in(annotation: Any) -> list[Any]:
    kind = get_origin(annotation) or annotation
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [annotation]
    return [kind for argument in get_args(annotation) for kind in _structs_in(argument)]


def _tag_of(kind: Any) -> str | None:
    """The type of the entries of a class; None if it is no class of entries."""
    config = (get_origin(kind) or kind).__struct_config__
    return str(config.tag) if config.tag_field == "type" else None


# --- completing -------------------------------------------------------------------------------------------------------


class Reader:
    """Completes the events, or views, of a class."""

    def __init__(self, view: type[msgspec.Struct]) -> None:
        fields = {member.encode_name: member for member in msgspec.structs.fields(view)}
        self._project, self._type, created, ended, self._entries = (
            fields[key].name if key in fields else "" for key in _TOLD_BY
        )
        self._times = (created, ended) if created and ended else ()
        made = _nothing_made()
        second = _second(view, made, _OF_EVENTS)
        kinds = _structs_in(fields["entries"].type) if "entries" in fields else []
        tags = {kind: _tag_of(kind) for kind in kinds}
        entries = {tag: _second(kind, made, {}) or _made_of(kind, []) for kind, tag in tags.items() if tag is not None}
        self._has_entries = bool(entries)
        self.is_needed = second is not None or any(entry.members for entry in entries.values())
        self._types = KNOWN_TYPES | entries.keys()
        entry: Any = Union[tuple(entries.get(type) or _left_out(type) for type in sorted(self._types))]  # noqa: UP007
        # A view that does not read the entries takes anything in their place.
        known, open_ = (GenericAlias(tuple, (entry, ...)), tuple[Raw, ...]) if entries else (Any, Any)
        self._known = Decoder(_with_entries(second or _Second, known))
        self._open = Decoder(_with_entries(second or _Second, open_))
        self._entry: Decoder[Any] = Decoder(entry)

    def may_lack(self, view: msgspec.Struct, data: bytes) -> bool:
        """Whether a view of *data* may have members in a second spelling: `may_lack`, as far as the view goes."""
        project = getattr(view, self._project) if self._project else _project_in(data)
        if isinstance(project, int):
            return True
        if (project is None or (self._type and getattr(view, self._type) is None)) and b'"size":' not in data:
            return True
        return bool(self._times) and all(getattr(view, name) is None for name in self._times)

    def completed(self, value: T, data: bytes, root: Path) -> T:
        """Complete what was made of *data*; the function `completed` tells of the rest."""
        found = in_one_pass(data, self._known)
        if found is None:  # an entry of unknown type, or a wrong type
            found = decode_within(data, self._open, root)
        value = _filled(value, found, root)
        sent: Any = found.entries
        entries: Any = getattr(value, self._entries) if self._entries else None
        if not sent or not entries or not self._has_entries:
            return value
        if isinstance(sent[0], Raw):
            sent = decode_entries(sent, self._entry, self._types, root)
        places: Any = enumerate(sent)
        if len(sent) != len(entries):  # a view leaves some out
            places = [(at, entry) for at, entry in places if isinstance(entry, _Second)]
        made = [_filled(old, new, (*root, "entries", at)) for old, (at, new) in zip(entries, places, strict=False)]
        return value if _are_same(made, entries) else _replaced(value, {self._entries: type(entries)(made)})


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def reader_of(view: type[msgspec.Struct]) -> Reader | None:
    """What completes the views of a class; None if nothing in them has a second spelling."""
    reader = Reader(view)
    return reader if reader.is_needed else None


def _filled(value: Any, other: Any, root: Path) -> Any:
    """Complete a part of an event.

    Args:
        value: The part as it was decoded.
        other: What `_Second` has of it.
        root: Its path in the whole document.
    """
    if isinstance(other, tuple):
        items: Any = other  # pyright: ignore[reportUnknownVariableType]
        if items and items.count(getattr(items[0], "nothing", None)) == len(items):
            return value  # the usual case; for many frames, the loop below would take ten times as long
        pairs: Any = zip(value, items, strict=True)
        made = [_filled(old, new, (*root, at)) for at, (old, new) in enumerate(pairs)]
        return value if _are_same(made, value) else type(value)(made)
    if not isinstance(other, _Second) or value is None or other == other.nothing:
        return value
    changes: dict[str, Any] = {}
    for member, found in zip(other.members, astuple(other), strict=False):
        if found is UNSET or found is None:
            continue
        if member.extended is not None and type(value) is not member.extended:
            value = member.extended(*astuple(value))
        old = getattr(value, member.name)
        new = old
        if member.is_part:
            new = _filled(old, found, (*root, member.key))
        elif old is member.default:
            new = found if member.kind is None else _whole(found, member.kind, (*root, member.key))
        if new is not old:
            changes[member.name] = new
    return _replaced(value, changes)


def _whole(data: Raw, kind: Any, root: Path) -> Any:
    """Decode a part whose own key is in the second spelling."""
    first, second = _decoders(kind)
    return _filled(decode_within(bytes(data), first, root), decode_within(bytes(data), second, root), root)


@lru_cache(maxsize=32)  # annotations of the model: at most 1 MB
def _decoders(kind: Any) -> tuple[Decoder[Any], Decoder[Any]]:
    return Decoder(kind), Decoder(_second_in(kind, _nothing_made()))


def _replaced(value: T, changes: dict[str, Any]) -> T:
    return msgspec.structs.replace(value, **changes) if changes else value


def _are_same(items: Any, others: Any) -> bool:
    return all(map(is_, items, others))


def _project_in(data: bytes) -> int | str | None:
    """The project of a response: a number, any text for a text, or None."""
    found = _PROJECT.search(data)
    return found and (int(found[1]) if found[1] else "text")
