"""The cases. Each one measures a subject, and checks that the results are correct.

A case is a module with `tables(settings)`. In a `Turns` table, rivals take turns within one process, and several
processes run one after the other. In an `Alone` table, every value has a process of its own, because memory or start-up
matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

CASES: dict[str, str] = {
    "decode": "events decoded and dropped: small, median and large ones, a mixture, published ones, in both orders",
    "kept": "20 000 events decoded and kept, the collector on and off",
    "view": "the frames of an event, and nothing else",
    "normalize": "raw events decoded and normalized",
    "receive": "deliveries verified and decoded",
    "lines": "a file of events to rows, beside Polars, DuckDB and pyarrow; memory while a large one is read",
    "reject": "a bad document rejected",
    "imports": "import time",
    "memory": "memory of a kept event",
}


class Settings(msgspec.Struct, frozen=True):
    """The settings of a run, which the processes that measure get too."""

    quick: bool
    """Only check that everything runs and is correct: few rounds, few events, and times without meaning."""
    corpus: str | None
    """Folder of the bodies that other people published; None if there is none."""
    scratch: str
    """Folder for temporary files."""

    @property
    def corpus_folder(self) -> Path | None:
        """The folder of the corpus as a path."""
        return None if self.corpus is None else Path(self.corpus)


class Label(NamedTuple):
    """The group of a rival, and what it reads."""

    group: str
    reads: str


class Work(NamedTuple):
    """The work of the rivals of a table in one round."""

    runs: Mapping[str, Callable[[], object]]
    labels: Mapping[str, Label]
    events: int
    """Number of events in a round."""
    size: int
    """Total size of these events, in bytes."""


class Turns(NamedTuple):
    """A table whose rivals take turns within one process."""

    name: str
    title: str
    base: str
    build: Callable[[], Work]
    """Sets everything up and checks it; called in the process that measures."""
    rounds: int = 12
    """Number of rounds in each process."""


class Taken(NamedTuple):
    """What a rival took, where time alone does not say it."""

    seconds: float
    cores: float
    """Processor time divided by time: how many cores the machine gave to the process and its children."""
    memory: float
    """Peak memory in bytes: the sum of the peaks of the process and its children."""


class Fails(Exception):  # noqa: N818  # not an error of the suite
    """A rival cannot do the work. The text says why."""


class Alone(NamedTuple):
    """A table that uses a new process for each value."""

    name: str
    title: str
    unit: str
    base: str
    labels: Mapping[str, Label]
    events: int
    size: int
    value: Callable[[str], float | Taken]
    """Measures the rival with this name; called in the process that measures.

    Raises:
        Fails: The rival cannot do the work.
    """
    rounds: int = 5
    prepare: Callable[[], None] = lambda: None
    """Creates the files to measure, once; called in the process of the suite."""


Plan: TypeAlias = Turns | Alone


def tables(case: str, settings: Settings) -> Sequence[Plan]:
    """The tables of a case."""
    made: Sequence[Plan] = import_module(f"cases.{case}").tables(settings)
    return made
