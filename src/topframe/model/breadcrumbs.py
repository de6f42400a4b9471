"""Breadcrumbs: the steps that an SDK recorded before the event.

Source: getsentry/sentry, interfaces/breadcrumbs.py (`get_api_context`); getsentry/relay, protocol/breadcrumb.rs
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import ApiInterface, FreeFormApiInterface, present


class Breadcrumb(FreeFormApiInterface, frozen=True, kw_only=True):
    """One recorded step that led to the event."""

    type: str | None = None
    """`default`, `http`, `navigation`, `error`, `debug`, `query`, `ui`, `user`; other values are possible."""
    timestamp: datetime | None = None
    """When the step happened, by the clock of the sender."""
    level: str | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`, `log`, `critical`; other values are possible."""
    message: str | None = None
    """The text of the step. Since 2023 the server formats SQL; *message_raw* then has the original text."""
    category: str | None = None
    """The source of the step: `console`, `xhr`, `ui.click`, or the name of a logger; other values are possible."""
    data_json: Raw | UnsetType = field(default=UNSET, name="data")
    """*data* as JSON text, exactly as received; UNSET when the key is absent."""
    event_id: str | None = field(default=None, name="event_id")
    """Id of another event, if the breadcrumb records that event."""
    message_format: str | None = None
    """`sql` if the server formatted *message*; None otherwise."""
    message_raw: str | None = None
    """The text of *message* before the server formatted it. None if *message* was not formatted."""

    @property
    def data(self) -> Any:
        """Extra data from the sender: normally an object; None when it is absent or null."""
        return free_form(self.data_json)


class BreadcrumbsData(ApiInterface, frozen=True, kw_only=True):
    """All breadcrumbs of the event, oldest first."""

    values_data: tuple[Breadcrumb | None, ...] | None = field(default=None, name="values")
    """The breadcrumbs as sent, oldest first; items can be null."""

    @property
    def values(self) -> tuple[Breadcrumb, ...]:
        """The breadcrumbs, oldest first, without nulls; () when the list is missing or empty."""
        return present(self.values_data)
