"""What a run of the suite finds, as it is stored, and what is computed from the raw times."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "results"
FILE = FOLDER / "results.json"


class Spread(msgspec.Struct, frozen=True):
    """The quartiles of a number of values."""

    low: float
    middle: float
    high: float


class Row(msgspec.Struct, frozen=True):
    """One rival in one table."""

    name: str
    group: str
    """`topframe`, `typed` or `untyped`."""
    reads: str
    """`all`, `lazy`, `syntax`, or `part`; see `rivals`."""
    value: Spread
    ratio: Spread
    """To the base of the table, taken round by round."""


class Table(msgspec.Struct, frozen=True):
    """One thing that was measured, for several rivals in turns."""

    name: str
    """Case and subject, such as `decode: corpus`."""
    title: str
    unit: str
    """`s` for each of *count*, `B` for each of *count*, or `s` or `B` for all when *count* is 1."""
    base: str
    count: int
    """Events in one round."""
    size: int
    """Bytes of these events."""
    rounds: int
    processes: int
    rows: tuple[Row, ...]


class Target(msgspec.Struct, frozen=True):
    """What was to be reached, and what was."""

    text: str
    table: str
    limit: float
    found: Spread
    unit: str
    """"" for a ratio."""

    @property
    def met(self) -> bool:
        """Whether the median is within the limit."""
        return self.found.middle <= self.limit


class Manners(msgspec.Struct, frozen=True):
    """What one rival does with bodies that are not as they should be."""

    name: str
    group: str
    reads: str
    rejects: dict[str, bool]
    survives: dict[str, bool]


class Results(msgspec.Struct, frozen=True):
    """All that a run found."""

    date: str
    machine: str
    versions: dict[str, str]
    corpus: bool
    """Whether the bodies that other people published were there."""
    tables: tuple[Table, ...]
    manners: tuple[Manners, ...]
    targets: tuple[Target, ...]

    def table(self, name: str) -> Table | None:
        """A table by name; None where it was not measured."""
        return next((table for table in self.tables if table.name == name), None)


def spread(values: Sequence[float]) -> Spread:
    """The quartiles of values; all alike where there is one value alone."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


def ratios(values: Mapping[str, Sequence[float]], name: str, base: str) -> Spread:
    """One rival beside another, round by round."""
    return spread([one / other for one, other in zip(values[name], values[base], strict=True)])


def load(file: Path = FILE) -> Results:
    """Read the results of a run.

    Raises:
        msgspec.ValidationError: The file holds something else.
    """
    return msgspec.json.decode(file.read_bytes(), type=Results)


def save(results: Results, file: Path) -> None:
    """Write the results of a run, so that changes of single values can be seen."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode(_rounded(msgspec.to_builtins(results))), indent=1) + b"\n")


def _rounded(value: object) -> object:
    """Four digits; more are noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(member) for key, member in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
