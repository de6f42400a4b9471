"""JSON to Structs and back: the only room that turns bytes into a model.

The typed parts of a body are validated here; the free-form parts are checked to be JSON, and the small ones among them,
which are decoded at once, to have no number that is too large for a float. An entry of unknown type makes
the one-pass decoder fail; only then are the entries decoded one by one, which costs a second pass.
"""

from __future__ import annotations

import re
from typing import TypeAlias

import msgspec

from .diagnosis import decode_error, validation_error
from .errors import DecodeError, EncodeError
from .model.entries import KnownEntry, UnknownEntry
from .model.event import Event

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
    """
    # The usual body is ASCII, and decoding it is so fast that a call to find that out would show.
    data = body if type(body) is bytes and body.isascii() else _utf8(body)
    try:
        try:
            return _EVENT.decode(data)
        except msgspec.ValidationError as exc:
            return _decode_open_event(data, exc)
    except (msgspec.DecodeError, RecursionError) as exc:
        raise decode_error(exc, data) from exc


def decode_events(body: Body) -> list[Event]:
    """Decode the answer of a list endpoint, with or without `full`.

    Args:
        body: An array of events. GlitchTip's lists, which are in snake_case, are not among them.

    Raises:
        ValidationError: As for `decode_event`; the path starts with the index, `$[3].tags`.
        DecodeError: *body* is not one JSON document in UTF-8.
    """
    data = _utf8(body)
    try:
        try:
            return _EVENTS.decode(data)
        except msgspec.ValidationError as exc:
            return _decode_open_events(data, exc)
    except (msgspec.DecodeError, RecursionError) as exc:
        raise decode_error(exc, data) from exc


def encode(value: object, *, indent: int | None = None) -> bytes:
    """Write an event, a part of one, or a list of them as JSON, in the spelling that it was read in.

    Absent keys and those that were null are left out. Free-form parts and unknown entries come out as they came in.

    Args:
        value: What `decode_event` or `decode_events` gave, or Structs of the model.
        indent: Spaces for each level of nesting; None for one line without blanks.

    Raises:
        EncodeError: A text in *value* holds half a surrogate pair, or the nesting is too deep for the stack.
    """
    try:
        line = _ENCODER.encode(value)
        return line if indent is None else msgspec.json.format(line, indent=indent)
    except (UnicodeEncodeError, RecursionError) as exc:
        raise EncodeError("Half a surrogate pair in a text, or nested too deeply") from exc


def _word_for_word(value: object) -> msgspec.Raw:
    if isinstance(value, UnknownEntry):
        return msgspec.Raw(value.json)
    raise TypeError(f"not a part of an event: {type(value).__name__}")


_ENCODER = msgspec.json.Encoder(enc_hook=_word_for_word)


# --- what comes in ----------------------------------------------------------------------------------------------------


def _utf8(body: Body) -> bytes:
    """The document as bytes that nobody can change, and that are UTF-8 in the parts too that are not decoded."""
    if isinstance(body, str):
        return _encoded(body).removeprefix(_BYTE_ORDER_MARK)
    if isinstance(body, (bytearray, memoryview)):
        body = bytes(body)
    elif not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"a body is bytes, bytearray, memoryview or str, not {type(body).__name__}")
    try:
        body.decode()
    except UnicodeDecodeError as exc:
        raise DecodeError("Not UTF-8", exc.start) from exc
    return body.removeprefix(_BYTE_ORDER_MARK)


def _encoded(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as exc:
        raise DecodeError("Half a surrogate pair", len(body[: exc.start].encode())) from exc


# --- entries of unknown type ------------------------------------------------------------------------------------------


def _decode_open_event(data: bytes | msgspec.Raw, failure: msgspec.ValidationError, root: str = "$") -> Event:
    """Decode an event again, its entries one by one; raise *failure* if these are not what it is about."""
    if not _AT_AN_ENTRY.search(str(failure)):
        raise validation_error(failure, data, _EVENT, root) from failure
    try:
        event = _OPEN_EVENT.decode(data)
    except msgspec.ValidationError as exc:
        raise validation_error(exc, data, _OPEN_EVENT, root) from exc
    fields = {name: getattr(event, name) for name in Event.__struct_fields__}
    fields["entries"] = tuple(
        _decode_entry(entry, f"{root}.entries[{index}]") for index, entry in enumerate(event.entries or ())
    )
    return Event(**fields)


_AT_AN_ENTRY = re.compile(r"at `\$\.entries\[\d+\](?:\.type)?`$")


def _decode_open_events(data: bytes, failure: msgspec.ValidationError) -> list[Event]:
    """Decode a list of events again, each on its own."""
    try:
        items = _ITEMS.decode(data)
    except msgspec.ValidationError:
        raise validation_error(failure, data, _EVENTS) from failure
    events: list[Event] = []
    for index, item in enumerate(items):
        try:
            events.append(_EVENT.decode(item))
        except msgspec.ValidationError as exc:
            events.append(_decode_open_event(item, exc, f"$[{index}]"))
    return events


def _decode_entry(data: msgspec.Raw, root: str) -> KnownEntry | UnknownEntry:
    try:
        return _ENTRY.decode(data)
    except msgspec.ValidationError as exc:
        tag = _tag(data)
        if tag in _KNOWN_TYPES:
            raise validation_error(exc, data, _ENTRY, root) from exc
        return UnknownEntry(tag, bytes(data))


def _tag(data: msgspec.Raw) -> str | None:
    """What an entry calls itself; None when it is not an object, or does not say, or not with a text."""
    try:
        return _TAGGED.decode(data).type
    except msgspec.ValidationError:
        return None
