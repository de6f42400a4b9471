"""Keeps the cyclic garbage collector from looking through the same events again and again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager

_OF_INTERPRETER = 1000
"""CPython 3.12 starts with 375 frozen objects; a program that calls `gc.freeze` has many more."""

_readings = 0


@contextmanager
def spared() -> Generator[Callable[[], object], None, None]:
    """Freeze living objects while events are read (`gc.freeze`), so that the collector looks through each once.

    Existing garbage is collected first. Later garbage is collected as usual, except cycles among frozen objects: these
    stay until the last reader finishes and `gc.unfreeze()` runs. Nothing is frozen if the program has turned the
    collector off, or has frozen objects itself.

    Returns:
        A function that freezes the objects that are alive when it is called.
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
    gc.collect(1)  # only young objects: the old ones are frozen already
    gc.freeze()


def _nothing() -> None:
    pass
