"""What the subcommands read from and print to."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from topframe.render.escape import visible

STDIN = "-"
_SIZE = re.compile("[1-9][0-9]{0,4}")


def read_body(file: str) -> bytes:
    """The bytes of a file; of standard input, when it is called `-`.

    Raises:
        Exit: It cannot be read. One line says why, and what to do instead.
    """
    if not file:
        fail("FILE", "Its name is empty")
    try:
        return _read(file)
    except IsADirectoryError:
        fail(file, "It is a folder; give one of its files")
    except OSError as exc:
        if "://" in file:
            fail(file, "It is a URL; download it, or pipe it into `topframe show -`")
        fail(name_of(file), exc.strerror or str(exc))


def _read(file: str) -> bytes:
    if file != STDIN:
        return Path(file).read_bytes()
    if sys.stdin is None:  # a shell's `<&-`
        raise OSError(errno.EBADF, "It is closed")
    if sys.stdin.isatty():  # and a terminal cuts pasted lines at 4095 bytes
        raise OSError(errno.EINVAL, "It is a terminal; pipe a file into it, or give the name of the file")
    return typer.get_binary_stream("stdin").read()


def name_of(file: str) -> str:
    """What to call a file in a message."""
    return "standard input" if file == STDIN else file


def console() -> Console:
    """Standard output, for what `topframe.render` lays out."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # what its encoding lacks, too, is shown as an escape
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "80")):
            del os.environ[name]  # rich would show nothing, or fail; without it, rich asks the terminal
    return Console(highlight=False, markup=False, emoji=False)


def fail(name: str, what: str) -> NoReturn:
    """End with one line that says what is wrong with what.

    Raises:
        Exit: Always, with status 1.
    """
    typer.echo(f"topframe: {visible(name)}: {visible(what)}", err=True)
    raise typer.Exit(1)
