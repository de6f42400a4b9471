"""The way in which everything is measured: rivals take turns, so that a slow phase of the machine affects all of them.

Ratios are taken round by round. Each round has a new random order, so that no rival always runs after the same other
one. Results are dropped at once, and the garbage collector is on, unless a case says otherwise.
"""

from __future__ import annotations

import os
import platform
import random
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def machine() -> str:
    """Model, architecture, cores and system of the machine, for the head of a report. The host name is left out."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    cores = f"{os.cpu_count()} cores"
    return ", ".join(part for part in (model, platform.machine(), cores, platform.system()) if part)


def versions(packages: Sequence[str]) -> dict[str, str]:
    """The versions of Python and of *packages*, by name."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return {"Python": python, **{name: version(name) for name in packages}}


def measure(runs: Mapping[str, Callable[[], object]], rounds: int, seed: int = 0) -> dict[str, list[float]]:
    """The seconds that each rival takes for its whole work, in each round. A first round does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    order = list(runs)
    draw = random.Random(seed)
    for run in runs.values():
        run()
    for _ in range(rounds):
        draw.shuffle(order)
        for name in order:
            run = runs[name]
            start = perf_counter()
            run()
            seconds[name].append(perf_counter() - start)
    return seconds


def over(run: Callable[[bytes], object], bodies: Sequence[bytes]) -> Callable[[], object]:
    """A function that calls *run* with each body, one after the other."""

    def all_of_them() -> None:
        for body in bodies:
            run(body)

    return all_of_them
