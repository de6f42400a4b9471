"""A file of NDJSON: the time to make rows of 200 000 events, and the memory for reading 2 GB.

A row has what a list of events shows. The file is in the system's cache. `read_events` reads it with the view
`EventSummary`, in one process or with one or two worker processes. The other rivals are typical handwritten loops,
which make a dict of each line with orjson or json. Each value has a process of its own, and includes the start of the
workers.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

import samples
import topframe
from topframe.views import EventSummary

from . import Alone, Label, Settings
from .memory import resident

BASE = "orjson, line by line"
READ_EVENTS = "read_events"
WORKERS = {f"{READ_EVENTS}, in process": 0, f"{READ_EVENTS}, 1 worker": 1, f"{READ_EVENTS}, 2 workers": 2}
LOADERS: dict[str, Callable[[bytes], Any]] = {BASE: orjson.loads, "json, line by line": json.loads}

Row = tuple[str, str | None, str | None]
"""Event id, title and level."""


def rows_of_summaries(file: Path, workers: int) -> Iterator[Row]:
    """The rows of a file, read with a view."""
    for event in topframe.read_events(file, view=EventSummary, workers=workers):
        yield event.event_id, event.title, event.tag("level")


def rows_of_dicts(file: Path, loads: Callable[[bytes], Any]) -> Iterator[Row]:
    """The rows of a file, read line by line into dicts."""
    with file.open("rb") as lines:
        for line in lines:
            event = loads(line)
            level = next((tag["value"] for tag in event["tags"] if tag["key"] == "level"), None)
            yield event["eventID"], event["title"], level


def rows(name: str, file: Path) -> Iterator[Row]:
    """The rows of a file, read by one rival."""
    return rows_of_summaries(file, WORKERS[name]) if name in WORKERS else rows_of_dicts(file, LOADERS[name])


def write(file: Path, count: int) -> None:
    """Write a file that repeats the same 200 events up to *count*. An existing file is kept."""
    if not file.exists():
        samples.write_lines(file, samples.repeated(samples.mixture(200), count))


def seconds(file: Path, count: int, name: str) -> float:
    """Seconds to make the rows of a file."""
    bodies = [orjson.loads(body) for body in samples.mixture(200)]
    list(topframe.read_events(samples.mixture(1), view=EventSummary))  # runs lazy imports before the clock starts
    start = perf_counter()
    made = list(rows(name, file))
    took = perf_counter() - start
    assert len(made) == count
    assert [row[0] for row in made[:200]] == [body["eventID"] for body in bodies[:count]]
    assert {row[2] for row in made} == {"error"}
    return took


def most_memory(file: Path, count: int, name: str) -> float:
    """Peak memory of the process in bytes, after it has read a file and kept nothing."""
    events: Iterable[Any] = topframe.read_events(file) if name == READ_EVENTS else rows_of_dicts(file, orjson.loads)
    (last,) = deque(enumerate(events, 1), maxlen=1)
    assert last[0] == count
    return float(resident("VmHWM"))


def tables(settings: Settings) -> Sequence[Alone]:
    """One table for the time to make rows, and one for the memory that a large file takes."""
    folder = Path(settings.scratch)
    count, large = (400, 800) if settings.quick else (200_000, 250_000)
    size = sum(map(len, samples.repeated(samples.mixture(200), count))) + count
    few, many = folder / "events.ndjson", folder / "large.ndjson"
    labels = {name: Label("topframe", "part") for name in WORKERS} | {name: Label("untyped", "all") for name in LOADERS}
    kept = {READ_EVENTS: Label("topframe", "lazy"), BASE: Label("untyped", "all")}
    title = f"Make rows of {count} events in a file of {size / 1e6:.0f} MB"
    memory = f"Memory at most, while a file of {size * large / count / 1e6:.0f} MB is read"
    return [
        Alone(
            "lines: rows",
            title,
            "s",
            BASE,
            labels,
            1,
            size,
            partial(seconds, few, count),
            3,
            partial(write, few, count),
        ),
        Alone(
            "lines: memory",
            memory,
            "B",
            BASE,
            kept,
            1,
            0,
            partial(most_memory, many, large),
            1,
            partial(write, many, large),
        ),
    ]
