"""What happened before the event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..wire.freeform import free_form
from ._base import Number, Scalar


class RawBreadcrumb(FreeFormInterface, frozen=True, kw_only=True):
    """One step on the way to the event."""

    timestamp: Number | None = None
    """Seconds since 1970, or ISO 8601 text."""
    type: str | None = None
    """`default`, `http`, `navigation`, `error`, `debug`, `query`, `ui`, `user`, ...: grows. None is `default`."""
    category: str | None = None
    """Who wrote it: `console`, `xhr`, `ui.click`, a logger's name, ..."""
    level: str | int | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`; also `log`, `critical`, ...: grows. None is `info`."""
    message: Scalar | None = None
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as it came."""
    event_id: str | None = None
    """The event that the breadcrumb stands for."""
    ty: str | None = None
    """Another spelling of *type*, which wins over it."""
    origin: str | None = None
    """The SDK that recorded it, where one works on top of another."""

    @property
    def data(self) -> Any:
        """Whatever the sender adds: an object of name to any JSON value, or None."""
        return free_form(self.data_json)


class RawBreadcrumbsData(RawBreadcrumb, frozen=True, kw_only=True):
    """All breadcrumbs, the oldest first. An object without *values* is one breadcrumb."""

    values: tuple[RawBreadcrumb | None, ...] | None = None

    @property
    def alone(self) -> RawBreadcrumb | None:
        """The breadcrumb that stands in place of a list; None when the object is empty."""
        return None if self == _NOTHING else self


_NOTHING = RawBreadcrumbsData()
