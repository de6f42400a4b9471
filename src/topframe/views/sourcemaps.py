"""A view of the processing errors of an event, which tell why source maps were not applied.

Source: getsentry/sentry, models/eventerror.py
"""

from __future__ import annotations

from msgspec import field

from ..model._base import ApiInterface, present
from ..model.processing_error import ProcessingError


class SourcemapErrors(ApiInterface, frozen=True, kw_only=True):
    """The processing errors of an event.

    `sourcemap_errors` accepts this view. Its results then have no frames, because the view does not read stack traces.
    """

    event_id: str = field(name="eventID")
    platform: str | None = None
    errors_data: tuple[ProcessingError | None, ...] | None = field(default=None, name="errors")
    """The processing errors of all kinds, also without relation to source maps, as sent; items can be null."""

    @property
    def errors(self) -> tuple[ProcessingError, ...]:
        """The processing errors of all kinds, also without relation to source maps; () when there are none."""
        return present(self.errors_data)
