"""The results of a run, as they are stored, and the statistics that are computed from raw values."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "results"
FILE = FOLDER / "results.json"


class Spread(msgspec.Struct, frozen=True):
    """The quartiles of some values."""

    low: float
    middle: float
    high: float


class Row(msgspec.Struct, frozen=True):
    """One rival in one table."""

    name: str
    group: str
    """`topframe`, `typed` or `untyped`."""
    reads: str
    """`all`, `lazy`, `part` or `syntax`, see `rivals`; empty for imports."""
    value: Spread
    ratio: Spread
    """The ratio to the base of the table, taken round by round."""
    cores: float | None = None
    """Processor time divided by time, where it was measured."""
    memory: float | None = None
    """Peak memory of the process and its children in bytes, where it was measured."""


class Table(msgspec.Struct, frozen=True):
    """One subject that was measured, with a row for each rival."""

    name: str
    """Case and subject, e.g. `decode: corpus`."""
    title: str
    unit: str
    """`s` for seconds or `B` for bytes; per event, or for everything if *count* is 1."""
    base: str
    count: int
    """Number of events in one round."""
    size: int
    """Total size of these events, in bytes."""
    rounds: int
    processes: int
    rows: tuple[Row, ...]
    failed: dict[str, str] = {}
    """The rivals that cannot do the work, with the reason."""


class Target(msgspec.Struct, frozen=True):
    """One target, and what a run reached."""

    text: str
    table: str
    limit: float
    found: Spread
    unit: str
    """The unit of the limit; empty for a ratio."""
    cores: float | None = None
    """How many cores the machine gave, for targets that depend on it."""

    @property
    def met(self) -> bool:
        """Whether the median is within the limit."""
        return self.found.middle <= self.limit


class Manners(msgspec.Struct, frozen=True):
    """The reaction of one rival to faulty and unusual bodies: which faults it finds, which oddities it survives."""

    name: str
    group: str
    reads: str
    rejects: dict[str, bool]
    survives: dict[str, bool]


class Results(msgspec.Struct, frozen=True):
    """All results of a run."""

    date: str
    machine: str
    versions: dict[str, str]
    corpus: bool
    """Whether the run had the bodies that other people published."""
    tables: tuple[Table, ...]
    manners: tuple[Manners, ...]
    targets: tuple[Target, ...]

    def table(self, name: str) -> Table | None:
        """A table by its name; None if it was not measured."""
        return next((table for table in self.tables if table.name == name), None)


def spread(values: Sequence[float]) -> Spread:
    """The quartiles of values. If there is only one value, it is all three."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


def ratios(values: Mapping[str, Sequence[float]], name: str, base: str) -> Spread:
    """The quartiles of the ratio of rival *name* to rival *base*, taken round by round."""
    return spread([one / other for one, other in zip(values[name], values[base], strict=True)])


def load(file: Path = FILE) -> Results:
    """Read the results of a run.

    Raises:
        msgspec.ValidationError: The file does not hold results.
    """
    return msgspec.json.decode(file.read_bytes(), type=Results)


def save(results: Results, file: Path) -> None:
    """Write the results of a run, indented, so that a diff shows each changed value."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode(_rounded(msgspec.to_builtins(results))), indent=1) + b"\n")


def _rounded(value: object) -> object:
    """A value whose floats have four significant digits; more digits are noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(member) for key, member in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
