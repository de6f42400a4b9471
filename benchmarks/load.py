"""Receivers under load: `topframe listen`, and the recipe for FastAPI.

    python benchmarks/load.py [--quick]

Each receiver runs in a process of its own. It gets a thousand deliveries, 16 at once, each over a new connection, as
Sentry sends them. Every tenth delivery is forged. The receiver must respond to each within a second, save the genuine
ones and refuse the forged ones. The client and the receiver share the machine. The case `receive` of `suite.py`
measures only the cost of verifying and decoding.

It needs `pip install -e '.[test]'`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from cases.receive import SECRET, headers_of
from rounds import ROOT, machine, versions
from samples import alerts

AT_ONCE = 16
FORGED = 10
"""One in this many deliveries is forged."""
DEADLINE = 1.0
"""Seconds that Sentry waits for a response."""


class Answer(NamedTuple):
    """The status of a response, and the seconds until it came."""

    status: int
    seconds: float


def deliveries(count: int) -> list[tuple[bytes, bytes, bool]]:
    """Bodies that all differ, each with its request and whether it is genuine."""
    bodies = [json.loads(body) for body in alerts()]
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


async def post(port: int, request: bytes) -> Answer:
    """Send a request over a new connection, and wait for the headers of the response."""
    start = perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    took = perf_counter() - start
    writer.close()
    await writer.wait_closed()
    return Answer(int(answer.split()[1]), took)


async def post_all(port: int, requests: Sequence[bytes]) -> list[Answer]:
    """Send all requests, at most `AT_ONCE` at a time. The responses have the order of the requests."""
    free = asyncio.Semaphore(AT_ONCE)

    async def post_when_free(request: bytes) -> Answer:
        async with free:
            return await post(port, request)

    return await asyncio.gather(*map(post_when_free, requests))


def load(title: str, command: Sequence[str], folder: Path, count: int) -> None:
    """Start a receiver, send it deliveries, check its responses and its files, and print the times."""
    posted = deliveries(count)
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
        start = perf_counter()
        try:
            answers = asyncio.run(post_all(port, [request for _, request, _ in posted]))
        finally:
            process.send_signal(signal.SIGINT)  # after an error too: the `with` block waits for the process
        took = perf_counter() - start
        process.wait(30)
        reading.join()
    genuine = sorted(body for body, _, is_genuine in posted if is_genuine)
    assert sorted(path.read_bytes() for path in folder.iterdir()) == genuine
    assert all(
        answer.status in ({200, 204} if is_genuine else {401})
        for answer, (*_, is_genuine) in zip(answers, posted, strict=True)
    )
    seconds = sorted(answer.seconds for answer in answers)
    assert seconds[-1] < DEADLINE
    middle, last = statistics.median(seconds), seconds[int(len(seconds) * 0.99)]
    print(f"\n{title}: {count} deliveries, {AT_ONCE} at once, {count / took:.0f} a second")
    print(f"  all answered; {len(genuine)} saved, {count - len(genuine)} forged ones refused")
    print(f"  p50 {middle * 1e3:.1f} ms, p99 {last * 1e3:.1f} ms, max {seconds[-1] * 1e3:.1f} ms")
    if skipped := sum(map(int, re.findall(r"^(\d+) more came", "".join(said), re.MULTILINE))):
        print(f"  {skipped} came faster than they could be shown")


def main() -> None:
    """Load both receivers, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="send only a few deliveries, as a check")
    options = parser.parse_args()
    used = versions(("topframe", "uvicorn", "fastapi"))
    print(date.today(), machine(), *(f"{name} {version}" for name, version in used.items()), sep=", ")
    count = 50 if options.quick else 1000
    with TemporaryDirectory() as folder:
        code = "from topframe.cli import main; main()"
        arguments = ("listen", "--port", "0", "--secret-env", "SENTRY_SECRET", "--save", folder)
        load("topframe listen", ["-c", code, *arguments], Path(folder), count)
    with TemporaryDirectory() as folder:
        load("FastAPI under uvicorn", ["-m", "tests.recipes.serve", "fastapi"], Path(folder), count)


if __name__ == "__main__":
    main()
