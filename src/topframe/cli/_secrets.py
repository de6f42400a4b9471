"""Secrets of the subcommands. They come only from the environment, because other users can read command lines."""

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
        help="Name of the environment variable that holds the Client Secret. Repeat it for several secrets.",
    ),
]


def secrets_of(context: typer.Context, names: Sequence[str]) -> tuple[str, ...]:
    """The values of the environment variables *names*. A value that cannot be a secret is a usage error."""
    for name in names:
        if fault := _fault(os.environ.get(name)):
            context.fail(f"--secret-env: {_shown(name)} {fault}")
    return tuple(os.environ[name] for name in names)


def _fault(secret: str | None) -> str:
    """Why a value cannot be a secret; "" if it can.

    With an unusable secret the receiver would refuse every request, and no message would say why.
    """
    if secret is None:
        return "is not set; it takes the name of an environment variable"
    if not secret.strip():
        return "is empty"
    if secret != secret.strip():
        return "begins or ends with a blank or a line break"
    return "" if _is_utf8(secret) else "is not UTF-8"


def _is_utf8(value: str) -> bool:
    """Whether the bytes of a variable are UTF-8. Python decodes other bytes to lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _shown(name: str) -> str:
    """The name of a variable for a message. Other text is hidden: it may be the secret, given instead of the name."""
    return name if _PLAIN.fullmatch(name) else "the variable"
