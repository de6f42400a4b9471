"""The public functions that take a payload, or an event decoded from a payload."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

import topframe
from topframe import DeliveryError, Event, TopframeError, archive, views, webhooks
from topframe.model import TraceContext
from topframe.render.delivery import render_damage, render_delivery
from topframe.render.text import render_text

from .shapes import Payload

SECRET = "the client secret"
CONSOLE = Console(file=io.StringIO(), width=100, markup=False, emoji=False, highlight=False)


@dataclass(frozen=True)
class EntryPoint:
    """A group of functions that are counted together. They need about the same work for one payload."""

    functions: tuple[Callable[..., Any], ...]
    kinds: tuple[str, ...]
    """The kinds of shapes that the functions take."""
    call: Callable[[Any], object]
    """The counted call. It calls each function, even if another function raises a `TopframeError`."""
    prepare: Callable[[Payload], Any] = lambda payload: payload.body
    """Builds the argument of *call* from a payload. Its work is not counted."""
    divisor: int = 1
    """The size of the shapes is divided by this number, to save time in slow calls."""


def _each(*calls: Callable[[Any], object]) -> Callable[[Any], object]:
    """Combine several calls into one. If a call raises a `TopframeError`, the next ones still run."""

    def call(argument: Any) -> None:
        for one in calls:
            with suppress(TopframeError):
                one(argument)

    return call


def _event(payload: Payload) -> Event:
    return topframe.load_event(payload.body)


def _source(event: Event) -> None:
    for stack in topframe.stacktraces(event):
        for frame in stack.frames:
            topframe.source_context(frame)


def _signed(payload: Payload) -> tuple[bytes, list[tuple[str, str]]]:
    signature = ("Sentry-Hook-Signature", webhooks.sign(payload.body, SECRET))
    return payload.body, [*payload.headers, ("Sentry-Hook-Resource", "issue"), signature]


def _laid_out(item: Any) -> None:
    """Lay out an item as printing does, without rich's own work, which takes four times as long."""
    if not isinstance(item, Text):
        for part in item.__rich_console__(CONSOLE, CONSOLE.options):
            _laid_out(part)


def _all(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _skip(_: object) -> None:
    """Ignore the error of a bad record, so that reading continues; or ignore an event."""


ENTRY_POINTS = (
    EntryPoint(
        (topframe.decode_event, topframe.decode_events, topframe.decode_view),
        ("api", "bytes"),
        _each(
            topframe.decode_event,
            lambda body: topframe.decode_events(b"[%b]" % body),
            lambda body: topframe.decode_view(body, views.EventSummary),
            lambda body: topframe.decode_view(body, views.EventFrames),
            lambda body: topframe.decode_view(body, views.SourcemapErrors),
        ),
    ),
    EntryPoint(
        (topframe.decode_raw_event, topframe.normalize),
        ("raw", "raw texts"),
        lambda body: topframe.normalize(topframe.decode_raw_event(body)),
    ),
    EntryPoint(
        (topframe.load_event, topframe.dialect_of, topframe.decode_envelope),
        ("bytes", "envelope", "queue", "packed"),
        _each(topframe.load_event, topframe.dialect_of, topframe.decode_envelope),
    ),
    EntryPoint(
        (topframe.read_events, topframe.map_events, archive.read_events),
        ("bytes", "file", "envelope", "queue", "packed"),
        _each(
            lambda body: _all(topframe.read_events(io.BytesIO(body), on_error=_skip)),
            lambda body: _all(topframe.map_events(io.BytesIO(body), _skip, on_error="skip", origin=True)),
            lambda body: _all(archive.read_events([body], view=views.EventSummary, on_error="skip")),
        ),
        divisor=2,
    ),
    EntryPoint(
        (
            *(Event.tag, Event.known_context, topframe.encode),
            *(topframe.stacktraces, topframe.in_app_frames, topframe.sourcemap_errors),
            topframe.source_context,
        ),
        ("api", "api texts"),
        _each(
            lambda event: (event.display_title, event.time, event.release_version),
            lambda event: event.tag("missing"),
            lambda event: event.known_context(TraceContext),
            topframe.encode,
            lambda event: topframe.encode(event, indent=2),
            topframe.in_app_frames,
            topframe.sourcemap_errors,
            _source,
        ),
        _event,
    ),
    EntryPoint(
        (render_text,),
        ("api", "api texts"),
        _each(
            lambda event: _laid_out(render_text(event)), lambda event: _laid_out(render_text(event, all_frames=True))
        ),
        _event,
        16,
    ),
    EntryPoint(
        (webhooks.receive, webhooks.verify, webhooks.sign, webhooks.decode_delivery),
        ("webhook", "webhook texts", "headers"),
        _each(
            lambda it: webhooks.receive(*it, secrets=[SECRET, "other"]),
            lambda it: webhooks.verify(*it, secrets=SECRET),
            lambda it: webhooks.sign(it[0], SECRET),
            lambda it: webhooks.decode_delivery(it[0]),
        ),
        _signed,
    ),
    EntryPoint((webhooks.decode_delivery,), ("bytes",), webhooks.decode_delivery),
    EntryPoint(
        (render_delivery,),
        ("webhook", "webhook texts"),
        lambda delivery: _laid_out(render_delivery(delivery)),
        lambda payload: webhooks.decode_delivery(payload.body),
        16,
    ),
    EntryPoint(
        (render_damage,),
        ("bytes",),
        lambda body: _laid_out(render_damage(DeliveryError("Malformed JSON", body, "issue"))),
    ),
)
