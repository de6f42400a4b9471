"""Conversion of breadcrumbs to the form that the web API returns.

Source: getsentry/sentry, interfaces/breadcrumbs.py (`get_api_context`); getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from msgspec import UNSET, Raw, UnsetType

from ..model.breadcrumbs import Breadcrumb, BreadcrumbsData
from ..raw.breadcrumbs import RawBreadcrumb
from ..raw.lenient import level, text
from ..wire.moments import moment


def breadcrumbs_of(values: tuple[RawBreadcrumb, ...]) -> BreadcrumbsData | None:
    """Convert breadcrumbs, in the order in which they were sent: oldest first. Return None if there are none.

    The server formats the SQL of database breadcrumbs. This function leaves the SQL unchanged.
    """
    if not values:
        return None
    return BreadcrumbsData(values_data=tuple([_breadcrumb(crumb) for crumb in values]))


def _breadcrumb(raw: RawBreadcrumb) -> Breadcrumb:
    return Breadcrumb(
        type=raw.type or raw.ty or "default",
        timestamp=moment(raw.timestamp),
        level=level(raw.level) or "info",
        message=text(raw.message),
        category=raw.category,
        data_json=_data(raw.data_json),
        event_id=raw.event_id,
    )


def _data(sent: Raw | UnsetType) -> Raw | UnsetType:
    """Return the data if it is an object with at least one key, else UNSET."""
    if isinstance(sent, UnsetType):
        return UNSET
    json = bytes(sent)
    return sent if json[:1] == b"{" and json[1:-1].strip() else UNSET
