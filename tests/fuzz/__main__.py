"""The command line of the fuzzer. The docstring of the package explains the fuzzer."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import os
import resource
import signal
import sys
import time
import traceback
import tracemalloc
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import topframe

from .targets import Failure, execution, run

BLOCK = 200
"""Executions that a worker process runs before it reports."""
SECONDS = 1.0
"""Seconds of processor time that an execution may take; 20 times as long when its memory is measured."""
TIMES = 50
"""Bytes of memory that an execution may take for each byte of the body."""
FIXED = 4 << 20
"""Bytes of memory that an execution may take in addition: for caches, decoders and modules imported on first use."""
MEASURED = 64
"""The memory of one execution in this many is measured."""
ADDRESS_SPACE = 2 << 30
"""Bytes of address space of a worker process. An execution that needs more raises a MemoryError, which is a failure."""
LONGEST_BLOCK = 300
"""Seconds after which a worker process is stopped if its block has not ended."""
REDUCTIONS = 400
"""How many shorter bodies are tried to reduce a failing body."""
LIBRARY = str(Path(topframe.__file__).parent)


class Found(NamedTuple):
    """A failed execution: it broke a promise."""

    number: int
    target: str
    problem: str
    """The kind of failure: equal for all executions that fail in the same way."""
    body: bytes
    details: str


class TooSlow(BaseException):
    """An execution takes too long. No handler in the library may catch it."""


def problem_of(target: str, body: bytes, seed: str, *, measured: bool) -> tuple[str, str] | None:
    """The failure of an execution, as one line and in detail; None if there is no failure."""
    try:
        if measured:
            peak = _peak(target, body, seed)
            if peak > TIMES * len(body) + FIXED:
                return f"{target}: memory", f"{peak} bytes of memory for a body of {len(body)}"
        else:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            run(target, body, seed)
    except (Exception, TooSlow) as error:
        return f"{target}: {_named(error)}", "".join(traceback.format_exception(error, limit=-12))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


def _peak(target: str, body: bytes, seed: str) -> int:
    gc.collect()
    tracemalloc.start()
    signal.setitimer(signal.ITIMER_VIRTUAL, 20 * SECONDS)
    try:
        run(target, body, seed)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _named(error: BaseException) -> str:
    """The type of an error, and the innermost function of the library in its traceback."""
    calls = [it for it in traceback.extract_tb(error.__traceback__) if it.filename.startswith(LIBRARY)]
    places = [f"{Path(it.filename).name}:{it.name}" for it in calls]
    what = str(error) if isinstance(error, Failure) else ""
    return " ".join(filter(None, (type(error).__name__, what, f"in {places[-1]}" if places else "")))


def block(seed: int, start: int, stop: int, folder: str) -> list[Found]:
    """Run the executions from *start* to *stop* - 1. Return one failure of each kind."""
    faulthandler.dump_traceback_later(LONGEST_BLOCK, exit=True)  # stops C code that does not return
    running = os.open(Path(folder, f"running-{os.getpid()}"), os.O_CREAT | os.O_WRONLY)
    found: dict[str, Found] = {}
    for number in range(start, stop):
        os.pwrite(running, b"%20d\n" % number, 0)
        target, body = execution(seed, number)
        problem = problem_of(target, body, f"{seed}/{number}", measured=number % MEASURED == 0)
        if problem is not None and problem[0] not in found:
            found[problem[0]] = Found(number, target, problem[0], body, problem[1])
    os.close(running)
    faulthandler.cancel_dump_traceback_later()
    return list(found.values())


def reduced(found: Found, seed: int) -> bytes:
    """A shorter body that fails in the same way; the same body if none is found in `REDUCTIONS` tries.

    A body that is too slow is not reduced.
    """
    body, size, tries = found.body, len(found.body) // 2, 0
    measured = found.problem.endswith("memory")
    if "TooSlow" in found.problem:
        return body
    while size and tries < REDUCTIONS:
        at = 0
        while at < len(body) and tries < REDUCTIONS:
            shorter = body[:at] + body[at + size :]
            tries += 1
            again = problem_of(found.target, shorter, f"{seed}/{found.number}", measured=measured)
            if again is not None and again[0] == found.problem:
                body = shorter
            else:
                at += size
        size //= 2
    return body


def prepare_worker() -> None:
    """Set the limits of a worker process."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGVTALRM, stop_execution)


def stop_execution(_: int, __: FrameType | None) -> None:
    """Handle the signal of the timer: stop the execution."""
    raise TooSlow


def fuzz(seed: int, start: int, executions: int, *, seconds: float, workers: int, folder: Path) -> Counter[str]:
    """Run many executions, and save the body of each new kind of failure.

    Returns:
        How many blocks had each kind of failure.
    """
    folder.mkdir(parents=True, exist_ok=True)
    problems: Counter[str] = Counter()
    begun = shown = time.monotonic()
    stop, step = start + executions, BLOCK * workers * 2
    done = start
    with ProcessPoolExecutor(workers, initializer=prepare_worker) as pool:
        while done < stop and time.monotonic() - begun < seconds:
            firsts = range(done, min(stop, done + step), BLOCK)
            results = pool.map(
                block, *zip(*[(seed, at, min(at + BLOCK, stop), str(folder)) for at in firsts], strict=True)
            )
            try:
                fresh = [found for result in results for found in result]
            except BrokenProcessPool:
                numbers = [path.read_text().strip() for path in folder.glob("running-*")]
                say(f"a worker process died in one of the executions {', '.join(numbers)}")
                problems["a worker died"] += 1
                break
            for found in fresh:
                problems[found.problem] += 1
                if problems[found.problem] == 1:
                    saved(found, seed, pool.submit(reduced, found, seed).result(), folder)
            done = min(stop, done + step)
            if time.monotonic() - shown > 10 or done >= stop:
                shown = time.monotonic()
                rate = (done - start) / (shown - begun)
                sys.stdout.write(
                    f"seed {seed}: executions {start} to {done - 1}, {rate:.0f} a second, {len(problems)} problems\n"
                )
                sys.stdout.flush()
    for path in folder.glob("running-*"):
        path.unlink()
    return problems


def saved(found: Found, seed: int, body: bytes, folder: Path) -> None:
    """Save a failure: the body, the details, and the command that repeats the execution."""
    name = "".join(char if char.isalnum() else "-" for char in found.problem)[:100]
    (folder / f"{name}.bin").write_bytes(body)
    command = f"python -m tests.fuzz --seed {seed} --start {found.number} --executions 1"
    (folder / f"{name}.txt").write_text(
        f"{found.problem}\n{command}\n{len(body)} bytes: {body[:2000]!r}\n\n{found.details}"
    )
    sys.stdout.write(f"FOUND {found.problem}: {command}\n      {body[:300]!r}\n")
    sys.stdout.flush()


def say(line: str) -> None:
    """Print a line without buffering."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the arguments and fuzz. Return 1 if there was a failure, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--executions", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=int, default=0, help="number of the first execution, to resume a run")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=Path("fuzz-failures"), help="folder for failing bodies")
    it = parser.parse_args()
    problems = fuzz(it.seed, it.start, it.executions, seconds=it.seconds, workers=it.workers, folder=it.folder)
    for problem, blocks in problems.most_common():
        say(f"{blocks:6} {problem}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
