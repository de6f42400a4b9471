"""A fuzzer guided by coverage, with the same targets and mutations: libFuzzer keeps the bodies that reach new code.

The command takes the arguments of libFuzzer and stops at the first failure. It checks exceptions. With `-timeout=1` it
also checks the time, and with `-rss_limit_mb` the memory.
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
    """Run one input. Its first byte selects the target, the second byte is the seed, and the rest is the body."""
    if len(data) > 2:
        run(NAMES[data[0] % len(NAMES)], data[2:], str(data[1]))


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Derive an input from another one: a new input from a sample, or the same input with other values or bytes."""
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
