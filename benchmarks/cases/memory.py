"""Memory of a kept event: how much a process grows while it decodes and keeps events.

The case measures the resident memory of a fresh process, which includes what C code allocates. It also includes the
bodies that events keep alive: topframe's free-form parts are slices of them. Each body is a new object that the case
drops at once, so that only an event can keep it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial

import samples
import sets
from processes import resident

from . import Alone, Label, Settings
from .kept import BASE, LABELS, reader


def grow(source_of: Callable[[], list[bytes]], count: int, name: str) -> float:
    """Bytes by which the process grows while it keeps *count* events."""
    bodies = source_of()
    read = reader(name, bodies)
    for _ in read(bodies):  # a first pass, so that afterwards only the events add memory
        pass
    gc.collect()
    before = resident()
    kept = list(read(bytes(bytearray(body)) for body in samples.repeated(bodies, count)))
    grown = resident() - before
    assert len(kept) == count
    return float(grown)


def tables(settings: Settings) -> Sequence[Alone]:
    """A table for each set of bodies."""
    count = 300 if settings.quick else 5_000
    labels = {name: Label(*label) for name, label in LABELS.items() if name != "topframe, all read"}
    return [
        Alone(
            f"memory: {bodies.name}",
            f"Memory of a kept event, its share of the body included; {bodies.title}",
            "B",
            BASE,
            labels,
            count,
            sum(map(len, samples.repeated(bodies.read(), count))),
            partial(grow, bodies.read, count),
            3,
        )
        for bodies in sets.published(settings.corpus_folder) or sets.own(64)[:1]
    ]
