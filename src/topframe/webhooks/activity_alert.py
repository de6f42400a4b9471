"""Deliveries of activity alerts, which report changes of issues.

Source: getsentry/sentry, sentry_apps (2026)
"""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import field

from ..model._base import Interface
from .delivery import Actions, Delivery, Id
from .event_alert import HasSettings, Setting
from .issue import Issue


class Activity(Interface, frozen=True, kw_only=True):
    """What happened to an issue."""

    type: str | None = None
    """`seer_root_cause_completed`, `status_resolved`, ...; Sentry may add more."""
    details: dict[str, Any] | None = None
    """Details that depend on *type*: `user`, `summary`, `pull_requests`, ..."""


class ActivityAlert(HasSettings, Interface, frozen=True, kw_only=True):
    """The alert that fired."""

    id: Id | None = None
    title: str | None = None
    name: str | None = None
    """The title, as the first server versions send it; newer ones send *title*."""
    sentry_app_id: Id | None = None
    url: str | None = None
    web_url: str | None = None
    settings_data: tuple[Setting | None, ...] | None = field(default=None, name="settings")
    """The fields of the integration's form, as sent; items can be null."""


class ActivityAlertData(Interface, frozen=True, kw_only=True):
    """An issue, what happened to it, and the alert that fired for it."""

    issue: Issue | None = None
    activity: Activity | None = None
    alert: ActivityAlert | None = None


class ActivityAlertDelivery(Delivery, frozen=True, kw_only=True):
    """An activity alert was `triggered`."""

    actions: ClassVar[Actions] = {"activity_alert": ("triggered",)}
    own_keys = ("activity", "alert")

    data: ActivityAlertData
