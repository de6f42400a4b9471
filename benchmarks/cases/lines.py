"""A file of NDJSON: the time and the memory to make rows of 100 000 events, and the memory for reading 2 GB.

`row_tools` has the tools, and says what a row has. There is a file of events of all types, and a file of errors alone,
because some tools cannot read the first. Files are in the system's cache. Each value has a process of its own, and
includes the start of worker processes; the imports come before. All tools that succeed must make the same rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson

import row_tools
import samples
import topframe
from processes import resident, taken
from row_tools import ORJSON, TOOLS

from . import Alone, Fails, Label, Settings, Taken

DIFFERENT = 200
"""Number of different events in a file."""
FILES: dict[str, tuple[str, Callable[[int], list[bytes]]]] = {
    "mixed": ("events of all types", samples.mixture),
    "errors": ("errors", samples.errors),
}


def write(file: Path, make: Callable[[int], list[bytes]], count: int) -> None:
    """Write a file that repeats the same events up to *count*. An existing file is kept."""
    if not file.exists():
        samples.write_lines(file, samples.repeated(make(DIFFERENT), count))


def rows(folder: Path, kind: str, count: int, name: str) -> Taken:
    """What a tool takes to make the rows of a file.

    Raises:
        Fails: The tool cannot read the file.
    """
    tool, make = TOOLS[name], FILES[kind][1]
    first = folder / f"first of {name}.ndjson"
    samples.write_lines(first, samples.errors(1))
    tool.make(first)  # runs lazy imports before the clock starts
    try:
        took, made = taken(lambda: tool.make(folder / f"{kind}.ndjson"))
    except Exception as error:
        if not tool.limit:
            raise
        raise Fails(f"{type(error).__name__}: {tool.limit}") from error
    expected = [row_tools.row_of_dict(orjson.loads(body)) for body in make(min(count, DIFFERENT))]
    found = row_tools.rows_of(made)
    assert len(found) == count
    assert all(row == expected[number % len(expected)] for number, row in enumerate(found)), f"{name}: other rows"
    return took


def most_memory(file: Path, count: int, name: str) -> float:
    """Peak memory of the process in bytes, after it has read a file and kept nothing."""
    events: Iterable[Any] = topframe.read_events(file) if name == "read_events" else dicts_of(file)
    (last,) = deque(enumerate(events, 1), maxlen=1)
    assert last[0] == count
    return float(resident("VmHWM"))


def dicts_of(file: Path) -> Iterable[Any]:
    """The events of a file as dicts."""
    with file.open("rb") as lines:
        yield from map(orjson.loads, lines)


def tables(settings: Settings) -> Sequence[Alone]:
    """A table of rows for each file, and one for the memory that a large file takes."""
    folder = Path(settings.scratch)
    count, large = (400, 800) if settings.quick else (100_000, 160_000)
    return [*(table(folder, kind, count) for kind in FILES), table_of_memory(folder / "large.ndjson", large)]


def table(folder: Path, kind: str, count: int) -> Alone:
    """The table for the rows of a file."""
    title, make = FILES[kind]
    size = size_of(make, count)
    return Alone(
        f"lines: {kind}",
        f"Make rows of {count:,} {title} in a file of {size / 1e6:,.0f} MB".replace(",", " "),
        "s",
        ORJSON,
        {name: Label(tool.group, tool.reads) for name, tool in TOOLS.items()},
        1,
        size,
        partial(rows, folder, kind, count),
        3,
        partial(write, folder / f"{kind}.ndjson", make, count),
    )


def table_of_memory(file: Path, count: int) -> Alone:
    """The table for the memory that a large file takes."""
    return Alone(
        "lines: memory",
        f"Memory at most, while a file of {size_of(samples.mixture, count) / 1e6:.0f} MB is read",
        "B",
        ORJSON,
        {"read_events": Label("topframe", "lazy"), ORJSON: Label("untyped", "all")},
        1,
        0,
        partial(most_memory, file, count),
        1,
        partial(write, file, samples.mixture, count),
    )


def size_of(make: Callable[[int], list[bytes]], count: int) -> int:
    """The size of a file of *count* events in bytes."""
    return sum(map(len, samples.repeated(make(DIFFERENT), count))) + count
