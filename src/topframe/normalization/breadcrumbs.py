"""Breadcrumbs, as the web API shows them.

Source: getsentry/sentry, interfaces/breadcrumbs.py (`get_api_context`); getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from msgspec import UNSET, Raw, UnsetType

from ..model.breadcrumbs import Breadcrumb, BreadcrumbsData
from ..moments import moment
from ..raw.breadcrumbs import RawBreadcrumb
from .lenient import level, text


def breadcrumbs_of(values: tuple[RawBreadcrumb, ...]) -> BreadcrumbsData | None:
    """The breadcrumbs, the oldest first; None where there are none.

    The server formats the SQL of database breadcrumbs; here it stays as it was sent.
    """
    if not values:
        return None
    return BreadcrumbsData(
        values=tuple(
            Breadcrumb(
                type=crumb.type or crumb.ty or "default",
                timestamp=moment(crumb.timestamp),
                level=level(crumb.level) or "info",
                message=text(crumb.message),
                category=crumb.category,
                data_json=_data(crumb.data_json),
                event_id=crumb.event_id,
            )
            for crumb in values
        )
    )


def _data(sent: Raw | UnsetType) -> Raw | UnsetType:
    """Data that is an object and says something."""
    if isinstance(sent, UnsetType):
        return UNSET
    json = bytes(sent)
    return sent if json[:1] == b"{" and json[1:-1].strip() else UNSET
