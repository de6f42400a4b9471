"""Reads the keys of a response that are in a second spelling, and fills in the fields that lack a value.

The decoders in `event` and `view` read only Sentry's spelling, so that full responses of Sentry are decoded fast. The
body of another response is decoded a second time, to dicts that have only the second spellings. Their values are copied
into the fields that have no value. If a body has a key in both spellings, Sentry's spelling counts.

`glitchtip` knows the spellings, and which responses may have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import is_
from types import GenericAlias
from typing import Any, ClassVar, TypeVar, Union

import msgspec
from msgspec import Raw, field
from msgspec.json import Decoder
from msgspec.structs import astuple

from ..model.entries import KNOWN_TYPES
from ..wire.diagnosis import Path, accepted
from ..wire.document import decode_within, in_one_pass
from .annotations import entries_of
from .entries import decode_entries
from .glitchtip import NOTHING, Plan, dictionary, new_plans, plan_in, plan_of, project_in

T = TypeVar("T", bound=msgspec.Struct)


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


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def reader_of(view: type[msgspec.Struct]) -> Reader | None:
    """The `Reader` for a class of events or views; None if none of its fields has a second spelling."""
    reader = Reader(view)
    return reader if reader.is_needed else None


class Reader:
    """Fills in second spellings in the instances of one class: `Event`, or a view."""

    def __init__(self, view: type[msgspec.Struct]) -> None:
        names = {member.encode_name: member.name for member in msgspec.structs.fields(view)}
        created, ended = names.get("dateCreated"), names.get("endTimestamp")
        self._project, self._type = names.get("projectID"), names.get("type")
        self._times = (created, ended) if created and ended else ()

        plans = new_plans()
        plan = plan_of(view, plans, is_event=True)
        named = entries_of(view)
        kinds = {} if named is None else {type: plan_of(kind, plans) for type, kind in named.kinds.items()}
        self._plan = plan
        self._entries = named.name if named and not all(inner.is_empty for inner in kinds.values()) else None
        self.is_needed = bool(self._entries) or not plan.is_empty
        classes = {type: _entry(type, kinds.get(type, NOTHING)) for type in KNOWN_TYPES | kinds.keys()}
        self._wanted = {classes[type] for type in kinds}
        self._decoders: dict[str, Decoder[Any]] = {type: Decoder(classes[type]) for type in kinds}
        entry: Any = Union[tuple(classes.values())]  # noqa: UP007
        # If no entry of the view can have a second spelling, the entries can be any JSON.
        self._known = _decoder(plan, GenericAlias(tuple, (entry, ...)) if self._entries else Any)
        self._open = _decoder(plan, tuple[Raw, ...] if self._entries else Any)

    def may_lack(self, view: msgspec.Struct, data: bytes) -> bool:
        """Whether *data* may have keys in a second spelling: the tests of `may_lack` for the fields of the view."""
        project = getattr(view, self._project) if self._project else project_in(data)
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
        completed: T = _with_values(value, found, self._plan, root, changes)
        return completed

    def _filled_entries(self, old: Any, new: Any, root: Path) -> list[Any]:
        if isinstance(new[0], Raw):
            new = decode_entries(new, self._decoders, root)
        places: Sequence[int] = range(len(new))
        if len(new) != len(old):  # the view leaves out some entries
            places = [at for at in places if type(new[at]) in self._wanted]
        if len(places) != len(old):  # code of the view changed the array
            return list(old)
        pairs = zip(old, places, strict=True)
        return [_filled_entry(entry, new[at], (*root, "entries", at)) for entry, at in pairs]


class _Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="type"):
    """Base class of the Structs that read the second spellings inside of an entry, one subclass for each type.

    A Struct is needed because msgspec cannot tell TypedDicts apart by the `type` of an entry.
    """

    plan: ClassVar[Plan] = NOTHING


def _decoder(plan: Plan, entries: Any) -> Decoder[dict[str, Any]]:
    """Make a decoder for the second spellings of an event, and for its entries."""
    return Decoder(dictionary({**plan.type.__annotations__, "entries": entries | None}))


def _entry(type: str, plan: Plan) -> Any:
    """Make a subclass of `_Entry` for a type of entry.

    Args:
        type: The type.
        plan: The second spellings. If there are none, or if the view leaves out the entry, the Struct has no fields, so
            that msgspec skips the content of the entry.
    """
    read = enumerate(plan.type.__annotations__.items())
    fields = [(f"_{at}", type, field(name=key, default=None)) for at, (key, type) in read]
    entry: Any = msgspec.defstruct("_Entry", fields, bases=(_Entry,), frozen=True, kw_only=True, gc=False, tag=type)
    entry.plan = plan
    return entry


def _filled_entry(value: Any, second: Any, root: Path) -> Any:
    if not isinstance(second, _Entry) or second.plan.is_empty:
        return value
    found = dict(zip(second.__struct_encode_fields__, astuple(second), strict=True))
    return _with_values(value, found, second.plan, root, {})


def _filled(value: Any, found: Any, plan: Plan, root: Path) -> Any:
    """Fill in the fields of a part of an event.

    Args:
        value: The part in Sentry's spelling, as it was decoded: an object, an array of objects, or another value.
        found: The same part as the second pass decoded it: a dict with keys of *plan*, an array of dicts, or another
            value.
        plan: The second spellings of the object or objects.
        root: The path of the part in the whole document.
    """
    if isinstance(value, msgspec.Struct):
        return _with_values(value, found, plan, root, {})
    if isinstance(found, tuple):
        return _filled_array(value, found, plan, root)  # pyright: ignore[reportUnknownArgumentType]
    return value


def _filled_array(value: Any, found: tuple[Any, ...], plan: Plan, root: Path) -> Any:
    if not any(found):
        return value  # the usual case; for many frames, the loop below takes ten times as long
    if type(value) not in (tuple, list) or len(value) != len(found):
        return value  # a set, or code of a view changed the array
    pairs = zip(value, found, strict=True)
    made = [_filled(old, new, plan, (*root, at)) for at, (old, new) in enumerate(pairs)]
    return value if _are_same(made, value) else type(value)(made)


def _with_values(value: Any, found: dict[str, Any], plan: Plan, root: Path, changes: dict[str, Any]) -> Any:
    """Fill in the fields of an object.

    Args:
        value: The object in Sentry's spelling. If one of the values is for a field of a subclass, the object is
            converted to the subclass.
        found: The values of the keys of *plan* in the response.
        plan: The second spellings of the object.
        root: The path of the object in the whole document.
        changes: Other new values, by field name.
    """
    for key, second in found.items():
        if part := plan.parts.get(key):
            if second:
                old = getattr(value, part.field)
                new = _filled(old, second, part.plan, (*root, key))
                if new is not old:
                    changes[part.field] = new
        elif second is not None:
            field, default, annotation, has_parts, is_sdks, extended = plan.spellings[key]
            if extended is not None and type(value) is not extended:
                value = extended(*astuple(value))
            if getattr(value, field) is default and not (is_sdks and field in changes):
                changes[field] = _whole(second, annotation, (*root, key)) if has_parts else second
    return _replaced(value, changes, root) if changes else value


def _replaced(value: Any, changes: dict[str, Any], root: Path) -> Any:
    return accepted(lambda: msgspec.structs.replace(value, **changes), root)


def _whole(data: Raw, annotation: Any, root: Path) -> Any:
    """Decode a part whose own key is in the second spelling. Its inner keys can be in either spelling."""
    first, second, plan = _decoders(annotation)
    json = bytes(data)
    return _filled(decode_within(json, first, root), decode_within(json, second, root), plan, root)


@lru_cache(maxsize=32)  # annotations of the model: at most 1 MB
def _decoders(annotation: Any) -> tuple[Decoder[Any], Decoder[Any], Plan]:
    plan = plan_in(annotation, new_plans())
    return Decoder(annotation), Decoder(plan.type), plan


def _are_same(items: Any, others: Any) -> bool:
    return all(map(is_, items, others))
