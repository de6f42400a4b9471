"""The headers of a request, as any framework or server represents them.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from ..wire.freeform import as_array
from ..wire.memo import Memo


class HasItems(Protocol):
    """A mapping, or another object with `items`, such as the `email.message.Message` of `http.server`."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """The names and values of the headers."""
        ...


Headers: TypeAlias = HasItems | Iterable[tuple[Any, Any]]
"""Names in any case with their values or lists of values, a WSGI environ, or pairs of text or bytes as in ASGI."""
SentryHeaders: TypeAlias = dict[str, str]
"""The headers that Sentry sets: lower-case names to values without surrounding blanks.

Of several values, the first that is not empty; `SEVERAL` for signatures that differ. Empty text stands for a header
without a value.
"""

SEVERAL = "\n"
"""Stands for signatures that differ. No header has this value."""
SIGNATURE_HEADERS = ("sentry-hook-signature", "sentry-app-signature", "x-servicehook-signature")
"""Of webhooks, of requests by UI components, and of legacy service hooks."""
TIMESTAMP_HEADERS = ("sentry-hook-timestamp", "x-servicehook-timestamp")
"""When the request was made, in seconds since 1970. Each attempt has its own."""
RESOURCE_HEADER = "sentry-hook-resource"

_NAMES = {*SIGNATURE_HEADERS, *TIMESTAMP_HEADERS, RESOURCE_HEADER, "request-id", "idempotency-key"}
_TEXTS = {name: name for name in _NAMES} | {f"http_{name.replace('-', '_')}": name for name in _NAMES}
"""Lower-case spellings, plain and of a WSGI environ, to names."""
_BYTES = {name.encode(): name for name in _NAMES}
_BLANKS = " \t"
_TIMESTAMP = re.compile("[0-9]{1,11}")


def _name_of_text(key: str) -> str | None:
    """The name of a header that Sentry sets, in lower case; None for any other header."""
    return _TEXTS.get(key.lower())


_SPELLINGS = Memo(_name_of_text, most=128, longest=max(map(len, _TEXTS)))
"""A server sees the same dozen spellings with each request. At most 75 kB. Only exact `str` objects are looked up: an
instance of a subclass can be equal to a known spelling without being the same text."""


def sentry_headers(headers: Headers) -> SentryHeaders:
    """Find the headers that Sentry sets among all those of a request, in one pass.

    Args:
        headers: The headers of a request.

    Raises:
        TypeError: *headers* is neither a mapping nor pairs.
    """
    found: SentryHeaders = {}
    rows: Any = headers.items() if type(headers) is dict else _pairs(headers)  # pyright: ignore[reportUnknownVariableType]
    for key, value in rows:
        # Most headers are not Sentry's, and most are `str` or `bytes`; a function call for each would show in the time.
        if type(key) is str:
            name = _SPELLINGS[key]
        elif type(key) is bytes:
            name = _BYTES.get(key.lower())
        else:
            name = _name(key)
        if name is None:
            continue
        if type(value) is str and name not in found:
            bare = value.strip()  # faster than `strip(_BLANKS)`, and most have no blanks
            found[name] = value if bare == value else value.strip(_BLANKS)
        elif type(value) is bytes and name not in found:
            found[name] = value.decode("latin-1").strip(_BLANKS)
        else:
            _add(found, name, value)
    return found


def moment_of(timestamp: str | None) -> datetime | None:
    """The time in a header, in seconds since 1970; None when it has no such number."""
    if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)


def _pairs(headers: Any) -> Iterator[Sequence[Any]]:
    """The names and values of an object with `items`, or of an iterable of pairs."""
    items: Any = getattr(headers, "items", None)
    rows: Any = items() if callable(items) else headers
    try:
        return map(_pair, rows)
    except TypeError:
        raise TypeError(f"headers are a mapping, or pairs of name and value, not {type(headers).__name__}") from None


def _pair(row: Sequence[Any]) -> Sequence[Any]:
    """A name and a value.

    Raises:
        TypeError: *row* is something else.
    """
    if not isinstance(row, (tuple, list)) or len(row) != 2:
        raise TypeError("headers are a mapping, or pairs of name and value")
    return row


def _name(key: Any) -> str | None:
    """The name of a header that Sentry sets, from a key of another type than `str` and `bytes`; None for any other."""
    if isinstance(key, (bytes, bytearray)):
        return _BYTES.get(bytes(key).lower())
    return _name_of_text(key) if isinstance(key, str) else None


def _add(found: SentryHeaders, name: str, value: Any) -> None:
    """Add the values of a header that is repeated, or whose value is of another type than `str` and `bytes`."""
    for text in _texts(value):
        known = found.get(name)
        if known is None:
            found[name] = text
        elif name not in SIGNATURE_HEADERS:
            found[name] = known or text
        elif text != known:
            found[name] = SEVERAL


def _texts(value: Any) -> list[str]:
    """The values of a header: one, or a list of them."""
    several = as_array(value)
    return [_text(value)] if several is None else [_text(item) for item in several]


def _text(value: Any) -> str:
    """A value without surrounding blanks; empty for a value that is neither text nor bytes."""
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("latin-1")
    return value.strip(_BLANKS) if isinstance(value, str) else ""
