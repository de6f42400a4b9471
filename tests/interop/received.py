"""Helpers that decode the envelopes of an SDK with topframe, and check every item and event on the way."""

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
"""Types of the items that contain an event."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sent(NamedTuple):
    """One envelope, with the items that the SDK put into it."""

    body: bytes
    items: list[tuple[str, bytes]]
    """Type and payload of each item."""


class Received(NamedTuple):
    """One event, with the text that topframe shows for it."""

    event: Event
    text: str
    json: dict[str, Any]
    """The event's JSON, as the SDK sent it."""


def received(envelopes: Iterable[Sent]) -> list[Received]:
    """Return the events of envelopes, in the order in which they were sent.

    Check that every item keeps its type and its bytes. Check that every event survives a round-trip, has the id in the
    header of its envelope, and, once normalized, decodes as an event of the web API.
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
    """Return the type and payload of each item of an envelope, as topframe decodes them."""
    return [(item.header.type, item.payload) for item in decode_envelope(sent.body).items]


def payloads(envelopes: Iterable[Sent], kind: str) -> list[Any]:
    """Return the JSON of all items of one type."""
    return [json.loads(payload) for sent in envelopes for type, payload in items(sent) if type == kind]


def shown(event: Event) -> str:
    """Return the text of an event for a terminal that is wide enough to wrap no line."""
    file = io.StringIO()
    console = Console(file=file, width=1000, color_system=None, highlight=False, markup=False, emoji=False)
    console.print(render_text(event), crop=False)
    return file.getvalue()


def law(body: bytes) -> str:
    """Return a canonical form of a body, for comparison. It ignores the order of keys, nulls and the spelling of times.

    The form is text, so that 1, 1.0 and true differ, and pytest shows the lines that differ.
    """
    return json.dumps(_told(json.loads(body)), indent=1, sort_keys=True)


def _told(value: Any, key: str = "") -> Any:
    if (members := as_object(value)) is not None:
        return {name: _told(member, name) for name, member in members.items() if member is not None}
    if (items := as_array(value)) is not None:
        return [_told(item) for item in items]
    return _instant(value) if key in {"timestamp", "start_timestamp"} else value


def _instant(value: Any) -> Any:
    """Return a time in one spelling, to the microsecond. Return any other value unchanged."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else EPOCH + timedelta(seconds=value)
    except (TypeError, ValueError):
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def chain(event: Event) -> list[tuple[str | None, str | None]]:
    """Return type and message of each exception of the chain, in its order."""
    return [(exception.type, exception.value) for exception in event.exceptions]


def top(event: Event) -> Frame:
    """Return the application frame nearest to the failure. The SDK must have marked it as `in_app`."""
    found = in_app_frames(event)
    assert found.rule == "in_app"
    assert found.top
    return found.top


def line(frame: Frame) -> str:
    """Return the source line of a frame's call."""
    call = source_context(frame).call
    assert call
    assert call.lineno == frame.lineno
    return call.text.strip()
