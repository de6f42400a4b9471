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
import topframe
from facts import check
from rivals import named

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


def bodies_of(settings: Settings) -> list[bytes]:
    """The corpus if it is available, otherwise a mixture of our samples."""
    folder = settings.corpus_folder
    return samples.bodies_of_folder(folder / "api") if folder else samples.mixture(64)


def keep(settings: Settings, count: int, collect: bool, name: str) -> float:
    """Seconds to decode and keep *count* events."""
    bodies = bodies_of(settings)
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
    """One table with the collector on, and one with it off."""
    count = 300 if settings.quick else 20_000
    bodies = bodies_of(settings)
    size = sum(map(len, samples.repeated(bodies, count)))
    whose = "published answers" if settings.corpus else "events of all sizes"
    return [
        Alone(
            f"kept: collector {'on' if collect else 'off'}",
            f"Decode and keep {count} {whose}, the collector {'on' if collect else 'off'}",
            "s",
            BASE,
            LABELS,
            count,
            size,
            partial(keep, settings, count, collect),
            3,
        )
        for collect in (True, False)
    ]
