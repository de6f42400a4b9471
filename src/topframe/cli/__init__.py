"""The `topframe` command: needs the extra `cli`, and is the only part that does."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

__all__ = ["main"]


def main() -> None:
    """Run the command with the arguments of the process.

    Raises:
        SystemExit: Always; 0 success, 1 an error, 2 wrong usage.
    """
    try:
        from .app import app  # noqa: PLC0415  # what it needs may not be installed
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in {"rich", "typer"}:
            raise
        sys.exit("topframe: the command needs typer and rich; install them with: pip install 'topframe[cli]'")
    if sys.stdout is None:  # a shell's `>&-`
        sys.exit("topframe: standard output: It is closed")
    try:
        app(prog_name="topframe")
    except OSError as exc:  # the subcommands name every other file themselves
        _drop_output()
        sys.exit(f"topframe: standard output: {exc.strerror or exc}")


def _drop_output() -> None:
    """Send what is still to be written nowhere, or Python tries again at the end and prints a traceback."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
