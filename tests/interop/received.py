"""What an SDK sent, as topframe receives it: every envelope taken apart, every event in it read, and written back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from rich.console import Console

from topframe import (
    Event,
    decode_envelope,
    decode_event,
    decode_raw_event,
    encode,
    in_app_frames,
    normalize,
    source_context,
)
from topframe.model import Frame
from topframe.render.text import render_text

from ..conftest import as_array, as_object

EVENTS = frozenset({"event", "transaction", "feedback"})
"""The types of the items that hold an event."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sent(NamedTuple):
    """One envelope, and what the SDK says that it put into it."""

    body: bytes
    items: list[tuple[str, bytes]]
    """Type and payload of each item."""


class Received(NamedTuple):
    """One event, and what a person sees of it."""

    event: Event
    text: str
    json: dict[str, Any]
    """What the SDK sent."""


def received(envelopes: Iterable[Sent]) -> list[Received]:
    """The events of envelopes, in the order in which they were sent.

    On the way every item must keep its type and its bytes, and every event must come back whole from decoding and
    encoding, have the id that the envelope says, and be an event for the web API's decoder once it is normalized.
    """
    found: list[Received] = []
    for sent in envelopes:
        assert items(sent) == sent.items
        for type, payload in items(sent):
            if type in EVENTS:
                raw = decode_raw_event(payload)
                assert law(encode(raw)) == law(payload)
                event = normalize(raw)
                assert event.event_id == decode_envelope(sent.body).header.event_id
                assert decode_event(encode(event)) == event
                found.append(Received(event, shown(event), json.loads(payload)))
    return found


def items(sent: Sent) -> list[tuple[str, bytes]]:
    """Type and payload of each item of an envelope, as topframe reads them."""
    return [(item.header.type, item.payload) for item in decode_envelope(sent.body).items]


def payloads(envelopes: Iterable[Sent], kind: str) -> list[Any]:
    """The JSON of the items of one type."""
    return [json.loads(payload) for sent in envelopes for type, payload in items(sent) if type == kind]


def shown(event: Event) -> str:
    """What a person sees, on a terminal that is wide enough to wrap nothing."""
    file = io.StringIO()
    console = Console(file=file, width=1000, color_system=None, highlight=False, markup=False, emoji=False)
    console.print(render_text(event), crop=False)
    return file.getvalue()


def law(body: bytes) -> str:
    """What must be equal of two bodies: all but the order of members, members that are null, and how a time is spelt.

    A text, so that 1, 1.0 and true are three things, and that pytest shows the lines that differ.
    """
    return json.dumps(_told(json.loads(body)), indent=1, sort_keys=True)


def _told(value: Any, key: str = "") -> Any:
    if (members := as_object(value)) is not None:
        return {name: _told(member, name) for name, member in members.items() if member is not None}
    if (items := as_array(value)) is not None:
        return [_told(item) for item in items]
    return _instant(value) if key in {"timestamp", "start_timestamp"} else value


def _instant(value: Any) -> Any:
    """A time, to the microsecond; anything else as it is."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else EPOCH + timedelta(seconds=value)
    except (TypeError, ValueError):
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def chain(event: Event) -> list[tuple[str | None, str | None]]:
    """Type and message of the exceptions, as they stand."""
    return [(exception.type, exception.value) for exception in event.exceptions]


def top(event: Event) -> Frame:
    """The application's frame that is nearest to the failure, which must be marked as such."""
    found = in_app_frames(event)
    assert found.rule == "in_app"
    assert found.top
    return found.top


def line(frame: Frame) -> str:
    """The source of the call."""
    call = source_context(frame).call
    assert call
    assert call.lineno == frame.lineno
    return call.text.strip()
