"""Test the README and the pages in `docs`: their code and commands run, and print the output that they show."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser

SAMPLE = Path(__file__).parent / "src" / "topframe" / "cli" / "sample.json"


def run_python(example: Example) -> None:
    """Run a `python` block, and keep its output for the next block."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(example.parsed, example.path, "exec", dont_inherit=True), example.namespace)  # noqa: S102
    example.namespace["printed"] = printed.getvalue()


def compare_printed(example: Example) -> None:
    """Compare a `text` block with the output of the Python block before it."""
    assert example.namespace.pop("printed") == example.parsed


def run_command(example: Example) -> None:
    """Run the command after `$ ` in a `console` block, and compare its output with the rest of the block."""
    prompt, _, expected = str(example.parsed).partition("\n")
    command = shlex.split(prompt.removeprefix("$ "))
    program = Path(sys.executable).parent / command[0]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    result = subprocess.run(  # noqa: S603
        [program, *command[1:]], capture_output=True, text=True, check=True, env=environment
    )
    assert result.stdout == expected


def enter_folder(namespace: dict[str, Any]) -> None:
    """Create `event.json`, which the examples read, in a temporary folder: a copy of the package's sample
    event.
    """
    namespace["home"] = Path.cwd()
    namespace["folder"] = tempfile.TemporaryDirectory()
    os.chdir(namespace["folder"].name)
    Path("event.json").write_bytes(SAMPLE.read_bytes())


def leave_folder(namespace: dict[str, Any]) -> None:
    """Return to the previous folder, and delete the temporary folder."""
    os.chdir(namespace["home"])
    namespace["folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser(language="python", evaluator=run_python),
        CodeBlockParser(language="text", evaluator=compare_printed),
        CodeBlockParser(language="console", evaluator=run_command),
    ],
    patterns=["README.md", "docs/*.md"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
