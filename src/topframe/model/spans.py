"""The spans of a transaction.

Source: getsentry/relay, protocol/span.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormInterface, present
from .measurements import Measurement


class Span(FreeFormInterface, frozen=True, kw_only=True):
    """One timed operation. The server leaves out keys whose value is null. Fields are in the order of the server."""

    timestamp: int | float | str | None = None
    """End of the span, in seconds since 1970. ISO 8601 text in examples of the Sentry documentation."""
    start_timestamp: int | float | str | None = None
    """Start of the span, in the same form as *timestamp*."""
    exclusive_time: int | float | None = None
    """Time that no child span covers, in milliseconds."""
    description: str | None = None
    op: str | None = None
    """The kind of operation: `db.sql.query`, `http.client`, `resource.script`; other values are possible."""
    span_id: str | None = None
    """16 hexadecimal digits."""
    parent_span_id: str | None = None
    trace_id: str | None = None
    status: str | None = None
    """How the operation ended: `ok`, `cancelled`, `not_found`, `internal_error`; other values are possible."""
    tags_json: Raw | UnsetType = field(default=UNSET, name="tags")
    """*tags* as JSON text, exactly as received; UNSET when the key is absent."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as JSON text, exactly as received; UNSET when the key is absent."""
    hash: str | None = None
    """Hash that the server computes. Spans that do the same operation have the same hash."""
    same_process_as_parent: bool | None = None
    sentry_tags_json: Raw | UnsetType = field(default=UNSET, name="sentry_tags")
    """*sentry_tags* as JSON text, exactly as received; UNSET when the key is absent."""
    origin: str | None = None
    """What created the span: `manual`, `auto.http`; other values are possible."""
    profile_id: str | None = None
    segment_id: str | None = None
    """The *span_id* of the segment: the root span of this service's part of the trace."""
    is_segment: bool | None = None
    """True: this span is the root of its segment."""
    is_remote: bool | None = None
    """True: the parent span is in another service."""
    links_data: tuple[dict[str, Any] | None, ...] | None = field(default=None, name="links")
    """Links to spans of other traces: `trace_id`, `span_id`, `sampled`, `attributes`; items can be null."""
    received: int | float | None = None
    """When the server received the span, in seconds since 1970."""
    measurements: dict[str, Measurement | None] | None = None
    platform: str | None = None
    was_transaction: bool | None = None
    kind: str | None = None
    """`internal`, `server`, `client`, `producer` or `consumer`."""
    name: str | None = None
    type: str | None = None
    average_results: Any = field(default=None, name="span.averageResults")
    metrics_summary: Any = field(default=None, name="_metrics_summary")

    @property
    def links(self) -> tuple[dict[str, Any], ...]:
        """Links to spans of other traces: `trace_id`, `span_id`, `sampled`, `attributes`; () when there are none."""
        return present(self.links_data)

    @property
    def tags(self) -> Any:
        """An object that maps names to text; None when it is absent or null."""
        return free_form(self.tags_json)

    @property
    def data(self) -> Any:
        """Attributes: an object that maps names like `db.system` to any JSON value; None when it is absent or null."""
        return free_form(self.data_json)

    @property
    def sentry_tags(self) -> Any:
        """Search terms that the server adds: an object that maps names to text; None when it is absent or null."""
        return free_form(self.sentry_tags_json)
