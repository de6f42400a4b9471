"""Sample events, made by a generator that always makes the same ones.

Their sizes are those of real events: of 71 published responses of the web API, without whitespace, the smallest has 0.6
kB, the median 5 kB and the largest 51 kB. `bodies_of_folder` reads published events.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from rounds import ROOT

WORDS = ("cart", "order", "price", "user", "item", "rate", "total", "invoice", "address", "coupon", "stock", "basket")
VERBS = ("load", "save", "merge", "render", "update", "validate", "compute", "fetch", "apply", "resolve", "parse")
RAW_NAMES = ("sdk_python", "sdk_javascript", "stored_native", "webhook_event")


# --- events in responses of the web API -------------------------------------------------------------------------------


def event(number: int, *, exceptions: int, frames: int, breadcrumbs: int, spread: int = 5) -> bytes:
    """One event, without whitespace.

    Args:
        number: The seed; the same number makes the same event.
        exceptions: Number of exceptions in the chain.
        frames: Number of frames of each exception.
        breadcrumbs: Number of breadcrumbs.
        spread: Half the number of source lines around the call.
    """
    invent = _Inventor(random.Random(number))
    entries: list[dict[str, Any]] = [
        {"type": "message", "data": {"formatted": invent.sentence(), "message": None, "params": None}}
    ]
    if exceptions:
        values = [invent.exception(frames, spread) for _ in range(exceptions)]
        entries = [{"type": "exception", "data": {"values": values, "hasSystemFrames": True, "excOmitted": None}}]
    if breadcrumbs:
        entries.append({"type": "breadcrumbs", "data": {"values": [invent.breadcrumb(i) for i in range(breadcrumbs)]}})
        entries.append({"type": "request", "data": invent.request()})
    return json.dumps(invent.event(entries), separators=(",", ":")).encode()


def small() -> bytes:
    """An event that has only a message."""
    return event(1, exceptions=0, frames=0, breadcrumbs=0)


def median() -> bytes:
    """An error with a short stack trace and some breadcrumbs."""
    return event(2, exceptions=1, frames=5, breadcrumbs=4)


def large() -> bytes:
    """A chain of two errors with deep stack traces, and 66 breadcrumbs."""
    return event(3, exceptions=2, frames=32, breadcrumbs=66)


def mixture(count: int) -> list[bytes]:
    """Events of all sizes, half of them as large as the median one. No two are equal."""
    shapes = ((1, 5, 4), (0, 0, 0), (1, 5, 4), (1, 14, 12), (1, 5, 4), (2, 20, 30), (1, 5, 4), (1, 2, 0))
    drawn = (shapes[number % len(shapes)] for number in range(count))
    return [event(1000 + n, exceptions=e, frames=f, breadcrumbs=b) for n, (e, f, b) in enumerate(drawn)]


def with_unknown_entry(body: bytes) -> bytes:
    """The same event with one more entry, of a type that no library knows."""
    loaded = json.loads(body)
    entry = {"type": "hologram", "data": {"layers": [{"depth": 1, "label": "front"}, {"depth": 2, "label": None}]}}
    loaded["entries"] = [*(loaded.get("entries") or ()), entry]
    return json.dumps(loaded, separators=(",", ":"), ensure_ascii=False).encode()


def with_wrong_leaf(body: bytes) -> bytes:
    """The same event with text as the line number of its last frame. A decoder finds this fault late."""
    loaded = json.loads(body)
    (data,) = (entry["data"] for entry in loaded["entries"] if entry["type"] == "exception")
    data["values"][-1]["stacktrace"]["frames"][-1]["lineNo"] = "seven"
    return json.dumps(loaded, separators=(",", ":")).encode()


class _Inventor:
    """A source of invented parts of events."""

    def __init__(self, source: random.Random) -> None:
        self.source = source

    def name(self) -> str:
        """The name of a function."""
        return f"{self.source.choice(VERBS)}{self.source.choice(WORDS).title()}"

    def sentence(self) -> str:
        """A message."""
        return f"Cannot {self.source.choice(VERBS)} {self.source.choice(WORDS)} {self.source.randrange(10**5)}"

    def hexadecimal(self, digits: int) -> str:
        """An id of *digits* hexadecimal digits."""
        return f"{self.source.getrandbits(4 * digits):0{digits}x}"

    def time(self, second: int) -> str:
        """A timestamp, *second* seconds after 09:30, with random microseconds."""
        return f"2026-03-03T09:{30 + second // 60 % 30:02}:{second % 60:02}.{self.source.randrange(10**6):06}Z"

    def frame(self, in_app: bool, spread: int) -> dict[str, Any]:
        """A frame. Only frames of the application have source lines and local variables."""
        folder, function, line = self.source.choice(WORDS), self.name(), self.source.randrange(10, 900)
        path = f"./src/{folder}/{function}.ts" if in_app else f"../node_modules/{folder}-kit/dist/{function}.js"
        rows = [
            [line + i, f"    const {self.source.choice(WORDS)} = {self.name()}(input, {i});"]
            for i in range(-spread, spread)
        ]
        return {
            "filename": path,
            "absPath": f"webpack:///{path}",
            "module": f"src/{folder}/{function}" if in_app else None,
            "package": None,
            "platform": None,
            "instructionAddr": None,
            "symbolAddr": None,
            "function": function,
            "rawFunction": None,
            "symbol": None,
            "context": rows if in_app else [],
            "lineNo": line,
            "colNo": self.source.randrange(1, 90),
            "inApp": in_app,
            "trust": None,
            "errors": None,
            "lock": None,
            "sourceLink": None,
            "vars": {word: self.source.randrange(100) for word in self.source.sample(WORDS, 3)} if in_app else None,
        }

    def exception(self, frames: int, spread: int) -> dict[str, Any]:
        """An exception of the chain. Every third frame is the application's."""
        stack = {
            "frames": [self.frame(number % 3 == 2, spread) for number in range(frames)],
            "framesOmitted": None,
            "registers": None,
            "hasSystemFrames": True,
        }
        mechanism = {"type": "generic", "handled": False, "meta": None, "data": {"function": "setTimeout"}}
        return {
            "type": f"{self.source.choice(WORDS).title()}Error",
            "value": self.sentence(),
            "mechanism": mechanism,
            "threadId": None,
            "module": None,
            "stacktrace": stack,
            "rawStacktrace": None,
        }

    def breadcrumb(self, second: int) -> dict[str, Any]:
        """A breadcrumb for a request that the page made."""
        return {
            "type": "http",
            "category": "fetch",
            "level": self.source.choice(["info", "warning", "error"]),
            "event_id": None,
            "message": None,
            "timestamp": self.time(second),
            "data": {"method": "GET", "url": f"/api/{self.source.choice(WORDS)}s", "status_code": 200},
        }

    def request(self) -> dict[str, Any]:
        """The data of a `request` entry."""
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0"
        return {
            "apiTarget": None,
            "method": "GET",
            "url": f"https://shop.example.com/{self.source.choice(WORDS)}",
            "query": [["currency", "CHF"]],
            "fragment": None,
            "data": None,
            "headers": [["Referer", "https://shop.example.com/"], ["User-Agent", agent]],
            "cookies": [],
            "env": None,
            "inferredContentType": None,
        }

    def event(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        """An event with all the members that the server sends."""
        event_id, title = self.hexadecimal(32), self.sentence()
        tags = {"environment": "production", "level": "error", "release": "shop-web@5.2.1", "browser.name": "Firefox"}
        return {
            "id": event_id,
            "groupID": str(self.source.randrange(10**9)),
            "eventID": event_id,
            "projectID": "23",
            "size": self.source.randrange(10**5),
            "entries": entries,
            "dist": None,
            "message": "",
            "title": title,
            "location": f"src/{self.source.choice(WORDS)}.ts",
            "user": {"id": self.hexadecimal(8), "email": None, "ip_address": "192.0.2.14", "data": None},
            "contexts": {"browser": {"name": "Firefox", "version": "135.0", "type": "browser"}},
            "sdk": {"name": "sentry.javascript.react", "version": "9.4.0"},
            "context": {"attempt": self.source.randrange(9)},
            "packages": {},
            "type": "error",
            "metadata": {"type": "Error", "value": title},
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            "platform": "javascript",
            "dateReceived": self.time(5),
            "errors": [],
            "occurrence": None,
            "_meta": {"entries": {}, "message": None, "user": None, "contexts": None, "tags": {}},
            "crashFile": None,
            "culprit": self.name(),
            "dateCreated": self.time(4),
            "fingerprints": [self.hexadecimal(32)],
            "groupingConfig": {"enhancements": self.hexadecimal(24), "id": "newstyle:2023-01-11"},
            "release": None,
            "userReport": None,
            "sdkUpdates": [],
            "resolvedWith": [],
            "nextEventID": None,
            "previousEventID": self.hexadecimal(32),
        }


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
