"""The spans of a transaction.

Source: getsentry/relay, protocol/span.rs. The same in both dialects.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormInterface, present
from .measurements import Measurement


class Span(FreeFormInterface, frozen=True, kw_only=True):
    """One timed operation, its members in the order in which the server stores them; it leaves null ones out."""

    timestamp: int | float | str | None = None
    """The end: seconds since 1970; ISO 8601 text in examples of the documentation."""
    start_timestamp: int | float | str | None = None
    """Written like *timestamp*."""
    exclusive_time: int | float | None = None
    """Milliseconds that no child took."""
    description: str | None = None
    op: str | None = None
    """What kind of operation: `db.sql.query`, `http.client`, `resource.script`, ...: grows."""
    span_id: str | None = None
    """16 hexadecimal digits."""
    parent_span_id: str | None = None
    trace_id: str | None = None
    status: str | None = None
    """`ok`, `cancelled`, `not_found`, `internal_error`, ...: grows."""
    tags_json: Raw | UnsetType = field(default=UNSET, name="tags")
    """*tags* as they came."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as it came."""
    hash: str | None = None
    """Equal for spans that do the same; the server's work."""
    same_process_as_parent: bool | None = None
    sentry_tags_json: Raw | UnsetType = field(default=UNSET, name="sentry_tags")
    """*sentry_tags* as they came."""
    origin: str | None = None
    """Who made the span: `manual`, `auto.http`, ..."""
    profile_id: str | None = None
    segment_id: str | None = None
    """The *span_id* of the root of its service's part of the trace."""
    is_segment: bool | None = None
    """True: the span is that root."""
    is_remote: bool | None = None
    """True: the parent is in another service."""
    links_data: tuple[dict[str, Any] | None, ...] | None = field(default=None, name="links")
    """The linked spans of other traces: `trace_id`, `span_id`, `sampled`, `attributes`; items can be null."""
    received: int | float | None = None
    """Seconds since 1970 at which the server took the span in."""
    measurements: dict[str, Measurement | None] | None = None
    platform: str | None = None
    was_transaction: bool | None = None
    kind: str | None = None
    """`internal`, `server`, `client`, `producer`, `consumer`."""
    name: str | None = None
    type: str | None = None
    average_results: Any = field(default=None, name="span.averageResults")
    metrics_summary: Any = field(default=None, name="_metrics_summary")

    @property
    def links(self) -> tuple[dict[str, Any], ...]:
        """The linked spans of other traces: `trace_id`, `span_id`, `sampled`, `attributes`; () when there are none."""
        return present(self.links_data)

    @property
    def tags(self) -> Any:
        """An object of name to text, or None."""
        return free_form(self.tags_json)

    @property
    def data(self) -> Any:
        """Attributes: an object of name to any JSON value, or None. The names have dots, such as `db.system`."""
        return free_form(self.data_json)

    @property
    def sentry_tags(self) -> Any:
        """What the server notes to search by: an object of name to text, or None."""
        return free_form(self.sentry_tags_json)
