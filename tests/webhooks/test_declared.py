"""Each class of deliveries declares its resources, actions and keys. A test fails until a new class is complete."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from topframe import webhooks
from topframe.render import delivery as shown
from topframe.webhooks import Delivery, UnknownDelivery, decode_delivery
from topframe.webhooks.decode import WEBHOOKS

DECLARED = [
    (kind, resource, action, key)
    for kind in WEBHOOKS
    for resource, actions in kind.actions.items()
    for action in actions
    for key in kind.own_keys
]


def classes(kind: type[Delivery] = Delivery) -> Iterator[type[Delivery]]:
    """All classes of deliveries of the library."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("topframe."):
            yield below
            yield from classes(below)


@pytest.mark.parametrize("kind", list(classes()))
def test_every_class_is_exported_and_shown(kind: type[Delivery]) -> None:
    """`topframe.webhooks` has it, and `topframe show` has a section for it or shows its event."""
    assert getattr(webhooks, kind.__name__) is kind
    assert kind.__name__ in webhooks.__all__
    assert kind in shown.CONTENTS or hasattr(kind, "event")


def test_every_webhook_is_decoded() -> None:
    """The classes with resources are those that the decoder knows, and each resource has one class."""
    assert {kind for kind in classes() if kind.actions} == set(WEBHOOKS)
    resources = [resource for kind in WEBHOOKS for resource in kind.actions]
    assert len(resources) == len(set(resources)) > 5
    keys = [key for kind in WEBHOOKS for key in kind.own_keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("kind", "resource", "action", "key"), DECLARED)
def test_a_key_shows_the_resource(kind: type[Delivery], resource: str, action: str, key: str) -> None:
    """With and without the header, also where the value of the key is null."""
    body = json.dumps({"action": action, "data": {key: None}}).encode()
    for named in (resource, None):
        delivery = decode_delivery(body, named)
        assert (type(delivery), delivery.resource, delivery.action) == (kind, resource, action)


@pytest.mark.parametrize(("kind", "resource", "action", "key"), DECLARED)
def test_an_unknown_action_is_kept(kind: type[Delivery], resource: str, action: str, key: str) -> None:
    """The delivery of a resource with a new action has the JSON of its data."""
    body = json.dumps({"action": f"{action}_again", "data": {key: [kind.__name__]}}).encode()
    delivery = decode_delivery(body, resource)
    assert isinstance(delivery, UnknownDelivery)
    assert (delivery.resource, delivery.data) == (resource, {key: [kind.__name__]})
