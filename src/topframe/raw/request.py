"""The HTTP request that was being served, or the page that was open, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/request.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..wire.freeform import free_form
from ._base import Number, Pairs


class RawRequest(FreeFormInterface, frozen=True, kw_only=True):
    """One HTTP request."""

    url: str | None = None
    """With or without query and fragment; the server moves these to their own members."""
    method: str | None = None
    protocol: str | None = None
    """Such as `HTTP/1.1`."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as it came."""
    query_string: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value, an object, or the text as it stood in the address."""
    fragment: str | None = None
    """What follows `#`, without it."""
    cookies: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value, an object, or the text of the header."""
    headers: Pairs | dict[str, Any] | None = None
    """Pairs of name and value, or an object. A value may be a list of texts."""
    env: dict[str, Any] | None = None
    """Variables of the server's gateway, such as `SERVER_PORT`."""
    inferred_content_type: str | None = None
    """What the server takes the body for."""
    api_target: str | None = None
    """`graphql` or `rest`."""
    body_size: Number | None = None
    """Bytes of the body."""
    other: Any = None
    """Java SDK: whatever else it knows of the request."""

    @property
    def data(self) -> Any:
        """The body: any JSON value, or text where it is not JSON; text may be cut. None when there is none."""
        return free_form(self.data_json)
