"""`python -m topframe`: the command where no script is on the path."""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.test_command import environment


def python(*arguments: str) -> tuple[int, str, str]:
    """What a process of Python ends with and prints."""
    command = [sys.executable, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=environment(COLUMNS="80"), check=False)
    return result.returncode, result.stdout, result.stderr


def test_the_package_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its usage names `topframe`, whatever `sys.argv[0]` is."""
    monkeypatch.delitem(sys.modules, "topframe.__main__", raising=False)
    monkeypatch.setattr(sys, "argv", [str(Path("topframe", "__main__.py")), "show", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("topframe", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Usage: topframe show [OPTIONS] ")


@pytest.mark.parametrize("arguments", [("--help",), ("show",), ("show", "--sample", "--json"), ("verify", "--help")])
def test_it_does_what_the_script_does(arguments: tuple[str, ...]) -> None:
    """Output, errors and status are the same."""
    script = python("-c", "from topframe.cli import main; main()", *arguments)
    assert python("-m", "topframe", *arguments) == script
    assert any(script[1:])


def test_it_says_how_to_install_the_extra() -> None:
    """Without the extra `cli`, `python -m topframe` prints what the script prints."""
    code = "import runpy, sys; sys.modules['rich'] = None; runpy.run_module('topframe', run_name='__main__')"
    message = "topframe: the command needs typer and rich; install them with: pip install 'topframe[cli]'\n"
    assert python("-c", code) == (1, "", message)


def test_importing_it_runs_nothing() -> None:
    """Tools import every module of a package; importing `topframe.__main__` does not run the command."""
    assert import_module("topframe.__main__").main
