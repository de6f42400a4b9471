"""Instruction counts beside `orjson.loads`, for machines on which times are too noisy.

    python benchmarks/instructions.py

It needs valgrind, the corpus in `../shared` and `pip install -e '.[bench,test]'`, and takes two minutes. The count of a
pass over the same bodies hardly varies. It says nothing about waiting for memory, and valgrind has no AVX-512, which
orjson uses where it exists. So compare these ratios only with each other, before and after a change.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

import samples
import sets
import topframe
from rounds import CORPUS, ROOT
from topframe.views import EventFrames, EventOverview

VALGRIND = ("valgrind", "--tool=exp-bbv", "--instr-count-only=yes")
UNUSED = ("--bb-out-file=/dev/null", "--pc-out-file=/dev/null")
READERS: dict[str, Callable[[bytes], Any]] = {
    "decode_event": topframe.decode_event,
    "EventFrames": partial(topframe.decode_view, view=EventFrames),
    "EventOverview": partial(topframe.decode_view, view=EventOverview),
}


class Pass(NamedTuple):
    """A function that is called with some bodies."""

    name: str
    run: Callable[[bytes], Any]
    bodies: Sequence[bytes]


def reject(body: bytes) -> None:
    """Decode an invalid body and drop the error."""
    with suppress(topframe.ValidationError):
        topframe.decode_event(body)
        raise AssertionError("the body is valid")


def passes() -> Iterator[Pass]:
    """What is counted."""
    known = [*sets.published(CORPUS), *sets.example(CORPUS), *sets.own(len(samples.MIXTURE))]
    for bodies in (*known, sets.with_unknown_entries(known[0])):
        for name, run in READERS.items():
            yield Pass(f"{name}: {bodies.name}", run, bodies.read())
    first = samples.with_other_values_first(samples.mixture(len(samples.MIXTURE)))
    yield Pass("decode_event: other values first", topframe.decode_event, first)
    yield Pass(f"load_event: {known[0].name}", topframe.load_event, known[0].read())
    for name, body in (("median", samples.median()), ("large", samples.large())):
        yield Pass(f"reject: {name}", reject, [samples.with_wrong_leaf(body)] * 5)


def counted(folder: Path) -> None:
    """Print the counts. Valgrind runs this process and writes its logs into *folder*."""
    sys.path.append(str(ROOT))
    from tests.growth.counting import snapshot, total  # noqa: PLC0415  # it is found only now

    gc.disable()

    def count(run: Callable[[bytes], Any], bodies: Sequence[bytes]) -> int:
        for body in bodies:
            run(body)
        start = snapshot()
        for body in bodies:
            run(body)
        end = snapshot()
        return total(end, folder) - total(start, folder)

    for name, run, bodies in passes():
        print(f"{name:<55} {count(run, bodies) / count(orjson.loads, bodies):.2f}", flush=True)


def main() -> None:
    """Start valgrind with this program, or count if this is the program that it runs."""
    if sys.argv[1:]:
        counted(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        log = f"--log-file={folder}/count.%p"
        program = (sys.executable, __file__, folder)
        subprocess.run([*VALGRIND, *UNUSED, log, *program], check=True, env={**os.environ, "PYTHONHASHSEED": "0"})


if __name__ == "__main__":
    main()
