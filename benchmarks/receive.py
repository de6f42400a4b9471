"""What receiving costs: `receive` beside SHA-256 and orjson over the same bytes; and how receivers bear a load.

    python benchmarks/receive.py [--quick] [--load]

Without `--load`, `receive` verifies and decodes issue alerts, whose events are typed and validated; the base hashes the
same bodies and makes bare dicts of them. The bodies are issue alerts made of events of `tests/data/raw`, and those of
`../shared/corpus/webhooks` where it is there, without blanks between the tokens, as servers send them. `rounds.py` says
how it is measured.

With `--load`, `topframe listen` and the recipe for FastAPI, each in a process of its own, get a thousand deliveries
over 16 connections that are kept alive. Each tenth one is forged. All must be answered, the genuine ones saved and the
forged ones refused. The client and the receiver share the machine. `--quick` does a little of both, to see that it is
right.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import msgspec
import orjson

from rounds import CORPUS, ROOT, machine, measure, report
from topframe.webhooks import EventAlertDelivery, receive, sign

SAMPLES = ROOT / "tests" / "data" / "raw"
NAMES = ("sdk_python", "sdk_javascript", "stored_native", "webhook_event")
ALERTS = CORPUS / "webhooks"
BASE = "SHA-256 and orjson.loads"
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
CONNECTIONS = 16
FORGED = 10
"""Each of how many deliveries is forged."""
DEADLINE = 1.0
"""Seconds after which Sentry gives up."""


# --- issue alerts -----------------------------------------------------------------------------------------------------


def alerts_of_samples() -> list[bytes]:
    """Our samples of raw events as the issue alerts that a server would make of them."""
    return [alert_of(json.loads((SAMPLES / f"{name}.json").read_bytes())) for name in NAMES]


def alerts_of_corpus() -> list[bytes]:
    """The issue alerts that other people published, where they are there."""
    bodies = [path.read_bytes() for path in sorted(ALERTS.glob("event_alert.*.json"))]
    return [msgspec.json.format(body, indent=-1) for body in bodies if orjson.loads(body)["data"].get("event")]


def alert_of(event: dict[str, Any]) -> bytes:
    """The body of an issue alert."""
    body = {
        "action": "triggered",
        "installation": {"uuid": "11111111-2222-4333-8444-555555555555"},
        "data": {"event": event, "triggered_rule": "Any error"},
        "actor": {"type": "application", "id": "sentry", "name": "Sentry"},
    }
    return json.dumps(body, separators=(",", ":")).encode()


# --- what it costs ----------------------------------------------------------------------------------------------------


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
    """Decoding nothing is fast: make sure that what is measured is an alert with its event."""
    for body, headers in requests:
        delivery = receive(body, headers, secrets=SECRET)
        assert isinstance(delivery, EventAlertDelivery)
        assert delivery.data.event is not None
        assert delivery.data.event.event_id == orjson.loads(body)["data"]["event"].get("event_id")


def measure_alerts(title: str, bodies: Sequence[bytes], rounds: int) -> None:
    """Measure `receive`, and its base."""
    requests = [(body, headers_of(body)) for body in bodies]
    check(requests)

    def receive_all() -> None:
        for body, headers in requests:
            receive(body, headers, secrets=SECRET)

    def hash_and_load_all() -> None:
        for body in bodies:
            hashlib.sha256(body).digest()
            orjson.loads(body)

    seconds = measure({"topframe.webhooks.receive": receive_all, BASE: hash_and_load_all}, rounds)
    report(title, seconds, BASE, len(bodies), sum(map(len, bodies)))


# --- under load -------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What came back, and after how many seconds."""

    status: int
    seconds: float


def deliveries(count: int) -> list[tuple[bytes, bytes, bool]]:
    """Bodies that all differ, their requests, and whether they are genuine."""
    bodies = [json.loads(body) for body in alerts_of_samples()]
    found: list[tuple[bytes, bytes, bool]] = []
    for number in range(count):
        alert = bodies[number % len(bodies)]
        alert["data"]["triggered_rule"] = f"Rule {number}"
        body = json.dumps(alert, separators=(",", ":")).encode()
        genuine = number % FORGED != 0
        headers = headers_of(body, SECRET if genuine else "guessed")
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        found.append((body, f"POST /sentry HTTP/1.1\r\n{head}\r\n".encode() + body, genuine))
    return found


async def post_all(port: int, requests: Iterator[tuple[int, bytes]], answers: dict[int, Answer]) -> None:
    """Post, over one connection, what no other connection has taken."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number, request in requests:
        start = perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = re.search(r"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        answers[number] = Answer(int(head.split()[1]), perf_counter() - start)
    writer.close()
    await writer.wait_closed()


async def post_side_by_side(port: int, requests: Sequence[bytes]) -> dict[int, Answer]:
    """Post all, over all connections."""
    answers: dict[int, Answer] = {}
    numbered = enumerate(requests)
    await asyncio.gather(*(post_all(port, numbered, answers) for _ in range(CONNECTIONS)))
    return answers


def load(title: str, command: Sequence[str], folder: Path, count: int) -> None:
    """Start a receiver, post to it, look what it saved, and print how long it took to answer."""
    members = {"SENTRY_SECRET": SECRET, "INBOX": str(folder), "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **members},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        port = int(re.findall(r"\d+", process.stdout.readline())[-1])
        said: list[str] = []
        reading = threading.Thread(target=lambda output: said.append(output.read()), args=(process.stdout,))
        reading.start()
        posted = deliveries(count)
        start = perf_counter()
        answers = asyncio.run(post_side_by_side(port, [request for _, request, _ in posted]))
        took = perf_counter() - start
        process.send_signal(signal.SIGINT)
        process.wait(30)
        reading.join()
    genuine = sorted(body for body, _, is_genuine in posted if is_genuine)
    assert len(answers) == count
    assert sorted(path.read_bytes() for path in folder.iterdir()) == genuine
    assert all(
        answers[number].status in ({200, 204} if is_genuine else {401})
        for number, (*_, is_genuine) in enumerate(posted)
    )
    seconds = sorted(answer.seconds for answer in answers.values())
    assert seconds[-1] < DEADLINE
    middle, last = statistics.median(seconds), seconds[int(len(seconds) * 0.99)]
    print(f"\n{title}: {count} deliveries, {CONNECTIONS} connections, {count / took:.0f} a second")
    print(f"  all answered; {len(genuine)} saved, {count - len(genuine)} forged ones refused")
    print(f"  p50 {middle * 1e3:.1f} ms, p99 {last * 1e3:.1f} ms, max {seconds[-1] * 1e3:.1f} ms")
    if skipped := sum(map(int, re.findall(r"^(\d+) more came", "".join(said), re.MULTILINE))):
        print(f"  {skipped} came faster than they could be shown")


def main() -> None:
    """Measure what it costs, or put receivers under load, or a little of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a little of both, to see that it runs and is right")
    parser.add_argument("--load", action="store_true", help="put receivers under load")
    options = parser.parse_args()
    print(machine(), *(f"{name} {version(name)}" for name in ("uvicorn", "fastapi")), sep=", ")
    if options.quick or not options.load:
        rounds = 5 if options.quick else 200
        measure_alerts("issue alerts of our own", alerts_of_samples(), rounds)
        if corpus := alerts_of_corpus():
            measure_alerts("issue alerts of the corpus", corpus, rounds)
    if options.quick or options.load:
        count = 50 if options.quick else 1000
        with TemporaryDirectory() as folder:
            code = "from topframe.cli import main; main()"
            arguments = ("listen", "--port", "0", "--secret-env", "SENTRY_SECRET", "--save", folder)
            load("topframe listen", ["-c", code, *arguments], Path(folder), count)
        with TemporaryDirectory() as folder:
            load("FastAPI under uvicorn", ["-m", "tests.recipes.serve", "fastapi"], Path(folder), count)


if __name__ == "__main__":
    main()
