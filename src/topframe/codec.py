"""JSON to Structs and back: the only room that turns bytes into a model.

The typed parts of a body are validated here; the free-form parts are checked to be JSON, and the small ones among them,
which are decoded at once, to have no number that is too large for a float. An entry of unknown type makes the one-pass
decoder fail; only then are the entries decoded one by one, which costs a second pass.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias, TypeVar

import msgspec

from .diagnosis import Path, answer_of_api, decode_error, shown, validation_error
from .errors import DecodeError, EncodeError, ValidationError
from .model.entries import KnownEntry, UnknownEntry
from .model.event import Event
from .raw import legacy
from .raw.event import RawEvent

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
_RAW_EVENT = msgspec.json.Decoder(RawEvent)
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENTRY: msgspec.json.Decoder[KnownEntry] = msgspec.json.Decoder(KnownEntry)
_TAGGED = msgspec.json.Decoder(_Tagged)

_KNOWN_TYPES = frozenset(entry.__struct_config__.tag for entry in KnownEntry.__args__)
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
    return event_within(body if type(body) is bytes and body.isascii() else _utf8(body), ())


def decode_events(body: Body) -> list[Event]:
    """Decode the answer of a list endpoint, with or without `full`.

    Args:
        body: An array of events. GlitchTip's lists, which are in snake_case, are not among them.

    Raises:
        ValidationError: As for `decode_event`; the path starts with the index, `$[3].tags`.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is no text at all.
    """
    return _decode(_utf8(body), _EVENTS, _decode_open_events)


def decode_raw_event(body: Body) -> RawEvent:
    """Decode one event in the raw dialect: as SDKs send it, as the server stores it, as webhooks embed it.

    Args:
        body: The event. Keys that the model does not have are skipped. The keys of 2013 to 2017, such as
            `sentry.interfaces.Exception`, are read as those of today; where an event has both, even with null, the one
            of today counts. The free-form parts of the event are slices of *body*, which stays in memory as long as
            they do.

    Raises:
        ValidationError: A known key holds the wrong type, or *body* is an answer of the web API; `.path` says where.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is no text at all.
    """
    return raw_event_within(body if type(body) is bytes and body.isascii() else _utf8(body), ())


def event_within(data: bytes, root: Path) -> Event:
    """Decode an event that is a part of something else, or all there is.

    Args:
        data: The event, in UTF-8.
        root: Its path in the whole; () when it is that.

    Raises:
        ValidationError: As for `decode_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    return _decode(data, _EVENT, partial(_decode_open_event, root=root))


def raw_event_within(data: bytes, root: Path) -> RawEvent:
    """Decode a raw event that is a part of something else, or all there is.

    Args:
        data: The event, in UTF-8.
        root: Its path in the whole; () when it is that.

    Raises:
        ValidationError: As for `decode_raw_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    try:
        event = _RAW_EVENT.decode(data)
        if legacy.members(event) != legacy.NOTHING:
            event = _with_todays_keys(event, data)
    except msgspec.ValidationError as exc:
        if answer_of_api(data) == "event":
            raise _not_raw("event", root) from exc
        raise validation_error(exc, data, _RAW_EVENT, root) from exc
    except (msgspec.DecodeError, RecursionError) as exc:
        raise decode_error(exc, data) from exc
    # All members can be missing, so that an answer of the web API would pass for an empty event.
    says_nothing = event.event_id is None and (event.exception_data or event.stacktrace or event.threads_data) is None
    if says_nothing and (answer := answer_of_api(data)):
        raise _not_raw(answer, root)
    return event


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
    try:
        json = data if data.isascii() else _utf8(data)  # as in `decode_event`
    except DecodeError as exc:
        raise _moved(exc, offset, root) from exc
    try:
        return decoder.decode(json)
    except msgspec.ValidationError as exc:
        raise validation_error(exc, json, decoder, root) from exc
    except (msgspec.DecodeError, RecursionError) as exc:
        raise _moved(decode_error(exc, json), offset, root) from exc


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
    except (ValueError, RecursionError) as exc:
        raise EncodeError("Half a surrogate pair, a number that is too long, or nested too deeply") from exc


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


def _utf8(body: Body) -> bytes:
    """The document as bytes that are UTF-8 in the parts too that are not decoded."""
    data = as_bytes(body)
    if data.isascii():
        return data
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        raise DecodeError("Not UTF-8", exc.start) from exc
    # Blanks, so that the places of faults stay what they are.
    return b"   " + data[3:] if data.startswith(_BYTE_ORDER_MARK) else data


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as exc:
        raise DecodeError("Half a surrogate pair", len(body[: exc.start].encode())) from exc


def _moved(error: DecodeError, offset: int, root: Path) -> DecodeError:
    """The fault of a part, at its byte of the whole; that of the whole as it is."""
    return DecodeError(error.message, offset + (error.offset or 0)) if root else error


def _decode(data: bytes, decoder: msgspec.json.Decoder[T], decode_open: Callable[[bytes], T]) -> T:
    """Decode a document in one pass, or, where that fails, with the decoder that is open for unknown entries."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        pass  # its message can hold a value, so it must not become the context of what is raised below
    except (msgspec.DecodeError, RecursionError) as exc:
        raise decode_error(exc, data) from exc
    try:
        return decode_open(data)
    except (msgspec.DecodeError, RecursionError) as exc:
        raise decode_error(exc, data) from exc


# --- the raw dialect --------------------------------------------------------------------------------------------------


def _not_raw(answer: str, root: Path) -> ValidationError:
    return ValidationError(shown(root), "raw event", "event of the web API" if answer == "event" else answer)


def _with_todays_keys(event: RawEvent, data: bytes) -> RawEvent:
    """Move what stands under the keys of 2013 to 2017 to those of today; where both are there, these win, even null."""
    present = _MEMBERS.decode(data).keys()
    changes = dict(zip(legacy.TODAY, legacy.NOTHING, strict=True))
    for old, name in legacy.TODAY.items():
        if legacy.WIRE_NAMES[name] not in present:
            changes[name] = getattr(event, old)
    return msgspec.structs.replace(event, **changes)


# --- entries of unknown type ------------------------------------------------------------------------------------------


def _decode_open_event(data: bytes | msgspec.Raw, root: Path = ()) -> Event:
    """Decode an event, its entries one by one."""
    try:
        event = _OPEN_EVENT.decode(data)
    except msgspec.ValidationError as exc:
        raise validation_error(exc, data, _OPEN_EVENT, root) from exc
    fields = {name: getattr(event, name) for name in Event.__struct_fields__}
    if event.entries is not None:
        fields["entries"] = tuple(
            _decode_entry(entry, (*root, "entries", index)) for index, entry in enumerate(event.entries)
        )
    return Event(**fields)


def _decode_open_events(data: bytes) -> list[Event]:
    """Decode a list of events, each on its own."""
    try:
        items = _ITEMS.decode(data)
    except msgspec.ValidationError as exc:
        raise validation_error(exc, data, _ITEMS) from exc
    return [_decode_open_event(item, (index,)) for index, item in enumerate(items)]


def _decode_entry(data: msgspec.Raw, root: Path) -> KnownEntry | UnknownEntry:
    json = bytes(data)
    tag = _tag(json)
    if tag not in _KNOWN_TYPES:
        return UnknownEntry(tag, json)
    try:
        return _ENTRY.decode(json)
    except msgspec.ValidationError as exc:
        if str(exc).startswith("Invalid value"):  # it says twice what it is, and the first is unknown
            return UnknownEntry(tag, json)
        raise validation_error(exc, json, _ENTRY, root) from exc


def _tag(data: bytes) -> str | None:
    """What an entry calls itself; None when it is not an object, or does not say, or not with a text."""
    if not data.startswith(b"{"):
        return None
    try:
        return _TAGGED.decode(data).type
    except msgspec.ValidationError:
        return None
