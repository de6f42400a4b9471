"""What a detector of the server found, as it stores it and as webhooks embed it.

Source: getsentry/sentry, issues/issue_occurrence.py
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ..model.occurrence import Evidence
from ._base import Number


class RawOccurrence(Interface, frozen=True, kw_only=True):
    """A finding."""

    id: str | None = None
    project_id: int | str | None = None
    event_id: str | None = None
    fingerprint: tuple[str | None, ...] | None = None
    issue_title: str | None = None
    subtitle: str | None = None
    resource_id: str | None = None
    evidence_data: dict[str, Any] | None = None
    """Free."""
    evidence_display: tuple[Evidence | None, ...] | None = None
    type: int | None = None
    """Group type: 1 error, 1001 to 1019 performance, 4001 to 4003 cron, 6001 feedback, 7001 uptime, ...: grows."""
    detection_time: Number | None = None
    """Seconds since 1970, or ISO 8601 text."""
    level: str | None = None
    culprit: str | None = None
    priority: int | None = None
    assignee: str | None = None
    """`user:1`, `team:2`, ..."""
    initial_issue_priority: int | None = None
    transaction_duration: int | float | None = None
