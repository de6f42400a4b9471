"""JSON to raw events. Their keys have changed since 2013; those of old are read as those of today.

Apart from `codec`, for who reads answers of the web API alone does without it.
"""

from __future__ import annotations

import msgspec

from .codec import Body, utf8
from .diagnosis import Path, answer_of_api, decode_error, shown, validation_error
from .errors import ValidationError
from .raw import legacy
from .raw.event import RawEvent

_RAW_EVENT = msgspec.json.Decoder(RawEvent)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


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
    return raw_event_within(body if type(body) is bytes and body.isascii() else utf8(body), ())


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
