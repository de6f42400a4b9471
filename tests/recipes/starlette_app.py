import os

from starlette import applications, requests, responses, routing

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox


async def sentry(request: requests.Request) -> responses.Response:
    try:
        inbox.put(webhooks.receive(await request.body(), request.headers, secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return responses.Response(status_code=401 if isinstance(error, SignatureError) else 413)
    except DeliveryError as error:
        inbox.keep(error.body)
    return responses.Response(status_code=204)


route = routing.Route("/sentry", sentry, methods=["POST"])
app = applications.Starlette(routes=[route], max_body_size=20_000_000)
