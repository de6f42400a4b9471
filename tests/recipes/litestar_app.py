import os
from typing import Any

from litestar import Litestar, Request, Response, post

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox


@post("/sentry")
async def sentry(request: Request[Any, Any, Any]) -> Response[None]:
    try:
        inbox.put(webhooks.receive(await request.body(), request.headers, secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return Response(None, status_code=401 if isinstance(error, SignatureError) else 413)
    except DeliveryError as error:
        inbox.keep(error.body)
    return Response(None, status_code=204)


app = Litestar([sentry], request_max_body_size=20_000_000)
