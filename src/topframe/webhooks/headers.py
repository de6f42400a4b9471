"""The headers of a request, in whichever shape a framework hands them over.

Source: RFC 9110, section 5 (names in any case); PEP 3333 (`HTTP_...` of a WSGI environ); the ASGI specification
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ..freeform import as_array
from ..memo import Memo

Headers: TypeAlias = Mapping[str, Any] | Iterable[tuple[Any, Any]]
"""A mapping of names, in any case, to values or lists of values; a WSGI environ; pairs of text or bytes, as in ASGI."""
SentryHeaders: TypeAlias = dict[str, str]
"""The headers that Sentry sets, without blanks around them, by names in lower case: of several values the first that is
not empty, of signatures that differ `SEVERAL`. An empty text is a header that was sent without a value."""

SEVERAL = "\n"
"""Stands for signatures that differ; no header has it."""
SIGNATURE_HEADERS = ("sentry-hook-signature", "sentry-app-signature", "x-servicehook-signature")
"""Of webhooks, of requests by UI components, and of the service hooks of old."""
TIMESTAMP_HEADERS = ("sentry-hook-timestamp", "x-servicehook-timestamp")
"""Seconds since 1970 at which the request was made, again for each attempt."""
RESOURCE_HEADER = "sentry-hook-resource"

_NAMES = {*SIGNATURE_HEADERS, *TIMESTAMP_HEADERS, RESOURCE_HEADER, "request-id", "idempotency-key"}
_TEXTS = {name: name for name in _NAMES} | {f"http_{name.replace('-', '_')}": name for name in _NAMES}
"""Names by what they are in lower case, plain and in a WSGI environ."""
_BYTES = {name.encode(): name for name in _NAMES}
_BLANKS = " \t"
_TIMESTAMP = re.compile("[0-9]{1,11}")


def _name_of_text(key: str) -> str | None:
    """The name of a header that Sentry sets, in lower case; None for any other header."""
    return _TEXTS.get(key.lower())


_SPELLINGS = Memo(_name_of_text, most=128, longest=max(map(len, _TEXTS)))
"""A server sees the same dozen spellings with each request. At most 75 kB. Looked up with `str` itself only: a key of
a subclass can be equal to a known spelling without being the same text."""


def sentry_headers(headers: Headers) -> SentryHeaders:
    """Find the headers that Sentry sets, once, for requests have many others.

    Args:
        headers: The headers of a request.

    Raises:
        TypeError: *headers* is neither a mapping nor pairs.
    """
    found: SentryHeaders = {}
    rows: Any = headers.items() if type(headers) is dict else _pairs(headers)  # pyright: ignore[reportUnknownVariableType]
    for key, value in rows:
        # Most headers are those of others, and names and values mostly are of these types: a call for each would show.
        if type(key) is str:
            name = _SPELLINGS[key]
        elif type(key) is bytes:
            name = _BYTES.get(key.lower())
        else:
            name = _name(key)
        if name is None:
            continue
        if type(value) is str and name not in found:
            bare = value.strip()  # sooner done than with blanks that are named, and most have none
            found[name] = value if bare == value else value.strip(_BLANKS)
        elif type(value) is bytes and name not in found:
            found[name] = value.decode("latin-1").strip(_BLANKS)
        else:
            _add(found, name, value)
    return found


def moment_of(timestamp: str | None) -> datetime | None:
    """The moment that a header says in seconds since 1970; None when it says none."""
    if timestamp is None or not _TIMESTAMP.fullmatch(timestamp):
        return None
    return datetime.fromtimestamp(int(timestamp), UTC)


def _pairs(headers: Any) -> Iterator[Sequence[Any]]:
    """The names and values of a mapping, also of one that is registered nowhere, or of what should be pairs."""
    items: Any = getattr(headers, "items", None)
    rows: Any = items() if callable(items) else headers
    return map(_pair, rows)


def _pair(row: Sequence[Any]) -> Sequence[Any]:
    """A name and a value, which may also be anything else."""
    if not isinstance(row, (tuple, list)) or len(row) != 2:
        raise TypeError("headers are a mapping, or pairs of name and value")
    return row


def _name(key: Any) -> str | None:
    """The name of a header that Sentry sets, where it is neither `str` nor `bytes` itself; None for any other."""
    if isinstance(key, (bytes, bytearray)):
        return _BYTES.get(bytes(key).lower())
    return _name_of_text(key) if isinstance(key, str) else None


def _add(found: SentryHeaders, name: str, value: Any) -> None:
    """Add the values of a header that came before, or whose value is neither text nor bytes itself."""
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
    """A value without blanks around it; of what is neither text nor bytes, nothing."""
    if isinstance(value, (bytes, bytearray)):
        value = value.decode("latin-1")
    return value.strip(_BLANKS) if isinstance(value, str) else ""
