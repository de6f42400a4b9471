import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from topframe import BodyTooLargeError, DeliveryError, SignatureError
from topframe.webhooks import receive

from . import inbox

app = Starlette(max_body_size=20_000_000)


@app.route("/sentry", methods=["POST"])
