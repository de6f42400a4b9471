"""What happened before the event.

Source: getsentry/sentry, interfaces/breadcrumbs.py (`get_api_context`); getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import ApiInterface, FreeFormApiInterface, present


class Breadcrumb(FreeFormApiInterface, frozen=True, kw_only=True):
    """One step on the way to the event."""

    type: str | None = None
    """`default`, `http`, `navigation`, `error`, `debug`, `query`, `ui`, `user`, ...: grows."""
    timestamp: datetime | None = None
    """By the clock of the sender."""
    level: str | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`; also `log`, `critical`, ...: grows."""
    message: str | None = None
    """SQL comes formatted since 2023; *message_raw* has it as it was."""
    category: str | None = None
    """Who wrote it: `console`, `xhr`, `ui.click`, a logger's name, ..."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as it came."""
    event_id: str | None = field(default=None, name="event_id")
    """The event that the breadcrumb stands for."""
    message_format: str | None = None
    """`sql` when *message* was formatted."""
    message_raw: str | None = None
    """The message before it was formatted."""

    @property
    def data(self) -> Any:
        """Whatever the sender adds, an object, or None."""
        return free_form(self.data_json)


class BreadcrumbsData(ApiInterface, frozen=True, kw_only=True):
    """All breadcrumbs, the oldest first."""

    values_data: tuple[Breadcrumb | None, ...] | None = field(default=None, name="values")
    """The breadcrumbs, oldest first; items can be null."""

    @property
    def values(self) -> tuple[Breadcrumb, ...]:
        """The breadcrumbs, oldest first; () when there are none."""
        return present(self.values_data)
