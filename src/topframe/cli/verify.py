"""`topframe verify`: checks the signature of a body."""

from __future__ import annotations

from typing import Annotated

import typer

from topframe.errors import TopframeError
from topframe.render.escape import visible
from topframe.webhooks import verify as verify_body

from ._secrets import SecretEnv, secrets_of
from ._terminal import fail, name_of, read_body


def verify(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help="The body, byte for byte as it was received; - reads standard input."),
    ],
    signature: Annotated[
        str, typer.Option("--signature", metavar="HEX", help="The value of the header Sentry-Hook-Signature.")
    ],
    secret_env: SecretEnv,
) -> None:
    """Check the signature of a body.

    Exits with 0 if the signature is valid, and with 1 if it is not.
    """
    secrets = secrets_of(context, secret_env)
    name = name_of(file)
    try:
        verify_body(read_body(file), {"Sentry-Hook-Signature": signature}, secrets=secrets)
    except TopframeError as exc:
        fail(name, str(exc))
    typer.echo(f"{visible(name)}: the signature matches")
