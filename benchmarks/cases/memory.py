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
from facts import check
from rivals import named

from . import Alone, Label, Settings
from .kept import BASE, LABELS, READ_EVENTS, bodies_of


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
    (rival,) = named(name)
    for body in bodies:
        check(body, rival)
    # Everything has run once, so that what grows now are the events.
    kept = []
    gc.collect()
    before = resident()
    for body in samples.repeated(bodies, count):
        kept.append(rival.decode(bytes(bytearray(body))))
    return float(resident() - before)


def tables(settings: Settings) -> Sequence[Alone]:
    """One table."""
    count = 300 if settings.quick else 5_000
    labels = {name: Label(*label) for name, label in LABELS.items() if name not in {READ_EVENTS, "topframe, all read"}}
    size = sum(map(len, samples.repeated(bodies_of(settings), count)))
    title = "Memory of a kept event, its share of the body included"
    return [Alone("memory: kept", title, "B", BASE, labels, count, size, partial(grow, settings, count), 3)]
