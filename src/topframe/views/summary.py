"""A view of an event for lists of events.

Source: getsentry/sentry, api/serializers/models/event.py
"""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from ..model._base import ApiInterface
from ..model.members import HasRelease, HasTime, HasTitle
from ..model.printed import PrintedEvent
from ..model.tags import Tags


class ReleaseView(ApiInterface, frozen=True, kw_only=True):
    """The release. This view reads only its version."""

    version: str | None = None


class EventSummary(HasTitle, HasTime, HasRelease, PrintedEvent, ApiInterface, frozen=True, kw_only=True):
    """The ids of an event, and the fields for a list of events. The fields mean the same as in `model.Event`."""

    group_id: str | int | None = field(default=None, name="groupID")
    event_id: str = field(name="eventID")
    project_id: str | int | None = field(default=None, name="projectID")
    message: str | None = None
    title: str | None = None
    location: str | None = None
    type: str | None = None
    tags_data: Tags = field(default=None, name="tags")
    platform: str | None = None
    date_received: datetime | None = None
    culprit: str | None = None
    date_created: datetime | None = None
    start_timestamp: int | float | None = None
    end_timestamp: int | float | None = None
    release: ReleaseView | None = None
