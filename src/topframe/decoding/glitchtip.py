"""Reads keys that some servers spell in a second way. No other module handles these spellings.

GlitchTip serves the same web API as Sentry. It passes on frames and other interfaces as the SDK sent them, so some of
their keys have the SDK's spelling: `in_app` instead of Sentry's `inApp`. In its lists of events, all keys have the
SDK's spelling. Sentry itself spells a few keys in two ways: items of its lists have `event.type`, and payloads for
integrations have `datetime`.

The decoders in `event` and `view` read only Sentry's spelling, so that full responses of Sentry are decoded fast. For
other responses, the missing values are filled in afterwards:

1. `may_lack` looks at a few fields of the decoded event. They tell a full response of Sentry from other responses.
2. The body of another response is decoded a second time, to dicts that have only the second spellings. A `_Plan` lists
   them. It is made from the model, whose fields are named in the SDK's spelling. `_OF_EVENTS` and `_OF_PARTS` list the
   spellings that do not follow from the names.
3. `completed` copies the values found into the fields that have no value. If a body has a key in both spellings,
   Sentry's spelling counts.

Source: GlitchTip, apps/event_ingest and apps/issue_events (schemas); its responses of 2020 to 2026
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import is_
from types import GenericAlias, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    TypeAlias,
    TypedDict,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

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
from .annotations import entries_of, item_of, unaliased
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


# --- what to read -----------------------------------------------------------------------------------------------------


class _Key(NamedTuple):
    """A key that the second pass reads: a second spelling, or a part that contains second spellings."""

    field: str
    """Name of the field that the value is for, in the class of the event or part."""
    default: Any
    """Value of that field if the response does not have the key in Sentry's spelling."""
    annotation: Any
    """Type of the value of a second spelling; None for a part whose own key has only one spelling."""
    extended: Any
    """The subclass that has the field; None if the class itself has it."""
    is_sdks: bool
    """Whether the key is the SDK's spelling. If a response also has another second spelling, that one counts."""
    inside: _Keys
    """The keys to read inside of the value; {} if it contains no second spellings."""


_Keys: TypeAlias = Mapping[str, _Key]


class _Plan(NamedTuple):
    """What the second pass reads of a class, or of a value that contains objects of the class."""

    type: Any
    """For a class, a TypedDict with these keys. msgspec decodes it to a dict of the keys that the response has."""
    keys: _Keys


def _dictionary(types: dict[str, Any]) -> Any:
    """Make a TypedDict with these keys. Each of them can be missing."""
    return TypedDict("_Second", types, total=False)  # type: ignore[operator]


_Plans: TypeAlias = dict[Any, _Plan]
"""Maps classes to their plans. A generic class has its arguments."""
_NOTHING = _Plan(_dictionary({}), {})
"""The plan of a class without second spellings."""


def _plan_of(kind: Any, plans: _Plans, other: Mapping[str, tuple[str, ...]]) -> _Plan:
    """Find the second spellings of a class.

    Args:
        kind: The class. A generic class has its arguments.
        plans: The plans that were made before. The new plan is added.
        other: Second spellings that do not follow from the names of fields in the model.
    """
    if kind not in plans:
        plans[kind] = _NOTHING  # if a class contains itself, only the outermost level is read in two spellings
        if read := list(_read(kind, plans, other)):
            types = {name: type for name, type, _ in read}
            plans[kind] = _Plan(_dictionary(types), {name: key for name, _, key in read})
    return plans[kind]


def _read(kind: Any, plans: _Plans, other: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Any, _Key]]:
    """The keys that the second pass reads of a class, each with the type that it is decoded to.

    If a value has a second spelling and also contains some, it stays JSON at first, and `_whole` decodes it.
    """
    if (get_origin(kind) or kind).__struct_config__.array_like:
        return
    fields = msgspec.structs.fields(kind)
    inside = {it.name: _inside(it.type, plans) for it in fields if it.encode_name != "entries"}
    for member in fields:
        if (plan := inside.get(member.name, _NOTHING)).keys:
            yield member.encode_name, plan.type | None, _Key(member.name, None, None, None, False, plan.keys)
    for member, key in _spellings(fields, other):
        keys = inside[member.name].keys
        is_sdks = key == sdk_names().get(member.encode_name)
        read = _Key(member.name, member.default, member.type, None, is_sdks, keys)
        yield key, Raw if keys else member.type | None, read
    if extended := _EXTENDED.get(kind):
        for member in msgspec.structs.fields(extended)[len(fields) :]:
            yield member.encode_name, member.type, _Key(member.name, None, member.type, extended, False, {})


def _spellings(fields: Sequence[FieldInfo], other: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[FieldInfo, str]]:
    """Pair the fields of a class with their second spellings. A key that another field already uses is left out."""
    taken = {member.encode_name for member in fields}
    for member in fields:
        key = member.encode_name
        for second in (sdk_names().get(key, key), *other.get(key, ())):
            if second not in taken:
                taken.add(second)
                yield member, second


def _inside(annotation: Any, plans: _Plans) -> _Plan:
    """Find the second spellings inside of the value of a field: an object, or an array of objects of any length.

    In any other value, and in a union of several classes, no second spellings are read.
    """
    meant = unaliased(annotation)
    kind = get_origin(meant) or meant
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _plan_of(meant, plans, _OF_PARTS.get(meant, {}))
    arguments = get_args(meant)
    if kind is Annotated:
        return _inside(arguments[0], plans)
    found = [_inside(argument, plans) for argument in arguments]
    others = [old for plan, old in zip(found, arguments, strict=True) if not plan.keys]
    inner = [plan for plan in found if plan.keys]
    if len(inner) != 1 or _structs_in(others):
        return _NOTHING
    ((type_, keys),) = inner
    if kind in (Union, UnionType):
        return _Plan(Union[(type_, *others)], keys)
    return _Plan(GenericAlias(tuple, (type_, ...)), keys) if item_of(meant) in arguments else _NOTHING


@lru_cache(maxsize=1)
def sdk_names() -> dict[str, str]:
    """Map Sentry's keys to the SDK's spelling, if it differs. The model's fields are named in the SDK's spelling."""
    names: dict[str, str] = {}
    pending, seen = [Event], set[Any](_OF_SERVERS)
    while pending:
        kind = pending.pop()
        seen.add(kind)
        for member in msgspec.structs.fields(kind):
            pending.extend(part for part in _structs_in([member.type]) if part not in seen)
            name = member.name.removesuffix("_data").removesuffix("_json")
            if name != member.encode_name and member.encode_name[0] != "_":
                names[member.encode_name] = name
    return names


def _structs_in(annotations: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for annotation in annotations:
        kind = get_origin(annotation) or annotation
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        found += [annotation] if is_struct else _structs_in(get_args(annotation))
    return found


# --- filling in missing values ----------------------------------------------------------------------------------------


class _Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="type"):
    """Base class of the Structs that read the second spellings inside of an entry, one subclass for each type.

    A Struct is needed because msgspec cannot tell TypedDicts apart by the `type` of an entry.
    """

    keys: ClassVar[_Keys] = {}


class Reader:
    """Fills in second spellings in the instances of one class: `Event`, or a view."""

    def __init__(self, view: type[msgspec.Struct]) -> None:
        names = {member.encode_name: member.name for member in msgspec.structs.fields(view)}
        created, ended = names.get("dateCreated"), names.get("endTimestamp")
        self._project, self._type = names.get("projectID"), names.get("type")
        self._times = (created, ended) if created and ended else ()

        plans: _Plans = dict.fromkeys(_OF_SERVERS, _NOTHING)
        plan = _plan_of(view, plans, _OF_EVENTS)
        named = entries_of(view)
        kinds = {} if named is None else {type: _plan_of(kind, plans, {}) for type, kind in named.kinds.items()}
        self._keys = plan.keys
        self._entries = named.name if named and any(inner.keys for inner in kinds.values()) else None
        self.is_needed = bool(plan.keys or self._entries)
        self._types = KNOWN_TYPES | kinds.keys()
        classes = {type: _entry(type, kinds.get(type, _NOTHING)) for type in self._types}
        self._wanted = {classes[type] for type in kinds}
        entry: Any = Union[tuple(classes.values())]  # noqa: UP007
        self._entry: Decoder[Any] = Decoder(entry)
        # If no entry of the view can have a second spelling, the entries can be any JSON.
        self._known = _decoder(plan, GenericAlias(tuple, (entry, ...)) if self._entries else Any)
        self._open = _decoder(plan, tuple[Raw, ...] if self._entries else Any)

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
        found = in_one_pass(data, self._known)
        if found is None:  # an entry has an unknown type, or a value has the wrong type
            found = decode_within(data, self._open, root)
        changes: dict[str, Any] = {}
        new = found.pop("entries", None)
        if self._entries and new and (old := getattr(value, self._entries)):
            entries = self._filled_entries(old, new, root)
            if not _are_same(entries, old):
                changes[self._entries] = type(old)(entries)
        completed: T = _with_values(value, found, self._keys, root, changes)
        return completed

    def _filled_entries(self, old: Any, new: Any, root: Path) -> list[Any]:
        if isinstance(new[0], Raw):
            new = decode_entries(new, self._entry, self._types, root)
        places: Sequence[int] = range(len(new))
        if len(new) != len(old):  # the view leaves out some entries
            places = [at for at in places if type(new[at]) in self._wanted]
        if len(places) != len(old):  # code of the view changed the array
            return list(old)
        pairs = zip(old, places, strict=True)
        return [_filled_entry(entry, new[at], (*root, "entries", at)) for entry, at in pairs]


def _decoder(plan: _Plan, entries: Any) -> Decoder[dict[str, Any]]:
    """Make a decoder for the second spellings of an event, and for its entries."""
    return Decoder(_dictionary({**plan.type.__annotations__, "entries": entries | None}))


def _entry(type: str, plan: _Plan) -> Any:
    """Make a subclass of `_Entry` for a type of entry.

    Args:
        type: The type.
        plan: The second spellings. If there are none, or if the view leaves out the entry, the Struct has no fields, so
            that msgspec skips the content of the entry.
    """
    read = enumerate(plan.type.__annotations__.items())
    fields = [(f"_{at}", type, field(name=key, default=None)) for at, (key, type) in read]
    entry: Any = msgspec.defstruct("_Entry", fields, bases=(_Entry,), frozen=True, kw_only=True, gc=False, tag=type)
    entry.keys = plan.keys
    return entry


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def reader_of(view: type[msgspec.Struct]) -> Reader | None:
    """The `Reader` for a class of events or views; None if none of its fields has a second spelling."""
    reader = Reader(view)
    return reader if reader.is_needed else None


def _filled_entry(value: Any, second: Any, root: Path) -> Any:
    if not isinstance(second, _Entry) or not second.keys:
        return value
    found = dict(zip(second.__struct_encode_fields__, astuple(second), strict=True))
    return _with_values(value, found, second.keys, root, {})


def _filled(value: Any, found: Any, keys: _Keys, root: Path) -> Any:
    """Fill in the fields of a part of an event.

    Args:
        value: The part in Sentry's spelling, as it was decoded: an object, an array of objects, or another value.
        found: The same part as the second pass decoded it: a dict with some of *keys*, an array of dicts, or another
            value.
        keys: The second spellings of the object or objects.
        root: The path of the part in the whole document.
    """
    if isinstance(value, msgspec.Struct):
        return _with_values(value, found, keys, root, {})
    if isinstance(found, tuple):
        return _filled_array(value, found, keys, root)  # pyright: ignore[reportUnknownArgumentType]
    return value


def _filled_array(value: Any, found: tuple[Any, ...], keys: _Keys, root: Path) -> Any:
    if not any(found):
        return value  # the usual case; for many frames, the loop below takes ten times as long
    if type(value) not in (tuple, list) or len(value) != len(found):
        return value  # a set, or code of a view changed the array
    pairs = zip(value, found, strict=True)
    made = [_filled(old, new, keys, (*root, at)) for at, (old, new) in enumerate(pairs)]
    return value if _are_same(made, value) else type(value)(made)


def _with_values(value: Any, found: dict[str, Any], keys: _Keys, root: Path, changes: dict[str, Any]) -> Any:
    """Fill in the fields of an object.

    Args:
        value: The object in Sentry's spelling. If one of the values is for a field of a subclass, the object is
            converted to the subclass.
        found: The values of *keys* in the response.
        keys: The second spellings of the object.
        root: The path of the object in the whole document.
        changes: Other new values, by field name.
    """
    for name, second in found.items():
        field, default, annotation, extended, is_sdks, inside = keys[name]
        if annotation is None:  # a part whose own key has one spelling
            if second:
                old = getattr(value, field)
                new = _filled(old, second, inside, (*root, name))
                if new is not old:
                    changes[field] = new
        elif second is not None and not (is_sdks and field in changes):
            if extended is not None and type(value) is not extended:
                value = extended(*astuple(value))
            if getattr(value, field) is default:
                changes[field] = _whole(second, annotation, (*root, name)) if inside else second
    return _replaced(value, changes, root) if changes else value


def _replaced(value: Any, changes: dict[str, Any], root: Path) -> Any:
    return accepted(lambda: msgspec.structs.replace(value, **changes), root)


def _whole(data: Raw, annotation: Any, root: Path) -> Any:
    """Decode a part whose own key is in the second spelling. Its inner keys can be in either spelling."""
    first, second, keys = _decoders(annotation)
    json = bytes(data)
    return _filled(decode_within(json, first, root), decode_within(json, second, root), keys, root)


@lru_cache(maxsize=32)  # annotations of the model: at most 1 MB
def _decoders(annotation: Any) -> tuple[Decoder[Any], Decoder[Any], _Keys]:
    plan = _inside(annotation, dict.fromkeys(_OF_SERVERS, _NOTHING))
    return Decoder(annotation), Decoder(plan.type), plan.keys


def _are_same(items: Any, others: Any) -> bool:
    return all(map(is_, items, others))


def _project_in(data: bytes) -> int | str | None:
    """The type of the project id in a response: 0 means a number, "text" any other value, None a missing key."""
    at = data.find(_PROJECT)
    if at < 0:
        return None
    return 0 if _NUMBER.match(data, at + len(_PROJECT)) else "text"
