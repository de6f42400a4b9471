"""Events that stay: decoded one after the other into a list, until there are 20 000, in a process of their own.

The cyclic collector looks at what is kept again and again, so that keeping costs more than decoding: that is measured
with the collector as it is, and with the collector off. A process for each value, because what one rival has left
behind in the heap is in the way of the next.
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
    """What reads many bodies: `read_events` for itself, and a loop for the others."""
    if name == READ_EVENTS:
        return topframe.read_events
    (rival,) = named(name)
    for body in bodies:
        check(body, rival)
    return partial(map, rival.decode)


def bodies_of(settings: Settings) -> list[bytes]:
    """The corpus where it is there, and else a mixture of our own."""
    folder = settings.corpus_folder
    return samples.bodies_of_folder(folder / "api") if folder else samples.mixture(64)


def keep(settings: Settings, count: int, collect: bool, name: str) -> float:
    """Seconds that it takes to decode and keep *count* events."""
    bodies = bodies_of(settings)
    read = reader(name, bodies)
    # Each body is bytes of its own, as it is when it comes from a socket or a file.
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
    """With the collector and without."""
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
