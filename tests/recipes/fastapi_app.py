import os

from fastapi import FastAPI, Request, Response

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox

app = FastAPI(max_body_size=20_000_000)


@app.post("/sentry")
async def sentry(request: Request) -> Response:
    try:
        inbox.put(webhooks.receive(await request.body(), request.headers, secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return Response(status_code=401 if isinstance(error, SignatureError) else 413)
    except DeliveryError as error:
        inbox.keep(error.body)
    return Response(status_code=204)
