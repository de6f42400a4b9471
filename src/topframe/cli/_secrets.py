"""Secrets of the subcommands: from the environment alone, because others can read what a command line says."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Annotated, TypeAlias

import typer

_PLAIN = re.compile("[A-Z_][A-Z0-9_]{0,59}")

SecretEnv: TypeAlias = Annotated[
    list[str],
    typer.Option(
        "--secret-env",
        metavar="NAME",
        help="The environment variable that holds the Client Secret; several times for several secrets.",
    ),
]


def secrets_of(context: typer.Context, names: Sequence[str]) -> tuple[str, ...]:
    """The values of environment variables. A variable that is not set, empty or blank is a usage error."""
    for name in names:
        if not os.environ.get(name, "").strip():
            state = "empty" if name in os.environ else "not set"
            context.fail(f"--secret-env: {_shown(name)} is {state}; it takes the name of an environment variable")
    return tuple(os.environ[name] for name in names)


def _shown(name: str) -> str:
    """The name of a variable, unless it may be the secret itself, which someone gave in its place."""
    return name if _PLAIN.fullmatch(name) else "the variable"
