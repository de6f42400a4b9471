"""`topframe listen`: a webhook receiver for development."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group

from topframe.webhooks.signature import MAX_BYTES

from ._display import Display
from ._secrets import SecretEnv, secrets_of
from ._terminal import console, fail

_GRACE = 3
"""Seconds after Ctrl-C for requests to finish. Printing the waiting deliveries then takes at most twice as long."""


def listen(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 takes a free one.")],
    secret_env: SecretEnv,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="DIR", help="Save each verified body as a file in this folder."),
    ] = None,
) -> None:
    """Receive webhooks, verify them and show them.

    Responds 200 at once, or 401 if the request is not signed with one of the secrets. A damaged delivery is shown and
    saved too. A UI component that asks for the options of a form field gets an empty list. Ctrl-C stops the command.

    Limits: 20 MB for a body (else 413), 10 seconds for the headers of a request and 10 for its body (else 408), and 32
    connections at once (else 503). `topframe show FILE` shows a saved delivery.
    """
    secrets = secrets_of(context, secret_env)
    try:
        import uvicorn  # noqa: PLC0415  # starlette and uvicorn may be missing

        from ._receiver import Protocol, Receiver, application  # noqa: PLC0415
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in {"starlette", "uvicorn"}:
            raise
        fail("listen", "it needs starlette and uvicorn; install them with: pip install 'topframe[listen]'")
    if save is not None:
        _make(save)
    listening = _bind(host, port)

    def show(layout: Group) -> None:
        console().print(layout, crop=False)  # a console prints failed output again, so take a new one

    display = Display(show, "those that are verified are saved" if save else "use --save to keep them")
    receiver = Receiver(secrets, save, display.offer, MAX_BYTES)
    config = uvicorn.Config(
        application(receiver, display.start, lambda: display.close(_GRACE)),
        http=Protocol,
        headers=[("Connection", "close")],
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )
    typer.echo(f"Listening at {_address(listening)} until Ctrl-C")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
    if display.is_running:  # its thread may hold the lock of standard output: a normal exit would wait, then abort
        os._exit(1)
    if display.error is not None:
        raise display.error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        fail(str(folder), "It is not a folder")
    except OSError as exc:
        fail(str(folder), exc.strerror or str(exc))


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        reason = (exc.strerror or str(exc)).partition(" (while")[0]  # it repeats the address
        fail(f"{host}:{port}", reason)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
