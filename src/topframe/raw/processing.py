"""Notes of Relay and the server about the processing of an event.

Source: getsentry/relay, protocol/event.rs and relay_info.rs; getsentry/symbolicator (`scraping_attempts`)
"""

from __future__ import annotations

from ..model._base import Interface


class RelayHop(Interface, frozen=True, kw_only=True):
    """A Relay instance that forwarded the event."""

    version: str | None = None
    public_key: str | None = None


class ScrapingAttempt(Interface, frozen=True, kw_only=True):
    """One attempt of the server to fetch a JavaScript file, or its decision to skip the fetch."""

    url: str | None = None
    status: str | None = None
    """Result of the attempt: `success`, `not_attempted`, `failure`; this list may grow."""
    reason: str | None = None
    """Why it failed: `not_found`, `permission_denied`, `timeout`, `download_error`, `invalid_host`, `disabled`, ..."""
    details: str | None = None
