"""Events of the web API as JSON to Structs and back; `raw_event` decodes the raw dialect.

The typed parts of a body are validated here. The free-form parts are only checked to be JSON. The small ones among them
are decoded, too, and must have no number that is too large for a float. An entry of unknown type makes the one-pass
decoder fail. Only then, and for the next event, are the entries decoded one by one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

import msgspec
from msgspec.structs import force_setattr

from ..errors import DecodeError, EncodeError, ValidationError
from ..model.entries import KNOWN_TYPES, KnownEntry, UnknownEntry
from ..model.event import Event
from ..wire.diagnosis import UNREADABLE, Path, decode_error, shown
from ..wire.document import Body, in_one_pass, utf8
from .dialect import API, HINTS, decode_response, fault_of_event, kind_in
from .entries import decode_entries
from .glitchtip import completed, may_lack, with_event_id

T = TypeVar("T")


class _OpenEvent(Event, frozen=True, kw_only=True):
    """An event whose entries are not decoded yet."""

    entries: tuple[msgspec.Raw, ...] | None = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]


_EVENT = msgspec.json.Decoder(Event)
_EVENTS = msgspec.json.Decoder(list[Event])
_OPEN_EVENT = msgspec.json.Decoder(_OpenEvent)
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_ENTRY: msgspec.json.Decoder[KnownEntry] = msgspec.json.Decoder(KnownEntry)


def decode_event(body: Body) -> Event:
    """Decode one event, as the web API returns it.

    Args:
        body: The response for one event, or one item of a list. Keys that the model does not have are skipped; an entry
            of unknown type is kept unchanged. The free-form parts of the event are slices of *body*, which stays
            in memory as long as they do.

    Raises:
        ValidationError: A known key holds the wrong type, or *eventID* is missing, as in the API's error responses;
            `.path` says where.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is none of these types.
    """
    # Checked here and not in `utf8`: the usual body is ASCII, and decoding is so fast that one more call shows.
    return _EVENTS_ONE_BY_ONE.decode(body if type(body) is bytes and body.isascii() else utf8(body), ())


def decode_events(body: Body) -> list[Event]:
    """Decode the response of a list endpoint, with or without `full`.

    Args:
        body: An array of events.

    Raises:
        ValidationError: As for `decode_event`; the path starts with the index, `$[3].tags`.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is none of these types.
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
    """Decode an event: a whole document, or a part of one.

    Args:
        data: The event, in UTF-8.
        root: Its path in the whole document; () when it is the whole.

    Raises:
        ValidationError: As for `decode_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    return _EVENTS_ONE_BY_ONE.decode(data, root)


def encode(value: object, *, indent: int | None = None) -> bytes:
    """Write an event, a part of one, or a list of them as JSON, in the spelling of Sentry's web API.

    Absent keys and null are left out, except null in a free-form part. Free-form parts and unknown entries come out
    unchanged, except for the blanks between their tokens.

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
        pass  # a UnicodeEncodeError holds the text, so it must not become the context of the error raised below
    raise EncodeError("Half a surrogate pair, a number that is too long, or nested too deeply")


def _word_for_word(value: object) -> msgspec.Raw:
    if isinstance(value, UnknownEntry):
        return msgspec.Raw(value.json)
    raise TypeError(f"not a part of an event: {type(value).__name__}")


_ENCODER = msgspec.json.Encoder(enc_hook=_word_for_word)


# --- entries of unknown type ------------------------------------------------------------------------------------------


class _OneByOne:
    """Decodes events. Unknown entries come in runs: after one, the next event's entries are decoded one by one straight
    away, because letting the fast decoder fail first would double the time.
    """

    def __init__(self) -> None:
        self._expects_unknown = False

    def decode(self, data: bytes, root: Path) -> Event:
        """Decode an event. *root* is its path in the whole document."""
        if self._expects_unknown:
            with suppress(DecodeError):  # decode it again below, so that the error is the same as for any event
                return self._decode_open(data, root)
        try:
            event = _EVENT.decode(data)
        except msgspec.ValidationError:
            fault = None
        except UNREADABLE as exc:
            fault = decode_error(exc, data)
        else:
            # Most events are whole. This test spares them three calls, which would take 2 % of the time.
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


def _decode_open_event(data: bytes | msgspec.Raw, root: Path = ()) -> Event:
    """Decode an event, its entries one by one."""
    try:
        event = _OPEN_EVENT.decode(data)
        if event.entries is not None:
            force_setattr(event, "entries", decode_entries(event.entries, _ENTRY, KNOWN_TYPES, root))
    except UNREADABLE as exc:
        fault = fault_of_event(exc, data, _OPEN_EVENT, root)
    else:
        # Changing the class of this object is faster than copying its sixty members to another one.
        force_setattr(event, "__class__", Event)
        return _checked(event, data, root)
    raise fault


def _says_nothing(event: Event) -> bool:
    """Whether an event has neither a title nor entries. Something else with an `eventID` would have neither."""
    return event.title is None and event.entries is None


def _checked(event: Event, data: bytes | msgspec.Raw, root: Path) -> Event:
    """The event with all its members, if it is one and not a user report, which has an `eventID` as well."""
    if _says_nothing(event) and (kind := kind_in(data)) != API:
        raise ValidationError(shown(root), "event", kind or "other object", HINTS.get(kind or ""))
    return completed(event, data, root) if may_lack(event) else event
