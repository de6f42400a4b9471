import os

from flask import Flask, Response, request

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 20_000_000


@app.post("/sentry")
def sentry() -> Response:
    try:
        inbox.put(webhooks.receive(request.get_data(), request.headers, secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return Response(status=401 if isinstance(error, SignatureError) else 413)
    except DeliveryError as error:
        inbox.keep(error.body)
    return Response(status=204)
