"""The `topframe` command: needs the extra `cli`, and is the only part that does."""

from __future__ import annotations

import sys

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
    app(prog_name="topframe")
