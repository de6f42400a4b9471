"""What decoding costs: topframe beside json and orjson, which make bare dicts and check nothing but the syntax.

    python benchmarks/decode.py [--quick] [--raw] [FOLDER...]

`decode_event` validates the typed parts and leaves the large free-form parts as they came; "all read" decodes these as
well, which makes it comparable with parsers that decode everything. `normalize` is measured on events that are decoded
already.

The bodies are the JSON files of the folders: our own samples, and those of `../shared/corpus` where it is there. They
are measured as servers and SDKs send them, without blanks between the tokens, and as they are stored in the files, with
indentation. `rounds.py` says how.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import orjson

import topframe
from rounds import CORPUS, ROOT, bodies_of, machine, measure, over, report
from topframe.model import ExceptionValue, Thread

FOLDERS = (ROOT / "tests" / "data", CORPUS / "api")
RAW_FOLDERS = (ROOT / "tests" / "data" / "raw", CORPUS / "raw")


def decode_and_read_all(body: bytes) -> topframe.Event:
    """Decode an event, and every free-form part of it."""
    event = topframe.decode_event(body)
    _ = event.contexts, event.context, event.packages, event.meta, event.user
    owners: list[ExceptionValue | Thread] = [*event.exceptions, *event.threads]
    stacks = [stack for owner in owners for stack in (owner.stacktrace, owner.raw_stacktrace)]
    for stack in (*stacks, event.stacktrace):
        _ = stack and stack.registers
        for frame in topframe.frames_of(stack):
            _ = frame.vars
    for crumb in event.breadcrumbs:
        _ = crumb.data
    for span in event.spans:
        _ = span.data, span.tags, span.sentry_tags
    _ = event.request and event.request.data
    return event


def check(bodies: Sequence[bytes]) -> None:
    """Decoding nothing is fast: make sure that what is measured is the event."""
    for body in bodies:
        event, loaded = decode_and_read_all(body), orjson.loads(body)
        assert event.event_id == loaded["eventID"]
        assert len(event.entries or ()) == len(loaded.get("entries") or ())


def check_raw(bodies: Sequence[bytes]) -> None:
    """As above, for raw events."""
    for body in bodies:
        raw, loaded = topframe.decode_raw_event(body), orjson.loads(body)
        assert raw.event_id == loaded.get("event_id")
        event = topframe.normalize(raw)
        assert len(event.exceptions) == len(raw.exceptions)
        assert len(event.breadcrumbs) == len(raw.breadcrumbs)


def measure_events(title: str, bodies: Sequence[bytes], rounds: int) -> None:
    """Measure the decoding of the web API's events."""
    check(bodies)
    parsers: dict[str, Callable[[bytes], object]] = {
        "topframe.decode_event": topframe.decode_event,
        "the same, all read": decode_and_read_all,
        "orjson.loads": orjson.loads,
        "json.loads": json.loads,
    }
    seconds = measure({name: over(run, bodies) for name, run in parsers.items()}, rounds)
    report(title, seconds, "orjson.loads", len(bodies), sum(map(len, bodies)))


def measure_raw_events(title: str, bodies: Sequence[bytes], rounds: int) -> None:
    """Measure the decoding of raw events, and what normalizing them costs beside that."""
    check_raw(bodies)
    events = [topframe.decode_raw_event(body) for body in bodies]

    def normalize_all() -> None:
        for event in events:
            topframe.normalize(event)

    rivals: dict[str, Callable[[], object]] = {
        "topframe.decode_raw_event": over(topframe.decode_raw_event, bodies),
        "topframe.normalize": normalize_all,
        "orjson.loads": over(orjson.loads, bodies),
        "json.loads": over(json.loads, bodies),
    }
    seconds = measure(rivals, rounds)
    size = sum(map(len, bodies))
    report(title, seconds, "orjson.loads", len(bodies), size)
    both = {name: times for name, times in seconds.items() if name.startswith("topframe.")}
    report(f"{title}, beside decoding", both, "topframe.decode_raw_event", len(bodies), size)


def main() -> None:
    """Measure the events of each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few rounds, to see that it runs and is right")
    parser.add_argument("--raw", action="store_true", help="the folders hold raw events")
    parser.add_argument("folders", nargs="*", type=Path)
    options = parser.parse_args()
    rounds = 5 if options.quick else 200
    print(machine())
    for is_raw, folders in ((False, FOLDERS), (True, RAW_FOLDERS)):
        given = options.folders if options.raw is is_raw else []
        for folder in given if options.folders else [folder for folder in folders if folder.is_dir()]:
            bodies = bodies_of(folder)
            if not bodies:
                sys.exit(f"no events in {folder}")
            run = measure_raw_events if is_raw else measure_events
            run(f"{folder.name}, as sent", [msgspec.json.format(body, indent=-1) for body in bodies], rounds)
            run(f"{folder.name}, as stored", bodies, rounds)


if __name__ == "__main__":
    main()
