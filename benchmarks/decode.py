"""What decoding costs: topframe beside json and orjson, which make bare dicts and check nothing but the syntax.

    python benchmarks/decode.py [--quick] [FOLDER...]

`decode_event` validates the typed parts and leaves the large free-form parts as they came; "all read" decodes these as
well, which makes it comparable with parsers that decode everything.

The bodies are the JSON files of the folders: the events of `tests/data`, and `../shared/corpus/api` where it is there.
They are measured as servers send them, without blanks between the tokens, and as they are stored in the files, with
indentation. The rivals take turns, each round over all bodies, so that a slow spell of the machine hits all of them;
the ratios are taken round by round. Results are dropped at once, and the garbage collector is left on.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import msgspec
import orjson

import topframe
from topframe.model import ExceptionValue, Thread

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "tests" / "data", ROOT.parent / "shared" / "corpus" / "api")


def decode_and_read_all(body: bytes) -> topframe.Event:
    """Decode an event, and every free-form part of it."""
    event = topframe.decode_event(body)
    _ = event.contexts, event.context, event.packages, event.meta, event.user
    owners: list[ExceptionValue | Thread] = [*event.exceptions, *event.threads]
    stacks = [stack for owner in owners for stack in (owner.stacktrace, owner.raw_stacktrace)]
    for frame in (frame for stack in (*stacks, event.stacktrace) for frame in topframe.frames_of(stack)):
        _ = frame.vars
    for crumb in event.breadcrumbs:
        _ = crumb.data
    _ = event.request and event.request.data
    return event


RIVALS: dict[str, Callable[[bytes], object]] = {
    "topframe.decode_event": topframe.decode_event,
    "the same, all read": decode_and_read_all,
    "orjson.loads": orjson.loads,
    "json.loads": json.loads,
}
BASE = "orjson.loads"


def bodies_of(folder: Path) -> list[bytes]:
    """The events of a folder; the items of files that hold a list count one by one."""
    events: list[bytes] = []
    for path in sorted(folder.glob("*.json")):
        body = path.read_bytes()
        events += map(bytes, msgspec.json.decode(body, type=list[msgspec.Raw])) if body.lstrip()[:1] == b"[" else [body]
    return events


def check(bodies: Sequence[bytes]) -> None:
    """Decoding nothing is fast: make sure that what is measured is the event."""
    for body in bodies:
        event, loaded = decode_and_read_all(body), orjson.loads(body)
        assert event.event_id == loaded["eventID"]
        assert len(event.entries or ()) == len(loaded.get("entries") or ())


def measure(bodies: Sequence[bytes], rounds: int) -> dict[str, list[float]]:
    """Seconds that each rival takes for all bodies, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in RIVALS}
    for _ in range(rounds):
        for name, decode in RIVALS.items():
            start = perf_counter()
            for body in bodies:
                decode(body)
            seconds[name].append(perf_counter() - start)
    return seconds


def report(title: str, bodies: Sequence[bytes], rounds: int) -> None:
    """Measure, and print a table: time an event, rate, and ratio to the base with its quartiles."""
    check(bodies)
    size = sum(map(len, bodies))
    seconds = measure(bodies, rounds)
    print(f"\n{title}: {len(bodies)} events, {size / 1e3:.0f} kB, {rounds} rounds")
    for name, times in seconds.items():
        low, middle, high = statistics.quantiles([a / b for a, b in zip(times, seconds[BASE], strict=True)], n=4)
        median = statistics.median(times)
        print(
            f"  {name:<22} {median / len(bodies) * 1e6:7.1f} us/event {size / median / 1e6:7.0f} MB/s"
            f"   {middle:.2f} x {BASE} ({low:.2f} to {high:.2f})"
        )


def main() -> None:
    """Measure the events of each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few rounds, to see that it runs and is right")
    parser.add_argument("folders", nargs="*", type=Path, default=[folder for folder in FOLDERS if folder.is_dir()])
    options = parser.parse_args()
    rounds = 5 if options.quick else 200
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    versions = (f"{name} {version(name)}" for name in ("topframe", "msgspec", "orjson"))
    print(date.today(), platform.machine(), interpreter, *versions, sep=", ")
    for folder in options.folders:
        bodies = bodies_of(folder)
        if not bodies:
            sys.exit(f"no events in {folder}")
        report(f"{folder.name}, as sent", [msgspec.json.format(body, indent=-1) for body in bodies], rounds)
        report(f"{folder.name}, as stored", bodies, rounds)


if __name__ == "__main__":
    main()
