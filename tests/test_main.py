"""`python -m topframe` runs the command, for systems where the script is not on the PATH."""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.test_command import environment


def python(*arguments: str) -> tuple[int, str, str]:
    """Run Python with these arguments, and return its exit status, stdout and stderr."""
    command = [sys.executable, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=environment(COLUMNS="80"), check=False)
    return result.returncode, result.stdout, result.stderr


def test_running_the_package_runs_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usage text names `topframe`, whatever `sys.argv[0]` is."""
    monkeypatch.delitem(sys.modules, "topframe.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", [str(Path("topframe", "__main__.py")), "show", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("topframe", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Usage: topframe show [OPTIONS] ")


@pytest.mark.parametrize("arguments", [("--help",), ("show",), ("show", "--sample", "--json"), ("verify", "--help")])
def test_the_module_and_the_script_behave_alike(arguments: tuple[str, ...]) -> None:
    """`python -m topframe` and the script have the same stdout, stderr and exit status."""
    script = python("-c", "from topframe.cli import main; main()", *arguments)
    assert python("-m", "topframe", *arguments) == script
    assert any(script[1:])


def test_a_missing_extra_is_reported() -> None:
    """Without the extra `cli`, `python -m topframe` prints how to install it, as the script does."""
    code = "import runpy, sys; sys.modules['rich'] = None; runpy.run_module('topframe', run_name='__main__')"
    message = "topframe: the command needs typer and rich; install them with: pip install 'topframe[cli]'\n"
    assert python("-c", code) == (1, "", message)


def test_importing_main_does_not_run_the_command() -> None:
    """Importing `topframe.__main__` does not run the command. Some tools import every module of a package."""
    assert import_module("topframe.__main__").main
