"""The same targets and mutations, guided by coverage: libFuzzer keeps the bodies that reach new code.

Takes the arguments of libFuzzer, and stops at the first failure. Only the exceptions of an input are checked here, and
its time if `-timeout=1` is given, its memory if `-rss_limit_mb` is.
"""

from __future__ import annotations

import sys
from importlib import import_module
from random import Random
from typing import Any

atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["topframe"]):
    from .targets import TARGETS, execution, mutator, run

NAMES = tuple(TARGETS)


def one_input(data: bytes) -> None:
    """Run an input: a byte that says the target, a byte that the target chooses by, and the body."""
    if len(data) > 2:
        run(NAMES[data[0] % len(NAMES)], data[2:], str(data[1]))


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Make an input of another: a new one from the samples, one with other values, or one with other bytes."""
    rng = Random(seed)
    if len(data) <= 2 or rng.random() < 0.1:
        name, body = execution(seed, 0)
        return (bytes([NAMES.index(name), rng.randrange(256)]) + body)[:max_size]
    try:
        if rng.random() < 0.7:
            return (data[:2] + mutator().changed(rng, data[2:]))[:max_size]
    except (ValueError, RecursionError):
        pass
    return bytes(atheris.Mutate(data, max_size))


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], "-max_len=100000", *sys.argv[1:]], one_input, custom_mutator=mutate)
    atheris.Fuzz()
