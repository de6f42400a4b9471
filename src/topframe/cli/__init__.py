"""The `topframe` command. It needs the extra `cli`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

__all__ = ["main"]


def main() -> None:
    """Run the command with the arguments of the process.

    Raises:
        SystemExit: Always. The status is 0 for success, 1 for an error and 2 for wrong usage.
    """
    try:
        from .app import app  # noqa: PLC0415  # typer and rich may be missing
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in {"rich", "typer"}:
            raise
        sys.exit("topframe: the command needs typer and rich; install them with: pip install 'topframe[cli]'")
    if sys.stdout is None:  # the shell closed it with `>&-`
        sys.exit("topframe: standard output: It is closed")
    try:
        app(prog_name="topframe")
    except OSError as exc:  # subcommands report errors of other files themselves
        _drop_output()
        sys.exit(f"topframe: standard output: {exc.strerror or exc}")


def _drop_output() -> None:
    """Redirect standard output to the null device.

    Otherwise Python flushes the remaining text at exit, fails again and prints a traceback.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
