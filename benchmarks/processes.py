"""What a process and its children take: processor time and memory, as the kernel records them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from cases import Taken

T = TypeVar("T")
PROC = Path("/proc")
INTERVAL = 0.05
"""Seconds between two looks at the children. Their peaks only grow, so few looks suffice."""


def resident(what: str = "VmRSS", process: int | str = "self") -> int:
    """Resident memory of a process in bytes; with `VmHWM`, its peak.

    The kernel's record is read, because `ru_maxrss` of a child process starts with the value of its parent.
    """
    status = (PROC / str(process) / "status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


def taken(work: Callable[[], T]) -> tuple[Taken, T]:
    """What some work takes, children included, and its result. The children must end before the work does."""
    peaks: dict[int, int] = {}
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(peaks, ended))
    watch.start()
    start, before = perf_counter(), processor_time()
    try:
        made = work()
        seconds, processor = perf_counter() - start, processor_time() - before
    finally:
        ended.set()
        watch.join()
    return Taken(seconds, processor / seconds, float(resident("VmHWM") + sum(peaks.values()))), made


def processor_time() -> float:
    """Seconds of processor time of this process, and of its children that have ended."""
    return sum(os.times()[:4])


def _watch(peaks: dict[int, int], ended: threading.Event) -> None:
    """Record the peak memory of each child until the work has ended."""
    while not ended.wait(INTERVAL):
        for child in _children(os.getpid()):
            with suppress(OSError, ValueError):  # the child has just ended
                peaks[child] = resident("VmHWM", child)


def _children(process: int) -> Iterator[int]:
    """The process ids of the children of a process, and of theirs."""
    with suppress(OSError):
        for task in (PROC / str(process) / "task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _children(child)
