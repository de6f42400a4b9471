"""Deliveries with an event: from alert rules, and for every error."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.conftest import read_sample
from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from tests.webhooks.made import hook, received
from topframe import decode_raw_event, normalize
from topframe.webhooks import ErrorData, ErrorDelivery, EventAlertData, EventAlertDelivery, IssueAlert, Setting

EVENT: dict[str, Any] = {
    "event_id": "e1" * 16,
    "project": 4509372106539008,
    "issue_id": "6600000001",
    "url": "https://sentry.example/api/0/projects/shop/web/events/1/",
    "web_url": "https://shop.sentry.example/issues/1/events/2/",
    "issue_url": "https://sentry.example/api/0/issues/1/",
    "platform": "python",
    "timestamp": 1785578400.25,
    "datetime": "2026-08-01T10:00:00.250000Z",
    "tags": [["environment", "prod"]],
    "exception": {"values": [{"type": "KeyError", "value": "'sku'"}]},
    "logentry": None,
}

WHOLE: dict[type[msgspec.Struct], str] = {
    Setting: '{"name": "channel", "value": ["#ops", null, 7], "unheardOf": 1}',
    IssueAlert: """{
        "id": 7, "title": "Any error", "sentry_app_id": 9, "settings": [{"name": "a", "value": 1}, null],
        "unheardOf": 1
    }""",
    EventAlertData: """{
        "event": {"event_id": "e1"}, "triggered_rule": "", "issue_alert": {"id": -1}, "unheardOf": 1
    }""",
    ErrorData: '{"error": {"event_id": "e1"}, "unheardOf": 1}',
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_alert_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding. Keys are in snake_case, also in the event."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_alert_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. For example, *issue_alert* is absent if the rule has no settings."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("id", ["7", 7, -1])
def test_the_id_of_a_rule_is_text_or_a_number(id: str | int) -> None:
    """The id keeps its type. Servers of 2025 sent text; -1 is the id of a test delivery."""
    assert decode(IssueAlert, json.dumps({"id": id})).id == id


@pytest.mark.parametrize("value", ["a", 7, None, ["a", "b"], {"a": 1}])
def test_a_setting_can_have_any_json_value(value: Any) -> None:
    """The value of a form field can be any JSON value."""
    assert decode(Setting, json.dumps({"name": "a", "value": value})).value == value


def test_an_alert_has_its_event_normalized() -> None:
    """`event` is the event in the form that the web API sends, as `normalize` makes it."""
    delivery = received(hook("triggered", {"event": EVENT, "triggered_rule": "Any error"}), "event_alert")
    assert isinstance(delivery, EventAlertDelivery)
    assert delivery.data.triggered_rule == "Any error"
    assert delivery.data.event == decode_raw_event(json.dumps(EVENT))
    assert delivery.event is not None
    assert delivery.event == normalize(decode_raw_event(json.dumps(EVENT)))
    assert (delivery.event.event_id, delivery.event.display_title) == ("e1" * 16, "KeyError: 'sku'")


@pytest.mark.parametrize("datetime", ["2026-08-01T10:00:00+00:00", "2026-08-01T10:00:00.250000Z"])
def test_an_error_has_its_event_normalized(datetime: str) -> None:
    """Both spellings of `datetime` decode: the server writes `+00:00` for errors and `Z` for alerts."""
    delivery = received(hook("created", {"error": EVENT | {"datetime": datetime}}), "error")
    assert isinstance(delivery, ErrorDelivery)
    assert delivery.event is not None
    assert [value.type for value in delivery.event.exceptions] == ["KeyError"]


def test_values_that_sentry_adds_to_the_event_are_kept() -> None:
    """The event keeps all values that Sentry adds for webhooks, such as addresses and the issue."""
    delivery = received(hook("created", {"error": EVENT}), "error")
    assert isinstance(delivery, ErrorDelivery)
    error = delivery.data.error
    assert error is not None
    expected = {key: value for key, value in EVENT.items() if value is not None}
    back = written(error)
    assert {**back, "datetime": None} == {**expected, "datetime": None}


def test_a_delivery_may_have_no_event() -> None:
    """`event` is None for a delivery without an event, as in excerpts in the documentation."""
    alert = received(hook("triggered", {"triggered_rule": "a"}), "event_alert")
    error = received(hook("created", {"error": None}), "error")
    assert isinstance(alert, EventAlertDelivery)
    assert isinstance(error, ErrorDelivery)
    assert (alert.event, error.event) == (None, None)


def test_a_finding_comes_with_its_event() -> None:
    """Events of detectors have an *occurrence*, with keys in camelCase."""
    occurrence = {"id": "ab", "issueTitle": "N+1 Query", "evidenceDisplay": [{"name": "Query", "value": "SELECT 1"}]}
    event = EVENT | {"type": "generic", "occurrence": occurrence}
    delivery = received(hook("triggered", {"event": event, "triggered_rule": "a"}), "event_alert")
    assert isinstance(delivery, EventAlertDelivery)
    assert delivery.event is not None
    assert delivery.event.occurrence is not None
    assert delivery.event.occurrence.issue_title == "N+1 Query"


def test_our_sample_decodes() -> None:
    """Our sample decodes: an alert of a rule that has settings for the integration."""
    delivery = received(read_sample("webhooks/event_alert.triggered"), "event_alert")
    assert isinstance(delivery, EventAlertDelivery)
    assert delivery.data.issue_alert is not None
    assert delivery.data.issue_alert.settings == (
        Setting(name="channel", value="#shop-ops"),
        Setting(name="labels", value=["payment", None]),
    )
    assert delivery.event is not None
    assert delivery.event.display_title == "PaymentDeclined: card é refused"
    assert delivery.event.exceptions[-1].stacktrace is not None
