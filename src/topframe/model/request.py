"""The HTTP request that the application was serving, or the page that was open in the browser.

Source: getsentry/sentry, interfaces/http.py (`get_api_context`); getsentry/relay, protocol/request.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormApiInterface

Pairs = tuple[tuple[str | None, ...] | None, ...]
"""Rows of name and value, in order; names can repeat. Other row lengths occur: GlitchTip has sent `[[""]]`."""


class Request(FreeFormApiInterface, frozen=True, kw_only=True):
    """One HTTP request."""

    api_target: str | None = None
    """`graphql` or `rest`. None when the SDK did not state it."""
    method: str | None = None
    """The HTTP method in capital letters."""
    url: str | None = None
    """The URL without query and fragment."""
    query: Pairs | str | None = None
    """Pairs of name and value. Text if the server could not parse the query, and on servers before 2019."""
    fragment: str | None = None
    """The part of the URL after `#`, without the `#`."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as JSON text, exactly as received; UNSET when the key is absent."""
    headers: Pairs | dict[str, Any] | None = None
    """Pairs of name and value: sorted if the SDK sent an object, else in its order. An object in examples from 2015."""
    cookies: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value. GlitchTip passes on the form that the SDK sent: pairs, an object or text."""
    env: dict[str, Any] | None = None
    """Variables of the server gateway, for example `SERVER_PORT`. Values are usually text or integers."""
    inferred_content_type: str | None = None
    """The content type of the body, as the server inferred it."""
    body_size: int | None = None
    """Size of the body in bytes. Sent by GlitchTip."""
    protocol: str | None = None
    """The HTTP version, for example `HTTP/1.1`. Sent by GlitchTip."""

    @property
    def header_pairs(self) -> tuple[tuple[str | None, ...], ...]:
        """Name and value of each header, in order. Null rows are left out. () when there are no headers."""
        if isinstance(self.headers, dict):
            return tuple(self.headers.items())
        return tuple(row for row in self.headers or () if row is not None)

    def header(self, name: str) -> str | None:
        """The value of the first header with the name *name*; upper and lower case are equal.

        None when the header is missing or its value is null.
        """
        rows = (row for row in self.header_pairs if len(row) > 1 and row[0] is not None)
        return next((value for key, value, *_ in rows if key is not None and key.lower() == name.lower()), None)

    @property
    def data(self) -> Any:
        """The body: any JSON value, or text for other content types. Text can be cut. None when there is no body."""
        return free_form(self.data_json)
