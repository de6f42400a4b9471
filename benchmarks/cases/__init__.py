"""The cases: what is measured, each with the check that it is right.

A case is a module with `tables(settings)`. A table is measured either by turns within one process (`Turns`), several
processes one after the other, or with a process for every value (`Alone`), where memory or start-up matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

CASES: dict[str, str] = {
    "decode": "events decoded and dropped: the documented example, small, median and large ones, a mixture, the corpus",
    "kept": "20 000 events decoded and kept, the collector on and off",
    "view": "the frames of an event, and nothing else",
    "normalize": "raw events decoded and normalized",
    "receive": "deliveries verified and decoded",
    "lines": "a file of events to rows, with worker processes and without; memory while a large one is read",
    "reject": "a bad document rejected",
    "imports": "import time",
    "memory": "memory of a kept event",
}


class Settings(msgspec.Struct, frozen=True):
    """What a run is to do; it is handed on to the processes that measure."""

    quick: bool
    """To see that everything runs and is right: few rounds, few events, no time that means anything."""
    corpus: str | None
    """Folder of the bodies that other people published."""
    scratch: str
    """Folder for files that are measured and thrown away."""

    @property
    def corpus_folder(self) -> Path | None:
        """The corpus as a path."""
        return None if self.corpus is None else Path(self.corpus)


class Label(NamedTuple):
    """What a table says of a rival beside its name."""

    group: str
    reads: str


class Work(NamedTuple):
    """What the rivals of a table do in one round."""

    runs: Mapping[str, Callable[[], object]]
    labels: Mapping[str, Label]
    events: int
    """How many that are."""
    size: int
    """How many bytes these have."""


class Turns(NamedTuple):
    """A table whose rivals take turns within a process."""

    name: str
    title: str
    base: str
    build: Callable[[], Work]
    """Sets everything up and checks it; called in the process that measures."""
    rounds: int = 12
    """Rounds in each process."""


class Alone(NamedTuple):
    """A table for each of whose values a process is started."""

    name: str
    title: str
    unit: str
    base: str
    labels: Mapping[str, Label]
    events: int
    size: int
    value: Callable[[str], float]
    """Measures one rival, by name; called in the process that measures."""
    rounds: int = 5
    prepare: Callable[[], None] = lambda: None
    """Makes what is measured, once; called in the process that started all."""


Plan: TypeAlias = Turns | Alone


def tables(case: str, settings: Settings) -> Sequence[Plan]:
    """What a case measures."""
    made: Sequence[Plan] = import_module(f"cases.{case}").tables(settings)
    return made
