"""Reading a part of an event: what a view does not name is skipped, which is three times as fast as decoding it.

Of the entries, too, a view names those that it wants. But to msgspec an entry of another type is a fault. So a view
with typed entries is read by way of a sibling, which is open for all types that topframe knows, and decodes nothing of
those that the view does not name.
"""

from __future__ import annotations

from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Raw, UnsetType, field
from msgspec.structs import FieldInfo, asdict

from ..codec import KNOWN_TYPES, Body, decode_entries, decode_within, in_one_pass, utf8
from ..errors import ValidationError
from .skipped import skipped_but

V = TypeVar("V", bound=msgspec.Struct)


def decode_view(body: Body, view: type[V]) -> V:
    """Decode a part of an event, as the web API answers it, and skip the rest.

    Args:
        body: The answer for one event, or one item of a list; or any JSON object that *view* describes.
        view: What to read: `views.EventSummary`, `views.EventFrames`, `views.SourcemapErrors`, or a Struct of your own.
            A member for the key `entries` can be a tuple or a list of Structs that are tagged by `type`, such as
            `tuple[topframe.model.RequestEntry, ...]`: it gets the entries of these types, in their order, and those of
            all other types, also of such that nobody knows yet, are left out. As for msgspec, null is a value only
            where *view* admits None.

    Raises:
        ValidationError: A key that *view* names holds the wrong type, or is missing though it has no default; `.path`
            says where. What *view* does not name can be anything.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is no text at all, or *view* is no Struct, or one that msgspec cannot decode.
    """
    reader: _Reader[V] = _reader(view)
    return reader.read(body if type(body) is bytes and body.isascii() else utf8(body))


class _Reader(Generic[V]):
    """Reads a view as it stands."""

    def __init__(self, view: type[V]) -> None:
        self._decoder = msgspec.json.Decoder(view)

    def read(self, data: bytes) -> V:
        """Read the view of a document in UTF-8."""
        return decode_within(data, self._decoder, (), 0)


class _EntriesReader(_Reader[V]):
    """Reads a view with typed entries."""

    def __init__(self, view: type[V], entries: _Entries) -> None:
        self._class: type[V] = get_origin(view) or view
        self._entries = entries
        self._types = KNOWN_TYPES | entries.types
        skipped = skipped_but(entries.types)
        known: Any = Union[(*entries.kinds, *skipped)]
        # A view that names all types has nothing to leave out.
        self._known = msgspec.json.Decoder(_sibling(view, entries.name, tuple[known, ...]) if skipped else view)
        self._open = msgspec.json.Decoder(_sibling(view, entries.name, tuple[Raw, ...]))
        self._entry = msgspec.json.Decoder(known)

    def read(self, data: bytes) -> V:
        """Read the view of a document in UTF-8."""
        found = in_one_pass(data, self._known)
        if isinstance(found, self._class):
            return found
        members = asdict(found or decode_within(data, self._open, (), 0))
        entries = cast("tuple[Any, ...] | None", members[self._entries.name])
        if isinstance(entries, tuple):  # as siblings have them; another default of the view stays
            decoded = decode_entries(entries, self._entry, self._types) if found is None else entries
            members[self._entries.name] = self._entries.those_wanted(decoded)
        try:
            return self._class(**members)
        except (ValueError, TypeError) as exc:  # of `__post_init__`, as msgspec takes them
            raise ValidationError("$", "valid value", "invalid value") from exc


class _Entries(NamedTuple):
    """The entries that a view names."""

    name: str
    """Of the member."""
    array: type[tuple[Any, ...] | list[Any]]
    kinds: tuple[Any, ...]
    """What they are annotated with."""
    classes: frozenset[type[msgspec.Struct]]
    types: frozenset[str]

    def those_wanted(self, entries: Any) -> Any:
        """The entries of the types that the view names, in what it has them in."""
        return self.array([entry for entry in entries if type(entry) in self.classes])


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def _reader(view: type[V]) -> _Reader[V]:
    for member in msgspec.structs.fields(view):
        if member.encode_name == "entries" and (entries := _named_by(member)):
            return _EntriesReader(view, entries)
    return _Reader(view)


def _named_by(member: FieldInfo) -> _Entries | None:
    """The entries that a member names; None where it has entries of another kind, such as `Raw`."""
    arrays = [kind for kind in _alternatives(member.type) if kind not in {NoneType, UnsetType}]
    array, (item, *length) = get_origin(arrays[0]), get_args(arrays[0]) or (None,)
    if len(arrays) > 1 or (array, length) not in ((tuple, [...]), (list, [])):
        return None
    kinds = tuple(kind for kind in _alternatives(item) if kind is not NoneType)
    classes = [get_origin(kind) or kind for kind in map(_bare, kinds)]
    tags = [_tag(kind) for kind in classes]
    if None in tags:
        return None
    return _Entries(member.name, array or list, kinds, frozenset(classes), frozenset(map(str, tags)))


def _alternatives(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _tag(kind: Any) -> str | None:
    """What the entries of a class call themselves; None where it is no class of entries."""
    config = getattr(kind, "__struct_config__", None)
    return str(config.tag) if config and config.tag_field == "type" else None


def _sibling(view: type[msgspec.Struct], name: str, entries: Any) -> type[msgspec.Struct]:
    """A Struct with the members of a view, but for the entries."""
    members = [
        (member.name, _or_none(entries, member.type) if member.name == name else member.type, _default(member))
        for member in msgspec.structs.fields(view)
    ]
    cls = get_origin(view) or view
    config = cls.__struct_config__
    return msgspec.defstruct(
        cls.__name__,
        members,
        kw_only=True,
        tag=config.tag,
        tag_field=config.tag_field,
        forbid_unknown_fields=config.forbid_unknown_fields,
    )


def _or_none(entries: Any, as_in_view: Any) -> Any:
    return entries | None if NoneType in _alternatives(as_in_view) else entries


def _default(member: FieldInfo) -> Any:
    if member.default_factory is not NODEFAULT:
        return field(name=member.encode_name, default_factory=member.default_factory)
    return field(name=member.encode_name, default=member.default)
