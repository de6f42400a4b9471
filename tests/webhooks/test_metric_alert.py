"""Deliveries of metric alerts."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.conftest import read_sample
from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from tests.webhooks.made import UUID, hook, received
from topframe.webhooks import (
    AlertAction,
    AlertRule,
    AlertTrigger,
    Incident,
    MetricAlertData,
    MetricAlertDelivery,
    Setting,
)

WHOLE: dict[type[msgspec.Struct], str] = {
    AlertAction: """{
        "id": "1", "alert_rule_trigger_id": "2", "type": "sentry_app", "target_type": "sentry_app",
        "target_identifier": "9", "input_channel_id": "C0", "integration_id": 3, "sentry_app_id": 9,
        "date_created": "2026-08-01T10:00:00Z", "desc": "Notify", "priority": "high",
        "settings": [{"name": "a", "value": null}, null], "sentry_app_installation_uuid": "u",
        "form_fields": {"any": ["thing"]}, "disabled": false, "unheardOf": 1
    }""".replace(', "value": null', ""),
    AlertTrigger: """{
        "id": "2", "alert_rule_id": "3", "label": "critical", "threshold_type": 0, "alert_threshold": 100.0,
        "resolve_threshold": 50, "date_created": "2026-08-01T10:00:00Z", "actions": [{"id": "1"}, null], "unheardOf": 1
    }""",
    AlertRule: """{
        "id": "3", "name": "Too many errors", "organization_id": "4", "status": 0, "query_type": 0, "dataset": "events",
        "query": "level:error", "aggregate": "count()", "threshold_type": 0, "resolve_threshold": 0.5,
        "time_window": 10.0, "environment": "prod", "resolution": 1, "threshold_period": 1,
        "triggers": [{"id": "2"}, null], "projects": ["web", null], "include_all_projects": false,
        "excluded_projects": ["old"], "owner": "team:7", "original_alert_rule_id": "1", "comparison_delta": 1440.5,
        "date_modified": "2026-08-01T10:00:00Z", "date_created": "2026-08-01T10:00:00Z",
        "created_by": {"id": 42, "name": "Zoë", "email": "zoe@shop.example"}, "description": "d",
        "sensitivity": "high", "seasonality": "auto", "detection_type": "percent", "event_types": ["error", null],
        "snooze": true, "snooze_for_everyone": false, "snooze_created_by": "You",
        "extrapolation_mode": "unknown", "errors": [{"detail": "d"}], "unheardOf": 1
    }""",
    Incident: """{
        "id": "5", "identifier": "12", "organization_id": "4", "projects": ["web", null], "alert_rule": {"id": "3"},
        "activities": [{"any": 1}], "status": 20, "status_method": 3, "type": 2, "title": "Too many errors",
        "date_started": "2026-08-01T10:00:00Z", "date_detected": "2026-08-01T10:00:00Z",
        "date_created": "2026-08-01T10:00:00Z", "date_closed": "2026-08-01T10:00:00Z", "activation": {"a": 1},
        "unheardOf": 1
    }""",
    MetricAlertData: """{
        "metric_alert": {"id": "5"}, "description_text": "1000 events in the last 10 minutes\\nFilter: a",
        "description_title": "Critical: Too many errors", "web_url": "https://shop.sentry.example/alerts/1/",
        "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_metric_alert_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding. Keys are those of the web API, in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_metric_alert_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. Mocks have few keys."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("action", ["critical", "warning", "resolved", "open"])
def test_each_action_is_a_delivery(action: str) -> None:
    """Every action decodes: the label of a trigger, `open` or `resolved`."""
    delivery = received(hook(action, json.loads(WHOLE[MetricAlertData])), "metric_alert")
    assert isinstance(delivery, MetricAlertDelivery)
    assert (delivery.action, delivery.data) == (action, decode(MetricAlertData, WHOLE[MetricAlertData]))


def test_an_incident_may_be_missing() -> None:
    """*metric_alert* is null when the server did not build the incident in time."""
    data = {"metric_alert": None, "description_text": None, "description_title": None}
    delivery = received(hook("critical", data), "metric_alert")
    assert isinstance(delivery, MetricAlertDelivery)
    assert delivery.data.metric_alert is None


@pytest.mark.parametrize("text", ["10", "10.0", "0.5"])
@pytest.mark.parametrize(
    ("kind", "member"),
    [
        (AlertRule, "time_window"),
        (AlertRule, "resolution"),
        (AlertRule, "resolve_threshold"),
        (AlertRule, "comparison_delta"),
        (AlertTrigger, "alert_threshold"),
        (AlertTrigger, "resolve_threshold"),
    ],
)
def test_a_number_is_an_integer_or_a_float(kind: type[msgspec.Struct], member: str, text: str) -> None:
    """Servers write 10 and 10.0, and each survives unchanged."""
    back = written(decode(kind, f'{{"{member}": {text}}}'))[member]
    assert repr(back) == text


def test_the_settings_of_a_receiver_are_found() -> None:
    """The settings are in the trigger whose label is the action, in the action with the UUID of the installation."""
    delivery = received(read_sample("webhooks/metric_alert.critical"), "metric_alert")
    assert isinstance(delivery, MetricAlertDelivery)
    assert delivery.data.metric_alert is not None
    assert delivery.data.metric_alert.alert_rule is not None
    found = [
        action.settings
        for trigger in delivery.data.metric_alert.alert_rule.triggers
        if trigger.label == delivery.action
        for action in trigger.actions
        if action.sentry_app_installation_uuid == UUID
    ]
    assert found == [(Setting(name="channel", value="#ops"),)]
