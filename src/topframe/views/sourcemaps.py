"""Why source maps were not applied, and nothing else.

Source: getsentry/sentry, models/eventerror.py
"""

from __future__ import annotations

from msgspec import field

from ..model._base import ApiInterface, present
from ..model.processing_error import ProcessingError


class SourcemapErrors(ApiInterface, frozen=True, kw_only=True):
    """What went wrong while the server processed an event; `sourcemap_errors` takes it, and knows no frames then."""

    event_id: str = field(name="eventID")
    platform: str | None = None
    errors_data: tuple[ProcessingError | None, ...] | None = field(default=None, name="errors")
    """What went wrong while the server processed the event, problems of other kinds included; items can be null."""

    @property
    def errors(self) -> tuple[ProcessingError, ...]:
        """What went wrong on the server, problems of other kinds included; () when there are none."""
        return present(self.errors_data)
