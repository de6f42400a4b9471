"""Signatures of webhooks. A signature proves that the sender of a body knows the secret.

Sentry signs only the bytes of the body. The time, the resource and the address are not signed.

The secrets are checked before the request. A missing secret is an error in the receiver's configuration, so every
request must report it, whether the request is signed or not.

Source: getsentry/sentry, models/sentryapp.py and servicehook.py (`build_signature`)
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias, cast

from ..errors import (
    BodyTooLargeError,
    MalformedSignatureError,
    MissingSignatureError,
    NonAsciiSignatureError,
    SecretError,
    SignatureError,
    SignatureMismatchError,
    StaleDeliveryError,
    TimestampError,
)
from .headers import SEVERAL, SIGNATURE_HEADERS, TIMESTAMP_HEADERS, Headers, SentryHeaders, moment_of, sentry_headers

Secrets: TypeAlias = str | bytes | Iterable[str | bytes]
"""One secret, or several: while a new secret replaces an old one, or when several integrations share one address."""

MAX_BYTES = 20 * 1024 * 1024
"""Default size limit of a body, in bytes: about five times the size of the largest delivery."""

_DIGITS = 64
_HEXADECIMAL = re.compile(f"[0-9a-f]{{{_DIGITS}}}")


def sign(body: bytes, secret: str | bytes) -> str:
    """Sign a body as Sentry does: HMAC-SHA256 in hexadecimal digits.

    Args:
        body: The body; `b""` for a request without one.
        secret: The Client Secret of the integration, as its settings show it, or the secret of a service hook. The
            text itself is the key; do not decode its hexadecimal digits.

    Raises:
        SecretError: *secret* is None, empty or blank.
        TypeError: *body* is not bytes, or *secret* is neither text nor bytes.
    """
    key = _key(secret)
    return _signed(as_body(body), key)


def verify(
    body: bytes | bytearray | memoryview,
    headers: Headers,
    *,
    secrets: Secrets,
    now: datetime | None = None,
    tolerance: timedelta | None = None,
    max_bytes: int = MAX_BYTES,
) -> None:
    """Verify that a body is from Sentry.

    Works for webhooks, for requests by UI components and for service hooks. A GET has the body `b""`.

    Args:
        body: The body as it was received, before anything parsed it. JSON that was parsed and written again has
            different bytes, and so a different signature.
        headers: The headers of the request: a mapping with names in any case, an `email.message.Message`, a WSGI
            environ, or pairs of text or bytes.
        secrets: The secret, or several secrets. One of them must match the signature.
        now: The time to measure *tolerance* from; None for the current time.
        tolerance: How far the time in the request may be from *now*; None for no check. Sentry does not sign this
            time, so an attacker can send a delivery again with a new time. To detect that, store the `digest` of each
            delivery that you processed.
        max_bytes: Largest allowed size of a body, in bytes.

    Raises:
        SecretError: A secret is None, empty or blank, or there is none. It is raised for every request, because the
            secrets are checked first.
        MissingSignatureError, MalformedSignatureError, NonAsciiSignatureError, SignatureMismatchError: The request
            has no signature, a malformed signature, or a signature that matches none of the secrets.
        TimestampError, StaleDeliveryError: *tolerance* is given, and the request has no time, or its time is too far
            from *now*.
        BodyTooLargeError: *body* is longer than *max_bytes*.
        TypeError: *body* is not bytes, *headers* or *secrets* have a wrong type, or *now* has no time zone.
    """
    keys = keys_of(secrets)
    check(as_body(body), sentry_headers(headers), keys, now, tolerance, max_bytes)


def check(
    body: bytes,
    headers: SentryHeaders,
    keys: Sequence[bytes],
    now: datetime | None,
    tolerance: timedelta | None,
    max_bytes: int,
) -> None:
    """Verify a request like `verify`, given the results of `as_body`, `sentry_headers` and `keys_of`."""
    if len(body) > max_bytes:
        raise BodyTooLargeError(max_bytes)
    sent = headers.get(SIGNATURE_HEADERS[0]) or _signature(headers)
    if len(sent) != _DIGITS or not sent.isascii():  # `compare_digest` raises a TypeError for text that is not ASCII
        raise _misfit(sent)
    fits = False
    for key in keys:  # no early exit: the time must not reveal which key matches
        fits |= hmac.compare_digest(sent, _signed(body, key))
    if not fits:
        raise _misfit(sent)
    if tolerance is not None:
        _check_time(headers, datetime.now(UTC) if now is None else now, tolerance)


def as_body(body: object) -> bytes:
    """A body as immutable `bytes`.

    Raises:
        TypeError: *body* is not `bytes`, `bytearray` or `memoryview`. The message says which value to pass.
    """
    if isinstance(body, bytes):
        return body
    if isinstance(body, (bytearray, memoryview)):
        return bytes(cast("bytearray", body))
    raise TypeError(
        f"a body is the bytes that were received, not {type(body).__name__}: a parsed or decoded body no longer "
        "has the bytes that were signed (FastAPI, Starlette: await request.body(); Flask: request.get_data(); "
        "Django: request.body)"
    )


def timestamp_of(headers: SentryHeaders) -> str | None:
    """The time of a request as the header has it, in seconds since 1970; None when the request has no time."""
    return headers.get(TIMESTAMP_HEADERS[0]) or headers.get(TIMESTAMP_HEADERS[1]) or None


def _signature(headers: SentryHeaders) -> str:
    """The value of the first signature header that a request has, even if the value is empty.

    The next signature headers belong to other kinds of requests, so they are ignored.

    Raises:
        MissingSignatureError: The request has no signature header.
    """
    for name in SIGNATURE_HEADERS:
        if (sent := headers.get(name)) is not None:
            return sent
    raise MissingSignatureError(
        "The request has no signature: none of the headers Sentry-Hook-Signature, "
        "Sentry-App-Signature, X-ServiceHook-Signature"
    )


def _misfit(sent: str) -> SignatureError:
    """The error for a signature that is empty or malformed, or matches no secret."""
    if not sent:
        return MissingSignatureError("The signature is empty")
    if sent == SEVERAL:
        return MalformedSignatureError("The request has several signatures that differ")
    if not sent.isascii():
        return NonAsciiSignatureError("The signature is not ASCII")
    if _HEXADECIMAL.fullmatch(sent):
        return SignatureMismatchError("The signature does not match the body")
    return MalformedSignatureError("The signature is not 64 hexadecimal digits in lower case")


def keys_of(secrets: object) -> list[bytes]:
    """The HMAC keys of one secret or several.

    Raises:
        SecretError: A secret is None, empty or blank, or there is none.
        TypeError: *secrets* has a wrong type.
    """
    if secrets is None or isinstance(secrets, (str, bytes)):
        return [_key(secrets)]
    if isinstance(secrets, Mapping):  # iterating it gives its keys, which are not secrets
        raise TypeError("secrets are one secret or several, not a mapping: give its values")
    if not isinstance(secrets, Iterable):
        raise TypeError(f"secrets are one secret or several, not {type(secrets).__name__}")
    keys = [_key(secret) for secret in cast("Iterable[object]", secrets)]
    if not keys:
        raise SecretError("There is no secret")
    return keys


def _key(secret: object) -> bytes:
    if secret is None:
        raise SecretError("A secret is missing")
    if not isinstance(secret, (str, bytes)):
        raise TypeError(f"a secret is str or bytes, not {type(secret).__name__}")
    if not (secret.strip() if isinstance(secret, str) else secret):  # bytes that look like blanks can be a valid key
        raise SecretError("A secret is empty or blank")
    return secret.encode("utf-8", "surrogatepass") if isinstance(secret, str) else secret


def _signed(body: bytes, key: bytes) -> str:
    """HMAC-SHA256 in hexadecimal digits."""
    return hmac.digest(key, body, "sha256").hex()


def _check_time(headers: SentryHeaders, now: datetime, tolerance: timedelta) -> None:
    sent = moment_of(timestamp_of(headers))
    if sent is None:
        raise TimestampError("The request has no time in seconds since 1970")
    if abs(now - sent) > tolerance:
        raise StaleDeliveryError("The time of the request is too far in the past or in the future")
