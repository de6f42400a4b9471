"""The targets of the fuzzer: calls of public functions, and uses of their results."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from rich.console import Console, Group

import topframe
from topframe import DeliveryError, EncodeError, Event, TopframeError, views, webhooks
from topframe.model import BrowserContext, RequestEntry, TraceContext
from topframe.render.delivery import render_damage, render_delivery
from topframe.render.text import render_text
from topframe.webhooks.decode import WEBHOOKS
from topframe.wire.freeform import as_array

from .mutations import PLANTED, TESTS, Mutator, compressed, damaged

_SECRET = "the client secret"
_MOST_STRUCTS = 60
_LONGEST_STREAM = 20_000
"""Largest size of a stream, in bytes. A damaged stream is slower than other bodies: it is searched several times."""
_LONGEST = 100_000
"""Largest size of a body, in bytes. Functions with linear time need far less than a second for it."""
_SHARE_SHOWN = 0.01
"""Share of the results that are rendered. It is small because rendering takes as long as thirty other executions."""
_RESOURCES = (
    *(resource for kind in WEBHOOKS for resource in kind.actions),
    *("component", "service_hook", "plugin", "unknown", None, None),
)
_ODD_NAMES: tuple[Any, ...] = (1, b"\xff", "x" * 99, None, ())
_ODD_VALUES: tuple[Any, ...] = (None, b"\xff", ["a", 1], {})


class Failure(Exception):  # noqa: N818  # it reports a failed check, not an error of the program
    """A broken promise of the library."""


# --- views of callers -------------------------------------------------------------------------------------------------


class _Level(Enum):
    ERROR = "error"
    INFO = "info"


class _Closed(msgspec.Struct, frozen=True):
    """A view of a caller that accepts few values."""

    platform: Literal["python", "javascript"] | None = None
    level: _Level | None = None
    type: Literal["error"] | int | None = None
    tags: Annotated[list[Any], msgspec.Meta(max_length=3)] | None = None
    title: Annotated[str, msgspec.Meta(pattern="^[a-z]+$", max_length=20)] | None = None


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    eventID: str  # noqa: N815
    title: str | None = None


class _Typed(msgspec.Struct, frozen=True, tag_field="type", tag="error"):
    dateCreated: datetime | None = None  # noqa: N815
    id: UUID | None = None
    size: Decimal | None = None


class _Nested(msgspec.Struct, frozen=True):
    entries: list[dict[str, dict[str, list[dict[Literal["type", "value"], str | None]] | str | None]]] | None = None
    contexts: dict[str, dict[str, int | str]] = {}
    metadata: frozenset[str] | int | None = None


class _Entries(msgspec.Struct, frozen=True):
    entries: tuple[RequestEntry, ...] = ()
    errors: list[dict[str, int]] | None = None


VIEWS: tuple[type[msgspec.Struct], ...] = (
    *(views.EventSummary, views.EventFrames, views.SourcemapErrors, _Closed, _Strict, _Typed, _Nested, _Entries),
)


# --- targets ----------------------------------------------------------------------------------------------------------


def api(body: bytes, rng: Random) -> None:
    """Fuzz the decoder of single events of the web API."""
    event = topframe.decode_event(body)
    _comes_back(event, topframe.decode_event)
    _used(event, rng)


def events(body: bytes, _: Random) -> None:
    """Fuzz the decoder of lists of events."""
    found = topframe.decode_events(b"[" + body + b"]")
    _comes_back(found, topframe.decode_events)


def raw(body: bytes, rng: Random) -> None:
    """Fuzz the decoder of raw events, and their normalization."""
    event = topframe.decode_raw_event(body)
    _comes_back(event, topframe.decode_raw_event)
    _read(event)
    normal = topframe.normalize(event)
    _comes_back(normal, topframe.decode_event)
    _used(normal, rng)


def load(body: bytes, rng: Random) -> None:
    """Fuzz `load_event` and `dialect_of`, which take events in any format."""
    if rng.random() < 0.2:
        topframe.dialect_of(body)
    else:
        _used(topframe.load_event(body), rng)


def view(body: bytes, rng: Random) -> None:
    """Fuzz the decoding of events to views."""
    found = topframe.decode_view(body, rng.choice(VIEWS))
    _read(found)
    if isinstance(found, views.EventSummary):
        _ = found.display_title, found.time, found.release_version
    elif isinstance(found, views.EventFrames):
        topframe.in_app_frames(found)
        list(topframe.stacktraces(found))
    elif isinstance(found, views.SourcemapErrors):
        topframe.sourcemap_errors(found)


def envelope(body: bytes, rng: Random) -> None:
    """Fuzz the decoder of envelopes: the body is the payload of the items."""
    header = rng.choice((b"{}", b'{"event_id":"9"}', b'{"sent_at":"x"}', b"", b"[]", body[:50]))
    kind = rng.choice((b"event", b"transaction", b"attachment", b"session", b"x"))
    length = rng.choice((b"null", b"%d" % len(body), b"%d" % len(body), b"-1", b"0", b"5", b"9" * 19))
    item = b'{"type":"%b","length":%b}\n%b' % (kind, length, body)
    whole = header + b"\n" + rng.choice((b"\n", b"", b"\r\n")).join([item] * rng.choice((0, 1, 1, 1, 2, 30)))
    whole = damaged(rng, whole) if rng.random() < 0.3 else whole
    if rng.random() < 0.3:
        _used(topframe.load_event(whole), rng)
    else:
        _read(topframe.decode_envelope(whole, content_encoding=rng.choice((None, None, "", "gzip, x", "deflate"))))


def stream(body: bytes, rng: Random) -> None:
    """Fuzz `read_events` with files of several events."""
    mark = rng.choice((b"\n", b"", b" ", b",", b"\r\n\n"))
    whole = rng.choice((b"", b"[")) + mark.join([body] * rng.choice((1, 1, 2, 5))) + rng.choice((b"", b"]", b"\n" * 99))
    whole, body = whole[:_LONGEST_STREAM], body[:_LONGEST_STREAM]
    kept: list[TopframeError] = []
    source = io.BytesIO(whole) if rng.random() < 0.7 else [whole, body]
    for _ in topframe.read_events(source, view=rng.choice((None, None, *VIEWS)), on_error=kept.append):
        pass
    for error in kept[:3]:
        check_error(error, whole)


def delivery(body: bytes, rng: Random) -> None:
    """Fuzz the decoding and rendering of stored bodies of webhooks."""
    try:
        found = webhooks.decode_delivery(body, rng.choice(_RESOURCES))
    except DeliveryError as error:
        if rng.random() < _SHARE_SHOWN:
            _shown(render_damage(error), rng)
        raise
    _read(found)
    if rng.random() < _SHARE_SHOWN:
        _shown(render_delivery(found), rng)


def receive(body: bytes, rng: Random) -> None:
    """Fuzz `receive` and `verify` with unusual headers."""
    signature = webhooks.sign(body, _SECRET) if rng.random() < 0.8 else rng.choice(("", "é", "0" * 64, "\n"))
    resource, timestamp = rng.choice(_RESOURCES), rng.choice(("0", "9" * 11, "-1", "", "1772530331", "٣"))
    rows: list[tuple[Any, Any]] = [("Sentry-Hook-Signature", signature), ("sentry-hook-timestamp", timestamp)]
    rows += [("SENTRY-HOOK-RESOURCE", resource)] if resource else []
    for _ in range(rng.randrange(3)):
        rows.append((rng.choice(_ODD_NAMES), rng.choice(_ODD_VALUES)))
    rng.shuffle(rows)
    headers = rng.choice((list, dict, iter, _asgi))(rows)
    now = datetime(2026, 3, 3, tzinfo=UTC)
    tolerance = rng.choice((None, None, timedelta(days=1)))
    if rng.random() < 0.2:
        most = rng.choice((10, 10**6))
        webhooks.verify(body, headers, secrets=[_SECRET, b"x"], now=now, tolerance=tolerance, max_bytes=most)
    else:
        _read(webhooks.receive(body, headers, secrets=_SECRET, now=now, tolerance=tolerance))


def _asgi(rows: list[tuple[Any, Any]]) -> list[tuple[bytes, Any]]:
    return [(str(name).encode("latin-1", "replace"), value) for name, value in rows]


class Target(NamedTuple):
    """A function to fuzz, and the samples for it."""

    run: Callable[[bytes, Random], None]
    kinds: tuple[str, ...]
    """The kinds of samples that the function takes."""
    weight: int
    """How often the target is chosen, relative to the weights of the other targets."""


TARGETS = {
    "api": Target(api, ("api",), 5),
    "events": Target(events, ("api",), 1),
    "raw": Target(raw, ("raw",), 6),
    "load": Target(load, ("api", "raw", "webhooks"), 2),
    "view": Target(view, ("api",), 4),
    "envelope": Target(envelope, ("raw",), 1),
    "stream": Target(stream, ("api", "raw"), 2),
    "delivery": Target(delivery, ("webhooks", "raw"), 3),
    "receive": Target(receive, ("webhooks",), 2),
}


@cache
def mutator() -> Mutator:
    """The mutator of the samples in this repository."""
    data = TESTS / "data"
    sample = TESTS.parent / "src" / "topframe" / "cli" / "sample.json"
    files = {
        "api": [*sorted(data.glob("*.json")), sample],
        "raw": sorted(data.glob("raw/*.json")),
        "webhooks": sorted(data.glob("webhooks/*.json")),
    }
    return Mutator({kind: tuple(chain.from_iterable(map(_parts, paths))) for kind, paths in files.items()})


def _parts(path: Path) -> Iterator[bytes]:
    """The body of a sample file; for a list, the body of each item."""
    body = path.read_bytes()
    document = json.loads(body)
    items = as_array(document)
    yield from (body,) if items is None else (json.dumps(item).encode() for item in items)


def execution(seed: int, number: int) -> tuple[str, bytes]:
    """The target and the body of the execution with this number."""
    rng = Random(f"{seed}/{number}")
    name = rng.choices(tuple(TARGETS), [target.weight for target in TARGETS.values()])[0]
    body = mutator().body(rng, rng.choice(TARGETS[name].kinds))
    body = body[:_LONGEST]
    if rng.random() < 0.1:
        body = damaged(rng, body)
    if name in {"load", "envelope", "stream"} and rng.random() < 0.1:
        body = compressed(rng, body[:_LONGEST_STREAM])
    return name, body


def run(name: str, body: bytes, seed: str) -> None:
    """Give a body to a target.

    Args:
        name: The target.
        body: The body.
        seed: Seed of the random choices of the target, such as the view.

    Raises:
        Failure: An error breaks a promise.
        Exception: The library raised an exception that is not a `TopframeError`.
    """
    try:
        TARGETS[name].run(body, Random(seed))
    except TopframeError as error:
        check_error(error, body)


def check_error(error: BaseException, body: bytes) -> None:
    """Check an error, its causes and its contexts.

    Raises:
        Failure: The chain holds a value of the payload or is endless, or the error differs after pickling.
    """
    seen: set[int] = set()
    planted = PLANTED.encode() in body
    pending: list[BaseException | None] = [error]
    while pending:
        link = pending.pop()
        if link is None:
            continue
        if link.__cause__ is link or link.__context__ is link or id(link) in seen:
            raise Failure(f"{type(link).__name__} is among its own causes")
        seen.add(id(link))
        pending.append(link.__cause__ or link.__context__)
        if planted:
            facts = {key: value for key, value in getattr(link, "__dict__", {}).items() if key != "body"}
            args = link.args if link is not error else str(link)
            if PLANTED in f"{link} {args!r} {facts!r} {[*getattr(link, '__notes__', ())]}":
                raise Failure(f"{type(link).__name__} contains a value of the payload")
    if str(pickle.loads(pickle.dumps(error))) != str(error):
        raise Failure(f"{type(error).__name__} differs after pickling")


# --- what programs do with results ------------------------------------------------------------------------------------


def _comes_back(value: Any, decode: Callable[[bytes], Any]) -> None:
    try:
        encoded = topframe.encode(value)
    except EncodeError:
        return
    with suppress(RecursionError):  # Python itself raises it for `==` of deeply nested dicts
        if decode(encoded) != value:
            raise Failure(f"{type(value).__name__} differs after encoding and decoding")


def _used(event: Event, rng: Random) -> None:
    """Call every helper for an event, read its properties, and sometimes render it."""
    helpers: tuple[Callable[[Event], object], ...] = (
        *(topframe.in_app_frames, topframe.sourcemap_errors),
        *(lambda it: list(topframe.stacktraces(it)), lambda it: it.tag("user"), repr, str),
        lambda it: (it.display_title, it.time, it.release_version),
        *(lambda it: it.known_context(TraceContext), lambda it: it.known_context(BrowserContext)),
    )
    for helper in helpers:
        try:
            helper(event)
        except TopframeError:
            continue  # a free-form part can be damaged
    for stack in topframe.stacktraces(event):
        for frame in stack.frames[:20]:
            topframe.source_context(frame)
    _read(event)
    if rng.random() < _SHARE_SHOWN:
        _shown(render_text(event, all_frames=rng.random() < 0.5), rng)


def _shown(group: Group, rng: Random) -> None:
    console = Console(
        file=io.StringIO(), width=rng.choice((1, 30, 100, 100, 100, 100)), markup=False, emoji=False, highlight=False
    )
    console.print(group, crop=False)


def _read(value: Any) -> None:
    """Read each property of a Struct and of the Structs in it."""
    for struct in islice(_structs(value), _MOST_STRUCTS):
        for name in _properties(type(struct)):
            try:
                getattr(struct, name)
            except TopframeError:
                continue  # a free-form part can be damaged


def _structs(value: Any) -> Iterator[msgspec.Struct]:
    pending: list[Any] = [value]
    while pending:
        it = pending.pop()
        if isinstance(it, msgspec.Struct):
            yield it
            pending += [getattr(it, name) for name in it.__struct_fields__]
        else:
            pending += as_array(it) or ()


@cache
def _properties(kind: type) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if isinstance(getattr(kind, name), property) and not name.startswith("_"))
