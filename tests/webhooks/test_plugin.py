"""Requests from the WebHooks plugin, which does not sign them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import read_sample
from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import hook
from topframe import MissingSignatureError, ResourceMismatchError, ValidationError
from topframe.model import User
from topframe.webhooks import PluginData, PluginDelivery, decode_delivery, receive

EVENT: dict[str, Any] = {
    "event_id": "e1" * 16,
    "id": "e1" * 16,
    "project": 1,
    "tags": [["sentry:user", "id:1"], ["sentry:release", "1.2"]],
    "exception": {"values": [{"type": "KeyError", "value": "'sku'"}]},
    "trimHeadFrames": 0,
}
WHOLE = json.dumps(
    {
        "id": "6600000001",
        "project": "web",
        "project_name": "Web",
        "project_slug": "web",
        "logger": "root",
        "level": "error",
        "culprit": "a",
        "message": "m",
        "url": "https://sentry.example/issues/1/?referrer=webhooks_plugin",
        "triggering_rules": ["Any error", None],
        "checksum": "c",
        "event": EVENT,
        "unheardOf": 1,
    }
)


def test_a_body_of_the_plugin_survives_decode_and_encode() -> None:
    """Every known key survives decoding and encoding. The event stays unchanged, including misplaced SDK keys."""
    assert_comes_back(PluginData, WHOLE)


def test_a_body_of_the_plugin_may_be_empty() -> None:
    """Every key may be null or missing: bodies of 2014 have fewer keys than current bodies."""
    assert_may_be_empty(PluginData)


def test_a_body_of_the_plugin_decodes() -> None:
    """The body has the stored event; `event` is the event in the form that the web API sends."""
    delivery = decode_delivery(WHOLE.encode())
    assert isinstance(delivery, PluginDelivery)
    assert (delivery.resource, delivery.action, delivery.data) == ("plugin", None, decode(PluginData, WHOLE))
    assert delivery == decode_delivery(WHOLE.encode(), "plugin")
    event = delivery.event
    assert event is not None
    assert (event.event_id, event.display_title) == ("e1" * 16, "KeyError: 'sku'")


@pytest.mark.parametrize("level", ["error", 40])
def test_a_level_is_a_word_or_a_number(level: str | int) -> None:
    """The level keeps its type. Old bodies have the numeric levels of Python's logging."""
    assert decode(PluginData, json.dumps({"level": level})).level == level


def test_a_body_of_2014_decodes() -> None:
    """A body of 2014 decodes. Its event has dotted keys and no id."""
    delivery = decode_delivery(read_sample("webhooks/plugin.2014"))
    assert isinstance(delivery, PluginDelivery)
    assert delivery.data.checksum == "c0ffee" * 5 + "c0"
    event = delivery.event
    assert event is not None
    assert event.request is not None
    assert event.request.url == "http://shop.example/checkout"
    assert event.user == User(id="42", email="zoe@shop.example")
    assert [entry.type for entry in event.entries or ()].count("stacktrace") == 1


def test_an_error_in_the_event_has_its_path() -> None:
    """Accessing `event` raises the error, and its path starts at the body."""
    delivery = decode_delivery(b'{"project": "web", "event": {"culprit": 7}}')
    assert isinstance(delivery, PluginDelivery)
    with pytest.raises(ValidationError) as caught:
        _ = delivery.event
    assert str(caught.value) == "Expected `str | null`, got `int` - at `$.event.culprit`"


@pytest.mark.parametrize(
    "body", [b"{}", b'{"event": null}', b'{"project": "web", "url": "u"}', hook("created", {"issue": {"id": "1"}})]
)
def test_a_body_without_an_event_is_rejected(body: bytes) -> None:
    """A body without an event is refused. All keys are optional, so any other body would decode."""
    with pytest.raises(ResourceMismatchError) as caught:
        decode_delivery(body, "plugin")
    assert str(caught.value) == "Not a delivery of `plugin`: it has none of event"


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "ab" * 16}, {"Sentry-Hook-Resource": "plugin"}])
def test_a_body_of_the_plugin_is_never_received(headers: dict[str, str]) -> None:
    """`receive` refuses a body of the plugin, because it has no signature. No header can turn the check off."""
    with pytest.raises(MissingSignatureError):
        receive(WHOLE.encode(), headers, secrets="a")
