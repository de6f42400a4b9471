"""Reads a part of an event. Skipping the keys that a view does not name is three times as fast as decoding them.

A view is a Struct, often written by the caller, whose fields name the keys to read. The annotation of its field for
`entries` names the types of entries to read, for example `tuple[RequestEntry, ...]`.

msgspec cannot decode such a view directly: it raises an error for an entry of any other type. So the module makes a
sibling of the view, a Struct with the same fields, in which `entries` stay JSON. After decoding, the entries of the
named types are decoded one by one, and the view is built.

The views of topframe take a faster way. They have one class for all entries, which fits the entries of most events, so
msgspec decodes the whole view in one pass. After that, the entries of other types are left out. If the class does not
fit an entry, the entries are decoded one by one. The sibling and the decoders are cached for each view.
"""

from __future__ import annotations

from functools import lru_cache
from types import NoneType
from typing import Any, Generic, TypeVar, cast, get_origin

import msgspec
from msgspec import NODEFAULT, Raw, field
from msgspec.json import Decoder
from msgspec.structs import FieldInfo, asdict, force_setattr

from ..model.entries import KNOWN_TYPES
from ..wire.diagnosis import accepted
from ..wire.document import Body, in_one_pass, utf8
from .annotations import Entries, alternatives, entries_of
from .dialect import decode_response
from .entries import decode_entries
from .second_pass import reader_of

V = TypeVar("V", bound=msgspec.Struct)


def decode_view(body: Body, view: type[V]) -> V:
    """Decode a part of an event, as the web API returns it, and skip the rest.

    Args:
        body: The response for one event, or one item of a list; or any JSON object that *view* describes.
        view: A Struct whose fields name the keys to read: `views.EventSummary`, `views.EventFrames`,
            `views.SourcemapErrors`, or a Struct of your own. Its field for the key `entries` can be an array of Structs
            with the tag field `type`, for example `tuple[topframe.model.RequestEntry, ...]`. It gets the entries of
            these types, in the order of the event. All other entries are left out, even if topframe does not know their
            type. With any other annotation, msgspec reads `entries` like any other field. A field accepts null only if
            its annotation allows None.

    Raises:
        ValidationError: A key that *view* names holds the wrong type, or is missing and has no default; `.path` says
            where. Keys that *view* does not name can hold any JSON.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is not bytes, bytearray, memoryview or str; *view* is not a class of Structs; or msgspec
            cannot decode a type in *view*.
    """
    try:
        reader: _Reader[V] = _reader(view)
    except (TypeError, NameError) as exc:  # not a class, a type that msgspec does not support, an undefined name
        raise TypeError(f"not a view: {exc}") from exc
    data = body if type(body) is bytes and body.isascii() else utf8(body)
    found = reader.read(data)
    second = reader.second
    if second is None or not second.may_lack(found, data):
        return found
    return second.completed(found, data, ())


class _Reader(Generic[V]):
    """Reads a view without typed entries. msgspec decodes it directly."""

    def __init__(self, view: type[V]) -> None:
        self._decoder: Decoder[V] = Decoder(view)
        self.second = reader_of(view)

    def read(self, data: bytes) -> V:
        """Read the view of a document in UTF-8."""
        return decode_response(data, self._decoder)


class _EntriesReader(_Reader[V]):
    """Reads a view with entries of named types."""

    def __init__(self, view: type[V], entries: Entries) -> None:
        super().__init__(view)
        self._class: type[V] = get_origin(view) or view
        self._entries = entries
        # Code of the view must not see entries that are left out later.
        has_shared = entries.shared is not None and not hasattr(self._class, "__post_init__")
        self._is_direct = has_shared or entries.kinds.keys() >= KNOWN_TYPES
        self._open = Decoder(_sibling(view, entries.name, tuple[Raw, ...]))
        self._decoders: dict[str, Decoder[Any]] = {type: Decoder(kind) for type, kind in entries.kinds.items()}

    def read(self, data: bytes) -> V:
        """Read the view of a document in UTF-8."""
        found = in_one_pass(data, self._decoder) if self._is_direct else None
        if found is None:
            return self._read_one_by_one(data)
        if self._entries.shared:
            self._leave_out_others(found)
        return found

    def _leave_out_others(self, found: V) -> None:
        """Remove the entries of other types from a view that was just decoded."""
        name, array, kinds, _ = self._entries
        if entries := getattr(found, name):
            wanted = [entry for entry in entries if entry is not None and entry.type in kinds]
            if len(wanted) != len(entries):
                force_setattr(found, name, accepted(lambda: array(wanted)))

    def _read_one_by_one(self, data: bytes) -> V:
        members = asdict(decode_response(data, self._open))
        entries: Any = members[self._entries.name]
        wanted = self._wanted(entries) if _are_json(entries) else None
        return accepted(lambda: self._made_of(members, wanted))

    def _wanted(self, entries: tuple[Raw, ...]) -> list[Any]:
        found = [entry for entry in decode_entries(entries, self._decoders) if entry is not None]
        shared = self._entries.shared
        return [msgspec.convert(entry, shared, from_attributes=True) for entry in found] if shared else found

    def _made_of(self, members: dict[str, Any], wanted: list[Any] | None) -> V:
        if wanted is not None:
            members[self._entries.name] = self._entries.array(wanted)
        return self._class(**members)


def _are_json(entries: Any) -> bool:
    """Whether entries were decoded. Otherwise they are a default of the view, which stays as it is."""
    return isinstance(entries, tuple) and set(map(type, cast("tuple[object, ...]", entries))) <= {Raw}


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def _reader(view: type[V]) -> _Reader[V]:
    if not isinstance(view_class := get_origin(view) or view, type) or not issubclass(view_class, msgspec.Struct):
        raise TypeError(f"a view is a class of msgspec.Struct, not {getattr(view, '__name__', type(view).__name__)}")
    entries = entries_of(view)
    return _Reader(view) if entries is None else _EntriesReader(view, entries)


def _sibling(view: type[msgspec.Struct], name: str, entries: Any) -> type[msgspec.Struct]:
    """Make a Struct with the fields of a view, but with another annotation for its entries.

    Args:
        view: The view.
        name: Name of the field for the key `entries`.
        entries: The annotation of this field. It also allows None if the view's own annotation does.
    """
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
    return entries | None if NoneType in alternatives(as_in_view) else entries


def _default(member: FieldInfo) -> Any:
    if member.default_factory is not NODEFAULT:
        return field(name=member.encode_name, default_factory=member.default_factory)
    return field(name=member.encode_name, default=member.default)
