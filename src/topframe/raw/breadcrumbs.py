"""Breadcrumbs: the steps before the event, as SDKs send them and the server stores them.

Source: getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..wire.freeform import free_form
from ._base import Listed, Number, Scalar


class RawBreadcrumb(FreeFormInterface, frozen=True, kw_only=True):
    """One step that the application recorded before the event."""

    timestamp: Number | None = None
    """When it was recorded: seconds since 1970, or ISO 8601 text."""
    type: str | None = None
    """`default`, `http`, `navigation`, `error`, `debug`, `query`, `ui`, `user` and more; this list may grow.

    None means `default`.
    """
    category: str | None = None
    """The source of the breadcrumb: `console`, `xhr`, `ui.click`, the name of a logger, ..."""
    level: str | int | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`; also `log`, `critical` and more; this list may grow.

    None means `info`.
    """
    message: Scalar | None = None
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as undecoded JSON, unchanged."""
    event_id: str | None = None
    """Id of the event, if the breadcrumb represents an event."""
    ty: str | None = None
    """Another spelling of *type*. If both are set, *type* wins."""
    origin: str | None = None
    """The SDK that recorded the breadcrumb, set if one SDK works on top of another."""

    @property
    def data(self) -> Any:
        """Details that the sender adds: an object from name to any JSON value, or None."""
        return free_form(self.data_json)


class RawBreadcrumbsData(Listed[RawBreadcrumb], RawBreadcrumb, frozen=True, kw_only=True):
    """All breadcrumbs of an event, oldest first. An object without *values* is one breadcrumb itself."""

    values_data: tuple[RawBreadcrumb | None, ...] | None = field(default=None, name="values")
    """The breadcrumbs as sent; items can be null. None: the object is one breadcrumb itself."""
