"""Feedback that a user wrote about the event.

Source: getsentry/sentry, api/serializers/models/userreport.py
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import field

from ._base import ApiInterface


class ReportedEvent(ApiInterface, frozen=True, kw_only=True):
    """The event to which a report belongs."""

    id: str | None = None
    event_id: str | None = field(default=None, name="eventID")


class Reporter(ApiInterface, frozen=True, kw_only=True):
    """The author of a report, as known from the events of the project."""

    id: str | int | None = None
    """Id of the author. The text `None` when the server does not know it."""
    username: str | None = None
    email: str | None = None
    name: str | None = None
    ip_address: str | None = None
    avatar_url: str | None = None
    hash: str | None = None
    """Sent from 2018 to 2020, like *tag_value*, *identifier* and *date_created*."""
    tag_value: str | None = None
    identifier: str | None = None
    date_created: datetime | None = None


class UserReport(ApiInterface, frozen=True, kw_only=True):
    """One report that a user wrote."""

    id: str | int | None = None
    """Id of the report. Sentry sends text; GlitchTip sends a number."""
    event_id: str | None = field(default=None, name="eventID")
    name: str | None = None
    email: str | None = None
    comments: str | None = None
    date_created: datetime | None = None
    user: Reporter | str | None = None
    event: ReportedEvent | None = None
    issue: Any = None
