"""The headers of a request, in whichever shape a framework hands them over.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ..freeform import as_array

Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]
"""A mapping of names, in any case, to values or lists of values; a WSGI environ; pairs of text or bytes, as in ASGI."""

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
_TIMESTAMP = re.compile("[0-9]{1,11}")


class SentryHeaders:
    """The headers that Sentry sets, found once, for requests have many others.

    Args:
        headers: The headers of a request.

    Raises:
        TypeError: *headers* is neither a mapping nor pairs.
    """

    def __init__(self, headers: Headers) -> None:
        self._values: dict[str, list[str]] = {}
        items: Any = getattr(headers, "items", None)  # also of mappings that are registered nowhere
        rows: Any = items() if callable(items) else headers
        spelled = _SPELLINGS.get
        for row in rows:
            pair = as_array(row)
            if pair is None or len(pair) != 2:
                raise TypeError("headers are a mapping, or pairs of name and value")
            key, value = pair
            # Most headers are those of others, with names that are text: a call for each would show.
            name = spelled(key) or spelled(key.lower()) if type(key) is str else _name(key)
            if name is not None:
                self._values.setdefault(name, []).extend(_texts(value))

    def all(self, name: str) -> list[str]:
        """The values of a header, by its name in lower case, without blanks around them; [] when it is missing."""
        return self._values.get(name, [])

    def first(self, name: str) -> str | None:
        """The first value of a header that is not empty; None when there is none."""
        for value in self._values.get(name, ()):
            if value:
                return value
        return None


def moment_of(timestamp: str | None) -> datetime | None:
    """The moment that a header says in seconds since 1970; None when it says none."""
    if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)


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
    return value.strip(" \t") if isinstance(value, str) else ""
