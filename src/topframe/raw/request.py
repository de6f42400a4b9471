"""The HTTP request that the application handled, or the open page, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/request.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..wire.freeform import free_form
from ._base import Number, Pairs


class RawRequest(FreeFormInterface, frozen=True, kw_only=True):
    """The HTTP request during which the event happened."""

    url: str | None = None
    """URL, with or without query and fragment. The server moves these to *query_string* and *fragment*."""
    method: str | None = None
    protocol: str | None = None
    """Protocol and its version, for example `HTTP/1.1`."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as undecoded JSON, unchanged."""
    query_string: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value, an object, or the text from the URL."""
    fragment: str | None = None
    """The part of the URL after `#`."""
    cookies: Pairs | dict[str, Any] | str | None = None
    """Pairs of name and value, an object, or the text of the `Cookie` header."""
    headers: Pairs | dict[str, Any] | None = None
    """Pairs of name and value, or an object. A value can be a list of texts."""
    env: dict[str, Any] | None = None
    """CGI or WSGI variables of the application's server, for example `SERVER_PORT`."""
    inferred_content_type: str | None = None
    """The media type that the Sentry server infers for the body."""
    api_target: str | None = None
    """Kind of API that the request calls: `graphql` or `rest`."""
    body_size: Number | None = None
    """Size of the body in bytes."""
    other: Any = None
    """Further facts about the request; sent by the Java SDK."""

    @property
    def data(self) -> Any:
        """The body: a JSON value, or text for other formats. Text may be cut. None: there is no body."""
        return free_form(self.data_json)
