"""The development receiver, a Starlette application. It verifies and saves a body, responds, and then shows it.

A client could keep connections open and never finish a request. So the receiver limits the number of open connections,
the time for the headers of a request, and the time for its body.

Source: getsentry/sentry, sentry_apps/utils/webhooks.py and options (a receiver has one second; below 400 is success)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from topframe.errors import BodyTooLargeError, DeliveryError, SignatureError, TopframeError
from topframe.webhooks import Delivery, SelectOptionsRequest, receive

from ._display import Arrival
from ._save import DAMAGED, save_body

MAX_CONNECTIONS = 32
"""Maximum number of open connections. Further connections get a 503. Each connection serves one request."""
MAX_SECONDS = 10
"""Seconds for the headers of a request, and the same again for its body. After that, the response is 408."""
_TOO_SHORT = "The request ended too early"
_TOO_SLOW = "The request arrived too slowly"
_STATUS = {_TOO_SHORT: 400, _TOO_SLOW: 408}


class Protocol(H11Protocol):
    """uvicorn's HTTP protocol, with limits. uvicorn itself waits for headers forever, on any number of connections."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse the connection if too many are open. Otherwise start the time limit for its headers."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._waiting = self.loop.call_later(MAX_SECONDS, self._expire)

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the time limit."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _expire(self) -> None:
        if not self.cycle:  # headers incomplete; `Receiver` limits the time for the body
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        self.transport.write(head.encode())
        self.transport.close()


class Receiver:
    """The handler of requests from Sentry, at any path.

    Args:
        secrets: The Client Secrets of the integrations. A request must be signed with one of them.
        folder: The folder in which bodies are saved. None: bodies are not saved.
        show: Called with each request after the response. It must not block.
        max_bytes: Maximum size of a body, in bytes. The receiver stops reading when a body exceeds it.
    """

    def __init__(
        self, secrets: Sequence[str], folder: Path | None, show: Callable[[Arrival], None], max_bytes: int
    ) -> None:
        self._secrets = secrets
        self._folder = folder
        self._show = show
        self._max_bytes = max_bytes

    async def answer(self, request: Request) -> Response:
        """Verify and save one request. It is shown after the response.

        Returns:
            Status 200 for a verified delivery, even if it is damaged, and 401 if the request could not be verified. 413
            if the body is too large, 400 if it breaks off, 408 if it is too slow, and 500 if it could not be saved.
        """
        at = datetime.now(UTC)
        outcome = await self._receive(request)
        saved = None
        if isinstance(outcome, (Delivery, DeliveryError)) and not isinstance(outcome, SignatureError):
            try:
                saved = self._save(outcome, at)
            except OSError as exc:
                outcome = f"Not saved: {exc.strerror or exc}"
        response = _response(outcome)
        response.background = BackgroundTask(self._pass_on, Arrival(at, outcome, response.status_code, saved))
        return response

    async def _receive(self, request: Request) -> Delivery | TopframeError | str:
        try:
            async with asyncio.timeout(MAX_SECONDS):
                body = await self._read(request)
            return receive(body, request.headers, secrets=self._secrets, max_bytes=self._max_bytes)
        except TopframeError as exc:
            return exc
        except (ClientDisconnect, asyncio.CancelledError):  # uvicorn cancels requests after Ctrl-C
            return _TOO_SHORT
        except TimeoutError:
            return _TOO_SLOW

    async def _read(self, request: Request) -> bytes:
        """The body of a request.

        If `Content-Length` exceeds the limit, nothing is read. Otherwise reading stops at the first chunk beyond the
        limit.
        """
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._max_bytes:
            raise BodyTooLargeError(self._max_bytes)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._max_bytes:
                raise BodyTooLargeError(self._max_bytes)
        return bytes(body)

    def _save(self, outcome: Delivery | DeliveryError, at: datetime) -> str | None:
        if self._folder is None or not outcome.body:  # a request for form options has no body
            return None
        action = outcome.action if isinstance(outcome, Delivery) else DAMAGED
        return save_body(self._folder, outcome.body, at, outcome.resource, action)

    async def _pass_on(self, arrival: Arrival) -> None:
        self._show(arrival)


def application(receiver: Receiver, start: Callable[[], None], stop: Callable[[], None]) -> Starlette:
    """The Starlette application.

    Args:
        receiver: Handles the requests.
        start: Called before the first request.
        stop: Called after the last request.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None, None]:
        start()
        yield
        stop()

    return Starlette(routes=[Route("/{path:path}", receiver.answer, methods=["GET", "POST"])], lifespan=lifespan)


def _response(outcome: Delivery | TopframeError | str) -> Response:
    if isinstance(outcome, SelectOptionsRequest):
        return JSONResponse([])
    if isinstance(outcome, SignatureError):
        return PlainTextResponse(str(outcome), 401)
    if isinstance(outcome, (Delivery, DeliveryError)):
        return Response()
    if isinstance(outcome, BodyTooLargeError):
        return PlainTextResponse(str(outcome), 413)
    return Response(status_code=_STATUS.get(str(outcome), 500))
