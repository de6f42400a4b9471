"""The finding of a detector on the server, for example a performance problem. The server creates an event from it.

Source: getsentry/sentry, issues/issue_occurrence.py, api/serializers/models/event.py
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, present


class Evidence(ApiInterface, frozen=True, kw_only=True):
    """One piece of evidence, as Sentry shows it to people."""

    name: str | None = None
    value: str | None = None
    important: bool | None = None


class Occurrence(ApiInterface, frozen=True, kw_only=True):
    """The finding of a detector."""

    id: str | None = None
    project_id: int | str | None = None
    event_id: str | None = None
    fingerprint_data: tuple[str | None, ...] | None = field(default=None, name="fingerprint")
    """The values by which the server groups the occurrence, as sent; items can be null."""
    issue_title: str | None = None
    subtitle: str | None = None
    resource_id: str | None = None
    evidence_data: dict[str, Any] | None = None
    """Free-form data. The server converts its keys to camelCase; if two keys become equal, it keeps the later one."""
    evidence_display_data: tuple[Evidence | None, ...] | None = field(default=None, name="evidenceDisplay")
    """The pieces of evidence as sent, in display order; items can be null."""
    type: int | None = None
    """Group type: 1 error, 1001 to 1019 performance, 4001 to 4003 cron, 6001 feedback, 7001 uptime; other values are
    possible."""
    detection_time: int | float | None = None
    """When the detector found it, in seconds since 1970."""
    level: str | None = None
    culprit: str | None = None
    priority: int | None = None
    """Sent since 2025. Servers of 2024 send *initial_issue_priority*."""
    assignee: str | None = None
    """The assigned user or team, for example `user:1` or `team:2`."""
    initial_issue_priority: int | None = None
    transaction_duration: int | float | None = None
    """Sent in 2023."""

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The values by which the server groups the occurrence, without nulls; () when there are none."""
        return present(self.fingerprint_data)

    @property
    def evidence_display(self) -> tuple[Evidence, ...]:
        """The pieces of evidence, in display order, without nulls; () when there are none."""
        return present(self.evidence_display_data)
