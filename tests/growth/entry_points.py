"""The public functions that take a payload, or an event that was made of one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from rich.console import Console, Group

import topframe
from topframe import DeliveryError, Event, archive, views, webhooks
from topframe.model import BrowserContext, Frame, TraceContext
from topframe.render.delivery import render_damage, render_delivery
from topframe.render.text import render_text

from .shapes import Payload

SECRET = "the client secret"


class EntryPoint(NamedTuple):
    """How functions are called. Those that take about as long are counted together."""

    functions: tuple[Callable[..., Any], ...]
    kinds: tuple[str, ...]
    """The kinds of shapes that they take."""
    call: Callable[[Any], object]
    """What is counted."""
    prepare: Callable[[Payload], Any] = lambda payload: payload.body
    """What makes the argument of a payload; not counted."""
    divisor: int = 1
    """The shapes are made smaller by this, where the call takes long."""


def _event(payload: Payload) -> Event:
    return topframe.load_event(payload.body)


def _frames(payload: Payload) -> list[Frame]:
    return [frame for stack in topframe.stacktraces(_event(payload)) for frame in topframe.frames_of(stack)]


def _signed(payload: Payload) -> tuple[bytes, list[tuple[str, str]]]:
    signature = ("Sentry-Hook-Signature", webhooks.sign(payload.body, SECRET))
    return payload.body, [*payload.headers, ("Sentry-Hook-Resource", "issue"), signature]


def _damage(payload: Payload) -> DeliveryError:
    return DeliveryError("Malformed JSON", payload.body, "issue")


def _printed(group: Group) -> None:
    Console(file=io.StringIO(), width=100, markup=False, emoji=False, highlight=False).print(group, crop=False)


def _all(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _skip(_: object) -> None:
    """Go on after a bad record."""


def _asked(event: Event) -> None:
    stacks = [*topframe.stacktraces(event)]
    for stack in stacks:
        topframe.frames_of(stack)
    topframe.title_of(event)
    topframe.time_of(event)
    topframe.release_of(event)
    event.tag("missing")


def _contexts(event: Event) -> None:
    topframe.context_of(event, TraceContext)
    topframe.context_of(event, BrowserContext)


_QUICK = (topframe.stacktraces, topframe.frames_of, topframe.title_of, topframe.time_of, topframe.release_of, Event.tag)
_WRAPPED = ("webhook", "queue", "envelope", "packed")

ENTRY_POINTS = (
    EntryPoint((topframe.decode_event,), ("api", "bytes"), topframe.decode_event),
    EntryPoint((topframe.decode_events,), ("api",), lambda body: topframe.decode_events(b"[%b,%b]" % (body, body))),
    EntryPoint((topframe.decode_view,), ("api",), lambda body: topframe.decode_view(body, views.EventSummary)),
    EntryPoint((topframe.decode_view,), ("api", "bytes"), lambda body: topframe.decode_view(body, views.EventFrames)),
    EntryPoint((topframe.decode_view,), ("api",), lambda body: topframe.decode_view(body, views.SourcemapErrors)),
    EntryPoint((topframe.decode_raw_event,), ("raw", "bytes"), topframe.decode_raw_event),
    EntryPoint(
        (topframe.normalize,),
        ("raw", "raw texts", "functions"),
        topframe.normalize,
        lambda payload: topframe.decode_raw_event(payload.body),
    ),
    EntryPoint((topframe.decode_envelope,), ("envelope", "bytes", "packed"), topframe.decode_envelope),
    EntryPoint((topframe.load_event,), ("raw", "bytes", *_WRAPPED), topframe.load_event),
    EntryPoint((topframe.dialect_of,), _WRAPPED, topframe.dialect_of),
    EntryPoint(
        (topframe.read_events,),
        ("bytes", "file", "envelope", "queue", "packed"),
        lambda body: _all(topframe.read_events(io.BytesIO(body), on_error=_skip)),
    ),
    EntryPoint(
        (archive.read_events,),
        ("file", "queue"),
        lambda body: _all(archive.read_events([body], view=views.EventSummary, on_error="skip")),
    ),
    EntryPoint((topframe.encode,), ("api",), topframe.encode, _event),
    EntryPoint((topframe.encode,), ("api",), lambda event: topframe.encode(event, indent=2), _event),
    EntryPoint(_QUICK, ("api",), _asked, _event),
    EntryPoint((topframe.context_of,), ("api",), _contexts, _event),
    EntryPoint((topframe.in_app_frames,), ("api", "api texts"), topframe.in_app_frames, _event),
    EntryPoint(
        (topframe.source_context,),
        ("api", "api texts"),
        lambda frames: [topframe.source_context(frame) for frame in frames],
        _frames,
    ),
    EntryPoint((topframe.sourcemap_errors,), ("api", "api texts"), topframe.sourcemap_errors, _event),
    EntryPoint((render_text,), ("api", "api texts"), lambda event: _printed(render_text(event)), _event, 16),
    EntryPoint((render_text,), ("api",), lambda event: _printed(render_text(event, all_frames=True)), _event, 16),
    EntryPoint((webhooks.decode_delivery,), ("webhook", "webhook texts", "bytes"), webhooks.decode_delivery),
    EntryPoint(
        (render_delivery,),
        ("webhook", "webhook texts"),
        lambda delivery: _printed(render_delivery(delivery)),
        lambda payload: webhooks.decode_delivery(payload.body),
        16,
    ),
    EntryPoint((render_damage,), ("bytes",), lambda error: _printed(render_damage(error)), _damage, 16),
    EntryPoint(
        (webhooks.receive,), ("webhook", "headers"), lambda it: webhooks.receive(*it, secrets=[SECRET, "other"]), _signed
    ),
    EntryPoint((webhooks.verify,), ("headers",), lambda it: webhooks.verify(*it, secrets=SECRET), _signed),
    EntryPoint((webhooks.sign,), ("webhook",), lambda body: webhooks.sign(body, SECRET)),
)
