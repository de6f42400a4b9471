"""What Relay and the server note about the way that an event took.

Source: getsentry/relay, protocol/event.rs and relay_info.rs; getsentry/symbolicator (`scraping_attempts`)
"""

from __future__ import annotations

from ..model._base import Interface


class RelayHop(Interface, frozen=True, kw_only=True):
    """A Relay that the event passed through."""

    version: str | None = None
    public_key: str | None = None


class ScrapingAttempt(Interface, frozen=True, kw_only=True):
    """One time that the server tried, or did not try, to fetch a JavaScript file."""

    url: str | None = None
    status: str | None = None
    """`success`, `not_attempted`, `failure`: grows."""
    reason: str | None = None
    """`not_found`, `permission_denied`, `timeout`, `download_error`, `invalid_host`, `disabled`, `other`: grows."""
    details: str | None = None
