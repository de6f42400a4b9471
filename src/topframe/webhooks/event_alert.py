"""Deliveries with an event: from alert rules, and for every error.

Source: getsentry/sentry, sentry_apps/tasks/sentry_apps.py (`send_alert_webhook`, `process_resource_change`)
"""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import field

from ..model._base import Interface, present
from ..model.event import Event
from ..normalization import normalize
from ..raw.event import RawEvent
from .delivery import Actions, Delivery, Id


class Setting(Interface, frozen=True, kw_only=True):
    """A field of the integration's form, with the value that a user entered."""

    name: str | None = None
    value: Any = None


class HasSettings:
    """A mixin for classes with a field *settings_data*."""

    __slots__ = ()

    settings_data: tuple[Setting | None, ...] | None

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The fields of the integration's form, with the values that a user entered; () when there are none."""
        return present(self.settings_data)


class IssueAlert(HasSettings, Interface, frozen=True, kw_only=True):
    """The rule that fired. Sent only when the integration has settings for the rule."""

    id: Id | None = None
    """-1 for a test delivery."""
    title: str | None = None
    sentry_app_id: Id | None = None
    settings_data: tuple[Setting | None, ...] | None = field(default=None, name="settings")
    """The fields of the integration's form, as sent; items can be null."""


class EventAlertData(Interface, frozen=True, kw_only=True):
    """An event and the rule that fired for it."""

    event: RawEvent | None = None
    triggered_rule: str | None = None
    """Name of the rule; empty for a test delivery."""
    issue_alert: IssueAlert | None = None


class ErrorData(Interface, frozen=True, kw_only=True):
    """An error event."""

    error: RawEvent | None = None


class EventAlertDelivery(Delivery, frozen=True, kw_only=True):
    """An alert rule was `triggered`."""

    actions: ClassVar[Actions] = {"event_alert": ("triggered",)}
    own_keys = ("event", "triggered_rule", "issue_alert")

    data: EventAlertData

    @property
    def event(self) -> Event | None:
        """The event, normalized by `topframe.normalize` at each access; None when the delivery has no event."""
        return None if self.data.event is None else normalize(self.data.event)


class ErrorDelivery(Delivery, frozen=True, kw_only=True):
    """An error was `created`. Sent for every error event, also when its issue is already known."""

    actions: ClassVar[Actions] = {"error": ("created",)}
    own_keys = ("error",)

    data: ErrorData

    @property
    def event(self) -> Event | None:
        """The event, normalized by `topframe.normalize` at each access; None when the delivery has no event."""
        return None if self.data.error is None else normalize(self.data.error)
