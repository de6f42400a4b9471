"""A file that was sent with the event.

Source: getsentry/sentry, api/serializers/models/eventattachment.py
"""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from ._base import ApiInterface


class Attachment(ApiInterface, frozen=True, kw_only=True):
    """A file that was sent with the event. `Event.crash_file` is the attached minidump."""

    id: str | int | None = None
    event_id: str | None = field(default=None, name="event_id")
    type: str | None = None
    """The kind of attachment, for example `event.minidump`."""
    name: str | None = None
    mimetype: str | None = None
    date_created: datetime | None = None
    size: int | None = None
    """Size of the file in bytes."""
    headers: dict[str, str | None] | None = None
    sha1: str | None = None
