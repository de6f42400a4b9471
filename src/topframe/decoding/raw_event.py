"""Decodes raw events from JSON. The keys of 2013 to 2017 are read as today's keys.

Separate from `event`, so that decoding API responses does not import it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from ..errors import ValidationError
from ..raw import legacy
from ..raw.event import RawEvent
from ..wire.diagnosis import UNREADABLE, Path, fault_of, shown
from ..wire.document import MEMBERS, Body, utf8
from .dialect import HINTS, RAW, kind_in, kind_of

_RAW_EVENT = msgspec.json.Decoder(RawEvent)
_NAMES = frozenset(RawEvent.__struct_encode_fields__)
_TELLING = frozenset(
    {"message", "culprit", "transaction", "logger", "server_name", "request", "fingerprint", "extra", "modules"}
)
"""Keys that other kinds of body rarely have. If `kind_of` finds no kind, one of these keys makes the body a raw event,
because the caller expects one."""


def decode_raw_event(body: Body) -> RawEvent:
    """Decode one event in the raw dialect: as SDKs send it, as the server stores it, as webhooks embed it.

    Args:
        body: The event. Keys that the model does not have are skipped. The keys of 2013 to 2017, such as
            `sentry.interfaces.Exception`, are read as today's keys. If an event has both keys, today's key counts, even
            with null. The free-form parts of the event are slices of *body*, so *body* stays in memory as long as they
            do.

    Raises:
        ValidationError: A known key holds the wrong type, or *body* is another kind of body, such as an event of the
            web API, a webhook, a user report or a security report; `.path` says where.
        DecodeError: *body* is not one JSON document in UTF-8.
        TypeError: *body* is not bytes, bytearray, memoryview or str.
    """
    return raw_event_within(body if type(body) is bytes and body.isascii() else utf8(body), ())


def raw_event_within(data: bytes, root: Path) -> RawEvent:
    """Decode a raw event that is a whole document or a part of a document.

    Args:
        data: The event, in UTF-8.
        root: The path of the event in the whole document; () if the event is the whole document.

    Raises:
        ValidationError: As for `decode_raw_event`; the path begins with *root*.
        DecodeError: *data* is not one JSON document.
    """
    try:
        event = _RAW_EVENT.decode(data)
        if legacy.members(event) != legacy.NOTHING:
            event = _with_todays_keys(event, data)
        # Every key is optional, so other kinds of body decode as well. A body with one of these keys is a raw event.
        # For any other body, `kind_of` decides.
        if event.exceptions_data or event.stacktrace or event.logentry or event.threads_data or event.spans_data:
            return event
        members = MEMBERS.decode(data)
    except UNREADABLE as exc:
        kind = kind_in(data)
        fault = fault_of(exc, data, _RAW_EVENT, root) if kind in {RAW, None} else _not_raw(kind, root)
    else:
        if (kind := kind_of(members)) != RAW and (kind or _says_nothing(members.keys())):
            raise _not_raw(kind, root)
        return event
    raise fault


def _says_nothing(names: AbstractSet[str]) -> bool:
    """Whether an object has none of the keys in `_TELLING`, and has keys that the model would lose."""
    return names.isdisjoint(_TELLING) and not names <= _NAMES


def _not_raw(kind: str | None, root: Path) -> ValidationError:
    return ValidationError(shown(root), "raw event", kind or "other object", None if root else HINTS.get(kind or ""))


def _with_todays_keys(event: RawEvent, data: bytes) -> RawEvent:
    """Move the values of the keys of 2013 to 2017 to today's keys. If today's key is present, even with null, its value
    stays.
    """
    present = MEMBERS.decode(data).keys()
    changes = dict(zip(legacy.TODAY, legacy.NOTHING, strict=True))
    for old, name in legacy.TODAY.items():
        if legacy.WIRE_NAMES[name] not in present:
            changes[name] = getattr(event, old)
    return msgspec.structs.replace(event, **changes)
