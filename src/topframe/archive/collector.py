"""Keeps the garbage collector from traversing the same events again and again.

A full run of the cyclic garbage collector traverses every living object. A caller that keeps all events of a file would
pay for this repeatedly: the more events it has, the longer each run takes.

So `read_events` calls the function that `spared` gives after each megabyte of input. The function first collects young
garbage. Then `gc.freeze()` moves all other objects to a generation that the collector skips. When the last reader ends,
`gc.unfreeze()` moves them back.

The collector belongs to the whole program, so a counter of active readers is global. A program that has turned the
collector off, or that freezes objects itself, keeps its own settings.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager

_OF_INTERPRETER = 1000
"""Up to this many frozen objects belong to the interpreter. CPython 3.12 starts with 375; a program that calls
`gc.freeze` has many more."""

_readings = 0
"""How many readers are active in the whole program."""


@contextmanager
def spared() -> Generator[Callable[[], object], None, None]:
    """A context manager, active while events are read, in which living objects can be frozen (`gc.freeze`).

    Young garbage is collected before each freeze. Later garbage is collected as usual, except cycles among frozen
    objects: these stay until the last reader ends and `gc.unfreeze()` runs. The same applies to garbage that is already
    in the oldest generation at the first freeze. Nothing is frozen if the program has turned the collector off, or has
    frozen objects itself.

    Yields:
        A function that freezes all objects that exist when it is called.
    """
    global _readings  # noqa: PLW0603  # the program has one collector, so it has one counter
    if not gc.isenabled() or (gc.get_freeze_count() > _OF_INTERPRETER and not _readings):
        yield _nothing
        return
    _readings += 1
    try:
        yield _set_aside
    finally:
        _readings -= 1
        if not _readings:
            gc.unfreeze()


def _set_aside() -> None:
    # Only the young generations. From the second call on, all older objects are frozen. At the first call, a full
    # collection would traverse every object of the program: 0.2 s for a million objects, for each file that it reads.
    gc.collect(1)
    gc.freeze()


def _nothing() -> None:
    pass
