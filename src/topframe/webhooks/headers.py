"""Lookup of Sentry's headers in the header objects of any framework or server.

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
"""The headers of a request, with names in any case.

A mapping of each name to a value or a list of values, a WSGI environ, or pairs of text or bytes as in ASGI.
"""
SentryHeaders: TypeAlias = dict[str, str]
"""The headers that Sentry sets: lower-case names mapped to values without surrounding blanks.

For a repeated header, the first value that is not empty; for a signature header whose values differ, `SEVERAL`. Empty
text means that the header has no value.
"""

SEVERAL = "\n"
"""The value that replaces signatures that differ. A real header cannot have this value."""
SIGNATURE_HEADERS = ("sentry-hook-signature", "sentry-app-signature", "x-servicehook-signature")
"""The signature headers of webhooks, of requests by UI components and of legacy service hooks.

Only the first one that a request has is checked.
"""
TIMESTAMP_HEADERS = ("sentry-hook-timestamp", "x-servicehook-timestamp")
"""The time of the request, in seconds since 1970. Each attempt to send a delivery has its own time."""
RESOURCE_HEADER = "sentry-hook-resource"

_NAMES = {*SIGNATURE_HEADERS, *TIMESTAMP_HEADERS, RESOURCE_HEADER, "request-id", "idempotency-key"}
_TEXTS = {name: name for name in _NAMES} | {f"http_{name.replace('-', '_')}": name for name in _NAMES}
"""Lower-case spellings, plain and as in a WSGI environ, mapped to names."""
_BYTES = {name.encode(): name for name in _NAMES}
_BLANKS = " \t"
_TIMESTAMP = re.compile("[0-9]{1,11}")


def _name_of_text(key: str) -> str | None:
    """The name of a header that Sentry sets, in lower case; None for any other header."""
    return _TEXTS.get(key.lower())


_SPELLINGS = Memo(_name_of_text, most=128, longest=max(map(len, _TEXTS)))
"""A cache of spellings, because every request to a server has the same dozen. It takes at most 75 kB.

Without the cache, `receive` takes 1.27 times as long.

Look up exact `str` objects only: an instance of a subclass can compare equal to a cached spelling but hold other text.
"""


def sentry_headers(headers: Headers) -> SentryHeaders:
    """Find the headers that Sentry sets in all headers of a request, in one pass.

    Args:
        headers: The headers of a request.

    Raises:
        TypeError: *headers* is neither a mapping nor pairs.
    """
    found: SentryHeaders = {}
    rows: Any = headers.items() if type(headers) is dict else _pairs(headers)  # pyright: ignore[reportUnknownVariableType]
    for key, value in rows:
        # This loop runs for every header of every request, and a function call per header would be measurably slower.
        # So the loop itself handles `str` and `bytes`, the usual types.
        if type(key) is str:
            name = _SPELLINGS[key]
        elif type(key) is bytes:
            name = _BYTES.get(key.lower())
        else:
            name = _name(key)
        if name is None:
            continue
        if type(value) is str and name not in found:
            bare = value.strip()  # faster than `strip(_BLANKS)`; most values have no blanks
            found[name] = value if bare == value else value.strip(_BLANKS)
        elif type(value) is bytes and name not in found:
            found[name] = value.decode("latin-1").strip(_BLANKS)
        else:
            _add(found, name, value)
    return found


def moment_of(timestamp: str | None) -> datetime | None:
    """The time in the text of a header; None when the text is not a number of seconds since 1970."""
    if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)


def _pairs(headers: Any) -> Iterator[Sequence[Any]]:
    """The names and values of an object with `items`, or of an iterable of pairs.

    Raises:
        TypeError: *headers* is neither.
    """
    items: Any = getattr(headers, "items", None)
    rows: Any = items() if callable(items) else headers
    try:
        return map(_pair, rows)
    except TypeError:
        raise TypeError(f"headers are a mapping, or pairs of name and value, not {type(headers).__name__}") from None


def _pair(row: Sequence[Any]) -> Sequence[Any]:
    """The pair *row*, checked.

    Raises:
        TypeError: *row* is not a tuple or list of two items.
    """
    if not isinstance(row, (tuple, list)) or len(row) != 2:
        raise TypeError("headers are a mapping, or pairs of name and value")
    return row


def _name(key: Any) -> str | None:
    """The name of a Sentry header, from a key that is not exactly `str` or `bytes`; None for any other header."""
    if isinstance(key, (bytes, bytearray)):
        return _BYTES.get(bytes(key).lower())
    return _name_of_text(key) if isinstance(key, str) else None


def _add(found: SentryHeaders, name: str, value: Any) -> None:
    """Add the values of a repeated header, or of a header whose value is not exactly `str` or `bytes`."""
    for text in _texts(value):
        known = found.get(name)
        if known is None:
            found[name] = text
        elif name not in SIGNATURE_HEADERS:
            found[name] = known or text
        elif text != known:
            found[name] = SEVERAL


def _texts(value: Any) -> list[str]:
    """The values of a header, which can be a single value or a list."""
    several = as_array(value)
    return [_text(value)] if several is None else [_text(item) for item in several]


def _text(value: Any) -> str:
    """The value as text without surrounding blanks; empty text for a value that is neither text nor bytes."""
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("latin-1")
    return value.strip(_BLANKS) if isinstance(value, str) else ""
