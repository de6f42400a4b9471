"""Receiving: `receive` verifies and decodes issue alerts, whose events are typed and validated.

The base hashes the same bodies with SHA-256, as every receiver must, and makes dicts of them with orjson.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial

import orjson

import samples
from topframe.webhooks import EventAlertDelivery, receive, sign

from . import Label, Settings, Turns, Work

BASE = "SHA-256 and orjson"
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


def headers_of(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers that Sentry and a proxy send with an issue alert."""
    return {
        "Host": "hooks.example.com",
        "User-Agent": "sentry/26.8.0 (https://sentry.io)",
        "Accept-Encoding": "gzip, deflate",
        "Accept": "*/*",
        "Connection": "keep-alive",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Request-ID": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "Idempotency-Key": "f0e1d2c3b4a5968778695a4b3c2d1e0f",
        "Sentry-Hook-Resource": "event_alert",
        "Sentry-Hook-Timestamp": "1785578400",
        "Sentry-Hook-Signature": sign(body, secret),
    }


def check(requests: Sequence[tuple[bytes, dict[str, str]]]) -> None:
    """Assert that each request is an issue alert with its event."""
    for body, headers in requests:
        delivery = receive(body, headers, secrets=SECRET)
        assert isinstance(delivery, EventAlertDelivery)
        assert delivery.data.event is not None
        assert delivery.data.event.event_id == orjson.loads(body)["data"]["event"].get("event_id")


def build(bodies_of: Callable[[], Sequence[bytes]], times: int) -> Work:
    """Sign the bodies, check them and return the work."""
    bodies = bodies_of()
    requests = [(body, headers_of(body)) for body in bodies]
    check(requests)

    def receive_all() -> None:
        for _ in range(times):
            for body, headers in requests:
                receive(body, headers, secrets=SECRET)

    def hash_and_load_all() -> None:
        for _ in range(times):
            for body in bodies:
                hashlib.sha256(body).digest()
                orjson.loads(body)

    labels = {"topframe.webhooks.receive": Label("topframe", "lazy"), BASE: Label("untyped", "all")}
    runs = dict(zip(labels, (receive_all, hash_and_load_all), strict=True))
    return Work(runs, labels, len(bodies) * times, sum(map(len, bodies)) * times)


def tables(settings: Settings) -> Sequence[Turns]:
    """Three tables: alerts made of our own raw events, published alerts, and alerts made of published raw events.

    Most published alerts are cut short. A round takes at least 10 ms in each table, because the after-effects of the
    previous rival distort shorter rounds.
    """
    few = settings.quick
    sources: list[tuple[str, str, Callable[[], list[bytes]], int]] = [
        ("samples", "issue alerts of our own", samples.alerts, 160)
    ]
    if folder := settings.corpus_folder:
        alerts, events = partial(samples.alerts_of_folder, folder / "webhooks"), folder / "raw"
        sources.append(("corpus", "published issue alerts", alerts, 80))
        sources.append(("events", "issue alerts of published events", partial(samples.alerts_of_events, events), 1))
    return [
        Turns(
            f"receive: {name}",
            f"Verify and decode {title}",
            BASE,
            partial(build, bodies_of, 1 if few else times),
            rounds=60 if times > 1 else 20,
        )
        for name, title, bodies_of, times in sources
    ]
