"""Deliveries about the integration itself, and who did what."""

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
def test_an_installation_comes_back(kind: type[msgspec.Struct]) -> None:
    """Members are in snake_case, but for `sentryAppId`."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_installation_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """*code* is there only for public integrations, the numbers only on newer servers."""
    assert_may_be_empty(kind)


def test_the_code_is_not_printed() -> None:
    """It is a secret, and what is printed gets into logs. That there is one is shown."""
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
    """The body names the installation twice."""
    data = {"installation": json.loads(INSTALLATION)}
    delivery = received(hook(action, data, actor=PERSON), "installation")
    assert isinstance(delivery, InstallationDelivery)
    assert delivery.action == action
    assert delivery.data.installation == decode(Installation, INSTALLATION)
    assert delivery.installation == Installation(uuid=UUID)


def test_the_installation_of_a_delivery_may_be_a_whole_one() -> None:
    """Mocks of Sentry's example have it, and leave out the actor."""
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
def test_whoever_did_it(actor: dict[str, Any]) -> None:
    """Sentry and integrations have text for an id, people a number; types are open."""
    delivery = received(hook("created", {"issue": {"id": "1"}}, actor=actor), "issue")
    assert delivery.actor == Actor(**actor)


def test_a_summary_for_machines_does_no_harm() -> None:
    """Some receivers get a line of text beside everything else."""
    delivery = received(hook("created", {"issue": {"id": "1"}}, text="Sentry issue.created: u"), "issue")
    assert isinstance(delivery, IssueDelivery)
