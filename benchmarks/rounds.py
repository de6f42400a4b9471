"""How all benchmarks measure: rivals take turns, so that a slow spell of the machine hits all of them.

The ratios are taken round by round. Results are dropped at once, and the garbage collector is left on.
"""

from __future__ import annotations

import platform
import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import msgspec

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def machine() -> str:
    """Date, machine and versions, for the head of a report."""
    interpreter = f"{platform.python_implementation()} {platform.python_version()}"
    versions = (f"{name} {version(name)}" for name in ("topframe", "msgspec", "orjson"))
    return ", ".join([str(date.today()), platform.machine(), interpreter, *versions])


def bodies_of(folder: Path) -> list[bytes]:
    """The events of a folder; the items of files that hold a list count one by one."""
    events: list[bytes] = []
    for path in sorted(folder.glob("*.json")):
        body = path.read_bytes()
        events += map(bytes, msgspec.json.decode(body, type=list[msgspec.Raw])) if body.lstrip()[:1] == b"[" else [body]
    return events


def measure(rivals: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds that each rival takes for its whole work, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, run in rivals.items():
            start = perf_counter()
            run()
            seconds[name].append(perf_counter() - start)
    return seconds


def over(run: Callable[[bytes], object], bodies: Sequence[bytes]) -> Callable[[], object]:
    """Run something over all bodies, one after the other."""

    def all_of_them() -> None:
        for body in bodies:
            run(body)

    return all_of_them


def report(title: str, seconds: Mapping[str, Sequence[float]], base: str, count: int, size: int) -> None:
    """Print a table: time for each of *count* things, rate, and ratio to the base with its quartiles."""
    print(f"\n{title}: {count} of {size / 1e3:.0f} kB in all, {len(seconds[base])} rounds")
    for name, times in seconds.items():
        low, middle, high = statistics.quantiles([a / b for a, b in zip(times, seconds[base], strict=True)], n=4)
        median = statistics.median(times)
        print(
            f"  {name:<27} {median / count * 1e6:7.1f} us each {size / median / 1e6:7.0f} MB/s"
            f"   {middle:.2f} x {base} ({low:.2f} to {high:.2f})"
        )
