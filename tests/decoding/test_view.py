"""Tests of views: a view reads the keys that it names, and faults in other keys do not matter."""

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
    """A view with positional fields and without entries."""

    date_created: datetime | None = field(default=None, name="dateCreated")
    size: int = 0


class Requests(msgspec.Struct, frozen=True, kw_only=True):
    """A view with entries of one type."""

    id: str = field(name="eventID")
    found: tuple[RequestEntry, ...] = field(default=(), name="entries")


class Several(msgspec.Struct):
    """A view with entries of several types. topframe does not know one of them."""

    entries: list[RequestEntry | BreadcrumbsEntry | Hologram | None] | None
    title: str = "untitled"


class Hologram(msgspec.Struct, tag_field="type", tag="hologram"):
    """An entry of a type that topframe does not know."""

    data: list[int]


class Word(msgspec.Struct, frozen=True):
    """A view that keeps each entry as JSON."""

    entries: tuple[Raw, ...] = ()


class Whole(msgspec.Struct, frozen=True):
    """A view that keeps all entries as one JSON value."""

    entries: Raw


class Made(msgspec.Struct, kw_only=True):
    """A view with a default that is a new list for each instance."""

    entries: list[RequestEntry] = field(default_factory=list)  # pyright: ignore[reportUnknownVariableType]


class Loose(msgspec.Struct, frozen=True):
    """A view with entries whose tag field is not `type`."""

    entries: tuple[Fast | Slow, ...] = ()


class Fast(msgspec.Struct, frozen=True, tag_field="pace"):
    """An entry with another tag field."""


class Slow(msgspec.Struct, frozen=True, tag_field="pace"):
    """An entry with another tag field."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A view that forbids unknown keys."""

    entries: tuple[RequestEntry, ...] = ()


def event(*entries: Any, **members: Any) -> bytes:
    """The JSON of an event with these entries and keys."""
    return json.dumps({"eventID": "9", "entries": [*entries], **members}).encode()


def test_the_fields_of_a_view_are_read() -> None:
    """Fields of the view are validated, and get their defaults if their keys are missing."""
    view = decode_view(event(dateCreated="2026-03-03T09:32:11Z"), Times)
    assert view == Times(datetime.fromisoformat("2026-03-03T09:32:11Z"))
    assert type(view) is Times


@pytest.mark.parametrize("body", [b'{"size": 3}', '{"size": 3}', bytearray(b'{"size": 3}'), b'\xef\xbb\xbf{"size": 3}'])
def test_bytes_buffers_and_str_are_accepted(body: bytes | bytearray | str) -> None:
    """A view accepts the same types of body as `decode_event`."""
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
def test_errors_of_views(body: bytes, message: str) -> None:
    """The errors are the same as for a whole event."""
    with pytest.raises(DecodeError) as caught:
        decode_view(body, Times)
    assert str(caught.value) == message


def test_a_missing_key_without_default_is_an_error() -> None:
    """If the document is an API error, the message says so."""
    with pytest.raises(ValidationError) as caught:
        decode_view(b"{}", EventSummary)
    assert str(caught.value) == "Expected `str`, got `nothing` - at `$.eventID`"
    with pytest.raises(ValidationError) as caught:
        decode_view(b'{"detail": "The requested resource does not exist"}', EventSummary)
    assert (caught.value.expected, caught.value.found) == ("event", "API error")


@pytest.mark.parametrize("odd", [UNKNOWN, EXCEPTION, 7, None, {}, {"type": 7}, {"type": None}, "text", []])
def test_entries_of_other_types_are_left_out(odd: Any) -> None:
    """It does not matter whether topframe knows the type, or whether the entry is valid."""
    view = decode_view(event(CRUMBS, odd, REQUEST, odd), Requests)
    assert type(view) is Requests
    assert view == Requests(id="9", found=(RequestEntry(data=decode_event(event(REQUEST)).request),))


def test_entries_keep_their_order_and_array_type() -> None:
    """A view can name several types, even types that topframe does not know."""
    view = decode_view(event(UNKNOWN, EXCEPTION, CRUMBS, 7, REQUEST), Several)
    assert type(view.entries) is list
    assert [type(entry) for entry in view.entries] == [Hologram, BreadcrumbsEntry, RequestEntry]
    assert view.title == "untitled"


@pytest.mark.parametrize("body", [b'{"entries": null}', b'{"entries": []}', event(EXCEPTION), event(None)])
def test_an_event_can_have_no_entries(body: bytes) -> None:
    """Null is accepted if the view allows None."""
    entries = decode_view(body, Several).entries
    assert entries == (None if b"null}" in body and b"[" not in body else [])


def test_defaults_of_the_view_are_used() -> None:
    """A default factory makes a new value each time."""
    one, other = decode_view(b"{}", Made), decode_view(b"{}", Made)
    assert one.entries == other.entries == []
    assert one.entries is not other.entries


class Paired(msgspec.Struct, kw_only=True):
    """A view with exactly two entries. msgspec decodes it directly."""

    entries: tuple[RequestEntry, BreadcrumbsEntry] | None = None


class Marked(msgspec.Struct, kw_only=True):
    """A view with an `Annotated` entry, and with UNSET as the default."""

    entries: tuple[Annotated[RequestEntry, msgspec.Meta(title="Request")], ...] | UnsetType = UNSET


class Url(msgspec.Struct):
    """Data of an entry, as a class of the caller."""

    url: str


class OwnEntry(TypedEntry[D], Generic[D], frozen=True, kw_only=True, tag="request"):
    """An entry of the caller, with data of any type."""


class Parametrized(msgspec.Struct, Generic[D], kw_only=True):
    """A generic view."""

    platform: D | None = None
    entries: tuple[OwnEntry[Url], ...] = ()


class Kind(msgspec.Struct, tag_field="type", tag="request"):
    """An entry of the caller, with data of two classes."""

    data: Fast | Slow | None = None


class Kinds(msgspec.Struct):
    """A view with entries of the class `Kind`."""

    entries: list[Kind] = []


class Checked(msgspec.Struct):
    """A view that validates itself."""

    platform: str | None = None
    entries: tuple[RequestEntry, ...] = ()

    def __post_init__(self) -> None:
        if self.platform == "bad" or {type(entry) for entry in self.entries} - {RequestEntry}:
            raise ValueError(self.platform)


def test_msgspec_reads_a_fixed_number_of_entries() -> None:
    """A tuple of fixed length is not an array of typed entries, so no entries are left out."""
    assert decode_view(event(REQUEST, CRUMBS), Paired).entries
    with pytest.raises(ValidationError):
        decode_view(event(REQUEST), Paired)


def test_annotated_entries_are_found() -> None:
    """The default UNSET stays if the key is missing."""
    entries = decode_view(event(UNKNOWN, CRUMBS, REQUEST), Marked).entries
    assert [type(entry) for entry in entries or ()] == [RequestEntry]
    assert decode_view(b"{}", Marked).entries is UNSET


def test_generic_views_and_entries_are_supported() -> None:
    """The parameters of the view and of its entries are validated."""
    view = decode_view(event(UNKNOWN, REQUEST, platform="c"), Parametrized[str])
    assert isinstance(view.entries[0].data, Url)
    assert view.platform == "c"
    for damaged in (event({"type": "request", "data": {"url": 5}}), event(platform=7)):
        with pytest.raises(ValidationError):
            decode_view(damaged, Parametrized[str])


def test_data_with_an_unknown_tag_is_an_error() -> None:
    """The type of the entry is known, so the entry is not left out."""
    with pytest.raises(ValidationError) as caught:
        decode_view(event({"type": "request", "data": {"pace": "none"}}), Kinds)
    assert caught.value.path == "$.entries[0].data.pace"


def test_a_view_can_validate_itself() -> None:
    """The check sees only entries of the named types. A failure is a ValidationError."""
    assert decode_view(event(CRUMBS, REQUEST), Checked).entries
    with pytest.raises(ValidationError) as caught:
        decode_view(event(CRUMBS, platform="bad"), Checked)
    assert caught.value.path == "$"


def test_entries_of_named_types_are_validated() -> None:
    """The path has the index in the event, with or without an unknown entry before it."""
    damaged = {"type": "request", "data": {"url": 7}}
    for entries in ((CRUMBS, damaged), (UNKNOWN, damaged)):
        with pytest.raises(ValidationError) as caught:
            decode_view(event(*entries), Requests)
        assert str(caught.value) == "Expected `str | null`, got `int` - at `$.entries[1].data.url`"


def test_null_entries_are_an_error_unless_the_view_allows_none() -> None:
    """The annotation of the view decides."""
    with pytest.raises(ValidationError) as caught:
        decode_view(b'{"eventID": "9", "entries": null}', Requests)
    assert str(caught.value) == "Expected `array`, got `null` - at `$.entries`"


def test_entries_can_stay_json_or_have_another_tag_field() -> None:
    """The annotation of the view decides."""
    assert decode_view(event(UNKNOWN), Word).entries == (Raw(json.dumps(UNKNOWN).encode()),)
    assert decode_view(b'{"entries": 7}', Whole).entries == Raw(b"7")
    assert decode_view(event({"pace": "Slow"}), Loose).entries == (Slow(),)
    with pytest.raises(ValidationError):
        decode_view(event(UNKNOWN), Loose)


def test_a_view_can_forbid_unknown_keys() -> None:
    """The option `forbid_unknown_fields` of the view is kept."""
    assert decode_view(json.dumps({"entries": [CRUMBS]}), Strict) == Strict()
    with pytest.raises(ValidationError):
        decode_view(event(CRUMBS), Strict)


def test_the_view_of_a_sample_agrees_with_the_event(sample: Callable[[str], bytes]) -> None:
    """The entries in the view equal those in the whole event."""
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
        (Union[None, UnsetType, list[RequestEntry]], REQUESTS),  # noqa: UP007  # spelling of older Pythons
        (set[Hologram], set[Hologram]()),
    ],
)
def test_any_array_of_typed_entries_is_filled(annotation: Any, entries: Any) -> None:
    """Any spelling of the annotation works. Limits of the array count only the entries that it gets."""
    view = msgspec.defstruct("View", [("entries", annotation)])
    found: Any = decode_view(SEVERAL_TYPES if entries else event(CRUMBS), view)
    found = found.entries
    assert found == entries
    assert type(found) is type(entries)


def test_limits_of_the_array_are_checked() -> None:
    """A limit counts the entries that the view gets, not all entries of the event."""
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
def test_msgspec_reads_entries_with_other_annotations(annotation: Any, entries: Any) -> None:
    """The library msgspec decodes the entries, or raises an error that becomes a ValidationError."""
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
def test_an_annotation_that_msgspec_rejects_is_a_type_error(annotation: Any, message: str) -> None:
    """The error is the same for every payload, because the mistake is the caller's."""
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
def test_a_view_must_be_a_class_of_structs(view: Any, found: str) -> None:
    """The TypeError names the type of any other object, and contains none of its content."""
    with pytest.raises(TypeError) as caught:
        decode_view(b"no JSON", view)
    assert str(caught.value) == f"not a view: a view is a class of msgspec.Struct, not {found}"


@pytest.mark.parametrize("view", [[Times], {"size": int}, bytearray(b'{"size": 3}'), Several(entries=None)])
def test_a_view_must_be_hashable(view: Any) -> None:
    """The TypeError names the type of an object that cannot be hashed, and contains none of its content."""
    with pytest.raises(TypeError) as caught:
        decode_view(b"no JSON", view)
    assert str(caught.value) == f"not a view: unhashable type: '{type(view).__name__}'"
