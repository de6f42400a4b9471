"""The HTTP request that was being served, or the page that was open.

Source: getsentry/sentry, interfaces/http.py (`get_api_context`); getsentry/relay, protocol/request.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormApiInterface

Pairs = tuple[tuple[str | None, ...] | None, ...]
"""Names with their values, in order; a name can occur again. Rows have two members, but GlitchTip has sent `[[""]]`."""


class Request(FreeFormApiInterface, frozen=True, kw_only=True):
    """One HTTP request."""

    api_target: str | None = None
    """`graphql` or `rest`; None when the SDK did not say."""
    method: str | None = None
    """In capitals."""
    url: str | None = None
    """Without query and fragment."""
    query: Pairs | str | None = None
    """Pairs of name and value; text where the server could not take it apart, and before 2019."""
    fragment: str | None = None
    """What follows `#`, without it."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as it came."""
    headers: Pairs | dict[str, Any] | None = None
    """Pairs of name and value, sorted; an object in examples from 2015."""
    cookies: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value; GlitchTip hands on what the SDK sent."""
    env: dict[str, Any] | None = None
    """Variables of the server's gateway, such as `SERVER_PORT`; the values are text or integers."""
    inferred_content_type: str | None = None
    """What the server takes the body for."""
    body_size: int | None = None
    """Bytes of the body. GlitchTip."""
    protocol: str | None = None
    """Such as `HTTP/1.1`. GlitchTip."""

    @property
    def header_pairs(self) -> tuple[tuple[str | None, ...], ...]:
        """Name and value of each header, in order, without nulls in their place; () when there are none."""
        if isinstance(self.headers, dict):
            return tuple(self.headers.items())
        return tuple(row for row in self.headers or () if row is not None)

    def header(self, name: str) -> str | None:
        """The value of a header, its name in any case, the first one where it occurs again; None when it is missing."""
        rows = (row for row in self.header_pairs if len(row) > 1 and row[0] is not None)
        return next((value for key, value, *_ in rows if key is not None and key.lower() == name.lower()), None)

    @property
    def data(self) -> Any:
        """The body: any JSON value, or text where it is not JSON; text may be cut. None when there is none."""
        return free_form(self.data_json)
