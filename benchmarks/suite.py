"""The benchmark suite: topframe beside typed and untyped rivals, all on the same bodies, in one run.

    python benchmarks/suite.py [--quick] [--case NAME...] [--corpus FOLDER] [--out FOLDER]

Rivals take turns in several fresh processes, which run one after the other. Ratios are taken round by round. Before
anything is measured, each rival must prove that it reads the facts of each body. The README of this folder says what is
measured and what is left out.

It needs `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import perf_counter

import msgspec

import report
import results
from cases import CASES, Alone, Label, Plan, Settings, Turns, tables
from plot import draw_all
from results import Results, Row, Table, ratios, spread
from rounds import CORPUS, machine, versions
from targets import reached
from worker import Answer, Request

WORKER = Path(__file__).with_name("worker.py")
PACKAGES = (
    "topframe",
    "msgspec",
    "pydantic",
    "serpyco-rs",
    "mashumaro",
    "cattrs",
    "adaptix",
    "dataclass-wizard",
    "marshmallow",
    "orjson",
    "pysimdjson",
    "jsonschema-rs",
    "polars",
    "duckdb",
    "pyarrow",
)
PROCESSES = 5
"""Number of processes, one after the other, that measure a table whose rivals take turns."""


class Progress:
    """The progress of a run, on standard error."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.done = 0
        self.start = perf_counter()

    def step(self, text: str) -> None:
        """Report that one more step begins."""
        self.done += 1
        minutes, seconds = divmod(int(perf_counter() - self.start), 60)
        line = f"[{self.done}/{self.steps} {minutes}:{seconds:02}] {text}"
        is_terminal = sys.stderr.isatty()
        sys.stderr.write(f"\r{line[:110]:<110}" if is_terminal else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Remove the progress line from the terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{'':<110}\r")


def ask(request: Request, progress: Progress) -> Answer:
    """Start a fresh process for a request, and return what it measured."""
    progress.step(f"{request.table or request.case} {request.rival or ''}")
    command = [sys.executable, str(WORKER), msgspec.json.encode(request).decode()]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(f"\n{request.table or request.case} {request.rival or ''}: the process that measures failed")
    return msgspec.json.decode(done.stdout, type=Answer)


class Measured(msgspec.Struct):
    """The raw values of one table, by rival. Values from the same process are adjacent."""

    values: dict[str, list[float]]
    cores: dict[str, list[float]]
    memory: dict[str, list[float]]
    failed: dict[str, str]
    labels: Mapping[str, Label]
    count: int
    size: int
    rounds: int
    processes: int


def requests_of(case: str, plan: Plan, settings: Settings) -> list[Request]:
    """The requests to the processes that measure a table, in the order in which they run."""
    if isinstance(plan, Turns):
        processes, rounds = (1, 2) if settings.quick else (PROCESSES, plan.rounds)
        return [Request(settings, case, plan.name, rounds, seed=number) for number in range(processes)]
    rounds = 1 if settings.quick else plan.rounds
    return [Request(settings, case, plan.name, rival=name) for _ in range(rounds) for name in plan.labels]


def together(plan: Plan, requests: Sequence[Request], answers: Sequence[Answer]) -> Measured:
    """The values of a table, collected from the answers of its processes."""
    rounds = requests[0].rounds
    processes = len(requests) if isinstance(plan, Turns) else len(requests) // len(plan.labels)
    return Measured(
        joined(answer.values for answer in answers),
        joined(answer.cores for answer in answers),
        joined(answer.memory for answer in answers),
        {name: reason for answer in answers for name, reason in answer.failed.items()},
        answers[0].labels,
        answers[0].count,
        answers[0].size,
        rounds,
        processes,
    )


def joined(parts: Iterable[Mapping[str, Sequence[float]]]) -> dict[str, list[float]]:
    """The values of all parts, by rival."""
    values: dict[str, list[float]] = {}
    for part in parts:
        for name, found in part.items():
            values.setdefault(name, []).extend(found)
    return values


def table_of(plan: Plan, measured: Measured) -> Table:
    """The table of the measured values: for each event, and as a ratio to the base."""
    rows = tuple(
        Row(
            name,
            measured.labels[name].group,
            measured.labels[name].reads,
            spread([value / measured.count for value in values]),
            ratios(measured.values, name, plan.base),
            median_of(measured.cores.get(name)),
            median_of(measured.memory.get(name)),
        )
        for name, values in measured.values.items()
    )
    unit = plan.unit if isinstance(plan, Alone) else "s"
    return Table(
        plan.name,
        plan.title,
        unit,
        plan.base,
        measured.count,
        measured.size,
        measured.rounds,
        measured.processes,
        rows,
        measured.failed,
    )


def median_of(values: Sequence[float] | None) -> float | None:
    """The median of some values; None if there are none."""
    return statistics.median(values) if values else None


def run(settings: Settings, cases: Sequence[str]) -> tuple[Results, list[tuple[Table, Measured]]]:
    """Measure some cases, and the manners of all rivals."""
    plans = [(plan, requests_of(case, plan, settings)) for case in cases for plan in tables(case, settings)]
    requests = [Request(settings, "manners"), *(request for _, asked in plans for request in asked)]
    for plan, _ in plans:
        if isinstance(plan, Alone):
            plan.prepare()
    progress = Progress(len(requests))
    # One process at a time; only a quick run, whose times mean nothing, starts several at once.
    with ThreadPoolExecutor(os.cpu_count() if settings.quick else 1) as pool:
        first, *answers = pool.map(lambda request: ask(request, progress), requests)
    progress.end()
    ours = [those for those in first.manners if those.group == "topframe"]
    assert ours
    assert all(all(those.rejects.values()) and all(those.survives.values()) for those in ours)
    rest = iter(answers)
    found: list[tuple[Table, Measured]] = []
    for plan, asked in plans:
        measured = together(plan, asked, [next(rest) for _ in asked])
        found.append((table_of(plan, measured), measured))
    made = {table.name: table for table, _ in found}
    targets = tuple(reached(made, {table.name: measured.values for table, measured in found}))
    facts = str(date.today()), machine(), versions(PACKAGES), settings.corpus is not None
    return Results(*facts, tuple(made.values()), tuple(first.manners), targets), found


def in_form_of_pyperf(found: Results, measured: Sequence[tuple[Table, Measured]], file: Path) -> None:
    """Write the raw values as a suite of pyperf, for its commands `stats`, `hist` and `compare_to`."""
    import pyperf  # noqa: PLC0415  # it has no types, and only this function needs it

    metadata = {"date": found.date, "cpu_model_name": found.machine, "python": found.versions["Python"]}
    suite = pyperf.BenchmarkSuite(list(_benchmarks(pyperf, metadata, measured)))
    suite.dump(str(file), replace=True)


def _benchmarks(
    pyperf: object, metadata: Mapping[str, str], measured: Sequence[tuple[Table, Measured]]
) -> Iterator[object]:
    """A pyperf benchmark for each rival in each table, with a pyperf run for each process."""
    for table, raw in measured:
        for name, values in raw.values.items():
            each = [value / table.count for value in values]
            runs = [each[start : start + raw.rounds] for start in range(0, len(each), raw.rounds)]
            unit = "second" if table.unit == "s" else "byte"
            known = {**metadata, "name": f"{table.name}: {name}", "unit": unit}
            yield pyperf.Benchmark(  # type: ignore[attr-defined]
                [pyperf.Run(run, metadata=known, collect_metadata=False) for run in runs]  # type: ignore[attr-defined]
            )


def store(found: Results, measured: Sequence[tuple[Table, Measured]], folder: Path) -> None:
    """Write all results of a run into a folder. Plots are drawn if the run measured one of their tables."""
    results.save(found, folder / results.FILE.name)
    in_form_of_pyperf(found, measured, folder / "pyperf.json.gz")
    draw_all(results.load(folder / results.FILE.name), folder)


def main() -> None:
    """Run the suite, print its tables and store the results."""
    cases = "\n".join(f"  {name:<10} {text}" for name, text in CASES.items())
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog=f"cases:\n{cases}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="check that everything runs and is correct; store nothing")
    parser.add_argument(
        "--case", nargs="+", choices=list(CASES), metavar="NAME", help="measure only these cases; see below"
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="FOLDER",
        help="bodies that other people published (default: ../shared/corpus, if it exists)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="where to store results, raw values and plots (default: benchmarks/results, for a full run of all cases)",
    )
    options = parser.parse_args()
    corpus = options.corpus or (CORPUS if CORPUS.is_dir() else None)
    if corpus and not corpus.is_dir():
        parser.error(f"no folder: {corpus}")
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(options.quick, str(corpus.resolve()) if corpus else None, scratch)
        found, measured = run(settings, options.case or list(CASES))
        if options.quick:
            store(found, measured, Path(scratch))
            assert results.load(Path(scratch) / results.FILE.name).manners == found.manners
    print(report.text(found))
    if options.quick:
        print("\neverything ran and is correct; the times of a quick run mean nothing")
    folder = options.out or (None if options.quick or options.case else results.FOLDER)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        store(found, measured, folder)
        print(f"\nstored in {folder}")


if __name__ == "__main__":
    main()
