"""A request of Sentry in one call: verified first, decoded then.

Source: getsentry/sentry, sentry_apps/api/serializers/app_platform_event.py (headers)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from ..errors import ResourceMismatchError
from .decode import COMPONENT, NAMED_BY_US, SERVICE_HOOK, decoded
from .delivery import Delivery
from .headers import RESOURCE_HEADER, SIGNATURE_HEADERS, Headers, SentryHeaders, sentry_headers
from .signature import MAX_BYTES, Secrets, as_body, check, timestamp_of


def receive(
    body: bytes | bytearray | memoryview,
    headers: Headers,
    *,
    secrets: Secrets,
    now: datetime | None = None,
    tolerance: timedelta | None = None,
    max_bytes: int = MAX_BYTES,
) -> Delivery:
    """Verify a request of Sentry and decode it.

    Answer within a second: keep the delivery, say 200, and work on it later. For a `SignatureError` answer 401, for a
    `BodyTooLargeError` 413, for a `DeliveryError` 200 once its `body` is kept: it is from Sentry, and comes no better
    the next time.

    Args:
        body: The body as it was received, before anything parsed it; `b""` for a GET.
        headers: The headers of the request: a mapping in any case, a WSGI environ, or pairs of text or bytes.
        secrets: The Client Secret of the integration, or several, of which any may have signed.
        now: The time to measure *tolerance* from; None for the clock's.
        tolerance: How far from *now* the time may be that the request says of itself; None not to look at it. Sentry
            does not sign that time, so it keeps nobody from sending a delivery again: remember the `digest` for that.
            Requests by UI components say no time, and are refused when one is asked for.
        max_bytes: How long a body may be.

    Returns:
        A delivery of the class of its resource, or an `UnknownDelivery`. `match` on the class tells the type of `data`.

    Raises:
        SignatureError: The request is not proved to be from Sentry; its subclasses say why. One of them is the next.
        ResourceMismatchError: The body is, but it has not what a delivery of the resource has that the headers name,
            which are not signed.
        DeliveryError: It is, but the body cannot be read; the error has it.
        BodyTooLargeError: *body* is longer than *max_bytes*; it was not looked at.
        TypeError: *body* is not bytes, *headers* or *secrets* are not what they should be.
    """
    data = as_body(body)
    said = sentry_headers(headers)
    check(data, said, secrets, now, tolerance, max_bytes)
    return replace(
        decoded(data, _resource(said, data)),
        request_id=said.get("request-id") or None,
        idempotency_key=said.get("idempotency-key") or None,
        sent_timestamp=timestamp_of(said),
    )


def _resource(headers: SentryHeaders, body: bytes) -> str | None:
    """The resource that the request names, or what kind of request has the signature that it has."""
    named = headers.get(RESOURCE_HEADER) or None
    if named in NAMED_BY_US:
        raise ResourceMismatchError(f"No webhook has the resource `{named}`", body, named)
    if named is not None or headers.get(SIGNATURE_HEADERS[0]):
        return named
    return COMPONENT if headers.get(SIGNATURE_HEADERS[1]) else SERVICE_HOOK
