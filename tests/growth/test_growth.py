"""Tests of growth. Work is counted only when the environment variable TOPFRAME_VALGRIND names valgrind.

Counting takes a minute and a half on two cores. The gate counts once, with `TOPFRAME_VALGRIND=valgrind`.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

import topframe
import topframe.archive
import topframe.render.delivery
import topframe.render.text
import topframe.webhooks
from topframe.render.delivery import render_note

from .counting import LOGS, Count, named
from .entry_points import ENTRY_POINTS

VARIABLE = "TOPFRAME_VALGRIND"
ROOT = Path(__file__).parents[2]
MODULES = (topframe, topframe.webhooks, topframe.archive, topframe.render.text, topframe.render.delivery)
MOST = 2.5
"""Largest allowed factor of work for twice the payload. It exceeds 2 because some work grows in steps."""


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> list[Count]:
    """The instruction counts of all calls."""
    said = os.environ.get(VARIABLE)
    if not said:
        pytest.skip(f"{VARIABLE} does not name valgrind")
    valgrind = shutil.which(said)
    if valgrind is None:
        pytest.fail(f"{VARIABLE} names no program")
    folder = tmp_path_factory.mktemp("counts")
    tool = ["--tool=exp-bbv", "--instr-count-only=yes", f"--log-file={folder / LOGS}"]
    unused = [f"--{name}-out-file=/dev/null" for name in ("bb", "pc")]
    workers = len(os.sched_getaffinity(0))
    program = [sys.executable, "-m", "tests.growth.counting", str(folder / "counts"), str(workers)]
    environment = {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    subprocess.run([valgrind, *tool, *unused, *program], check=True, cwd=ROOT, env=environment)
    files = [folder / f"counts.{number}" for number in range(workers)]
    return [Count(*json.loads(line)) for file in files for line in file.read_text().splitlines()]


@pytest.mark.parametrize("functions", sorted({named(entry) for entry in ENTRY_POINTS}))
def test_twice_the_payload_takes_twice_the_work(functions: str, counts: list[Count]) -> None:
    """For each shape, twice the size takes at most `MOST` times the instructions. No unexpected exception occurs."""
    own = [it for it in counts if it.call.startswith(f"{functions} - ")]
    assert own
    assert [f"{it.call}: {it.problem}" for it in own if it.problem] == []
    assert [f"{it.call}: {it.small} -> {it.large}" for it in own if it.large > MOST * it.small] == []


def public(module: ModuleType) -> Iterable[object]:
    """The public functions of a module."""
    names: list[str] = getattr(module, "__all__", None) or [name for name in vars(module) if name.startswith("render_")]
    return [value for name in names if inspect.isfunction(value := getattr(module, name))]


def test_no_public_function_is_forgotten() -> None:
    """Every public function that takes a payload or an event is counted. `render_note` takes only text of topframe."""
    counted = {function for entry in ENTRY_POINTS for function in entry.functions} | {render_note}
    assert counted >= {function for module in MODULES for function in public(module)}
