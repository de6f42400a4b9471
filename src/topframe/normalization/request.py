"""Conversion of the HTTP request to the form that the web API returns.

Source: getsentry/sentry, interfaces/http.py (`get_api_context`); getsentry/relay,
relay-event-normalization/src/normalize/request.rs
"""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote

import msgspec
from msgspec import UNSET, Raw, UnsetType

from ..model.request import Pairs, Request
from ..raw._base import pairs
from ..raw.lenient import json_text, text
from ..raw.request import RawRequest
from ..wire.freeform import as_array, free_form
from ..wire.memo import Memo

Sent: TypeAlias = Pairs | dict[str, Any] | None
"""Names and values in the shapes that SDKs send: rows, an object, or nothing."""

Rows: TypeAlias = tuple[tuple[str | None, str | None], ...]
"""Names and values as the web API returns them: pairs of a name and a value. Both are text or None."""

_NOTHING = RawRequest()
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def request_of(raw: RawRequest, *, stored: bool) -> Request | None:
    """Convert a request. Return None if it is empty.

    Args:
        raw: The request.
        stored: False if Relay has not processed the event yet. Then the headers are sorted, and a body that is JSON or
            a form is decoded from its text, as Relay does.
    """
    if raw == _NOTHING:
        return None
    url, query, fragment = _address(raw)
    headers, cookies = _headers(raw, stored), _cookies(raw.cookies)
    data, content_type = raw.data_json, raw.inferred_content_type
    if not stored:
        data, content_type = _body(raw.data_json)
    headers, moved = _without_cookies(headers)
    if content_type is None:
        content_type = _essence(_value(headers, "Content-Type"))
    return Request(
        api_target=raw.api_target,
        method=raw.method and raw.method.upper(),
        url=url,
        query=query,
        fragment=fragment,
        data_json=data,
        headers=headers,
        cookies=cookies or moved,
        env=raw.env or None,
        inferred_content_type=content_type,
    )


# --- address ----------------------------------------------------------------------------------------------------------


def _address(raw: RawRequest) -> tuple[str | None, Pairs | str, str | None]:
    """Return the URL without query and fragment, the query, and the fragment.

    Query and fragment of the URL are used only if the request has no *query_string* or *fragment* of its own.
    """
    query = _query(raw.query_string)
    if raw.url is None:
        return None, query, raw.fragment or ""
    url, _, fragment = raw.url.partition("#")
    url, _, search = url.partition("?")
    return url or None, query or _query(search), raw.fragment or fragment


def _query(sent: Sent | str) -> Pairs:
    if isinstance(sent, str):
        return tuple(parse_qsl(sent.removeprefix("?"), keep_blank_values=True))
    return tuple([(text(name), json_text(value)) for name, value in pairs(sent)])


# --- headers and cookies ----------------------------------------------------------------------------------------------


def _headers(raw: RawRequest, stored: bool) -> Rows:
    """Return the headers in the server's order.

    They are sorted by name if they were sent as an object, or if Relay has not processed the event.
    """
    rows = [
        (None if (known := text(name)) is None else _NAMES[known], _joined(value)) for name, value in pairs(raw.headers)
    ]
    if isinstance(raw.headers, dict) or not stored:
        rows.sort(key=lambda row: row[0] or "")
    return tuple(rows)


def _cased(name: str) -> str:
    """Return `Content-Type` for `content-type`. Only the first letter of each part changes."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


_NAMES = Memo(_cased, most=512, longest=64)
"""Caches names of headers, because the requests of an application repeat the same names. Takes at most 0.5 MB."""


def _joined(value: Any) -> str | None:
    several = as_array(value)
    if several is None:
        return text(value)
    return ",".join(part for item in several if (part := text(item)) is not None)


def _cookies(sent: Sent | str) -> Rows:
    if isinstance(sent, str):
        crumbs = (crumb.strip().partition("=") for crumb in sent.split(";") if crumb.strip())
        return tuple([(unquote(name), unquote(value)) for name, _, value in crumbs])
    return tuple([(text(name), text(value)) for name, value in pairs(sent)])


def _without_cookies(headers: Rows) -> tuple[Rows, Rows]:
    """Return the headers without `Cookie`, and the cookies from this header. An empty `Cookie` header stays."""
    sent = _value(headers, "Cookie")
    if not sent:
        return headers, ()
    return tuple([row for row in headers if row[0] != "Cookie"]), _cookies(sent)


def _value(headers: Rows, wanted: str) -> str | None:
    """Return the value of the first header with the name *wanted*, or None."""
    for name, value in headers:
        if name == wanted:
            return value
    return None


# --- body -------------------------------------------------------------------------------------------------------------


def _body(sent: Raw | UnsetType) -> tuple[Raw | UnsetType, str | None]:
    """Return the body and its inferred media type. A text that is JSON or a form is decoded first.

    A null body becomes UNSET. The media type is None if the body is not a text, or is a text in another format.
    """
    if isinstance(sent, UnsetType) or bytes(sent) == b"null":
        return UNSET, None
    if bytes(sent).startswith(b'"'):
        body: str = free_form(sent)
        if (decoded := _decoded(body)) is not None:
            return Raw(decoded), _JSON
        if (form := _form(body)) is not None:
            return Raw(msgspec.json.encode(form)), _FORM
    return sent, None


def _essence(content_type: str | None) -> str | None:
    """Return a media type without its parameters: `text/plain` for `text/plain; charset=utf-8`."""
    return content_type and content_type.partition(";")[0].strip()


def _decoded(body: str) -> bytes | None:
    """Return a text as JSON bytes, or None if the text is not JSON or is nested too deeply."""
    encoded = body.encode()
    try:
        msgspec.json.decode(encoded, type=Raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return encoded.strip()


def _form(body: str) -> dict[str, str] | None:
    """Return the fields of a form, by name.

    Return None if the body can also be a single word, Base64, or the start of JSON or XML.
    """
    if not body.isascii() or body.startswith(("<?xml", "{", "[")):
        return None
    fields = dict(parse_qsl(body, keep_blank_values=True))
    is_form = len(fields) > 1 or any(value not in ("", "=") for value in fields.values())
    return fields if is_form else None
