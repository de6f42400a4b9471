"""What a detector of the server found: the ground of events that no SDK sent as errors.

Source: getsentry/sentry, issues/issue_occurrence.py, api/serializers/models/event.py
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, present


class Evidence(ApiInterface, frozen=True, kw_only=True):
    """A line of evidence as people read it."""

    name: str | None = None
    value: str | None = None
    important: bool | None = None


class Occurrence(ApiInterface, frozen=True, kw_only=True):
    """A finding."""

    id: str | None = None
    project_id: int | str | None = None
    event_id: str | None = None
    fingerprint_data: tuple[str | None, ...] | None = field(default=None, name="fingerprint")
    """The values that group the occurrence; items can be null."""
    issue_title: str | None = None
    subtitle: str | None = None
    resource_id: str | None = None
    evidence_data: dict[str, Any] | None = None
    """Free; the server put its keys in camelCase, and where two fell together the later one won."""
    evidence_display_data: tuple[Evidence | None, ...] | None = field(default=None, name="evidenceDisplay")
    """The evidence, in the order in which people read it; items can be null."""
    type: int | None = None
    """Group type: 1 error, 1001 to 1019 performance, 4001 to 4003 cron, 6001 feedback, 7001 uptime, ...: grows."""
    detection_time: int | float | None = None
    """Seconds since 1970; a number."""
    level: str | None = None
    culprit: str | None = None
    priority: int | None = None
    """Since 2025; *initial_issue_priority* in 2024."""
    assignee: str | None = None
    """`user:1`, `team:2`, ..."""
    initial_issue_priority: int | None = None
    transaction_duration: int | float | None = None
    """Sent in 2023."""

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The values that group the occurrence; () when there are none."""
        return present(self.fingerprint_data)

    @property
    def evidence_display(self) -> tuple[Evidence, ...]:
        """The evidence, in the order in which people read it; () when there are none."""
        return present(self.evidence_display_data)
