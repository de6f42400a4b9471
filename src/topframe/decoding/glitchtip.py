"""Reads keys that some servers spell in a second way. No other module handles these spellings.

GlitchTip serves the same web API as Sentry. It passes on frames and other interfaces as the SDK sent them, so some of
their keys have the SDK's spelling: `in_app` instead of Sentry's `inApp`. In its lists of events, all keys have the
SDK's spelling. Sentry itself spells a few keys in two ways: items of its lists have `event.type`, and payloads for
integrations have `datetime`.

The decoders in `event` and `view` read only Sentry's spelling, so that full responses of Sentry are decoded fast. For
other responses, the missing values are filled in afterwards:

1. `may_lack` looks at a few fields of the decoded event. They tell a full response of Sentry from other responses.
2. The body of another response is decoded a second time, with Structs that have only the second spellings. These
   Structs are made from the model, whose fields are named in the SDK's spelling. `_OF_EVENTS` and `_OF_PARTS` list the
   spellings that do not follow from the names.
3. `completed` copies the values found into the fields that have no value. If a body has a key in both spellings,
   Sentry's spelling counts.

Source: GlitchTip, apps/event_ingest and apps/issue_events (schemas); its responses of 2020 to 2026
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, MutableSequence, Sequence
from functools import lru_cache
from operator import is_
from types import GenericAlias, UnionType
from typing import Annotated, Any, ClassVar, NamedTuple, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import Raw, field
from msgspec.json import Decoder
from msgspec.structs import FieldInfo, astuple

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
from ..wire.diagnosis import Path, accepted
from ..wire.document import MEMBERS, decode_within, in_one_pass
from .annotations import entries_of, unaliased
from .entries import decode_entries

T = TypeVar("T", bound=msgspec.Struct)

_OF_EVENTS = {
    "groupID": ("issue",),  # GlitchTip, until 2022
    "projectID": ("project",),  # payloads for integrations
    "type": ("event.type",),  # items of Sentry's lists
    "dateCreated": ("datetime",),  # payloads for integrations
    "endTimestamp": ("timestamp",),  # transactions, in 2019
}
"""Maps keys of events to second spellings that are not the SDK's."""
_OF_PARTS: Mapping[type, Mapping[str, tuple[str, ...]]] = {
    Request: {"query": ("query_string",)},
    SdkPackage: {"name": ("Name",), "version": ("Version",)},
    ReportedEvent: {"eventID": ("eventId",)},
    UserReport: {"eventID": ("eventId",)},
}
"""The same for parts of events, by class."""
_EXTENDED: Mapping[type, type[msgspec.Struct]] = {Frame: GlitchTipFrame}
"""Maps classes of the model to subclasses with additional fields. A part that has such a field gets the subclass."""
_OF_SERVERS: tuple[type[msgspec.Struct], ...] = (Attachment, Breadcrumb, Occurrence, Release, SdkUpdate, Span)
"""Parts without second spellings: the server adds them, or their keys have only one spelling."""
_PROJECT = b'"projectID"'
_NUMBER = re.compile(rb"[ \t\r\n]*+:[ \t\r\n]*+[0-9]")


def may_lack(event: Event) -> bool:
    """Whether the body of an event may have keys in a second spelling. *event* was read in Sentry's spelling.

    Full responses of Sentry have the size of the event, and a time. Responses of GlitchTip have numbers as project ids,
    and no size. Items of Sentry's lists have no size either, and have their type in a second spelling.
    """
    return (
        isinstance(event.project_id, int)
        or (event.size is None and (event.project_id is None or event.type is None))
        or (event.date_created is None and event.end_timestamp is None)
    )


def completed(value: T, data: bytes, root: Path) -> T:
    """Fill in the fields of an event or view whose keys are in a second spelling in the response.

    Args:
        value: An event, or a view of an event, that was decoded from *data*.
        data: The response.
        root: The path of *data* in the whole document; () if *data* is the whole document.

    Raises:
        ValidationError: A key in a second spelling holds the wrong type; the path begins with *root*.
    """
    reader = reader_of(type(value))
    return value if reader is None else reader.completed(value, data, root)


def with_event_id(data: bytes, root: Path) -> bytes:
    """Add the key `eventID` to an item of one of GlitchTip's lists, which has it in the SDK's spelling, `event_id`.

    Other items are returned unchanged. The key is added before decoding because the model requires it.
    """
    if not data.startswith(b"{"):
        return data
    members = decode_within(data, MEMBERS, root)
    if "eventID" in members or not members.keys() >= {"event_id", "project_id"}:
        return data
    return b'{"eventID":%b,%b' % (members["event_id"], data[1:])


# --- Structs that have only the second spellings ----------------------------------------------------------------------


class _Spelling(NamedTuple):
    """A second spelling of a key."""

    key: str
    """The second spelling."""
    name: str
    """Name of the field that the value is for, in the class of the event or part."""
    annotation: Any
    default: Any
    """Value of that field if the response does not have the key in Sentry's spelling."""
    has_parts: bool = False
    """True: the value contains keys in two spellings. It stays JSON at first, and is then decoded in both."""
    extended: Any = None
    """The subclass that has the field; None if the class itself has it."""


class _Part(NamedTuple):
    """A field whose value contains second spellings: an object, or an array of objects."""

    key: str
    name: str
    annotation: Any


class _Second(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base class of the Structs that read only second spellings.

    Each class of the model that has second spellings gets a subclass. The subclass has a field for each second
    spelling, and after these a field for each part that contains second spellings. A field is None if the response does
    not have its key.
    """

    spellings: ClassVar[tuple[_Spelling, ...]] = ()
    parts: ClassVar[tuple[_Part, ...]] = ()
    nothing: ClassVar[_Second | None] = None
    """An instance in which all fields are None."""


_Made: TypeAlias = dict[Any, Any]
"""Maps each class to the Struct that `_second` made for it; None if it has no second spellings."""
_ARRAYS = (tuple, list, Sequence, MutableSequence, Collection)


def _second(kind: Any, made: _Made, more: Mapping[str, tuple[str, ...]]) -> type[_Second] | None:
    """Make a Struct that reads the second spellings of a class; None if the class has no second spellings.

    Args:
        kind: The class. A generic class has its arguments.
        made: The Structs that were made before. The new Struct is added.
        more: Second spellings that do not follow from the names of fields in the model.
    """
    if kind in made:
        return cast("type[_Second] | None", made[kind])
    made[kind] = None  # if a class contains itself, only the outermost level is read in two spellings
    if (get_origin(kind) or kind).__struct_config__.array_like:
        return None
    fields = msgspec.structs.fields(kind)
    inside = {member.name: _second_in(member.type, made) for member in fields if member.encode_name != "entries"}
    parts = [_Part(it.encode_name, it.name, inside[it.name]) for it in fields if inside.get(it.name)]
    spellings = [
        _Spelling(key, member.name, member.type, member.default, inside.get(member.name) is not None)
        for member, key in _spellings(fields, more)
    ]
    if extended := _EXTENDED.get(kind):
        more_fields = msgspec.structs.fields(extended)[len(fields) :]
        spellings += [_Spelling(it.encode_name, it.name, it.type, None, extended=extended) for it in more_fields]
    made[kind] = _made_of(kind, spellings, parts) if spellings or parts else None
    return cast("type[_Second] | None", made[kind])


def _spellings(fields: Sequence[FieldInfo], more: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[FieldInfo, str]]:
    """Pair the fields of a class with their second spellings. A key that another field already uses is left out."""
    taken = {member.encode_name for member in fields}
    for member in fields:
        key = member.encode_name
        for second in (sdk_names().get(key, key), *more.get(key, ())):
            if second not in taken:
                taken.add(second)
                yield member, second


def _made_of(kind: Any, spellings: Sequence[_Spelling], parts: Sequence[_Part]) -> type[_Second]:
    """Make a subclass of `_Second` with these fields, and with the tag of *kind*."""
    config = (get_origin(kind) or kind).__struct_config__
    read = [(it.key, Raw if it.has_parts else it.annotation | None) for it in spellings]
    read += [(it.key, it.annotation | None) for it in parts]
    made = msgspec.defstruct(
        "_Second",
        [(f"_{at}", annotation, field(name=key, default=None)) for at, (key, annotation) in enumerate(read)],
        bases=(_Second,),
        frozen=True,
        kw_only=True,
        gc=False,
        tag=config.tag,
        tag_field=config.tag_field,
    )
    second = cast("type[_Second]", made)
    second.spellings, second.parts, second.nothing = tuple(spellings), tuple(parts), second()
    return second


def _second_in(annotation: Any, made: _Made) -> Any:
    """Replace the classes in an annotation by the Structs of `_second`; None if `_second` makes no Struct for them."""
    meant = unaliased(annotation)
    kind = get_origin(meant) or meant
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _second(meant, made, _OF_PARTS.get(meant, {}))
    arguments = get_args(meant)
    if kind is Annotated:
        return _second_in(arguments[0], made)
    replaced = [_second_in(argument, made) for argument in arguments]
    if not any(replaced):
        return None
    if kind in (Union, UnionType):
        return Union[tuple(new or old for new, old in zip(replaced, arguments, strict=True))]  # noqa: UP007
    return GenericAlias(tuple, (replaced[0], ...)) if kind in _ARRAYS else None


@lru_cache(maxsize=1)
def sdk_names() -> dict[str, str]:
    """Map Sentry's keys to the SDK's spelling, if it differs. The model's fields are named in the SDK's spelling."""
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


# --- filling in missing values ----------------------------------------------------------------------------------------


class Reader:
    """Fills in second spellings in the instances of one class: `Event`, or a view."""

    def __init__(self, view: type[msgspec.Struct]) -> None:
        names = {member.encode_name: member.name for member in msgspec.structs.fields(view)}
        created, ended = names.get("dateCreated"), names.get("endTimestamp")
        self._project, self._type = names.get("projectID"), names.get("type")
        self._times = (created, ended) if created and ended else ()

        made: _Made = dict.fromkeys(_OF_SERVERS)
        second = _second(view, made, _OF_EVENTS) or _made_of(_Second, (), ())
        named = entries_of(view)
        kinds = {} if named is None else {type: _second(kind, made, {}) for type, kind in named.kinds.items()}
        self._entries = named.name if named and any(kinds.values()) else None
        self.is_needed = bool(second.spellings or second.parts or self._entries)
        self._types = KNOWN_TYPES | kinds.keys()
        classes = {type: kinds.get(type) or _nothing_of(type) for type in self._types}
        self._wanted = {classes[type] for type in kinds}
        entry: Any = Union[tuple(classes.values())]  # noqa: UP007
        self._entry: Decoder[Any] = Decoder(entry)
        # If no entry of the view can have a second spelling, the entries can be any JSON.
        self._known = Decoder(_with_entries(second, GenericAlias(tuple, (entry, ...)) if self._entries else Any))
        self._open = Decoder(_with_entries(second, tuple[Raw, ...] if self._entries else Any))

    def may_lack(self, view: msgspec.Struct, data: bytes) -> bool:
        """Whether *data* may have keys in a second spelling: the tests of `may_lack` for the fields of the view."""
        project = getattr(view, self._project) if self._project else _project_in(data)
        if isinstance(project, int):
            return True
        if (project is None or (self._type and getattr(view, self._type) is None)) and b'"size":' not in data:
            return True
        return bool(self._times) and all(getattr(view, name) is None for name in self._times)

    def completed(self, value: T, data: bytes, root: Path) -> T:
        """Fill in the fields of *value*, as the function `completed` describes."""
        found: Any = in_one_pass(data, self._known)
        if found is None:  # an entry has an unknown type, or a value has the wrong type
            found = decode_within(data, self._open, root)
        value = _filled(value, found, root)
        if self._entries is None or not found.entries or not (old := getattr(value, self._entries)):
            return value
        new: Any = found.entries
        if isinstance(new[0], Raw):
            new = decode_entries(new, self._entry, self._types, root)
        places: Any = enumerate(new)
        if len(new) != len(old):  # *value* is a view that leaves out some entries
            places = [(at, entry) for at, entry in places if type(entry) in self._wanted]
        made = [_filled(entry, second, (*root, "entries", at)) for entry, (at, second) in zip(old, places, strict=True)]
        return _replaced(value, {} if _are_same(made, old) else {self._entries: type(old)(made)}, root)


def _with_entries(second: type[_Second], entries: Any) -> type[_Second]:
    """Make a subclass that also reads the entries of an event."""
    more = [("entries", entries | None, None)]
    return cast(
        "type[_Second]", msgspec.defstruct("_Second", more, bases=(second,), frozen=True, kw_only=True, gc=False)
    )


def _nothing_of(type: str) -> Any:
    """Make a class without fields for a type of entry that has no second spellings, or that a view leaves out."""
    return msgspec.defstruct("_Second", [], bases=(_Second,), frozen=True, kw_only=True, tag=type, tag_field="type")


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def reader_of(view: type[msgspec.Struct]) -> Reader | None:
    """The `Reader` for a class of events or views; None if none of its fields has a second spelling."""
    reader = Reader(view)
    return reader if reader.is_needed else None


def _filled(value: Any, other: Any, root: Path) -> Any:
    """Fill in the fields of a part of an event.

    Args:
        value: The part in Sentry's spelling, as it was decoded.
        other: The same part in the second spellings: a `_Second`, or an array of them.
        root: The path of the part in the whole document.
    """
    if isinstance(other, tuple):
        return _filled_array(value, other, root)  # pyright: ignore[reportUnknownArgumentType]
    if not isinstance(other, _Second) or value is None:
        return value
    found = astuple(other)
    size = len(other.spellings)
    changes: dict[str, Any] = {}
    if _has_any(found[:size]):
        value, changes = _in_second_spelling(value, other.spellings, found, root)
    for part, inner in zip(other.parts, found[size:], strict=False):
        if inner is not None:
            old = getattr(value, part.name)
            new = _filled(old, inner, (*root, part.key))
            if new is not old:
                changes[part.name] = new
    return _replaced(value, changes, root)


def _in_second_spelling(
    value: Any, spellings: tuple[_Spelling, ...], found: tuple[Any, ...], root: Path
) -> tuple[Any, dict[str, Any]]:
    """Find the fields to change in a part. If one of them is a field of a subclass, the part is converted first.

    Returns:
        The part, and the changes by field name.
    """
    changes: dict[str, Any] = {}
    for spelling, second in zip(spellings, found, strict=False):
        if second is not None:
            if spelling.extended is not None and type(value) is not spelling.extended:
                value = spelling.extended(*astuple(value))
            if getattr(value, spelling.name) is spelling.default:
                changes[spelling.name] = _whole(second, spelling, root) if spelling.has_parts else second
    return value, changes


def _has_any(values: tuple[Any, ...]) -> bool:
    return values.count(None) < len(values)  # much faster than a loop, and for most parts all values are None


def _filled_array(value: Any, others: tuple[Any, ...], root: Path) -> Any:
    if others and others.count(getattr(others[0], "nothing", None)) == len(others):
        return value  # the usual case; for many frames, the loop below takes ten times as long
    pairs = zip(value, others, strict=True)
    made = [_filled(old, new, (*root, at)) for at, (old, new) in enumerate(pairs)]
    return value if _are_same(made, value) else type(value)(made)


def _whole(data: Raw, spelling: _Spelling, root: Path) -> Any:
    """Decode a part whose own key is in the second spelling. Its inner keys can be in either spelling."""
    first, second = _decoders(spelling.annotation)
    json, root = bytes(data), (*root, spelling.key)
    return _filled(decode_within(json, first, root), decode_within(json, second, root), root)


@lru_cache(maxsize=32)  # annotations of the model: at most 1 MB
def _decoders(annotation: Any) -> tuple[Decoder[Any], Decoder[Any]]:
    return Decoder(annotation), Decoder(_second_in(annotation, dict.fromkeys(_OF_SERVERS)))


def _replaced(value: T, changes: dict[str, Any], root: Path) -> T:
    return accepted(lambda: msgspec.structs.replace(value, **changes), root) if changes else value


def _are_same(items: Any, others: Any) -> bool:
    return all(map(is_, items, others))


def _project_in(data: bytes) -> int | str | None:
    """The type of the project id in a response: 0 means a number, "text" any other value, None a missing key."""
    at = data.find(_PROJECT)
    if at < 0:
        return None
    return 0 if _NUMBER.match(data, at + len(_PROJECT)) else "text"
