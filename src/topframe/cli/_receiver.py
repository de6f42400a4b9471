"""The development receiver as an application of Starlette: verify, save, answer; showing comes after.

A sender could keep connections open and never finish a request. So the number of open connections is limited, and so is
the time for the head and for the body of a request.

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
from ._save import save_body

MAX_CONNECTIONS = 32
"""The most connections that are open at once. The next one gets a 503. A connection serves one request."""
MAX_SECONDS = 10
"""The time for the head of a request, and then for its body. After that, the response is 408."""
_BROKE_OFF = "The request broke off"
_TOO_SLOW = "The request came too slowly"
_STATUS = {_BROKE_OFF: 400, _TOO_SLOW: 408}


class Protocol(H11Protocol):
    """uvicorn's HTTP with limits: without them, it waits for a head forever, on any number of connections."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Refuse the connection if too many are open; otherwise limit the time for the head of its request."""
        super().connection_made(transport)
        if len(self.connections) > MAX_CONNECTIONS:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._waiting = self.loop.call_later(MAX_SECONDS, self._expire)

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the limit of time."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _expire(self) -> None:
        if not self.cycle:  # there is no head yet; the receiver limits the time for the body
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        self.transport.write(head.encode())
        self.transport.close()


class Receiver:
    """Responds to requests of Sentry, at any path.

    Args:
        secrets: The secrets of the integrations.
        folder: Where bodies are saved; None not to save them.
        show: Called with each request after the response. It must not block.
        max_bytes: Bytes of the largest body. A larger one is not read to its end.
    """

    def __init__(
        self, secrets: Sequence[str], folder: Path | None, show: Callable[[Arrival], None], max_bytes: int
    ) -> None:
        self._secrets = secrets
        self._folder = folder
        self._show = show
        self._max_bytes = max_bytes

    async def answer(self, request: Request) -> Response:
        """Respond 200 when the body is saved, also if it is damaged, and 401 if the request could not be verified."""
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
        except (ClientDisconnect, asyncio.CancelledError):  # uvicorn cancels it some seconds after Ctrl-C
            return _BROKE_OFF
        except TimeoutError:
            return _TOO_SLOW

    async def _read(self, request: Request) -> bytes:
        """The body. If it is too large, at most a chunk beyond the limit is read; nothing, if its length is given."""
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
        if self._folder is None or not outcome.body:  # the request for options has none
            return None
        action = outcome.action if isinstance(outcome, Delivery) else "damaged"
        return save_body(self._folder, outcome.body, at, outcome.resource, action)

    async def _pass_on(self, arrival: Arrival) -> None:
        self._show(arrival)


def application(receiver: Receiver, start: Callable[[], None], stop: Callable[[], None]) -> Starlette:
    """The application.

    Args:
        receiver: Answers the requests.
        start: Is called before the first request.
        stop: Is called after the last one.
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
