"""Serve a recipe on the loopback interface. The server chooses a free port and prints it.

    INBOX=folder SENTRY_SECRET=secret python -m tests.recipes.serve fastapi

FastAPI, Starlette and Litestar run under uvicorn; Flask and Django run under werkzeug's threaded server.
"""

from __future__ import annotations

import importlib
import socket
import sys
from contextlib import suppress
from typing import Any

HOST = "127.0.0.1"
ASGI = ("fastapi", "starlette", "litestar")
WSGI = ("flask", "django")


def announce(port: int) -> None:
    """Print the port."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def serve_asgi(app: Any) -> None:
    """Serve an ASGI application under uvicorn."""
    import uvicorn

    listening = socket.create_server((HOST, 0))
    announce(listening.getsockname()[1])
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def serve_wsgi(app: Any) -> None:
    """Serve a WSGI application under werkzeug."""
    from werkzeug.serving import make_server

    server = make_server(HOST, 0, app, threaded=True)
    announce(server.server_port)
    server.serve_forever()


def django_app() -> Any:
    """Return the Django application, with the settings that the recipe needs."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.configure(
        ROOT_URLCONF="tests.recipes.django_app",
        ALLOWED_HOSTS=[HOST],
        SECRET_KEY="of the tests alone",
        DATA_UPLOAD_MAX_MEMORY_SIZE=20_000_000,
    )
    return get_wsgi_application()


def main() -> None:
    """Serve the recipe named on the command line."""
    name = sys.argv[1]
    if name == "django":
        serve_wsgi(django_app())
    else:
        app = importlib.import_module(f"tests.recipes.{name}_app").app
        serve_asgi(app) if name in ASGI else serve_wsgi(app)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
