"""How the server grouped the event.

Source: getsentry/sentry, grouping/api.py
"""

from __future__ import annotations

from ._base import ApiInterface


class GroupingConfig(ApiInterface, frozen=True, kw_only=True):
    """The rules that were in force."""

    id: str | None = None
    """Such as `newstyle:2023-01-11`."""
    enhancements: str | None = None
    """The project's own rules, opaque Base64. None before 2020."""
