"""Deliveries of metric alerts.

Source: getsentry/sentry, incidents/endpoints/serializers/, with their keys in snake_case
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from msgspec import field

from ..model._base import Interface, present
from .delivery import Actions, Delivery, Id, Number
from .event_alert import HasSettings, Setting


class AlertAction(HasSettings, Interface, frozen=True, kw_only=True):
    """An action that Sentry takes when a trigger fires."""

    id: Id | None = None
    alert_rule_trigger_id: Id | None = None
    type: str | None = None
    """How Sentry notifies: `email`, `slack`, `pagerduty`, `sentry_app`, ...; Sentry may add more."""
    target_type: str | None = None
    """What *target_identifier* names: `user`, `team`, `specific` (such as a channel), `sentry_app`."""
    target_identifier: Id | None = None
    """A number for `pagerduty` and `sentry_app`; text for other types, such as the name of a channel."""
    input_channel_id: Id | None = None
    integration_id: Id | None = None
    sentry_app_id: Id | None = None
    date_created: datetime | None = None
    desc: str | None = None
    priority: str | None = None
    settings_data: tuple[Setting | None, ...] | None = field(default=None, name="settings")
    """The fields of the integration's form, as sent; items can be null."""
    sentry_app_installation_uuid: str | None = None
    """UUID of the installation that *settings* belong to.

    The settings of a receiver are in the action with the UUID of the delivery's *installation*.
    """
    form_fields: Any = None
    disabled: bool | None = None


class AlertTrigger(Interface, frozen=True, kw_only=True):
    """A threshold of an alert rule, and the actions to take when the metric crosses it."""

    id: Id | None = None
    alert_rule_id: Id | None = None
    label: str | None = None
    """`critical` or `warning`. A delivery of this trigger has the label as its *action*."""
    threshold_type: int | None = None
    """0: fires above the threshold. 1: fires below."""
    alert_threshold: Number | None = None
    resolve_threshold: Number | None = None
    date_created: datetime | None = None
    actions_data: tuple[AlertAction | None, ...] | None = field(default=None, name="actions")
    """The actions to take, as sent; items can be null."""

    @property
    def actions(self) -> tuple[AlertAction, ...]:
        """The actions to take when the metric crosses the threshold; () when there are none."""
        return present(self.actions_data)


class AlertRule(Interface, frozen=True, kw_only=True):
    """The rule that watches a metric."""

    id: Id | None = None
    name: str | None = None
    organization_id: Id | None = None
    status: int | None = None
    query_type: int | None = None
    dataset: str | None = None
    query: str | None = None
    aggregate: str | None = None
    """Such as `count()`."""
    threshold_type: int | None = None
    """0: fires above the threshold. 1: fires below."""
    resolve_threshold: Number | None = None
    time_window: Number | None = None
    """In minutes."""
    environment: str | None = None
    resolution: Number | None = None
    """In minutes."""
    threshold_period: Number | None = None
    triggers_data: tuple[AlertTrigger | None, ...] | None = field(default=None, name="triggers")
    """The thresholds of the rule, as sent; items can be null."""
    projects_data: tuple[str | None, ...] | None = field(default=None, name="projects")
    """Slugs of projects; items can be null."""
    include_all_projects: bool | None = None
    excluded_projects_data: tuple[str | None, ...] | None = field(default=None, name="excluded_projects")
    """Slugs of projects; items can be null."""
    owner: str | None = None
    """The user or team that owns the rule: `user:1` or `team:2`."""
    original_alert_rule_id: Id | None = None
    comparison_delta: Number | None = None
    date_modified: datetime | None = None
    date_created: datetime | None = None
    created_by: dict[str, Any] | None = None
    """The user that created the rule, with the keys `id`, `name`, `email`."""
    description: str | None = None
    sensitivity: str | None = None
    seasonality: str | None = None
    detection_type: str | None = None
    """The kind of threshold: `static`, `percent` (compared with an earlier time), `dynamic`."""
    event_types_data: tuple[str | None, ...] | None = field(default=None, name="event_types")
    """`error`, `default`, `transaction`, ...; items can be null."""
    snooze: bool | None = None
    snooze_for_everyone: bool | None = None
    snooze_created_by: str | None = None
    extrapolation_mode: str | None = None
    errors: Any = None

    @property
    def triggers(self) -> tuple[AlertTrigger, ...]:
        """The thresholds of the rule; () when there are none."""
        return present(self.triggers_data)

    @property
    def projects(self) -> tuple[str, ...]:
        """Slugs of the projects that the rule watches; () when there are none."""
        return present(self.projects_data)

    @property
    def excluded_projects(self) -> tuple[str, ...]:
        """Slugs of the projects that the rule leaves out; () when there are none."""
        return present(self.excluded_projects_data)

    @property
    def event_types(self) -> tuple[str, ...]:
        """The types of events that the rule counts: `error`, `default`, `transaction`, ...; () when there are none."""
        return present(self.event_types_data)


class Incident(Interface, frozen=True, kw_only=True):
    """A period in which a metric is beyond its threshold."""

    id: Id | None = None
    identifier: Id | None = None
    """Number of the incident within the organization."""
    organization_id: Id | None = None
    projects_data: tuple[str | None, ...] | None = field(default=None, name="projects")
    """Slugs of projects; items can be null."""
    alert_rule: AlertRule | None = None
    activities: Any = None
    status: int | None = None
    """1 open, 2 closed, 10 warning, 20 critical."""
    status_method: int | None = None
    """What last changed *status*: 1 a user, 2 an edit of the rule, 3 the rule itself."""
    type: int | None = None
    title: str | None = None
    date_started: datetime | None = None
    date_detected: datetime | None = None
    date_created: datetime | None = None
    date_closed: datetime | None = None
    activation: Any = None

    @property
    def projects(self) -> tuple[str, ...]:
        """Slugs of the projects of the incident; () when there are none."""
        return present(self.projects_data)


class MetricAlertData(Interface, frozen=True, kw_only=True):
    """An incident and a description for people."""

    metric_alert: Incident | None = None
    """None also when the server did not build the incident in time."""
    description_text: str | None = None
    description_title: str | None = None
    """Such as `Critical: Too many errors`."""
    web_url: str | None = None
    """Address of the rule's page."""


class MetricAlertDelivery(Delivery, frozen=True, kw_only=True):
    """A metric alert became `critical`, `warning` or `open`, or was `resolved`."""

    actions: ClassVar[Actions] = {"metric_alert": ("critical", "warning", "resolved", "open")}
    own_keys = ("metric_alert", "description_text", "description_title")

    data: MetricAlertData
