import base64
import os
from typing import Any

from topframe import BodyTooLargeError, DeliveryError, SignatureError, webhooks

from . import inbox


def handler(event: dict[str, Any], context: object) -> dict[str, int]:
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    try:
        inbox.put(webhooks.receive(raw, event["headers"], secrets=os.environ["SENTRY_SECRET"]))
    except (SignatureError, BodyTooLargeError) as error:
        return {"statusCode": 401 if isinstance(error, SignatureError) else 413}
    except DeliveryError as error:
        inbox.keep(error.body)
    return {"statusCode": 204}
