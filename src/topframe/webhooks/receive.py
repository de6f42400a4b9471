"""`receive`, which verifies a request from Sentry and then decodes it.

Source: getsentry/sentry, sentry_apps/api/serializers/app_platform_event.py (headers)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from ..errors import ResourceMismatchError
from .decode import COMPONENT, NAMED_BY_US, SERVICE_HOOK, decoded
from .delivery import Delivery
from .headers import RESOURCE_HEADER, SIGNATURE_HEADERS, Headers, SentryHeaders, sentry_headers
from .signature import MAX_BYTES, Secrets, as_body, check, keys_of, timestamp_of


def receive(
    body: bytes | bytearray | memoryview,
    headers: Headers,
    *,
    secrets: Secrets,
    now: datetime | None = None,
    tolerance: timedelta | None = None,
    max_bytes: int = MAX_BYTES,
) -> Delivery:
    """Verify a request from Sentry and decode it.

    Respond within a second: store the delivery, respond 200, and process it later. Respond 401 to a `SignatureError`
    and 413 to a `BodyTooLargeError`. For any other `DeliveryError`, store its `body` and respond 200: the body is from
    Sentry, and a second attempt would fail, too. Do not catch a `SecretError`: the configuration is wrong, and the
    framework then responds 500.

    Args:
        body: The body as it was received, before anything parsed it; `b""` for a GET.
        headers: The headers of the request: a mapping with names in any case, an `email.message.Message`, a WSGI
            environ, or pairs of text or bytes.
        secrets: The Client Secret of the integration, or several secrets. One of them must match the signature.
        now: The time to measure *tolerance* from; None for the current time.
        tolerance: How far the time in the request may be from *now*; None for no check. Sentry does not sign this
            time, so an attacker can send a delivery again with a new time. To detect that, store the `digest` of each
            delivery. Requests by UI components have no time; with a *tolerance* they are refused.
        max_bytes: Largest allowed size of a body, in bytes.

    Returns:
        A delivery of the class of its resource, or an `UnknownDelivery`. Use `match` on the class: it determines the
            type of `data`.

    Raises:
        SecretError: A secret is None, empty or blank, or there is none. It is raised for every request, because the
            secrets are checked first.
        SignatureError: The request could not be verified; the subclass says why.
        ResourceMismatchError: The signature is valid, but the body does not match the resource named in
            `Sentry-Hook-Resource`, which is not signed. This is also a `SignatureError`.
        DeliveryError: The signature is valid, but the body cannot be decoded. The error holds the body.
        BodyTooLargeError: *body* is longer than *max_bytes*. It was neither hashed nor decoded.
        TypeError: *body* is not bytes, *headers* or *secrets* have a wrong type, or *now* has no time zone.
    """
    keys = keys_of(secrets)
    data = as_body(body)
    said = sentry_headers(headers)
    check(data, said, keys, now, tolerance, max_bytes)
    return replace(
        decoded(data, _resource(said, data)),
        request_id=said.get("request-id") or None,
        idempotency_key=said.get("idempotency-key") or None,
        sent_timestamp=timestamp_of(said),
    )


def _resource(headers: SentryHeaders, body: bytes) -> str | None:
    """The resource that a request names in its header, or the kind of request that its signature header belongs to.

    None for a webhook that names no resource.

    Raises:
        ResourceMismatchError: The header has a name that topframe reserves for requests other than webhooks.
    """
    named = headers.get(RESOURCE_HEADER) or None
    if named in NAMED_BY_US:
        raise ResourceMismatchError(f"No webhook has the resource `{named}`", body, named)
    if named is not None or headers.get(SIGNATURE_HEADERS[0]):
        return named
    return COMPONENT if headers.get(SIGNATURE_HEADERS[1]) else SERVICE_HOOK
