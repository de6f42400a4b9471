"""Sample events, made by a generator that always makes the same ones.

They are responses of the web API as Sentry's serializers write them: `order.py` has the order of the members, and
`inventor.py` their values. `MIXTURE` has the shares of event types and platforms. `bodies_of_folder` reads published
events.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from inventor import EPOCH, Inventor, Members
from order import in_server_order
from rounds import ROOT

RAW_NAMES = ("sdk_python", "sdk_javascript", "stored_native", "webhook_event")


# --- events in responses of the web API -------------------------------------------------------------------------------


class Shape(NamedTuple):
    """The platform and the size of an event."""

    platform: str
    frames: int = 0
    """Number of frames of each exception."""
    breadcrumbs: int = 0
    chain: int = 1
    """Number of exceptions."""
    kind: str = "error"
    """The type of the event."""
    parts: str = ""
    """Further parts: `message`, `minified`, `threads`."""
    spans: int = 0


SMALL = Shape("php", kind="default", parts="message")
MEDIAN = Shape("javascript", 5, 4)
LARGE = Shape("python", 20, 30, chain=2, parts="message")
MIXTURE = (
    Shape("javascript", 6, 12),
    Shape("python", 8, 5),
    SMALL,
    Shape("javascript", 4, 20, parts="minified"),
    Shape("java", 24, 3, chain=2, parts="message"),
    Shape("javascript", 3, 4),
    Shape("python", kind="transaction", spans=14),
    Shape("node", 9, 6),
    MEDIAN,
    Shape("php", 7, 4),
    Shape("javascript", kind="csp"),
    Shape("javascript", 14, 40),
    Shape("node", kind="transaction", spans=3),
    Shape("python", 14, 25, chain=2, parts="message"),
    Shape("javascript", 3),
    Shape("cocoa", 12, 20, parts="threads"),
    Shape("python", kind="default", breadcrumbs=8, parts="message"),
    Shape("node", 6, 15),
    Shape("python", 5, 2),
    Shape("javascript", kind="transaction", spans=50, breadcrumbs=6),
)
"""The shapes of the mixture, each as frequent as the others."""


def event(number: int, shape: Shape) -> bytes:
    """One event, without whitespace. The same number makes the same event."""
    invent = Inventor(number, shape.platform)
    made = invent.event(shape.kind, list(entries(invent, shape)))
    return in_server_order(json.dumps(made, separators=(",", ":")).encode())


def entries(invent: Inventor, shape: Shape) -> Iterator[Members]:
    """The entries of an event, in the order of the server: the most important first."""
    if "message" in shape.parts:
        text = invent.sentence()
        yield entry("message", {"message": text.replace("Cannot", "%s"), "formatted": text, "params": ["Cannot"]})
    if shape.kind == "error":
        values = [invent.exception(shape.frames, "minified" in shape.parts) for _ in range(shape.chain)]
        yield entry("exception", {"values": values, "hasSystemFrames": True, "excOmitted": None})
    if shape.kind == "transaction":
        trace, root = invent.hexadecimal(32), invent.hexadecimal(16)
        yield entry("spans", [invent.span(trace, root, EPOCH + number / 8) for number in range(shape.spans)])
    if "threads" in shape.parts:
        yield entry("threads", {"values": [invent.thread(number) for number in range(9)]})
    if shape.kind == "csp":
        yield entry("csp", REPORT)
    if shape.breadcrumbs:
        yield entry("breadcrumbs", {"values": [invent.breadcrumb(second) for second in range(shape.breadcrumbs)]})
    if invent.platform.is_web:
        yield entry("request", invent.request())
    if "threads" in shape.parts:
        yield entry("debugmeta", {"images": [invent.image() for _ in range(25)]})


REPORT = {
    "effective_directive": "img-src",
    "blocked_uri": "https://cdn.example.net/pixel.gif",
    "document_uri": "https://shop.example.com/cart",
    "original_policy": "default-src 'self'; img-src 'self'; report-uri https://shop.example.com/csp",
    "referrer": "",
    "status_code": 200,
    "violated_directive": "img-src",
    "disposition": "enforce",
}


def entry(kind: str, data: object) -> Members:
    """An entry."""
    return {"data": data, "type": kind}


def small() -> bytes:
    """An event that has only a message and a request."""
    return event(1, SMALL)


def median() -> bytes:
    """An error with a short stack trace and some breadcrumbs."""
    return event(2, MEDIAN)


def large() -> bytes:
    """A chain of two errors with deep stack traces, and 30 breadcrumbs."""
    return event(3, LARGE)


def mixture(count: int) -> list[bytes]:
    """Events of all types and sizes, see `MIXTURE`. No two are equal."""
    return [event(1000 + number, MIXTURE[number % len(MIXTURE)]) for number in range(count)]


def errors(count: int) -> list[bytes]:
    """The errors of the mixture. No two are equal."""
    shapes = [shape for shape in MIXTURE if shape.kind == "error"]
    return [event(5000 + number, shapes[number % len(shapes)]) for number in range(count)]


# --- changed events ---------------------------------------------------------------------------------------------------


def with_unknown_entry(body: bytes) -> bytes:
    """The same event with one more entry, of a type that no library knows. Its members have the order of the others."""
    loaded = json.loads(body)
    others = loaded.get("entries") or []
    data = {"layers": [{"depth": 1, "label": "front"}, {"depth": 2, "label": None}]}
    unknown = entry("hologram", data)
    if others and next(iter(others[0])) == "type":
        unknown = dict(reversed(unknown.items()))
    loaded["entries"] = [*others, unknown]
    return _compact(loaded)


def with_wrong_leaf(body: bytes) -> bytes:
    """The same event with text as the line number of its last frame. A decoder finds this fault late."""
    loaded = json.loads(body)
    (data,) = (each["data"] for each in loaded["entries"] if each["type"] == "exception")
    data["values"][-1]["stacktrace"]["frames"][-1]["lineNo"] = "seven"
    return _compact(loaded)


def with_other_values_first(bodies: Iterable[bytes]) -> list[bytes]:
    """The events that have breadcrumbs or threads, with that entry first. It has `values` like an exception."""
    changed: list[bytes] = []
    for body in bodies:
        loaded = json.loads(body)
        others = loaded.get("entries") or []
        first = next((each for each in others if each["type"] in ("breadcrumbs", "threads")), None)
        if first:
            loaded["entries"] = [first, *(each for each in others if each is not first)]
            changed.append(_compact(loaded))
    return changed


def _compact(loaded: Any) -> bytes:
    """An event without whitespace. Texts are not escaped, as Sentry sends them."""
    return json.dumps(loaded, separators=(",", ":"), ensure_ascii=False).encode()


# --- events from files ------------------------------------------------------------------------------------------------


def bodies_of_folder(folder: Path) -> list[bytes]:
    """The events in the JSON files of a folder, without whitespace, as servers send them.

    A file that holds a list gives an event for each item.
    """
    events: list[bytes] = []
    for path in sorted(folder.glob("*.json")):
        body = msgspec.json.format(path.read_bytes(), indent=-1)
        events += map(bytes, msgspec.json.decode(body, type=list[msgspec.Raw])) if body[:1] == b"[" else [body]
    return events


def write_lines(file: Path, bodies: Iterable[bytes]) -> None:
    """Write NDJSON, one event per line."""
    with file.open("wb") as stream:
        for body in bodies:
            stream.write(body + b"\n")


def repeated(bodies: list[bytes], count: int) -> Iterator[bytes]:
    """*count* bodies. After the last body, the first one comes again."""
    for number in range(count):
        yield bodies[number % len(bodies)]


# --- deliveries -------------------------------------------------------------------------------------------------------


def alerts() -> list[bytes]:
    """Issue alerts with our samples of raw events, as a server would build them."""
    folder = ROOT / "tests" / "data" / "raw"
    return [alert_of(json.loads((folder / f"{name}.json").read_bytes())) for name in RAW_NAMES]


def alerts_of_folder(folder: Path) -> list[bytes]:
    """The published issue alerts in a folder, without whitespace. Alerts that carry no event are left out."""
    bodies = [path.read_bytes() for path in sorted(folder.glob("event_alert.*.json"))]
    return [msgspec.json.format(body, indent=-1) for body in bodies if json.loads(body)["data"].get("event")]


def alerts_of_events(folder: Path) -> list[bytes]:
    """Issue alerts with the published raw events of a folder, as a server would build them."""
    return [alert_of(json.loads(body)) for body in bodies_of_folder(folder)]


_OF_THE_SERVER = ("event_id", "project", "release", "dist", "platform", "message", "datetime", "tags")


def alert_of(raw_event: dict[str, Any]) -> bytes:
    """The body of an issue alert.

    The keys of its event are in the server's order: first those that the server adds, then the stored ones by name.
    """
    names = [*_OF_THE_SERVER, *sorted(raw_event)]
    event = {name: raw_event[name] for name in names if name in raw_event}
    body = {
        "action": "triggered",
        "installation": {"uuid": "11111111-2222-4333-8444-555555555555"},
        "data": {"event": event, "triggered_rule": "Any error"},
        "actor": {"type": "application", "id": "sentry", "name": "Sentry"},
    }
    return json.dumps(body, separators=(",", ":")).encode()
