"""Decoding of stored bodies, when the resource was not stored."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webhooks.made import hook, received
from tests.webhooks.test_receive import BODIES
from topframe import DeliveryError, ResourceMismatchError
from topframe.webhooks import (
    ActivityAlertDelivery,
    AlertRuleActionRequest,
    CommentDelivery,
    Delivery,
    ErrorDelivery,
    EventAlertDelivery,
    InstallationDelivery,
    IssueDelivery,
    IssueLinkRequest,
    MetricAlertDelivery,
    PluginDelivery,
    PreprodArtifactDelivery,
    SeerDelivery,
    SelectOptionsRequest,
    ServiceHookDelivery,
    UnknownDelivery,
    decode_delivery,
)

CLASSES: dict[str, type[Delivery]] = {
    "installation": InstallationDelivery,
    "issue": IssueDelivery,
    "error": ErrorDelivery,
    "event_alert": EventAlertDelivery,
    "comment": CommentDelivery,
    "metric_alert": MetricAlertDelivery,
    "activity_alert": ActivityAlertDelivery,
    "seer": SeerDelivery,
    "preprod_artifact": PreprodArtifactDelivery,
    "size_analysis": PreprodArtifactDelivery,
}
OTHERS: list[tuple[bytes, str, type[Delivery]]] = [
    (b"", "component", SelectOptionsRequest),
    (b'{"fields":{},"installationId":"u","issueId":1}', "component", IssueLinkRequest),
    (b'{"fields":{}}', "component", IssueLinkRequest),
    (b'{"fields":[],"installationId":"u"}', "component", AlertRuleActionRequest),
    (b'{"project":{"slug":"web"},"group":{"id":"1"},"event":{"eventID":"9"}}', "service_hook", ServiceHookDelivery),
    (b'{"project":"web","url":"u","event":{"event_id":"9"}}', "plugin", PluginDelivery),
]


@pytest.mark.parametrize("resource", CLASSES)
def test_the_keys_of_data_indicate_the_resource(resource: str) -> None:
    """The keys of *data* indicate the resource, as the header does."""
    delivery = decode_delivery(BODIES[resource])
    assert type(delivery) is CLASSES[resource]
    assert delivery == decode_delivery(BODIES[resource], resource) == received(BODIES[resource], resource)


@pytest.mark.parametrize(("body", "resource", "kind"), OTHERS)
def test_top_level_keys_indicate_other_requests(body: bytes, resource: str, kind: type[Delivery]) -> None:
    """Requests that are not webhooks have no *data*; their top-level keys indicate the kind."""
    delivery = decode_delivery(body)
    assert (type(delivery), delivery.resource) == (kind, resource)
    assert decode_delivery(body, resource) == delivery


@pytest.mark.parametrize(
    ("data", "resource"),
    [
        ({"issue": {}, "event": {}}, "event_alert"),
        ({"issue": {}, "activity": {}}, "activity_alert"),
        ({"triggered_rule": ""}, "event_alert"),
        ({"metric_alert": None}, "metric_alert"),
        ({"comment_id": None}, "comment"),
        ({"run_id": None}, "seer"),
    ],
)
def test_the_most_specific_key_decides(data: Any, resource: str) -> None:
    """The most specific key decides: an activity alert also has an issue. A key with the value null counts."""
    assert decode_delivery(hook("exploded", data)).resource == resource


@pytest.mark.parametrize("data", [{}, {"hologram": 1}, [], "issue", None, 7])
def test_data_without_a_known_key_is_unknown(data: Any) -> None:
    """Without a known key, *data* decodes to an `UnknownDelivery` and stays unchanged."""
    delivery = decode_delivery(hook("created", data))
    assert isinstance(delivery, UnknownDelivery)
    assert (delivery.resource, delivery.action, delivery.data) == ("unknown", "created", data)


def test_an_empty_resource_is_an_unknown_resource() -> None:
    """Empty text as *resource* differs from None: it is an unknown resource, and the keys are ignored."""
    assert decode_delivery(BODIES["issue"], "").resource == ""
    assert isinstance(decode_delivery(BODIES["issue"], ""), UnknownDelivery)


def test_buffers_are_bodies() -> None:
    """A delivery keeps a copy of a buffer, so later changes of the buffer do not affect it."""
    buffer = bytearray(BODIES["issue"])
    delivery = decode_delivery(memoryview(buffer))
    buffer[:] = b" " * len(buffer)
    assert delivery == decode_delivery(BODIES["issue"])


@pytest.mark.parametrize("body", ["{}", {}, None])
def test_a_decoded_body_raises_a_type_error(body: Any) -> None:
    """A decoded body raises a TypeError, because only the original bytes can be verified again."""
    with pytest.raises(TypeError, match=r"^a body is the bytes that were received, not \w+: "):
        decode_delivery(body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{}", "Not a delivery: it has none of data, fields, event"),
        (b'{"action":"created"}', "Not a delivery: it has none of data, fields, event"),
        (b"[]", "Expected `object`, got `array` - at `$`"),
        (b"{", "Malformed JSON: it ends too early - at byte 1"),
    ],
)
def test_a_body_that_is_not_a_delivery_is_rejected(body: bytes, message: str) -> None:
    """The error holds the body."""
    with pytest.raises(DeliveryError) as caught:
        decode_delivery(body)
    assert (str(caught.value), caught.value.body, caught.value.resource) == (message, body, None)


def test_decode_rejects_a_body_of_another_resource() -> None:
    """A stored resource comes from the unsigned header, so it is checked against the body here, too."""
    with pytest.raises(ResourceMismatchError) as caught:
        decode_delivery(BODIES["issue"], "comment")
    assert (caught.value.body, caught.value.resource) == (BODIES["issue"], "comment")
