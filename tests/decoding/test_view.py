"""A view reads what it names, and nothing else can fail it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, NewType, TypeVar, Union

import msgspec
import pytest
from msgspec import UNSET, Raw, UnsetType, field

from topframe import DecodeError, ValidationError, decode_event, decode_view
from topframe.model import BreadcrumbsEntry, RequestEntry
from topframe.model.entries import TypedEntry
from topframe.views import EventSummary

D = TypeVar("D")

UNKNOWN = {"type": "hologram", "data": [7]}
REQUEST = {"type": "request", "data": {"url": "https://shop.example.com/"}}
CRUMBS = {"type": "breadcrumbs", "data": {"values": [{"category": "ui.click"}]}}
EXCEPTION = {"type": "exception", "data": {"values": [7]}}


class Times(msgspec.Struct, frozen=True):
    """A caller's own view: positional, without entries."""

    date_created: datetime | None = field(default=None, name="dateCreated")
    size: int = 0


class Requests(msgspec.Struct, frozen=True, kw_only=True):
    """A caller's own view, with the entries of one type."""

    id: str = field(name="eventID")
    found: tuple[RequestEntry, ...] = field(default=(), name="entries")


class Several(msgspec.Struct):
    """A caller's own view, with the entries of several types, one of them not known to topframe."""

    entries: list[RequestEntry | BreadcrumbsEntry | Hologram | None] | None
    title: str = "untitled"


class Hologram(msgspec.Struct, tag_field="type", tag="hologram"):
    """An entry that topframe does not know."""

    data: list[int]


class Word(msgspec.Struct, frozen=True):
    """A caller's own view, with the entries as they are."""

    entries: tuple[Raw, ...] = ()


class Whole(msgspec.Struct, frozen=True):
    """A caller's own view, with all entries in one."""

    entries: Raw


class Made(msgspec.Struct, kw_only=True):
    """A caller's own view, with a default that is made anew."""

    entries: list[RequestEntry] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]


class Loose(msgspec.Struct, frozen=True):
    """A caller's own view, with entries that are tagged by something else."""

    entries: tuple[Fast | Slow, ...] = ()


class Fast(msgspec.Struct, frozen=True, tag_field="pace"):
    """An entry of nobody's."""


class Slow(msgspec.Struct, frozen=True, tag_field="pace"):
    """An entry of nobody's."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A caller's own view, that wants nothing else to be there."""

    entries: tuple[RequestEntry, ...] = ()


def event(*entries: Any, **members: Any) -> bytes:
    """An event with these entries."""
    return json.dumps({"eventID": "9", "entries": [*entries], **members}).encode()


def test_a_view_is_what_its_members_say() -> None:
    """The members that are named are read and checked, and have their defaults where they are missing."""
    view = decode_view(event(dateCreated="2026-03-03T09:32:11Z"), Times)
    assert view == Times(datetime.fromisoformat("2026-03-03T09:32:11Z"))
    assert type(view) is Times


@pytest.mark.parametrize("body", [b'{"size": 3}', '{"size": 3}', bytearray(b'{"size": 3}'), b'\xef\xbb\xbf{"size": 3}'])
def test_any_text_can_be_viewed(body: bytes | bytearray | str) -> None:
    """As for a whole event."""
    assert decode_view(body, Times).size == 3


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"size": "big"}', "Expected `int`, got `str` - at `$.size`"),
        (b'{"size": 3', "Malformed JSON: it ends too early - at byte 10"),
        (b'{"a": "\xc3("}', "Not UTF-8 - at byte 7"),
        (b"[]", "Expected `object`, got `array` - at `$`"),
        (b'{"size": 3, "a": ' + b"[" * 100_000, "Malformed JSON: nested too deeply"),
    ],
)
def test_what_cannot_be_viewed_says_why(body: bytes, message: str) -> None:
    """The errors are those of a whole event."""
    with pytest.raises(DecodeError) as caught:
        decode_view(body, Times)
    assert str(caught.value) == message


def test_a_missing_member_without_default_is_named() -> None:
    """Also where the document is not an event at all."""
    with pytest.raises(ValidationError) as caught:
        decode_view(b"{}", EventSummary)
    assert str(caught.value) == "Expected `str`, got `nothing` - at `$.eventID`"
    with pytest.raises(ValidationError) as caught:
        decode_view(b'{"detail": "The requested resource does not exist"}', EventSummary)
    assert (caught.value.expected, caught.value.found) == ("event", "API error")


@pytest.mark.parametrize("odd", [UNKNOWN, EXCEPTION, 7, None, {}, {"type": 7}, {"type": None}, "text", []])
def test_entries_of_other_types_are_left_out(odd: Any) -> None:
    """Whatever they are, and whether anybody knows their type or not."""
    view = decode_view(event(CRUMBS, odd, REQUEST, odd), Requests)
    assert type(view) is Requests
    assert view == Requests(id="9", found=(RequestEntry(data=decode_event(event(REQUEST)).request),))


def test_entries_keep_their_order_and_kind_of_array() -> None:
    """Several types can be named, also such that topframe does not know."""
    view = decode_view(event(UNKNOWN, EXCEPTION, CRUMBS, 7, REQUEST), Several)
    assert type(view.entries) is list
    assert [type(entry) for entry in view.entries] == [Hologram, BreadcrumbsEntry, RequestEntry]
    assert view.title == "untitled"


@pytest.mark.parametrize("body", [b'{"entries": null}', b'{"entries": []}', event(EXCEPTION), event(None)])
def test_no_entries_are_no_fault(body: bytes) -> None:
    """Null where the view admits it."""
    entries = decode_view(body, Several).entries
    assert entries == (None if b"null}" in body and b"[" not in body else [])


def test_a_default_is_that_of_the_view() -> None:
    """Made anew each time, where the view says so."""
    one, other = decode_view(b"{}", Made), decode_view(b"{}", Made)
    assert one.entries == other.entries == []
    assert one.entries is not other.entries


class Paired(msgspec.Struct, kw_only=True):
    """A caller's own view, with a pair of entries: that is for msgspec."""

    entries: tuple[RequestEntry, BreadcrumbsEntry] | None = None


class Marked(msgspec.Struct, kw_only=True):
    """A caller's own view, with annotations, and a value of its own for what is missing."""

    entries: tuple[Annotated[RequestEntry, msgspec.Meta(title="Request")], ...] | UnsetType = UNSET


class Url(msgspec.Struct):
    """A caller's own data."""

    url: str


class OwnEntry(TypedEntry[D], Generic[D], frozen=True, kw_only=True, tag="request"):
    """A caller's own entry, with data of any type."""


class Parametrized(msgspec.Struct, Generic[D], kw_only=True):
    """A caller's own view, with members of any type."""

    platform: D | None = None
    entries: tuple[OwnEntry[Url], ...] = ()


class Kind(msgspec.Struct, tag_field="type", tag="request"):
    """A caller's own entry, with data of several kinds."""

    data: Fast | Slow | None = None


class Kinds(msgspec.Struct):
    """A caller's own view of these."""

    entries: list[Kind] = []


class Checked(msgspec.Struct):
    """A caller's own view, that checks itself."""

    platform: str | None = None
    entries: tuple[RequestEntry, ...] = ()

    def __post_init__(self) -> None:
        if self.platform == "bad" or {type(entry) for entry in self.entries} - {RequestEntry}:
            raise ValueError(self.platform)


def test_a_pair_of_entries_is_read_as_msgspec_does() -> None:
    """It is no array of entries of these types."""
    assert decode_view(event(REQUEST, CRUMBS), Paired).entries
    with pytest.raises(ValidationError):
        decode_view(event(REQUEST), Paired)


def test_annotations_are_looked_through() -> None:
    """And what is unset stays so."""
    entries = decode_view(event(UNKNOWN, CRUMBS, REQUEST), Marked).entries
    assert [type(entry) for entry in entries or ()] == [RequestEntry]
    assert decode_view(b"{}", Marked).entries is UNSET


def test_parameters_of_generic_classes_count() -> None:
    """Of the view, and of its entries."""
    view = decode_view(event(UNKNOWN, REQUEST, platform="c"), Parametrized[str])
    assert isinstance(view.entries[0].data, Url)
    assert view.platform == "c"
    for damaged in (event({"type": "request", "data": {"url": 5}}), event(platform=7)):
        with pytest.raises(ValidationError):
            decode_view(damaged, Parametrized[str])


def test_an_unknown_kind_of_data_is_a_fault() -> None:
    """It is not the entry that is unknown."""
    with pytest.raises(ValidationError) as caught:
        decode_view(event({"type": "request", "data": {"pace": "none"}}), Kinds)
    assert caught.value.path == "$.entries[0].data.pace"


def test_a_view_can_check_itself() -> None:
    """Once the entries of other types are left out; what it raises is a fault of the document."""
    assert decode_view(event(CRUMBS, REQUEST), Checked).entries
    with pytest.raises(ValidationError) as caught:
        decode_view(event(CRUMBS, platform="bad"), Checked)
    assert caught.value.path == "$"


def test_an_entry_that_is_named_is_checked() -> None:
    """The path is that in the event, and the same whether or not an unknown one stands before it."""
    damaged = {"type": "request", "data": {"url": 7}}
    for entries in ((CRUMBS, damaged), (UNKNOWN, damaged)):
        with pytest.raises(ValidationError) as caught:
            decode_view(event(*entries), Requests)
        assert str(caught.value) == "Expected `str | null`, got `int` - at `$.entries[1].data.url`"


def test_null_for_entries_that_cannot_be_null_is_a_fault() -> None:
    """The caller said so."""
    with pytest.raises(ValidationError) as caught:
        decode_view(b'{"eventID": "9", "entries": null}', Requests)
    assert str(caught.value) == "Expected `array`, got `null` - at `$.entries`"


def test_entries_of_another_kind_are_read_as_the_view_says() -> None:
    """A view can have them word for word, or tagged by whatever it likes."""
    assert decode_view(event(UNKNOWN), Word).entries == (Raw(json.dumps(UNKNOWN).encode()),)
    assert decode_view(b'{"entries": 7}', Whole).entries == Raw(b"7")
    assert decode_view(event({"pace": "Slow"}), Loose).entries == (Slow(),)
    with pytest.raises(ValidationError):
        decode_view(event(UNKNOWN), Loose)


def test_a_view_can_forbid_what_it_does_not_name() -> None:
    """It is the caller's own."""
    assert decode_view(json.dumps({"entries": [CRUMBS]}), Strict) == Strict()
    with pytest.raises(ValidationError):
        decode_view(event(CRUMBS), Strict)


def test_the_view_of_a_sample_agrees_with_the_event(sample: Callable[[str], bytes]) -> None:
    """The entries that are named are those of the whole event."""
    body = sample("javascript_mapped")
    assert decode_view(body, Requests).found[0].data == decode_event(body).request


SEVERAL_TYPES = event(UNKNOWN, CRUMBS, REQUEST)
REQUESTS = [RequestEntry(data=decode_event(event(REQUEST)).request)]
NEW_TYPE: Any = NewType  # mypy 2.4 stops at a NewType of a Struct
NAMED = NEW_TYPE("NAMED", list[RequestEntry])
NAMED_ENTRY = NEW_TYPE("NAMED_ENTRY", RequestEntry)
BOUND: Any = TypeVar  # a type variable where no type checker expects one
E = BOUND("E", bound=RequestEntry)


@pytest.mark.parametrize(
    ("annotation", "entries"),
    [
        *((kind, REQUESTS) for kind in (list[RequestEntry], list[RequestEntry] | None, list["RequestEntry"], NAMED)),
        *((kind, tuple(REQUESTS)) for kind in (tuple[RequestEntry, ...], tuple[RequestEntry, ...] | UnsetType | None)),
        (Sequence[RequestEntry], REQUESTS),
        (Collection[RequestEntry] | None, REQUESTS),
        (list[NAMED_ENTRY], REQUESTS),  # type: ignore[valid-type]
        (NAMED | None, REQUESTS),
        (list[E], REQUESTS),  # type: ignore[valid-type]
        (Annotated[list[RequestEntry | None] | None, "remark"], REQUESTS),
        (Annotated[tuple[RequestEntry, ...], msgspec.Meta(min_length=1)], tuple(REQUESTS)),
        (Annotated[list[RequestEntry], msgspec.Meta(max_length=1)], REQUESTS),
        (Union[None, UnsetType, list[RequestEntry]], REQUESTS),  # noqa: UP007  # a view of an older Python
        (set[Hologram], set[Hologram]()),
    ],
)
def test_any_array_of_typed_entries_gets_those_of_its_types(annotation: Any, entries: Any) -> None:
    """Any spelling of the annotation works. Limits of the array count the entries that it gets."""
    view = msgspec.defstruct("View", [("entries", annotation)])
    found: Any = decode_view(SEVERAL_TYPES if entries else event(CRUMBS), view)
    found = found.entries
    assert found == entries
    assert type(found) is type(entries)


def test_a_limit_of_entries_is_kept() -> None:
    """It counts the entries that the view gets, not all that the event has."""
    view = msgspec.defstruct("View", [("entries", Annotated[list[RequestEntry], msgspec.Meta(min_length=2)])])
    with pytest.raises(ValidationError):
        decode_view(SEVERAL_TYPES, view)
    assert decode_view(event(REQUEST, UNKNOWN, REQUEST), view).entries == REQUESTS * 2  # type: ignore[attr-defined]


ENTRIES = [UNKNOWN, CRUMBS, REQUEST]


@pytest.mark.parametrize(
    ("annotation", "entries"),
    [
        *((kind, ENTRIES) for kind in (Any, object, list, list[Any], Any | None, list[dict[str, Any]], D)),
        (tuple[Any, ...], tuple(ENTRIES)),
        (list[D], ENTRIES),  # type: ignore[valid-type]
        (tuple[()], None),
        (tuple[RequestEntry], None),
        *((kind, None) for kind in (None, UnsetType, UnsetType | None, None | UnsetType, list[None], set, set[Any])),
        *((kind, None) for kind in (int, str, int | None, dict, dict[str, int], RequestEntry, Fast, Fast | None)),
        *((kind, None) for kind in (Literal["a"], list[list[RequestEntry]], list[RequestEntry] | str)),
    ],
)
def test_entries_with_any_other_annotation_are_read_as_other_members_are(annotation: Any, entries: Any) -> None:
    """The library msgspec decodes them, or raises an error that becomes a ValidationError, and no other."""
    view = msgspec.defstruct("View", [("entries", annotation, UNSET)])
    assert decode_view(b"{}", view).entries is UNSET  # type: ignore[attr-defined]
    if entries is None:
        with pytest.raises(ValidationError):
            decode_view(SEVERAL_TYPES, view)
    else:
        assert decode_view(SEVERAL_TYPES, view).entries == entries  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (
            list[RequestEntry] | tuple[BreadcrumbsEntry, ...],
            "not a view: Type unions may not contain more than one arra",
        ),
        (list[RequestEntry | dict[str, int]], "not a view: Type unions may not contain more than one dict-like"),
        (list[RequestEntry | Url], "not a view: If a type union contains multiple Struct types"),
        ("Nowhere", "not a view: name 'Nowhere' is not defined"),
        (list["Nowhere"], "not a view: name 'Nowhere' is not defined"),  # type: ignore[name-defined]  # noqa: F821
    ],
)
def test_an_annotation_that_cannot_be_decoded_is_told(annotation: Any, message: str) -> None:
    """The caller's mistake is a TypeError for every payload."""
    with pytest.raises(TypeError) as caught:
        decode_view(b"no JSON", msgspec.defstruct("View", [("entries", annotation)]))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("view", "found"),
    [
        (dict, "dict"),
        (list[Times], "list"),
        (Times | None, "UnionType"),
        (NAMED, "NAMED"),
        (Annotated[Times, 1], "Annotated"),
        ("Times", "str"),
        (None, "NoneType"),
        (b'{"size": 3}', "bytes"),
        (Times(), "Times"),
    ],
)
def test_a_view_is_a_class_of_structs(view: Any, found: str) -> None:
    """Anything else is a TypeError that names its type and holds none of its content."""
    with pytest.raises(TypeError) as caught:
        decode_view(b"no JSON", view)
    assert str(caught.value) == f"not a view: a view is a class of msgspec.Struct, not {found}"


@pytest.mark.parametrize("view", [[Times], {"size": int}, bytearray(b'{"size": 3}'), Several(entries=None)])
def test_a_view_must_be_hashable(view: Any) -> None:
    """Anything else that cannot be hashed is a TypeError that names its type and holds none of its content."""
    with pytest.raises(TypeError) as caught:
        decode_view(b"no JSON", view)
    assert str(caught.value) == f"not a view: unhashable type: '{type(view).__name__}'"
