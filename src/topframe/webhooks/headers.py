"""The headers of a request, in whichever shape a framework hands them over.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ..errors import MalformedSignatureError
from ..freeform import as_array

Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]
"""A mapping of names, in any case, to values or lists of values; a WSGI environ; pairs of text or bytes, as in ASGI."""
SentryHeaders: TypeAlias = dict[str, str]
"""The headers that Sentry sets, by names in lower case: of several values the first that is not empty, without blanks
around it."""

SIGNATURE_HEADERS = ("sentry-hook-signature", "sentry-app-signature", "x-servicehook-signature")
"""Of webhooks, of requests by UI components, and of the service hooks of old."""
TIMESTAMP_HEADERS = ("sentry-hook-timestamp", "x-servicehook-timestamp")
"""Seconds since 1970 at which the request was made, again for each attempt."""

_NAMES = {*SIGNATURE_HEADERS, *TIMESTAMP_HEADERS, "sentry-hook-resource", "request-id", "idempotency-key"}
_SPELLINGS = {name: name for name in _NAMES} | {f"http_{name.replace('-', '_')}": name for name in _NAMES}
"""The names as they came, and as a WSGI environ has them."""
_BLANKS = " \t"
_TIMESTAMP = re.compile("[0-9]{1,11}")


def sentry_headers(headers: Headers) -> SentryHeaders:
    """Find the headers that Sentry sets, once, for requests have many others.

    Args:
        headers: The headers of a request.

    Raises:
        MalformedSignatureError: There are several signatures of a kind, and they differ.
        TypeError: *headers* is neither a mapping nor pairs.
    """
    found: SentryHeaders = {}
    items: Any = getattr(headers, "items", None)  # also of mappings that are registered nowhere
    rows: Any = items() if callable(items) else headers
    spelled = _SPELLINGS.get
    # Most headers are those of others, and names and values are text, mostly: a call for each would show.
    for key, value in rows if type(headers) is dict else map(_pair, rows):
        name = spelled(key.lower()) if type(key) is str else _name(key)
        if name is not None:
            if type(value) is str and name not in found:
                found[name] = value.strip(_BLANKS)
            else:
                _add(found, name, value)
    return found


def moment_of(timestamp: str | None) -> datetime | None:
    """The moment that a header says in seconds since 1970; None when it says none."""
    if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)


def _pair(row: Any) -> Sequence[Any]:
    """A name and a value."""
    pair = as_array(row)
    if pair is None or len(pair) != 2:
        raise TypeError("headers are a mapping, or pairs of name and value")
    return pair


def _name(key: Any) -> str | None:
    """The name of a header that Sentry sets, in lower case; None for any other, which most are."""
    if isinstance(key, (bytes, bytearray)):
        key = key.decode("latin-1")
    return _SPELLINGS.get(str(key).lower()) if isinstance(key, str) else None


def _add(found: SentryHeaders, name: str, value: Any) -> None:
    """Add a header that is a list, or comes again."""
    for text in _texts(value):
        known = found.setdefault(name, text)
        if known != text and name in SIGNATURE_HEADERS:
            raise MalformedSignatureError("The request has several signatures that differ")
        found[name] = known or text


def _texts(value: Any) -> list[str]:
    """The values of a header: one, or a list of them."""
    several = as_array(value)
    return [_text(value)] if several is None else [_text(item) for item in several]


def _text(value: Any) -> str:
    """A value without blanks around it; of what is neither text nor bytes, nothing."""
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("latin-1")
    return value.strip(_BLANKS) if isinstance(value, str) else ""
