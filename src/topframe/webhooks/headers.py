"""The headers of a request, in whichever shape a framework hands them over.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]
"""A mapping of names, in any case, to values or lists of values; a WSGI environ; pairs of text or bytes, as in ASGI."""

_WSGI = "HTTP_"
_NAMES = frozenset(
    {
        *("sentry-hook-resource", "sentry-hook-timestamp", "sentry-hook-signature", "sentry-app-signature"),
        *("x-servicehook-timestamp", "x-servicehook-signature", "request-id", "idempotency-key"),
    }
)


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
        for row in cast("Iterable[Any]", items() if callable(items) else headers):
            if not isinstance(row, (tuple, list)) or len(cast("tuple[Any, ...]", row)) != 2:
                raise TypeError("headers are a mapping, or pairs of name and value")
            name, value = cast("tuple[Any, Any]", row)
            name = _name(name)
            if name in _NAMES:
                self._values.setdefault(name, []).extend(_texts(value))

    def all(self, name: str) -> list[str]:
        """The values of a header, by its name in lower case, without blanks around them; [] when it is missing."""
        return self._values.get(name, [])

    def first(self, name: str) -> str | None:
        """The first value of a header that is not empty; None when there is none."""
        return next((value for value in self.all(name) if value), None)


def _name(key: Any) -> str:
    name = _text(key)
    if name.startswith(_WSGI):
        name = name.removeprefix(_WSGI).replace("_", "-")
    return name.lower()


def _texts(value: Any) -> list[str]:
    values = cast("Iterable[Any]", value) if isinstance(value, (list, tuple)) else (value,)
    return [_text(item).strip(" \t") for item in values]


def _text(value: Any) -> str:
    """A name or value as text; what is neither text nor bytes, like much of a WSGI environ, is empty."""
    if isinstance(value, str):
        return value
    return value.decode("latin-1") if isinstance(value, (bytes, bytearray)) else ""
