"""Legacy service hooks, which are older than integrations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import read_sample
from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import SECRET, received_service_hook, signature
from topframe import DeliveryError, ResourceMismatchError, ValidationError
from topframe.model import UnknownEntry
from topframe.webhooks import ServiceHookData, ServiceHookDelivery, receive

EVENT: dict[str, Any] = {
    "eventID": "e1" * 16,
    "dateCreated": "2026-08-01T10:00:00Z",
    "entries": [{"type": "hologram", "data": {"b": 1.0}}, {"type": "message", "data": {"formatted": "grüße"}}],
    "url": "https://shop.sentry.example/events/1/",
}
WHOLE = json.dumps(
    {"project": {"slug": "web", "name": "Web"}, "group": {"id": "1", "shortId": "A"}, "event": EVENT, "unheardOf": 1}
)


def test_a_service_hook_survives_decode_and_encode() -> None:
    """Every known key survives decoding and encoding. The event stays unchanged."""
    assert_comes_back(ServiceHookData, WHOLE)


def test_a_service_hook_may_be_empty() -> None:
    """Every key may be null or missing, with the same effect, except that the JSON of the event is kept unchanged."""
    assert_may_be_empty(ServiceHookData)


def test_a_service_hook_has_an_event_of_the_web_api() -> None:
    """`event` is an event of the web API, in camelCase. It keeps unknown entries."""
    body = WHOLE.encode()
    stamped = {"X-ServiceHook-Signature": signature(body), "X-ServiceHook-Timestamp": "1785578400"}
    delivery = receive(body, stamped, secrets=SECRET)
    assert isinstance(delivery, ServiceHookDelivery)
    assert (delivery.resource, delivery.action, delivery.data) == ("service_hook", None, decode(ServiceHookData, WHOLE))
    assert delivery.timestamp is not None
    assert delivery.timestamp.isoformat() == "2026-08-01T10:00:00+00:00"
    event = delivery.event
    assert event is not None
    assert event.event_id == "e1" * 16
    assert event.entries is not None
    assert event.entries[0] == UnknownEntry("hologram", b'{"type":"hologram","data":{"b":1.0}}')


@pytest.mark.parametrize("body", [b'{"group": {"id": "1"}}', b'{"group": {}, "event": null}'])
def test_a_service_hook_may_have_no_event(body: bytes) -> None:
    """`event` is None when the event is null or absent."""
    delivery = received_service_hook(body)
    assert isinstance(delivery, ServiceHookDelivery)
    assert delivery.event is None


@pytest.mark.parametrize("body", [b"{}", b'{"group": null, "event": null}', b'{"action": "created", "data": {}}'])
def test_other_bodies_are_rejected(body: bytes) -> None:
    """A webhook is refused, and so is a body with neither a group nor an event."""
    with pytest.raises(ResourceMismatchError) as caught:
        received_service_hook(body)
    assert str(caught.value) == "Not a delivery of `service_hook`: it has none of group, event"


def test_an_error_in_the_event_has_its_path() -> None:
    """Accessing `event` raises the error. The rest of the delivery decodes."""
    delivery = received_service_hook(b'{"group": {"id": "1"}, "event": {"eventID": "9", "size": "big"}}')
    assert isinstance(delivery, ServiceHookDelivery)
    assert delivery.data.group is not None
    with pytest.raises(ValidationError) as caught:
        _ = delivery.event
    assert str(caught.value) == "Expected `int | null`, got `str` - at `$.event.size`"


def test_half_a_surrogate_pair_in_the_event_is_found_at_once() -> None:
    """The event is checked as JSON even though it is decoded later. JavaScript can cut an emoji in half."""
    with pytest.raises(DeliveryError) as caught:
        received_service_hook(b'{"group": {}, "event": {"eventID": "9", "title": "\\ud83d"}}')
    assert str(caught.value) == "Malformed JSON: half a surrogate pair - at byte 50"


def test_our_sample_decodes() -> None:
    """Our sample decodes: a service hook as current servers send it."""
    delivery = received_service_hook(read_sample("webhooks/service_hook"))
    assert isinstance(delivery, ServiceHookDelivery)
    assert delivery.data.group is not None
    assert delivery.data.group.short_id == "SHOP-2F"
    assert delivery.event is not None
    assert [value.type for value in delivery.event.exceptions] == ["PaymentDeclined"]
