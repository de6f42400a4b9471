"""Invented requests, signed by code that is independent of topframe."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from topframe.webhooks import Delivery, receive

SECRET = "0c5e" * 16
OTHER = "91bd" * 16
UUID = "5a1d7c1e-4c5b-4c9b-9f0e-1b2c3d4e5f60"
SENTRY: dict[str, Any] = {"type": "application", "id": "sentry", "name": "Sentry"}
PERSON: dict[str, Any] = {"type": "user", "id": 42, "name": "Zoë Example"}


def signature(body: bytes, secret: str = SECRET) -> str:
    """HMAC-SHA256 in lower-case hexadecimal digits. The key is the text of the secret."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def hook(action: str | None, data: Any, **members: Any) -> bytes:
    """The body of a webhook as the server writes it: ASCII, without blanks between tokens."""
    body = {"action": action, "installation": {"uuid": UUID}, "data": data, "actor": SENTRY, **members}
    return json.dumps(body, separators=(",", ":")).encode()


def headers(body: bytes, resource: str | None = None, **more: str) -> dict[str, str]:
    """The headers of a signed webhook. In the names in *more*, `_` stands for `-`."""
    named = {} if resource is None else {"Sentry-Hook-Resource": resource}
    return {
        "Content-Type": "application/json",
        "Sentry-Hook-Signature": signature(body),
        **named,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


def received(body: bytes, resource: str | None = None) -> Delivery:
    """The delivery that `receive` returns for a webhook."""
    return receive(body, headers(body, resource), secrets=SECRET)


def received_component(body: bytes) -> Delivery:
    """The delivery that `receive` returns for a request by a UI component."""
    return receive(body, {"Sentry-App-Signature": signature(body)}, secrets=SECRET)


def received_service_hook(body: bytes) -> Delivery:
    """The delivery that `receive` returns for a service hook."""
    return receive(body, {"X-ServiceHook-Signature": signature(body)}, secrets=SECRET)
