"""Requests by the UI components of an integration."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty
from tests.webhooks.made import PERSON, SECRET, UUID, hook, received_component, signature
from topframe import DeliveryError, ResourceMismatchError, TimestampError
from topframe.webhooks import (
    Actor,
    AlertRuleActionData,
    AlertRuleActionRequest,
    IssueLinkData,
    IssueLinkRequest,
    IssueProject,
    SelectOptionsRequest,
    Setting,
    decode_delivery,
    receive,
)

LINK: dict[str, Any] = {
    "fields": {"title": "grüße", "labels": ["a", None]},
    "installationId": UUID,
    "issueId": 6600000001,
    "webUrl": "https://shop.sentry.example/issues/6600000001/",
    "project": {"slug": "web", "id": 4509372106539008},
    "actor": PERSON,
}
ACTION: dict[str, Any] = {"fields": [{"name": "channel", "value": "#ops"}], "installationId": UUID}
WHOLE: dict[type[msgspec.Struct], str] = {
    IssueLinkData: json.dumps(LINK | {"unheardOf": 1}),
    AlertRuleActionData: json.dumps(ACTION | {"unheardOf": 1}),
}


def body_of(value: Any) -> bytes:
    """A JSON value as a body."""
    return json.dumps(value).encode()


@pytest.mark.parametrize("kind", WHOLE)
def test_a_request_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding: camelCase, and the integration's own names in *fields*."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_request_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. Examples in the documentation have fewer keys than real requests."""
    assert_may_be_empty(kind)


def test_a_request_for_options_has_no_body() -> None:
    """A GET with an empty body requests options. Its details are in the query of the URL."""
    delivery = received_component(b"")
    assert isinstance(delivery, SelectOptionsRequest)
    assert (delivery.resource, delivery.action, delivery.installation, delivery.actor) == (
        "component",
        None,
        None,
        None,
    )
    assert delivery.digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("ids", [(1, 2), ("1", "2")])
def test_an_issue_link_request_is_received(ids: tuple[Any, Any]) -> None:
    """Ids keep their type. The server sends numbers; the documentation shows text."""
    body = body_of(LINK | {"issueId": ids[0], "project": {"slug": "web", "id": ids[1]}})
    delivery = received_component(body)
    assert isinstance(delivery, IssueLinkRequest)
    assert delivery.data.fields == {"title": "grüße", "labels": ["a", None]}
    assert delivery.data.issue_id == ids[0]
    assert delivery.data.project == IssueProject(slug="web", id=ids[1])
    assert delivery.data.installation_id == UUID
    assert delivery.actor == delivery.data.actor == Actor(**PERSON)


@pytest.mark.parametrize("fields", [b"[]", b'\n [ {"name": "channel", "value": "#ops"} ]'])
def test_an_alert_rule_action_request_is_received(fields: bytes) -> None:
    """A request with a list in `fields` is the action of an alert rule. In a link, `fields` is an object."""
    delivery = received_component(b'{"installationId": "u", "fields": ' + fields + b"}")
    assert isinstance(delivery, AlertRuleActionRequest)
    assert delivery.data.fields == (() if fields == b"[]" else (Setting(name="channel", value="#ops"),))
    assert delivery.data.installation_id == "u"


def test_a_request_has_no_time() -> None:
    """A request by a UI component has no time, so any *tolerance* refuses it."""
    with pytest.raises(TimestampError):
        receive(b"", {"Sentry-App-Signature": signature(b"")}, secrets=SECRET, tolerance=timedelta.max)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (body_of(LINK | {"fields": [1]}), "Expected `object | null`, got `array` - at `$.fields`"),
        (body_of({"fields": [1]}), "Expected `object | null`, got `int` - at `$.fields[0]`"),
        (body_of({"fields": "a"}), "Expected `object | null`, got `str` - at `$.fields`"),
        (b" ", "Malformed JSON: the body is empty"),
        (b"[]", "Expected `object`, got `array` - at `$`"),
    ],
)
def test_an_error_for_other_fields_says_what_is_wrong(body: bytes, message: str) -> None:
    """The error says what is wrong with the signed body, and holds the body."""
    with pytest.raises(DeliveryError) as caught:
        received_component(body)
    assert (str(caught.value), caught.value.body, caught.value.resource) == (message, body, "component")


@pytest.mark.parametrize("body", [b"{}", hook("created", {"issue": {"id": "1"}})])
def test_a_webhook_is_rejected_as_a_component(body: bytes) -> None:
    """One secret signs both kinds of request, and the name of the signature header is not signed."""
    with pytest.raises(ResourceMismatchError) as caught:
        received_component(body)
    assert str(caught.value) == "Not a delivery of `component`: it has none of fields"


@pytest.mark.parametrize("body", [b"", body_of(LINK), body_of(ACTION)])
def test_a_request_is_recognized_by_its_body(body: bytes) -> None:
    """Decoding gives the same request with the name `component`, without a name, and from `receive`."""
    assert decode_delivery(body) == decode_delivery(body, "component") == received_component(body)
