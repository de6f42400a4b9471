"""Deliveries about issues."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.conftest import read_sample
from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import PERSON, hook, received
from topframe.webhooks import Assignee, Issue, IssueData, IssueDelivery, IssueProject

ISSUE = """{
    "id": "6600000001", "shortId": "SHOP-1A", "title": "KeyError: 'sku'", "culprit": "", "level": "error",
    "status": "unresolved", "substatus": "new", "statusDetails": {"ignoreUntil": null, "inRelease": "1.2"},
    "priority": "high", "priorityLockedAt": "2026-08-01T10:00:00Z", "type": "error", "issueType": "error",
    "issueCategory": "error", "platform": "python", "project": {"id": "4509372106539008", "platform": ""},
    "metadata": {"type": "KeyError", "in_app_frame_mix": "mixed", "sdk": {"name": "sentry.python"}}, "count": "12",
    "userCount": 3, "firstSeen": "2026-08-01T10:00:00Z", "lastSeen": "2026-08-01T10:00:00.118160Z",
    "isUnhandled": true, "assignedTo": {"type": "team", "id": "7"}, "url": "https://sentry.example/api/0/issues/1/",
    "web_url": "https://shop.sentry.example/issues/1/", "project_url": "/organizations/shop/issues/?project=1",
    "permalink": "p", "logger": "root", "annotations": [{"displayName": "SHOP-7", "url": "u"}, "<a>old</a>"],
    "numComments": 0, "isPublic": false, "isBookmarked": false, "isSubscribed": false,
    "subscriptionDetails": {"reason": "mentioned"}, "hasSeen": false, "shareId": "s", "seerFixabilityScore": 0.25,
    "seerAutofixLastTriggered": "2026-08-01T10:00:00Z", "seerExplorerAutofixLastTriggered": "2026-08-01T10:00:00Z",
    "unheardOf": 1
}"""

WHOLE: dict[type[msgspec.Struct], str] = {
    IssueProject: '{"id": "1", "name": "Shop", "slug": "shop", "platform": "python", "unheardOf": 1}',
    Assignee: '{"type": "user", "id": 42, "name": "Zoë", "email": "zoe@shop.example", "unheardOf": 1}',
    Issue: ISSUE,
    IssueData: """{
        "issue": {"id": "1"}, "resolution_type": "in_next_release", "assignee": {"type": "team", "id": 7},
        "unheardOf": 1
    }""",
}

ACTIONS: list[tuple[str, dict[str, Any]]] = [
    ("created", {}),
    ("resolved", {"resolution_type": "in_commit"}),
    ("assigned", {"assignee": {"type": "user", "name": "Zoë Example", "id": 42}}),
    ("ignored", {}),
    ("archived", {}),
    ("unresolved", {}),
]


@pytest.mark.parametrize("kind", WHOLE)
def test_an_issue_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding. Keys are in camelCase; addresses and *data* are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_issue_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing, because server versions send different keys."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(("action", "more"), ACTIONS)
def test_each_action_is_a_delivery(action: str, more: dict[str, Any]) -> None:
    """Every action decodes. The documentation calls `ignored` `archived`; some actions have keys beside the issue."""
    delivery = received(hook(action, {"issue": json.loads(ISSUE), **more}, actor=PERSON), "issue")
    assert isinstance(delivery, IssueDelivery)
    assert (delivery.resource, delivery.action) == ("issue", action)
    assert delivery.data.issue == decode(Issue, ISSUE)
    assert delivery.data.resolution_type == more.get("resolution_type")
    assert (delivery.data.assignee is not None) == ("assignee" in more)
    assert delivery.actor is not None
    assert delivery.actor.id == 42


@pytest.mark.parametrize("text", ["2026-08-01T10:00:00Z", "2026-08-01T10:00:00+00:00", "2026-08-01T10:00:00.000+00:00"])
def test_times_have_several_spellings(text: str) -> None:
    """Each spelling decodes to the same time. `issue.created` has `+00:00` without a zero fraction, others have `Z`."""
    issue = decode(Issue, json.dumps({"firstSeen": text}))
    assert issue.first_seen is not None
    assert issue.first_seen.isoformat() == "2026-08-01T10:00:00+00:00"


@pytest.mark.parametrize("kind", [IssueProject, Assignee, Issue])
@pytest.mark.parametrize("id", ["42", 42, 2**62])
def test_an_id_is_text_or_a_number(kind: type[msgspec.Struct], id: str | int) -> None:
    """Ids keep their type and all digits. `assignedTo` has text, `assignee` a number."""
    assert vars_of(decode(kind, json.dumps({"id": id})))["id"] == id


def vars_of(value: msgspec.Struct) -> dict[str, Any]:
    """The fields of a Struct by name."""
    return msgspec.structs.asdict(value)


@pytest.mark.parametrize("word", ["quantum", ""])
@pytest.mark.parametrize("member", ["level", "status", "substatus", "priority", "type", "issueType", "issueCategory"])
def test_unknown_levels_states_and_types_decode(member: str, word: str) -> None:
    """Unknown levels, states and types decode, because Sentry adds new ones."""
    assert decode(Issue, json.dumps({member: word})) != Issue()


def test_an_issue_may_have_no_url() -> None:
    """An issue without addresses decodes. Servers before 2026 send addresses only for `created`."""
    delivery = received(hook("resolved", {"issue": {"id": "1", "permalink": None}}), "issue")
    assert isinstance(delivery, IssueDelivery)
    assert delivery.data.issue == Issue(id="1")


def test_our_sample_decodes() -> None:
    """Our sample decodes: a new issue, as sentry.io sends it."""
    delivery = received(read_sample("webhooks/issue.created"), "issue")
    assert isinstance(delivery, IssueDelivery)
    issue = delivery.data.issue
    assert issue is not None
    assert (issue.short_id, issue.count, issue.web_url) == (
        *("SHOP-2F", "1"),
        "https://shop.sentry.example/issues/6600000042/",
    )
