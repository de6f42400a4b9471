"""What the subcommands read from and print to."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from topframe.render.escape import visible

_STDIN = "-"


def read_body(file: str) -> bytes:
    """The bytes of a file; of standard input, when it is called `-`.

    Raises:
        OSError: It cannot be read.
    """
    if file != _STDIN:
        return Path(file).read_bytes()
    if sys.stdin is None:  # a shell's `<&-`
        raise OSError(errno.EBADF, "It is closed")
    return typer.get_binary_stream("stdin").read()


def name_of(file: str) -> str:
    """What to call a file in a message."""
    return "standard input" if file == _STDIN else file


def console() -> Console:
    """Standard output, for what `topframe.render` lays out."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # what its encoding lacks, too, is shown as an escape
    return Console(highlight=False, markup=False, emoji=False)


def fail(name: str, what: str) -> NoReturn:
    """End with one line that says what is wrong with what.

    Raises:
        Exit: Always, with status 1.
    """
    typer.echo(f"topframe: {visible(name)}: {visible(what)}", err=True)
    raise typer.Exit(1)
