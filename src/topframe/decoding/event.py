"""Decodes events of the web API from JSON to Structs, and encodes them again; `raw_event` decodes the raw dialect.

The typed parts of a body are validated. Large free-form parts stay JSON, and are only checked to be JSON. Small
free-form parts are decoded, so a number in them that is too large for a float is an error.

A fast decoder reads the whole event in one pass. It fails on an entry of unknown type. Then the entries are decoded one
by one, here and in the next event.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from msgspec import Raw
from msgspec.structs import force_setattr

from ..errors import DecodeError, EncodeError, ValidationError
from ..model.entries import CLASSES, Entry, UnknownEntry
from ..model.event import Event
from ..wire.diagnosis import UNREADABLE, Path, decode_error, place_of, shown
from ..wire.document import Body, in_one_pass, utf8
from .dialect import API, HINTS, decode_response, fault_of_event, kind_in
from .entries import decode_entries, tag_of
from .glitchtip import may_lack, with_event_id
from .second_pass import completed

T = TypeVar("T")


_WITH: Any = Event
"""`Event` with another type of entries; type checkers do not see that it is generic."""
_EVENT = msgspec.json.Decoder(Event)
_OPEN: msgspec.json.Decoder[Event] = msgspec.json.Decoder(_WITH[tuple[Raw, ...] | None])
_EVENTS = msgspec.json.Decoder(list[Event])
_ITEMS = msgspec.json.Decoder(list[Raw])
_ENTRIES: dict[str, msgspec.json.Decoder[Any]] = {type: msgspec.json.Decoder(kind) for type, kind in CLASSES.items()}


def decode_event(body: Body) -> Event:
    """Decode one event, as the web API returns it.

    Args:
        body: The response for one event, or one item of a list. Keys that the model does not have are skipped; an entry
            of unknown type is kept unchanged. The free-form parts of the event are slices of *body*, so *body* stays in
            memory as long as they do.

    Raises:
        ValidationError: A known key holds the wrong type, or *eventID* is missing, as in the API's error responses;
            `.path` says where.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    # Most bodies are ASCII. Testing that here saves a call of `utf8`, about 80 ns.
    return _EVENTS_ONE_BY_ONE.decode(body if type(body) is bytes and body.isascii() else utf8(body), ())


def decode_events(body: Body) -> list[Event]:
    """Decode the response of a list endpoint, with or without `full`.

    Args:
        body: An array of events.

    Raises:
        ValidationError: As for `decode_event`; the path starts with the index of the event, for example `$[3].tags`.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    data = utf8(body)
    events = in_one_pass(data, _EVENTS)
    if events is not None and not any(_says_nothing(event) or may_lack(event) for event in events):
        return events
    items = [bytes(item) for item in decode_response(data, _ITEMS)]
    if events is not None:
        return [_checked(event, item, (at,)) for at, (event, item) in enumerate(zip(events, items, strict=True))]
    return [_decode_open_event(with_event_id(item, (at,)), (at,)) for at, item in enumerate(items)]


def event_within(data: bytes, root: Path) -> Event:
    """Decode an event that is a whole document or a part of a document.

    Args:
        data: The event, in UTF-8.
        root: The path of the event in the whole document; () if the event is the whole document.

    Raises:
        ValidationError: As for `decode_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    return _EVENTS_ONE_BY_ONE.decode(data, root)


def encode(value: object, *, indent: int | None = None) -> bytes:
    """Encode an event, a part of an event, or a list of these as JSON. Keys are spelled as in Sentry's web API.

    Fields that are None or unset are left out. Free-form parts and unknown entries keep their nulls, and are written
    unchanged except for the whitespace between their tokens.

    Args:
        value: The result of `decode_event` or `decode_events`, or Structs of the model.
        indent: Spaces for each level of nesting; None for one line.

    Raises:
        EncodeError: A string has half a surrogate pair, a number has too many digits, the nesting is too deep, or an
            `UnknownEntry` does not hold JSON.
        TypeError: *value* holds an object that is not part of an event, and that JSON cannot represent.
    """
    try:
        text = _ENCODER.encode(value)
        if indent is not None:
            return msgspec.json.format(text, indent=indent)
        return msgspec.json.format(text, indent=-1) if b"\n" in text or b"\r" in text else text
    except (ValueError, RecursionError):
        pass  # a UnicodeEncodeError holds the text, so it must not become the context of the error raised below
    raise EncodeError(
        "Half a surrogate pair, a number that is too long, nested too deeply, or an entry that is not JSON"
    )


def _word_for_word(value: object) -> Raw:
    """The unchanged JSON of an unknown entry, after a check that it is JSON in UTF-8."""
    if isinstance(value, UnknownEntry):
        return _RAW.decode(bytes(value.json).decode())
    raise TypeError(f"not a part of an event: {type(value).__name__}")


_RAW = msgspec.json.Decoder(Raw)
_ENCODER = msgspec.json.Encoder(enc_hook=_word_for_word)


# --- entries ----------------------------------------------------------------------------------------------------------


class _OneByOne:
    """Decodes events.

    Unknown entries come in runs. After an event with an unknown entry, the entries of the next event are decoded one by
    one straight away. If the fast decoder failed on it first, decoding would take up to 1.57 times as long: the more,
    the later in the event the unknown entry is.
    """

    def __init__(self) -> None:
        self._expects_unknown = False

    def decode(self, data: bytes, root: Path) -> Event:
        """Decode an event. *root* is the path of the event in the whole document."""
        if self._expects_unknown:
            with suppress(DecodeError):  # decoded again below, so that the error is the same as for any other event
                return self._decode_open(data, root)
        try:
            event = _EVENT.decode(data)
        except msgspec.ValidationError as exc:
            fault = None if _can_be_valid(place_of(exc, data)) else fault_of_event(exc, data, _EVENT, root)
        except UNREADABLE as exc:
            fault = decode_error(exc, data)
        else:
            # Most events have these fields. This test saves three calls for them, 2 % of the time.
            is_whole = event.title and event.size is not None and event.date_created and type(event.project_id) is str
            return event if is_whole else _checked(event, data, root)
        if fault:
            raise fault
        return self._decode_open(data, root)

    def _decode_open(self, data: bytes, root: Path) -> Event:
        """Decode the entries of an event one by one. Remember for the next event whether one of them is unknown."""
        self._expects_unknown = False
        event = _decode_open_event(data, root)
        self._expects_unknown = UnknownEntry in map(type, event.entries or ())
        return event


_EVENTS_ONE_BY_ONE = _OneByOne()


def _can_be_valid(place: str) -> bool:
    """Whether an event can be valid, although the fast decoder failed at *place*: an entry as a whole, or its type."""
    rest = place.removeprefix("$.entries")
    return rest.startswith("[") and not rest.removesuffix(".type").strip("[0123456789]")


def _decode_open_event(data: bytes, root: Path) -> Event:
    """Decode an event with its entries one by one."""
    try:
        event = _OPEN.decode(data)
        if event.entries is not None:
            force_setattr(event, "entries", _decode_open_entries(event.entries, root))
    except UNREADABLE as exc:
        fault = fault_of_event(exc, data, _OPEN, root)
    else:
        return _checked(event, data, root)
    raise fault


def _decode_open_entries(entries: Any, root: Path) -> tuple[Entry, ...]:
    decoded = zip(decode_entries(entries, _ENTRIES, root), entries, strict=True)
    return tuple(UnknownEntry(tag_of(data), bytes(data)) if entry is None else entry for entry, data in decoded)


def _says_nothing(event: Event) -> bool:
    """Whether both the title and the entries are missing, as in another kind of body that has an `eventID`."""
    return event.title is None and event.entries is None


def _checked(event: Event, data: bytes, root: Path) -> Event:
    """Check that *data* is an event, and fill in the keys that it has in a second spelling.

    A user report has an `eventID` as well, so it decodes as an event without a title and without entries.
    """
    if _says_nothing(event) and (kind := kind_in(data)) != API:
        raise ValidationError(shown(root), "event", kind or "other object", HINTS.get(kind or ""))
    return completed(event, data, root) if may_lack(event) else event
