"""Tests for the conversion of the user."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import answer, tags


def user(sent: Any) -> Any:
    """Convert a user. None: the result has no user."""
    return answer(user=sent).get("user")


NOBODY = dict.fromkeys(("id", "email", "username", "ip_address", "name", "geo", "data"))


def test_all_members_are_there() -> None:
    """The result has all keys in snake_case. Missing values are null."""
    sent: dict[str, Any] = {
        "id": "7",
        "email": "ann@example.test",
        "username": "ann",
        "ip_address": "203.0.113.9",
        "name": "Ann",
        "geo": {"city": "Vienna"},
        "data": {"plan": "pro"},
    }
    assert user(sent) == sent
    assert user({"id": "7"}) == {**NOBODY, "id": "7"}


@pytest.mark.parametrize(("sent", "expected"), [(42, "42"), (True, "True"), (1.9, "1"), ([], None)])
def test_texts_may_be_numbers(sent: Any, expected: str | None) -> None:
    """Numbers and booleans become text. Ids are often numbers."""
    assert user({"id": sent, "email": "a"}) == {**NOBODY, "id": expected, "email": "a"}


def test_what_is_not_known_is_data() -> None:
    """Unknown keys move to `data`, where the sender's own keys win. Nulls and `sentry_user` are dropped."""
    sent = {"id": "7", "plan": "pro", "x": 1, "y": None, "sentry_user": "id:7", "data": {"x": 2}}
    assert user(sent)["data"] == {"plan": "pro", "x": 2}


@pytest.mark.parametrize("sent", [None, {}, {"id": None}, {"id": "", "geo": {}}, "ann", [], {"sentry_user": "id:7"}])
def test_a_user_that_says_nothing_is_none(sent: Any) -> None:
    """The event has no user if all values are empty or the user is not an object."""
    assert user(sent) is None


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"id": 7, "username": "ann", "email": "a@b", "ip_address": "::1"}, "id:7"),
        ({"username": "ann", "email": "a@b", "ip_address": "::1"}, "username:ann"),
        ({"email": "a@b", "ip_address": "::1"}, "email:a@b"),
        ({"ip_address": "::1"}, "ip:::1"),
        ({"ip_address": "{{auto}}"}, None),
        ({"ip_address": 7}, None),
        ({"name": "Ann"}, None),
    ],
)
def test_a_user_is_searched_by_the_first_that_is_known(sent: Any, expected: str | None) -> None:
    """The tag has the first of id, username, email and IP address. The placeholder `{{auto}}` is not used."""
    assert tags(user=sent).get("user") == expected
