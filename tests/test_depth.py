"""JSON of any depth gives a result or an error of topframe, and never Python's `RecursionError`.

The maximum depth depends on the interpreter. Python 3.11 counts the caller's frames and the levels of the document
together; later versions count them separately. So the tests first measure the maximum depth, and then try depths near
it.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from topframe import (
    DecodeError,
    Event,
    TopframeError,
    decode_event,
    decode_events,
    decode_raw_event,
    decode_view,
    dialect_of,
    encode,
    in_app_frames,
    load_event,
    normalize,
    read_events,
    sourcemap_errors,
)
from topframe.model import TraceContext
from topframe.render.text import render_text
from topframe.views import EventFrames, SourcemapErrors
from topframe.webhooks import EventAlertDelivery, UnknownDelivery, decode_delivery

ROOM = 60
"""Frames that must be free for the caller. With fewer, Python itself raises `RecursionError` for any call."""
RAW_PARTS = [
    '"contexts": {"a": @}',
    '"type": "feedback", "contexts": {"feedback": {"message": @}}',
    '"user": {"id": @, "data": @}',
    '"_meta": {"user": @}',
    '"extra": {"a": @}',
    '"occurrence": {"evidence_data": {"a": @}}',
    '"logentry": {"message": "{}", "params": [@]}',
    '"tags": [["a", @]]',
    '"errors": [{"a": @}]',
    '"exception": {"type": "E", "value": @}',
    '"exception": {"type": "E", "mechanism": {"data": {"a": @}}}',
    '"exception": {"type": "E", "stacktrace": {"frames": [{"vars": @, "data": {"a": @}}]}}',
    '"request": {"url": "/a", "query_string": [["a", @]]}',
    '"request": {"url": "/a", "data": @, "headers": [["a", [@]]], "cookies": [["a", @]], "env": {"a": @}}',
    '"metadata": {"a": @}',
    '"spans": [{"data": @, "tags": @}]',
    '"template": {"pre_context": [@]}',
    '"breadcrumbs": [{"data": @}]',
    '"not in the model": @',
]
API_PARTS = [
    '"contexts": {"a": @}',
    '"user": {"data": {"a": @}}',
    '"context": @',
    '"_meta": @',
    '"metadata": {"a": @}',
    '"errors": [{"type": "js_no_source", "data": {"a": @}}]',
    '"entries": [{"type": "message", "data": {"params": [@]}}]',
    '"entries": [{"type": "not in the model", "data": @}]',
    '"entries": [{"type": "exception", "data": {"values": [{"mechanism": {"data": {"a": @}}}]}}]',
    '"entries": [{"type": "request", "data": {"data": @, "env": {"a": @}}}]',
    '"not in the model": @',
]


def nested(depth: int) -> str:
    """Return alternating objects and arrays, nested to this depth."""
    return '{"a":[' * (depth // 2) + "{}" * (depth % 2) + "]}" * (depth // 2)


def raw_body(part: str, value: str) -> bytes:
    """Return a raw event with this part, in which `@` is replaced by *value*."""
    return b'{"event_id": "9", "platform": "python", %b}' % part.replace("@", value).encode()


def api_body(part: str, value: str) -> bytes:
    """Return an event of the web API with this part, in which `@` is replaced by *value*."""
    return b'{"eventID": "9", %b}' % part.replace("@", value).encode()


def within_a_webhook(body: bytes) -> None:
    """Decode the event in a known webhook, and the data of an unknown webhook."""
    known = decode_delivery(b'{"action": "triggered", "data": {"event": %b}}' % body, "event_alert")
    assert isinstance(known, EventAlertDelivery)
    assert known.event
    unknown = decode_delivery(b'{"action": "rang", "data": %b}' % body, "telephone")
    assert isinstance(unknown, UnknownDelivery)
    assert unknown.data


def use(event: Event) -> None:
    """Call each function that takes an event, one after another. Ignore errors of topframe."""
    uses: list[Callable[[], object]] = [
        lambda: encode(event),
        lambda: event == decode_event(encode(event)),
        lambda: list(render_text(event).renderables),
        lambda: (event.display_title, event.time, event.release_version),
        lambda: (in_app_frames(event), sourcemap_errors(event)),
        lambda: event.known_context(TraceContext),
        *(lambda name=name: getattr(event, name) for name in ("user", "contexts", "context", "packages", "meta")),
        lambda: event.request and event.request.data,
        lambda: [crumb.data for crumb in event.breadcrumbs],
    ]
    for do in uses:
        with suppress(TopframeError):
            do()


RAW_DOORS: dict[str, Callable[[bytes], object]] = {
    "normalize": lambda body: normalize(decode_raw_event(body)),
    "load_event": lambda body: use(load_event(body)),
    "dialect_of": dialect_of,
    "read_events": lambda body: list(read_events([body], on_error="skip")),
    "read_events of a view": lambda body: list(read_events([body], on_error="skip", view=EventFrames)),
    "envelope": lambda body: load_event(b'{}\n{"type": "event"}\n' + body),
    "webhook": within_a_webhook,
}
API_DOORS: dict[str, Callable[[bytes], object]] = {
    "decode_event": lambda body: use(decode_event(body)),
    "decode_events": lambda body: decode_events(b"[%b]" % body),
    "view with entries": lambda body: decode_view(body, EventFrames),
    "view": lambda body: decode_view(body, SourcemapErrors),
    "load_event": load_event,
    "read_events": lambda body: list(read_events([body], on_error="skip")),
}


def deepest() -> int:
    """Measure the maximum depth for `decode_raw_event`, when called from here."""
    fits, fails = 1, 20_000
    while fails - fits > 1:
        depth = (fits + fails) // 2
        try:
            decode_raw_event(raw_body('"repos": @', nested(depth)))
            fits = depth
        except DecodeError:
            fails = depth
    return fits


def depths() -> list[int]:
    """Return depths from 1 to twice the maximum, with most of them near the maximum."""
    limit, frames = deepest(), sys.getrecursionlimit()
    step = 1 + limit // 1500  # 3.13 decodes ten times as many levels, and needs no dense sampling near the maximum
    return sorted({1, 100, frames // 4, frames // 2, *range(limit - 20, limit + 3, step), 2 * limit})


@pytest.mark.parametrize("door", RAW_DOORS)
def test_a_raw_event_of_any_depth_is_decoded_or_rejected(door: str) -> None:
    """Deep nesting in any part of a raw event gives an event or an error of topframe."""
    for depth in depths():
        for part in RAW_PARTS if door == "load_event" else RAW_PARTS[::4]:
            with suppress(TopframeError):
                RAW_DOORS[door](raw_body(part, nested(depth)))


@pytest.mark.parametrize("door", API_DOORS)
def test_an_api_event_of_any_depth_is_decoded_or_rejected(door: str) -> None:
    """Deep nesting in any part of an event of the web API gives an event or an error of topframe."""
    for depth in depths():
        for part in API_PARTS if door == "decode_event" else API_PARTS[::4]:
            with suppress(TopframeError):
                API_DOORS[door](api_body(part, nested(depth)))


def further_down(frames: int, do: Callable[[bytes], object], body: bytes) -> object:
    """Call *do* with *body* from deeper in the stack."""
    return do(body) if frames <= 0 else further_down(frames - 1, do, body)


@pytest.mark.parametrize("left", [ROOM, ROOM + 41])
def test_any_depth_is_decoded_or_rejected_when_the_stack_is_nearly_full(left: int) -> None:
    """When the stack is nearly full, a document gives a result or an error of topframe, as with an empty stack."""
    frames = sys.getrecursionlimit() - len(inspect.stack()) - left
    for depth in {1, left // 2, *range(left - 34, left + 2, 4)}:
        value = nested(depth)
        raw = [(do, raw_body(part, value)) for part in RAW_PARTS[1::4] for do in RAW_DOORS.values()]
        api = [(do, api_body(part, value)) for part in API_PARTS[1::4] for do in API_DOORS.values()]
        for do, body in (*raw, *api):
            with suppress(TopframeError):
                further_down(frames, do, body)


def test_the_error_for_deep_nesting_says_so() -> None:
    """The error for a value that is nested too deeply says so, and contains no payload text."""
    part: Any = "secret"
    for _ in range(5 * deepest()):
        part = [part]
    raw = decode_raw_event(b'{"event_id": "9", "exception": {"type": "E"}}')
    (exception,) = raw.exceptions
    deep = type(raw)(exceptions_data=(type(exception)(type="E", value=part),))
    with pytest.raises(DecodeError) as caught:
        normalize(deep)
    assert str(caught.value) == "A part of the event is nested too deeply"


def test_comparing_deeply_nested_events_raises_a_topframe_error() -> None:
    """For events that are nested too deeply, `==` raises an error of topframe and not RecursionError."""
    one: Any = {}
    other: Any = {}
    for _ in range(5 * deepest()):
        one, other = {"a": one}, {"a": other}
    with pytest.raises(DecodeError) as caught:
        assert Event(event_id="9", metadata=one) == Event(event_id="9", metadata=other)
    assert str(caught.value) == "Nested too deeply to be compared"


def test_a_deep_free_form_part_is_encoded_unchanged() -> None:
    """Deeply nested contexts are encoded again unchanged."""
    text = nested(deepest() - 100)
    event = load_event(raw_body('"contexts": {"a": @}', text))
    assert json.dumps("contexts").encode() in encode(event)
    assert text.encode() in encode(event)
