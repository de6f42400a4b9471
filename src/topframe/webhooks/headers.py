"""The headers of a request, in whichever shape a framework hands them over.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ..freeform import as_array

Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]
"""A mapping of names, in any case, to values or lists of values; a WSGI environ; pairs of text or bytes, as in ASGI."""
SentryHeaders: TypeAlias = dict[str, list[str]]
"""The values of the headers that Sentry sets, without blanks around them, by names in lower case."""

_NAMES = (
    *("sentry-hook-resource", "sentry-hook-timestamp", "sentry-hook-signature", "sentry-app-signature"),
    *("x-servicehook-timestamp", "x-servicehook-signature", "request-id", "idempotency-key"),
)
_SPELLINGS: dict[Any, str] = {
    spelling: name
    for name in _NAMES
    for spelling in (name, name.title(), name.encode(), f"HTTP_{name.upper().replace('-', '_')}")
}
"""How frameworks spell the names: as they came, in lower case, and in a WSGI environ."""
_PLAIN = (str, bytes)
_BLANKS = " \t"
_TIMESTAMP = re.compile("[0-9]{1,11}")


def sentry_headers(headers: Headers) -> SentryHeaders:
    """Find the headers that Sentry sets, once, for requests have many others.

    Args:
        headers: The headers of a request.

    Raises:
        TypeError: *headers* is neither a mapping nor pairs.
    """
    found: SentryHeaders = {}
    items: Any = getattr(headers, "items", None)  # also of mappings that are registered nowhere
    rows: Any = items() if callable(items) else headers
    spelled = _SPELLINGS.get
    # Most headers are those of others, and names and values are text, mostly: a call for each would show.
    for key, value in rows if type(headers) is dict else map(_pair, rows):
        name = spelled(key) or spelled(key.lower()) if type(key) in _PLAIN else _name(key)
        if name is not None:
            texts = [value.strip(_BLANKS)] if type(value) is str else _texts(value)
            found.setdefault(name, []).extend(texts)
    return found


def first(headers: SentryHeaders, name: str) -> str | None:
    """The first value of a header that is not empty; None when there is none."""
    for value in headers.get(name, ()):
        if value:
            return value
    return None


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
    if isinstance(key, str):
        return _SPELLINGS.get(str(key)) or _SPELLINGS.get(key.lower())
    return _SPELLINGS.get(bytes(key).lower()) if isinstance(key, (bytes, bytearray)) else None


def _texts(value: Any) -> list[str]:
    """The values of a header: one, or a list of them."""
    several = as_array(value)
    return [_text(value)] if several is None else [_text(item) for item in several]


def _text(value: Any) -> str:
    """A value without blanks around it; of what is neither text nor bytes, nothing."""
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("latin-1")
    return value.strip(_BLANKS) if isinstance(value, str) else ""
