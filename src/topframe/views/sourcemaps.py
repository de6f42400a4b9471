"""Why source maps were not applied, and nothing else.

Source: getsentry/sentry, models/eventerror.py
"""

from __future__ import annotations

from msgspec import field

from ..model._base import ApiInterface
from ..model.processing_error import ProcessingError


class SourcemapErrors(ApiInterface, frozen=True, kw_only=True):
    """What went wrong while the server processed an event; `sourcemap_errors` takes it, and knows no frames then."""

    event_id: str = field(name="eventID")
    platform: str | None = None
    errors: tuple[ProcessingError | None, ...] | None = None
    """Those of other kinds are among them."""
