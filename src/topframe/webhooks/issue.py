"""Deliveries about issues.

Source: getsentry/sentry, sentry_apps/tasks/sentry_apps.py, api/serializers/models/group.py
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from msgspec import field

from ..model._base import ApiInterface, Interface, present
from .delivery import Actions, Delivery, Id, Number


class IssueProject(ApiInterface, frozen=True, kw_only=True):
    """The project of an issue."""

    id: Id | None = None
    name: str | None = None
    slug: str | None = None
    platform: str | None = None


class Assignee(Interface, frozen=True, kw_only=True):
    """The person or team that an issue is assigned to."""

    type: str | None = None
    """`user` or `team`."""
    id: Id | None = None
    """Text in `Issue.assigned_to`, a number in `IssueData.assignee`."""
    name: str | None = None
    email: str | None = None
    """None for teams, and when the organization keeps addresses private."""


class Issue(ApiInterface, frozen=True, kw_only=True):
    """An issue as Sentry shows it to an anonymous user.

    Fields that depend on a user, such as *has_seen*, do not describe the user that caused the delivery.
    """

    id: Id | None = None
    short_id: str | None = None
    """Such as `SHOP-1A`."""
    title: str | None = None
    culprit: str | None = None
    level: str | None = None
    status: str | None = None
    """`unresolved`, `resolved`, `ignored`, ...; Sentry may add more."""
    substatus: str | None = None
    """`new`, `ongoing`, `escalating`, `regressed`, `archived_forever`, ...; Sentry may add more.

    None from servers before 2023.
    """
    status_details: dict[str, Any] | None = None
    """How the issue was resolved or archived: `inRelease`, `ignoreUntil`, `actor`, ..."""
    priority: str | None = None
    """`high`, `medium`, `low`. None from servers before 2024."""
    priority_locked_at: datetime | None = None
    type: str | None = None
    """Type of its events: `error`, `default`, `csp`, `generic`, ...; Sentry may add more."""
    issue_type: str | None = None
    """`error`, `performance_n_plus_one_db_queries`, ...; Sentry may add more."""
    issue_category: str | None = None
    """`error`, `outage`, `feedback`, ...; Sentry may add more."""
    platform: str | None = None
    project: IssueProject | None = None
    metadata: dict[str, Any] | None = None
    """The parts of the title, such as `type` and `value`."""
    count: str | int | None = None
    """Number of events, written as text."""
    user_count: int | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    is_unhandled: bool | None = None
    assigned_to: Assignee | None = None
    url: str | None = None
    """Address of the issue in the web API. Before 2026, sent only for `created`, and in *activity_alert*."""
    web_url: str | None = field(default=None, name="web_url")
    """Address of the issue's page. Before 2026, sent only for `created`, and in *activity_alert*."""
    project_url: str | None = field(default=None, name="project_url")
    """Address of the page of the project's issues. Before 2026, sent only for `created`."""
    permalink: str | None = None
    logger: str | None = None
    annotations_data: tuple[Any, ...] | None = field(default=None, name="annotations")
    """Links to issues of other trackers, as sent; items can be null."""
    num_comments: int | None = None
    is_public: bool | None = None
    is_bookmarked: bool | None = None
    is_subscribed: bool | None = None
    subscription_details: Any = None
    has_seen: bool | None = None
    share_id: str | None = None
    seer_fixability_score: Number | None = None
    """From 0 to 1."""
    seer_autofix_last_triggered: datetime | None = None
    seer_explorer_autofix_last_triggered: datetime | None = None

    @property
    def annotations(self) -> tuple[Any, ...]:
        """Links to issues of other trackers; () when there are none."""
        return present(self.annotations_data)


class IssueData(Interface, frozen=True, kw_only=True):
    """An issue, and details of the action."""

    issue: Issue | None = None
    resolution_type: str | None = None
    """For `resolved`: `now`, `in_next_release`, `in_release`, `in_commit`, ...; Sentry may add more."""
    assignee: Assignee | None = None
    """The new assignee, for `assigned`."""


class IssueDelivery(Delivery, frozen=True, kw_only=True):
    """An issue was `created`, `resolved`, `assigned`, `ignored` (also `archived`) or `unresolved`."""

    actions: ClassVar[Actions] = {"issue": ("created", "resolved", "assigned", "ignored", "archived", "unresolved")}
    own_keys = ("issue",)

    data: IssueData
