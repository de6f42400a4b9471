"""Checks of the README beyond running its examples. The root `conftest.py` runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_examples_pass_mypy(tmp_path: Path) -> None:
    """The Python code in the README passes mypy's strict mode."""
    blocks = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert len(blocks) > 3
    example = tmp_path / "example.py"
    example.write_text("\n".join(blocks))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", "/dev/null", str(example)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout == ""


def test_the_first_example_runs_as_described(tmp_path: Path) -> None:
    """The text before the first section gives the command that writes `event.json`. With it, the first example runs."""
    first = README.partition("\n## ")[0]
    (command,) = re.findall(r"`(topframe [^`]*) > event\.json`", first)
    assert README.count("> event.json") == 1
    program = Path(sys.executable).parent / "topframe"
    made = subprocess.run([program, *command.split()[1:]], stdout=subprocess.PIPE, check=True)
    (tmp_path / "event.json").write_bytes(made.stdout)
    ((code, printed),) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", first, re.DOTALL)
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True)
    assert result.stdout == printed
