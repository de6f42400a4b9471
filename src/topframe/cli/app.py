"""The command with its subcommands, and the settings that they share."""

from __future__ import annotations

from typing import Annotated

import typer

from topframe.version import __version__

from .listen import listen
from .show import show
from .verify import verify

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would print local variables, which hold events
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("show")(show)
app.command("listen")(listen)
app.command("verify")(verify)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"topframe {__version__}")
        raise typer.Exit


@app.callback()
def topframe(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read Sentry events and receive Sentry's webhooks."""
