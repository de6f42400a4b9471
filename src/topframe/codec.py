"""JSON to Structs and back: the room that turns bytes into a model; `raw_codec` does it for the raw dialect.

The typed parts of a body are validated here; the free-form parts are checked to be JSON, and the small ones among them,
which are decoded at once, to have no number that is too large for a float. An entry of unknown type makes the one-pass
decoder fail; only then, and for the next event at once, are the entries decoded one by one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias, TypeVar

import msgspec
from msgspec.structs import force_setattr

from .diagnosis import UNREADABLE, Path, decode_error, fault_of, is_unknown_tag, shown
from .dialect import API, HINTS, kind_in
from .errors import DecodeError, EncodeError, ValidationError
from .model.entries import KnownEntry, UnknownEntry
from .model.event import Event

T = TypeVar("T")

Body: TypeAlias = bytes | bytearray | memoryview | str
"""One JSON document; bytes hold UTF-8, with or without a byte order mark."""


class _OpenEvent(Event, frozen=True, kw_only=True):
    """An event whose entries are not decoded yet."""

    entries: tuple[msgspec.Raw, ...] | None = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]


class _Tagged(msgspec.Struct):
    """An entry of which only the type is wanted."""

    type: str | None = None


_EVENT = msgspec.json.Decoder(Event)
_EVENTS = msgspec.json.Decoder(list[Event])
_OPEN_EVENT = msgspec.json.Decoder(_OpenEvent)
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_ENTRY: msgspec.json.Decoder[KnownEntry] = msgspec.json.Decoder(KnownEntry)
_TAGGED = msgspec.json.Decoder(_Tagged)

KNOWN_TYPES = frozenset(str(entry.__struct_config__.tag) for entry in KnownEntry.__args__)
"""Of entries."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def decode_event(body: Body) -> Event:
    """Decode one event, as the web API answers it.

    Args:
        body: The answer for one event, or one item of a list. Keys that the model does not have are skipped; an entry
            of unknown type is kept word for word. The free-form parts of the event are slices of *body*, which stays
            in memory as long as they do.

    Raises:
        ValidationError: A known key holds the wrong type, or *eventID* is missing, as in the API's error answers;
            `.path` says where.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is no text at all.
    """
    # The usual body is ASCII, and decoding it is so fast that a call to find that out would show.
    return _EVENTS_ONE_BY_ONE.decode(body if type(body) is bytes and body.isascii() else utf8(body), ())


def decode_events(body: Body) -> list[Event]:
    """Decode the answer of a list endpoint, with or without `full`.

    Args:
        body: An array of events. GlitchTip's lists, which are in snake_case, are not among them.

    Raises:
        ValidationError: As for `decode_event`; the path starts with the index, `$[3].tags`.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is no text at all.
    """
    data = utf8(body)
    events = in_one_pass(data, _EVENTS)
    if events is not None and not any(map(_says_nothing, events)):
        return events
    items = decode_within(data, _ITEMS, (), 0)
    return [_decode_open_event(item, (index,)) for index, item in enumerate(items)]


def event_within(data: bytes, root: Path) -> Event:
    """Decode an event that is a part of something else, or all there is.

    Args:
        data: The event, in UTF-8.
        root: Its path in the whole; () when it is that.

    Raises:
        ValidationError: As for `decode_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    return _EVENTS_ONE_BY_ONE.decode(data, root)


def decode_within(data: bytes, decoder: msgspec.json.Decoder[T], root: Path, offset: int) -> T:
    """Decode a JSON document that is a part of something else.

    Args:
        data: The document.
        decoder: What it should be.
        root: Its path in the whole.
        offset: The byte of the whole at which it begins.

    Raises:
        ValidationError: It is not what *decoder* expects; the path begins with *root*.
        DecodeError: It is not JSON in UTF-8; the byte is that of the whole.
    """
    json = data if data.isascii() else utf8(data, offset)  # as in `decode_event`
    try:
        return decoder.decode(json)
    except UNREADABLE as exc:
        fault = fault_of(exc, json, decoder, root, offset if root else None)
    raise fault


def encode(value: object, *, indent: int | None = None) -> bytes:
    """Write an event, a part of one, or a list of them as JSON, in the spelling that it was read in.

    Absent keys and those that were null are left out, but for null in a free-form part. Free-form parts and unknown
    entries come out as they came in, blanks between their tokens aside.

    Args:
        value: What `decode_event` or `decode_events` gave, or Structs of the model.
        indent: Spaces for each level of nesting; None for one line.

    Raises:
        EncodeError: A text holds half a surrogate pair, a number or the nesting is too long for the interpreter, or an
            `UnknownEntry` was made of something that is not JSON.
        TypeError: *value* holds something that JSON has no form for.
    """
    try:
        text = _ENCODER.encode(value)
        if indent is not None:
            return msgspec.json.format(text, indent=indent)
        return msgspec.json.format(text, indent=-1) if b"\n" in text or b"\r" in text else text
    except (ValueError, RecursionError):
        pass  # an error of Unicode holds the text, so it must not become the context of what is raised below
    raise EncodeError("Half a surrogate pair, a number that is too long, or nested too deeply")


def _word_for_word(value: object) -> msgspec.Raw:
    if isinstance(value, UnknownEntry):
        return msgspec.Raw(value.json)
    raise TypeError(f"not a part of an event: {type(value).__name__}")


_ENCODER = msgspec.json.Encoder(enc_hook=_word_for_word)


# --- what comes in ----------------------------------------------------------------------------------------------------


def as_bytes(body: Body) -> bytes:
    """The body as bytes that nobody can change.

    Raises:
        DecodeError: *body* is a str with half a surrogate pair.
        TypeError: *body* is no text at all.
    """
    if isinstance(body, str):
        return _encoded(body)
    if isinstance(body, (bytes, bytearray, memoryview)):  # pyright: ignore[reportUnnecessaryIsInstance]
        return bytes(body)
    raise TypeError(f"a body is bytes, bytearray, memoryview or str, not {type(body).__name__}")


def utf8(body: Body, offset: int = 0) -> bytes:
    """The document as bytes that are UTF-8 in the parts too that are not decoded.

    Args:
        body: The document.
        offset: The byte of the whole at which it begins.

    Raises:
        DecodeError: *body* is not UTF-8.
        TypeError: *body* is no text at all.
    """
    data = body if type(body) is bytes else as_bytes(body)
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        start = exc.start  # the error itself holds the body
    else:
        # Blanks, so that the places of faults stay what they are.
        return b"   " + data[3:] if data.startswith(_BYTE_ORDER_MARK) else data
    raise DecodeError("Not UTF-8", offset + start)


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as exc:
        start = exc.start  # the error itself holds the body
    raise DecodeError("Half a surrogate pair", len(body[:start].encode()))


def in_one_pass(data: bytes, decoder: msgspec.json.Decoder[T]) -> T | None:
    """Decode a document; None where it is not what *decoder* expects, as with an entry of unknown type."""
    try:
        return decoder.decode(data)
    except (msgspec.ValidationError, TypeError):
        return None
    except UNREADABLE as exc:
        fault = decode_error(exc, data)
    raise fault


# --- entries of unknown type ------------------------------------------------------------------------------------------


class _OneByOne:
    """Decodes events. A sender of unknown entries seldom sends one alone, so the next event is looked at for them at
    once: to fail in one pass before that would double the time.
    """

    def __init__(self) -> None:
        self._expects_unknown = False

    def decode(self, data: bytes, root: Path) -> Event:
        """Decode an event that stands at *root*."""
        if self._expects_unknown and (event := self._expected(data, root)) is not None:
            return event
        try:
            event = _EVENT.decode(data)
        except msgspec.ValidationError:
            fault = None
        except UNREADABLE as exc:
            fault = decode_error(exc, data)
        else:
            return _if_event(event, data, root)
        if fault:
            raise fault
        event = _decode_open_event(data, root)
        self._expects_unknown = UnknownEntry in map(type, event.entries or ())
        return event

    def _expected(self, data: bytes, root: Path) -> Event | None:
        """An event with an unknown entry, as was expected, or without; None for a fault, to be told as of any event."""
        try:
            event = _decode_open_event(data, root)
        except DecodeError:
            self._expects_unknown = False
            return None
        self._expects_unknown = UnknownEntry in map(type, event.entries or ())
        return event


_EVENTS_ONE_BY_ONE = _OneByOne()


def _decode_open_event(data: bytes | msgspec.Raw, root: Path = ()) -> Event:
    """Decode an event, its entries one by one."""
    try:
        event = _OPEN_EVENT.decode(data)
        if event.entries is not None:
            force_setattr(event, "entries", decode_entries(event.entries, _ENTRY, KNOWN_TYPES, root))
    except UNREADABLE as exc:
        fault = fault_of(exc, data, _OPEN_EVENT, root)
    else:
        # The same object from now on, for its sixty members would take long to hand over.
        force_setattr(event, "__class__", Event)
        return _if_event(event, data, root)
    raise fault


def _says_nothing(event: Event) -> bool:
    """Whether an event has neither a title nor entries. Something else with an `eventID` would have neither."""
    return event.title is None and event.entries is None


def _if_event(event: Event, data: bytes | msgspec.Raw, root: Path) -> Event:
    """The event, if *data* is one and not a user report, which has an `eventID` as well."""
    if _says_nothing(event) and (kind := kind_in(data)) != API:
        raise ValidationError(shown(root), "event", kind or "other object", HINTS.get(kind or ""))
    return event


def decode_entries(
    entries: tuple[msgspec.Raw, ...], decoder: msgspec.json.Decoder[T], types: Collection[str], root: Path = ()
) -> tuple[T | UnknownEntry, ...]:
    """Decode entries one by one.

    Args:
        entries: The entries of an event.
        decoder: What they should be, where they are of one of *types*.
        types: The types that *decoder* knows; an entry of any other type becomes an `UnknownEntry`.
        root: The path of the event in the whole.

    Raises:
        ValidationError: An entry of one of *types* is not what *decoder* expects.
    """
    decoded: list[T | UnknownEntry] = []
    for at, data in enumerate(entries):
        entry = _decode_entry(data, decoder, types, (*root, "entries", at))
        decoded.append(entry)
    return tuple(decoded)


def _decode_entry(
    data: msgspec.Raw, decoder: msgspec.json.Decoder[T], types: Collection[str], root: Path
) -> T | UnknownEntry:
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as exc:
        json = bytes(data)
        tag = _tag(json)
        # That the tag is known is not enough: it can stand there twice, and the first one be unknown.
        if tag not in types or is_unknown_tag(exc):
            return UnknownEntry(tag, json)
        fault = fault_of(exc, json, decoder, root)
    raise fault


def _tag(data: bytes) -> str | None:
    """What an entry calls itself; None when it is not an object, or does not say, or not with a text."""
    if not data.startswith(b"{"):
        return None
    try:
        return _TAGGED.decode(data).type
    except msgspec.ValidationError:
        return None
