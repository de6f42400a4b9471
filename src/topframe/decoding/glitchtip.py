"""The keys that some servers spell in a second way, and the responses that may have them. No other module knows them.

GlitchTip serves the same web API as Sentry. It passes on frames and other interfaces as the SDK sent them, so some of
their keys have the SDK's spelling: `in_app` instead of Sentry's `inApp`. In its lists of events, all keys have the
SDK's spelling. Sentry itself spells a few keys in two ways: items of its lists have `event.type`, and payloads for
integrations have `datetime`.

The model has only Sentry's spelling. Its fields are named in the SDK's spelling, so most second spellings follow from
these names. `_OF_EVENTS` and `_OF_PARTS` list the others. `second_pass` reads them.

Source: GlitchTip, apps/event_ingest and apps/issue_events (schemas); its responses of 2020 to 2026
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import GenericAlias, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, TypedDict, Union, get_args, get_origin

import msgspec
from msgspec import Raw
from msgspec.structs import FieldInfo

from ..model.attachment import Attachment
from ..model.breadcrumbs import Breadcrumb
from ..model.event import Event
from ..model.occurrence import Occurrence
from ..model.release import Release
from ..model.request import Request
from ..model.sdk import SdkPackage, SdkUpdate
from ..model.spans import Span
from ..model.stacktrace import Frame, GlitchTipFrame
from ..model.user_report import ReportedEvent, UserReport
from ..wire.diagnosis import Path
from ..wire.document import MEMBERS, decode_within
from .annotations import item_of, unaliased

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


def project_in(data: bytes) -> int | str | None:
    """The type of the project id in a response: 0 means a number, "text" any other value, None a missing key."""
    at = data.find(_PROJECT)
    if at < 0:
        return None
    return 0 if _NUMBER.match(data, at + len(_PROJECT)) else "text"


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


# --- plans ------------------------------------------------------------------------------------------------------------


class Spelling(NamedTuple):
    """A second spelling of a key."""

    field: str
    """Name of the field that the value is for."""
    default: Any
    """Value of that field if the response does not have the key in Sentry's spelling."""
    annotation: Any
    """Type of the value. If the value can contain second spellings too, it stays JSON at first."""
    has_parts: bool
    """Whether the value can contain second spellings."""
    is_sdks: bool
    """Whether it is the SDK's spelling. If a response also has another second spelling, that one counts."""
    extended: type[msgspec.Struct] | None = None
    """The subclass that has the field; None if the class itself has it."""


class Part(NamedTuple):
    """A key with one spelling, whose value contains second spellings."""

    field: str
    """Name of the field that has the value."""
    plan: Plan


class Plan(NamedTuple):
    """The second spellings of a class, or of a type whose values contain objects of the class."""

    type: Any
    """For a class, a TypedDict of *spellings* and *parts*. msgspec decodes an object to a dict of those it has."""
    spellings: Mapping[str, Spelling]
    parts: Mapping[str, Part]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.spellings and not self.parts


Plans: TypeAlias = dict[Any, Plan]
"""Maps classes to their plans. A generic class has its arguments."""


def dictionary(types: Mapping[str, Any]) -> Any:
    """Make a TypedDict with these keys. Each of them can be missing."""
    return TypedDict("_Second", types, total=False)  # type: ignore[operator]


NOTHING = Plan(dictionary({}), {}, {})
"""The plan of a class without second spellings."""


def new_plans() -> Plans:
    """The plans of the classes without second spellings."""
    return dict.fromkeys(_OF_SERVERS, NOTHING)


def plan_of(kind: Any, plans: Plans, *, is_event: bool = False) -> Plan:
    """Find the second spellings of a class.

    Args:
        kind: The class. A generic class has its arguments.
        plans: The plans that were made before. New plans are added.
        is_event: Whether it is a class of events or views of events, and not of a part.
    """
    if kind not in plans:
        plans[kind] = NOTHING  # if a class contains itself, only the outermost level is read in two spellings
        if not (get_origin(kind) or kind).__struct_config__.array_like:
            plans[kind] = _new_plan(kind, plans, _OF_EVENTS if is_event else _OF_PARTS.get(kind, {}))
    return plans[kind]


def _new_plan(kind: Any, plans: Plans, other: Mapping[str, tuple[str, ...]]) -> Plan:
    types: dict[str, Any] = {}
    spellings: dict[str, Spelling] = {}
    parts: dict[str, Part] = {}
    fields = msgspec.structs.fields(kind)
    inside = {it.name: plan_in(it.type, plans) for it in fields if it.encode_name != "entries"}
    for member in fields:
        if not (plan := inside.get(member.name, NOTHING)).is_empty:
            types[member.encode_name] = plan.type | None
            parts[member.encode_name] = Part(member.name, plan)
    for member, key in _spellings(fields, other):
        has_parts = not inside[member.name].is_empty
        is_sdks = key == sdk_names().get(member.encode_name)
        types[key] = Raw if has_parts else member.type | None
        spellings[key] = Spelling(member.name, member.default, member.type, has_parts, is_sdks)
    if extended := _EXTENDED.get(kind):
        for member in msgspec.structs.fields(extended)[len(fields) :]:
            types[member.encode_name] = member.type
            spellings[member.encode_name] = Spelling(member.name, None, member.type, False, False, extended)
    return Plan(dictionary(types), spellings, parts)


def plan_in(annotation: Any, plans: Plans) -> Plan:
    """Find the second spellings inside of the value of a field: an object, or an array of objects of any length.

    In any other value, and in a union of several classes, no second spellings are read. New plans are added to *plans*.
    """
    meant = unaliased(annotation)
    kind = get_origin(meant) or meant
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return plan_of(meant, plans)
    arguments = get_args(meant)
    if kind is Annotated:
        return plan_in(arguments[0], plans)
    found = [(plan_in(argument, plans), argument) for argument in arguments]
    others = [argument for plan, argument in found if plan.is_empty]
    if len(found) != len(others) + 1 or _structs_in(others):
        return NOTHING
    (inner,) = (plan for plan, _ in found if not plan.is_empty)
    if kind in (Union, UnionType):
        return inner._replace(type=Union[(inner.type, *others)])
    return inner._replace(type=GenericAlias(tuple, (inner.type, ...))) if item_of(meant) in arguments else NOTHING


def _spellings(fields: Sequence[FieldInfo], other: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[FieldInfo, str]]:
    """Pair the fields of a class with their second spellings. A key that another field already uses is left out."""
    taken = {member.encode_name for member in fields}
    for member in fields:
        key = member.encode_name
        for second in (sdk_names().get(key, key), *other.get(key, ())):
            if second not in taken:
                taken.add(second)
                yield member, second


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
    for annotation in map(unaliased, annotations):
        kind = get_origin(annotation) or annotation
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        found += [annotation] if is_struct else _structs_in(get_args(annotation))
    return found
