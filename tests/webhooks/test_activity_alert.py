"""Deliveries of activity alerts."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import hook, received
from topframe.webhooks import Activity, ActivityAlert, ActivityAlertData, ActivityAlertDelivery

WHOLE: dict[type[msgspec.Struct], str] = {
    Activity: """{
        "type": "seer_pr_created", "details": {"pull_requests": [{"repo_name": "shop/web", "url": "u"}], "x": null},
        "unheardOf": 1
    }""",
    ActivityAlert: """{
        "id": 7, "title": "Seer", "name": "Seer", "sentry_app_id": 9, "url": "u", "web_url": "w",
        "settings": [{"name": "a", "value": 1}, null], "unheardOf": 1
    }""",
    ActivityAlertData: """{
        "issue": {"id": "1", "web_url": "w"}, "activity": {"type": "status_resolved"}, "alert": {"id": 7},
        "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_activity_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding: snake_case, camelCase in the issue, and any key in *details*."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_activity_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. The first server versions sent *name* instead of *title*."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("type", ["status_escalating", "seer_iteration_started", "quantum"])
def test_any_activity_is_a_delivery(type: str) -> None:
    """Every type of activity decodes, including unknown types. The action is always `triggered`."""
    data = json.loads(WHOLE[ActivityAlertData]) | {"activity": {"type": type, "details": {}}}
    delivery = received(hook("triggered", data), "activity_alert")
    assert isinstance(delivery, ActivityAlertDelivery)
    assert delivery.data.activity == Activity(type=type, details={})
    assert delivery.data.alert == ActivityAlert(id=7)


@pytest.mark.parametrize("id", ["7", 7])
def test_the_id_of_an_alert_is_text_or_a_number(id: str | int) -> None:
    """The id keeps its type, like the ids of other alert rules."""
    assert decode(ActivityAlert, json.dumps({"id": id})).id == id
