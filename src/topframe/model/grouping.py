"""The rules by which the server grouped the event.

Source: getsentry/sentry, grouping/api.py
"""

from __future__ import annotations

from ._base import ApiInterface


class GroupingConfig(ApiInterface, frozen=True, kw_only=True):
    """The grouping rules that the server used for the event."""

    id: str | None = None
    """Name of the rules, for example `newstyle:2023-01-11`."""
    enhancements: str | None = None
    """The project's own rules as opaque Base64 text. None on servers before 2020."""
