"""Input and output of the subcommands."""

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
    """The bytes of a file, or of standard input if *file* is `-`.

    Raises:
        Exit: The file cannot be read. One line of error says why and, for common mistakes, what to do instead.
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
    if sys.stdin is None:  # the shell closed it with `<&-`
        raise OSError(errno.EBADF, "It is closed")
    if sys.stdin.isatty():  # it would wait for input, and a terminal cuts pasted lines at 4095 bytes
        raise OSError(errno.EINVAL, "It is a terminal; pipe a file into it, or give the name of the file")
    return typer.get_binary_stream("stdin").read()


def name_of(file: str) -> str:
    """The name of a file in messages."""
    return "standard input" if file == STDIN else file


def console() -> Console:
    """A rich console on standard output, for the layouts of `topframe.render`."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # escapes characters that the encoding lacks
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "80")):
            del os.environ[name]  # rich would print nothing or fail; without the variable, it asks the terminal
    return Console(highlight=False, markup=False, emoji=False)


def fail(name: str, what: str) -> NoReturn:
    """Print one line of error and exit.

    Args:
        name: The file or the part of the command that has the fault.
        what: The fault.

    Raises:
        Exit: Always, with status 1.
    """
    typer.echo(f"topframe: {visible(name)}: {visible(what)}", err=True)
    raise typer.Exit(1)
