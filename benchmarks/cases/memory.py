"""What a kept event costs in memory: how much a process grows while it decodes and keeps events.

Measured is the growth of the resident memory of a fresh process, so that what C code allocates counts as well, and the
bodies of those that keep slices of them (topframe's free-form parts): all bodies are made one by one and dropped, and
what an event still holds of its body stays with it.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import samples

from . import Alone, Label, Settings
from .kept import BASE, LABELS, bodies_of, reader


def resident(what: str = "VmRSS") -> int:
    """Bytes of this process that are in memory; with `VmHWM`, that were at most.

    The kernel's own record, because `ru_maxrss` of a child begins with what its parent had.
    """
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


def grow(settings: Settings, count: int, name: str) -> float:
    """Bytes by which the process grows while it keeps *count* events."""
    bodies = bodies_of(settings)
    read = reader(name, bodies)
    for _ in read(bodies):  # everything has run once, so that what grows now are the events
        pass
    gc.collect()
    before = resident()
    kept = list(read(bytes(bytearray(body)) for body in samples.repeated(bodies, count)))
    grown = resident() - before
    assert len(kept) == count
    return float(grown)


def tables(settings: Settings) -> Sequence[Alone]:
    """One table."""
    count = 300 if settings.quick else 5_000
    labels = {name: Label(*label) for name, label in LABELS.items() if name != "topframe, all read"}
    size = sum(map(len, samples.repeated(bodies_of(settings), count)))
    title = "Memory of a kept event, its share of the body included"
    return [Alone("memory: kept", title, "B", BASE, labels, count, size, partial(grow, settings, count), 3)]
