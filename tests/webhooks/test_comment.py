"""Deliveries about comments."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import PERSON, hook, received
from topframe.webhooks import CommentData, CommentDelivery

WHOLE = """{
    "comment_id": 1234, "issue_id": 6600000001, "project_slug": "web", "timestamp": "2026-08-01T10:00:00.118160Z",
    "comment": "**grüße** @zoe", "unheardOf": 1
}"""


def test_a_comment_survives_decode_and_encode() -> None:
    """Every known key survives decoding and encoding. Keys are in snake_case."""
    assert_comes_back(CommentData, WHOLE)


def test_a_comment_may_be_empty() -> None:
    """Every key may be null or missing."""
    assert_may_be_empty(CommentData)


@pytest.mark.parametrize("action", ["created", "updated", "deleted"])
def test_each_action_is_a_delivery(action: str) -> None:
    """All three actions have the same keys in *data*."""
    delivery = received(hook(action, json.loads(WHOLE), actor=PERSON), "comment")
    assert isinstance(delivery, CommentDelivery)
    assert (delivery.action, delivery.data) == (action, decode(CommentData, WHOLE))


def test_a_comment_may_have_only_nulls() -> None:
    """A key with the value null counts as present, so the body matches the resource `comment`."""
    delivery = received(hook("deleted", {"comment_id": None, "comment": None, "issue_id": 1}), "comment")
    assert isinstance(delivery, CommentDelivery)
    assert delivery.data == CommentData(issue_id=1)


@pytest.mark.parametrize("id", ["1", 1])
def test_ids_are_numbers_or_text(id: str | int) -> None:
    """Ids keep their type. The server sends numbers; Sentry's example app sends text in its mocks."""
    data = decode(CommentData, json.dumps({"issue_id": id, "comment_id": id}))
    assert (data.issue_id, data.comment_id) == (id, id)


@pytest.mark.parametrize("text", ["2026-08-01T10:00:00Z", "2026-08-01T10:00:00+00:00", "2026-08-01T12:00:00.000+02:00"])
def test_the_time_has_several_spellings(text: str) -> None:
    """Each spelling decodes to the same time. The server writes `+00:00`, the documentation `Z`."""
    moment = decode(CommentData, json.dumps({"timestamp": text})).timestamp
    assert moment is not None
    assert moment.timestamp() == 1785578400
