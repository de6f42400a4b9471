"""Kept events: a process decodes 20 000 events into a list.

The cyclic garbage collector scans the kept objects again and again, so that keeping costs more than decoding. The case
measures with the collector on and off. Each value has a process of its own, because the heap that one rival leaves
behind would slow the next one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any

import samples
import sets
import topframe
from facts import check
from rivals import named
from sets import Bodies

from . import Alone, Label, Settings

BASE = "orjson"
READ_EVENTS = "topframe.read_events"
LABELS = {
    READ_EVENTS: Label("topframe", "lazy"),
    "topframe": Label("topframe", "lazy"),
    "topframe, all read": Label("topframe", "all"),
    "msgspec Structs": Label("typed", "all"),
    "pydantic models": Label("typed", "all"),
    "pydantic TypedDict": Label("typed", "all"),
    "serpyco-rs": Label("typed", "all"),
    "orjson": Label("untyped", "all"),
    "json": Label("untyped", "all"),
}


def reader(name: str, bodies: Sequence[bytes]) -> Callable[[Iterable[bytes]], Iterable[Any]]:
    """A function that reads many bodies: `read_events`, or a loop for the other rivals."""
    if name == READ_EVENTS:
        return topframe.read_events
    (rival,) = named(name)
    for body in bodies:
        check(body, rival)
    return partial(map, rival.decode)


def keep(source_of: Callable[[], list[bytes]], count: int, collect: bool, name: str) -> float:
    """Seconds to decode and keep *count* events."""
    bodies = source_of()
    read = reader(name, bodies)
    # Each body is a new `bytes` object, as if it came from a socket or a file.
    source = (bytes(bytearray(body)) for body in samples.repeated(bodies, count))
    gc.collect()
    if not collect:
        gc.disable()
    start = perf_counter()
    kept = list(islice(read(source), count))
    seconds = perf_counter() - start
    assert len(kept) == count
    return seconds


def tables(settings: Settings) -> Sequence[Alone]:
    """A table for each set of bodies with the collector on, and one with it off."""
    count = 300 if settings.quick else 20_000
    first, *others = sets.published(settings.corpus_folder) or sets.own(64)[:1]
    return [table(count, first, True), table(count, first, False), *(table(count, bodies, True) for bodies in others)]


def table(count: int, bodies: Bodies, collect: bool) -> Alone:
    """A table of this case."""
    collector = f"the collector {'on' if collect else 'off'}"
    size = sum(map(len, samples.repeated(bodies.read(), count)))
    return Alone(
        f"kept: {bodies.name}, {collector}",
        f"Decode and keep {count} {bodies.title}, {collector}",
        "s",
        BASE,
        LABELS,
        count,
        size,
        partial(keep, bodies.read, count, collect),
        3,
    )
