"""The cyclic garbage collector, kept from looking through events again and again because they are still there."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager

_OF_INTERPRETER = 1000
"""CPython 3.12 starts with 375 objects set aside; a program that does so itself has many more."""

_readings = 0


@contextmanager
def spared() -> Generator[Callable[[], object], None, None]:
    """While events are read, set aside what is alive, so that the collector looks through it once.

    What was garbage before that is collected. What becomes garbage later is, too, but for circles of objects that were
    alive when they were set aside: those wait until nothing is read any more, and then all is as it was. A program that
    has turned the collector off, or has set objects aside itself, is left alone.

    Returns:
        What sets aside what is alive now.
    """
    global _readings  # noqa: PLW0603  # the collector is that of the whole program
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
    gc.collect(1)  # the young alone: the old are set aside already
    gc.freeze()


def _nothing() -> None:
    pass
