"""Deliveries about the integration itself, and the actors of all deliveries."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from rich.pretty import pretty_repr

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import PERSON, SENTRY, UUID, hook, received
from topframe.webhooks import (
    Actor,
    Installation,
    InstallationApp,
    InstallationData,
    InstallationDelivery,
    InstallationOrganization,
    IssueDelivery,
)

INSTALLATION = """{
    "uuid": "5a1d7c1e-4c5b-4c9b-9f0e-1b2c3d4e5f60", "app": {"uuid": "a", "slug": "tracker", "sentryAppId": 9},
    "organization": {"slug": "shop", "id": 4509372106539008}, "status": "installed", "code": "grant",
    "unheardOf": 1
}"""
WHOLE: dict[type[msgspec.Struct], str] = {
    Actor: '{"type": "user", "id": 42, "name": "Zoë", "unheardOf": 1}',
    InstallationApp: '{"uuid": "a", "slug": "tracker", "sentryAppId": 9, "unheardOf": 1}',
    InstallationOrganization: '{"slug": "shop", "id": 4509372106539008, "unheardOf": 1}',
    Installation: INSTALLATION,
    InstallationData: '{"installation": {"uuid": "u"}, "unheardOf": 1}',
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_installation_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding. Keys are in snake_case, except `sentryAppId`."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_installation_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. Only public integrations have *code*; only newer servers send numeric ids."""
    assert_may_be_empty(kind)


def test_the_code_is_not_printed() -> None:
    """Printed text gets into logs, so the secret *code* prints as `...`. An absent code does not print."""
    delivery = received(hook("created", {"installation": {"uuid": "u", "code": "grant"}}), "installation")
    assert isinstance(delivery, InstallationDelivery)
    assert delivery.data.installation
    assert delivery.data.installation.code == "grant"
    for text in (str(delivery), repr(delivery), pretty_repr(delivery), repr(delivery.data)):
        assert "grant" not in text
    assert repr(delivery.data.installation) == "Installation(uuid='u', code=...)"
    assert repr(Installation(uuid="u")) == "Installation(uuid='u')"


@pytest.mark.parametrize("action", ["created", "deleted"])
def test_each_action_is_a_delivery(action: str) -> None:
    """Both actions decode. The body has the installation twice: with all fields in *data*, and with its UUID."""
    data = {"installation": json.loads(INSTALLATION)}
    delivery = received(hook(action, data, actor=PERSON), "installation")
    assert isinstance(delivery, InstallationDelivery)
    assert delivery.action == action
    assert delivery.data.installation == decode(Installation, INSTALLATION)
    assert delivery.installation == Installation(uuid=UUID)


def test_a_delivery_may_have_a_complete_installation() -> None:
    """Sentry's example app sends such mocks: with a complete installation and without an actor."""
    body = json.dumps(
        {"action": "created", "data": {"issue": {"id": "1"}}, "installation": json.loads(INSTALLATION)}
    ).encode()
    delivery = received(body, "issue")
    assert isinstance(delivery, IssueDelivery)
    assert delivery.installation == decode(Installation, INSTALLATION)
    assert delivery.actor is None


@pytest.mark.parametrize(
    "actor",
    [
        SENTRY,
        PERSON,
        {"type": "application", "id": "b3d1", "name": "Tracker"},
        {"type": "agent", "id": 2**62, "name": None},
        {},
    ],
)
def test_every_actor_decodes(actor: dict[str, Any]) -> None:
    """Every actor decodes. Ids are text for Sentry and integrations, numbers for users; unknown types are allowed."""
    delivery = received(hook("created", {"issue": {"id": "1"}}, actor=actor), "issue")
    assert delivery.actor == Actor(**actor)


def test_a_body_with_a_text_summary_decodes() -> None:
    """A body with a summary in `text` decodes like any other."""
    delivery = received(hook("created", {"issue": {"id": "1"}}, text="Sentry issue.created: u"), "issue")
    assert isinstance(delivery, IssueDelivery)
