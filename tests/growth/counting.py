"""A program that counts instructions. Valgrind runs it as `python -m tests.growth.counting FILE WORKERS`.

When a process ends, valgrind's tool `exp-bbv` prints how many instructions the process executed. A forked process
inherits the count of its parent. So a fork that ends at once is a snapshot of its parent's count, and the difference
between two snapshots is the number of instructions in between.
"""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from topframe import TopframeError

from .entry_points import ENTRY_POINTS, EntryPoint
from .shapes import SHAPES, Shape

SECONDS = 20
"""Seconds of processor time that a call may take under valgrind. A call that takes longer is far from linear."""
BATCH = 16
"""Pairs of entry point and shape in a batch. All arguments of a batch are built before the first call is counted.

Then one snapshot serves as the end of a call and the start of the next call. A snapshot takes a twentieth of a second.
"""
LOGS = "count.%p"
_TOTAL = re.compile(r"Total instructions: (\d+)")


class Count(NamedTuple):
    """The instructions of one call, for both sizes."""

    call: str
    """Names of the functions and of the shape."""
    small: int
    """Instructions for the shape in its own size."""
    large: int
    """Instructions for twice that size."""
    problem: str
    """An exception that the call should not raise; empty if there is none."""


class TooSlow(BaseException):
    """A call exceeds `SECONDS`."""


def snapshot() -> int:
    """Take a snapshot of the instruction count. Return the id of the process whose log holds it."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def total(pid: int, folder: Path) -> int:
    """The instruction count in the log of a snapshot. The log is deleted."""
    log = folder / LOGS.replace("%p", str(pid))
    found = _TOTAL.search(log.read_text())
    assert found
    log.unlink()
    return int(found[1])


def attempt(call: Callable[[Any], object], argument: Any) -> str:
    """Call a function. Return the exception that it should not raise, as text; empty text if there is none."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        call(argument)
    except TopframeError:
        pass
    except (Exception, TooSlow) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def argument(entry: EntryPoint, shape: Shape, size: int) -> Any:
    """The argument for a shape in a size; None if it cannot be built, for example if the payload is not an event."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return entry.prepare(shape.make(size))
    except (TopframeError, TooSlow):  # other entry points report this failure
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def counts_of(pairs: list[tuple[EntryPoint, Shape]], folder: Path) -> Iterator[Count]:
    """Count the calls for some shapes in both sizes. Shapes without an argument for the entry point are skipped."""
    sizes = [(entry, shape, shape.size // entry.divisor) for entry, shape in pairs]
    made = [(e, s, argument(e, s, size), argument(e, s, 2 * size)) for e, s, size in sizes]
    made = [it for it in made if it[3] is not None]
    problems: list[str] = []
    snapshots = [snapshot()]
    for entry, _, small, large in made:
        for it in (small, large):
            problems.append(attempt(entry.call, it))
            snapshots.append(snapshot())
    totals = [total(pid, folder) for pid in snapshots]
    counts = [after - before for before, after in pairwise(totals)]
    for (entry, shape, *_), small, large, *found in zip(
        made, counts[::2], counts[1::2], problems[::2], problems[1::2], strict=True
    ):
        yield Count(f"{named(entry)} - {shape.kind}: {shape.name}", small, large, found[0] or found[1])


def named(entry: EntryPoint) -> str:
    """The names of the functions that an entry point calls."""
    return ", ".join(function.__qualname__ for function in entry.functions)


def share(number: int, workers: int, folder: Path) -> Iterator[Count]:
    """Count the calls of one worker process."""
    pairs = [(entry, shape) for shape in SHAPES for entry in ENTRY_POINTS if shape.kind in entry.kinds]
    for entry, shape in {(entry, shape.kind): (entry, shape) for entry, shape in pairs}.values():
        if (it := argument(entry, shape, 8)) is not None:  # fill caches that are built on first use
            attempt(entry.call, it)
    gc.collect()
    gc.freeze()
    gc.disable()
    own = pairs[number::workers]
    for at in range(0, len(own), BATCH):
        yield from counts_of(own[at : at + BATCH], folder)


def main(file: Path, workers: int) -> None:
    """Count all calls in worker processes. Each process writes one file."""
    signal.signal(signal.SIGVTALRM, _stop)
    sys.setrecursionlimit(1000)
    pids: list[int] = []
    for number in range(workers):
        if not (pid := os.fork()):
            with file.with_suffix(f".{number}").open("w", buffering=1) as lines:
                lines.writelines(json.dumps(it) + "\n" for it in share(number, workers, file.parent))
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        _, status = os.waitpid(pid, 0)
        if status:
            sys.exit(f"a worker ended with status {os.waitstatus_to_exitcode(status)}")


def _stop(_: int, __: FrameType | None) -> None:
    raise TooSlow


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
