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
    """Verify a request of Sentry and decode it.

    Respond within a second: store the delivery, respond 200, and work on it later. Respond 401 to a `SignatureError`
    and 413 to a `BodyTooLargeError`. For any other `DeliveryError`, store its `body` and respond 200: it is from
    Sentry, and sending it again does not mend it. Do not catch a `SecretError`: the configuration is wrong, and the
    500 that the framework makes of it says so.

    Args:
        body: The body as it was received, before anything parsed it; `b""` for a GET.
        headers: The headers of the request: a mapping with names in any case, an `email.message.Message`, a WSGI
            environ, or pairs of text or bytes.
        secrets: The Client Secret of the integration, or several. It is enough that one of them fits.
        now: The time to measure *tolerance* from; None for the current time.
        tolerance: How far the time in the request may be from *now*; None for no check. Sentry does not sign that
            time, so the check does not stop a delivery from being sent again: remember the `digest` for that.
            Requests by UI components have no time; with a *tolerance* they are refused.
        max_bytes: How long a body may be.

    Returns:
        A delivery of the class of its resource, or an `UnknownDelivery`. `match` on the class tells the type of `data`.

    Raises:
        SecretError: A secret is None, empty or blank, or there is none. It is raised for every request, because the
            secrets are checked first.
        SignatureError: The request could not be verified; the subclass says why.
        ResourceMismatchError: The signature is valid, but the body does not match the resource named in
            `Sentry-Hook-Resource`, which is not signed. It is a `SignatureError`, too.
        DeliveryError: The signature is valid, but the body cannot be read; the error has it.
        BodyTooLargeError: *body* is longer than *max_bytes*; it was not looked at.
        TypeError: *body* is not bytes, or *headers* or *secrets* have another type.
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
    """The resource that the request names, or what kind of request has the signature that it has."""
    named = headers.get(RESOURCE_HEADER) or None
    if named in NAMED_BY_US:
        raise ResourceMismatchError(f"No webhook has the resource `{named}`", body, named)
    if named is not None or headers.get(SIGNATURE_HEADERS[0]):
        return named
    return COMPONENT if headers.get(SIGNATURE_HEADERS[1]) else SERVICE_HOOK
