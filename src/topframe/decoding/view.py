"""Reads a part of an event. Members that a view does not name are skipped, three times as fast as decoding them.

A view also names the types of the entries that it wants. msgspec would raise an error for an entry of any other type.
So a view with typed entries is read through a sibling Struct. The sibling accepts all types of entries that topframe
knows, and decodes only those that the view names.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Raw, UnsetType, field
from msgspec.structs import FieldInfo, asdict

from ..errors import ValidationError
from ..model.entries import KNOWN_TYPES
from ..wire.document import Body, in_one_pass, utf8
from .dialect import decode_response
from .entries import decode_entries
from .glitchtip import reader_of
from .skipped import skipped_but

V = TypeVar("V", bound=msgspec.Struct)


def decode_view(body: Body, view: type[V]) -> V:
    """Decode a part of an event as the web API returns it, and skip the rest.

    Args:
        body: The response for one event, or one item of a list; or any JSON object that *view* describes.
        view: What to read: `views.EventSummary`, `views.EventFrames`, `views.SourcemapErrors`, or a Struct of your own.
            Its member for the key `entries` can be an array of Structs that are tagged by `type`, such as
            `tuple[topframe.model.RequestEntry, ...]`: it gets the entries of these types, in the order of the event.
            Entries of all other types are left out, also those that topframe does not know. With any other annotation,
            msgspec reads `entries` as it reads other members. As for msgspec, null is a value only where *view* has
            None.

    Raises:
        ValidationError: A key that *view* names holds the wrong type, or is missing though it has no default; `.path`
            says where. What *view* does not name can be anything.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is neither bytes nor text, *view* is no Struct, or msgspec cannot decode a type in it.
    """
    try:
        reader: _Reader[V] = _reader(view)
    except (TypeError, NameError) as exc:  # not a class, a type that msgspec does not support, an undefined name
        raise TypeError(f"not a view: {exc}") from exc
    data = body if type(body) is bytes and body.isascii() else utf8(body)
    found = reader.read(data)
    second = reader.second
    return found if second is None or not second.may_lack(found, data) else second.completed(found, data, ())


class _Reader(Generic[V]):
    """Reads a view as it stands."""

    def __init__(self, view: type[V]) -> None:
        self._decoder = msgspec.json.Decoder(view)
        self.second = reader_of(view)

    def read(self, data: bytes) -> V:
        """Read the view of a document in UTF-8."""
        return decode_response(data, self._decoder)


class _EntriesReader(_Reader[V]):
    """Reads a view with typed entries."""

    def __init__(self, view: type[V], entries: _Entries) -> None:
        super().__init__(view)
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
        members = asdict(found or decode_response(data, self._open))
        entries = cast("tuple[Any, ...] | None", members[self._entries.name])
        if found is None and isinstance(entries, tuple):
            entries = decode_entries(entries, self._entry, self._types)
        try:
            if isinstance(entries, tuple):  # from a sibling; any other default of the view stays
                members[self._entries.name] = self._entries.those_wanted(entries)
            return self._class(**members)
        except (
            ValueError,
            TypeError,
        ):  # from `__post_init__`, or a limit of the array; msgspec turns the same two into a ValidationError
            pass  # their text can hold a value, so they must not become the context of the error raised below
        raise ValidationError("$", "valid value", "invalid value")


class _Entries(NamedTuple):
    """The entries that a view names."""

    name: str
    """Of the member."""
    array: Callable[[list[Any]], Any]
    """Converts a list to the array that the member is annotated with."""
    kinds: tuple[Any, ...]
    """The types of the entries: classes, or generic ones with their arguments."""
    classes: frozenset[type[msgspec.Struct]]
    types: frozenset[str]

    def those_wanted(self, entries: Any) -> Any:
        """The entries of the types that the view names, in the array that it has."""
        return self.array([entry for entry in entries if type(entry) in self.classes])


@lru_cache(maxsize=128)  # classes, never payload text: at most 3 MB
def _reader(view: type[V]) -> _Reader[V]:
    if not isinstance(view_class := get_origin(view) or view, type) or not issubclass(view_class, msgspec.Struct):
        raise TypeError(f"a view is a class of msgspec.Struct, not {getattr(view, '__name__', type(view).__name__)}")
    for member in msgspec.structs.fields(view):
        if member.encode_name == "entries" and (entries := _named_by(member)):
            return _EntriesReader(view, entries)
    return _Reader(view)


def _named_by(member: FieldInfo) -> _Entries | None:
    """The entries that a member names; None if it is no array of tagged entries, so that msgspec reads it directly."""
    arrays = [kind for kind in _alternatives(member.type) if kind not in (NoneType, UnsetType)]
    if len(arrays) != 1 or (item := _item(arrays[0])) is None:
        return None
    kinds = tuple(kind for kind in _alternatives(item) if kind is not NoneType)
    classes = [get_origin(kind) or kind for kind in kinds]
    tags = [_tag(kind) for kind in classes]
    if None in tags or not tags:
        return None
    array = get_origin(arrays[0])
    # `convert` supports all arrays and checks their limits, but takes time, so plain arrays do without it.
    is_plain = array in (tuple, list) and arrays[0] in _of_union(member.type)
    make = array if is_plain else partial(msgspec.convert, type=member.type)
    return _Entries(member.name, make, kinds, frozenset(classes), frozenset(map(str, tags)))


def _item(array: Any) -> Any:
    """The type of the items of an array of any length; None for any other type."""
    origin, args = get_origin(array), get_args(array)
    if origin is tuple:
        return args[0] if args[1:] == (...,) else None
    return args[0] if isinstance(origin, type) and issubclass(origin, Collection) and len(args) == 1 else None


def _alternatives(annotation: Any) -> Iterator[Any]:
    """The types of an annotation. Unions are split; aliases and `Annotated` are resolved."""
    kind = _bare(annotation)
    if (alternatives := _of_union(kind)) == (kind,):
        yield kind
    else:
        for alternative in alternatives:
            yield from _alternatives(alternative)


def _of_union(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and `Final`; for a NewType, type alias or type variable, its type."""
    if get_origin(annotation) in (Annotated, Final):
        return _bare(get_args(annotation)[0])
    for name in ("__supertype__", "__value__", "__bound__"):
        if (meant := getattr(annotation, name, None)) is not None:
            return _bare(meant)
    return annotation


def _tag(kind: Any) -> str | None:
    """The `type` of the entries of a class; None if it is no class of entries."""
    config = getattr(kind, "__struct_config__", None)
    return str(config.tag) if config and config.tag_field == "type" else None


def _sibling(view: type[msgspec.Struct], name: str, entries: Any) -> type[msgspec.Struct]:
    """A Struct with the members of a view, but with another annotation for its entries."""
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
