"""The user, on the way from the raw dialect to the web API's."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import answer, tags


def user(sent: Any) -> Any:
    """The user of an event, whose members are all there; None where there is none."""
    return answer(user=sent).get("user")


NOBODY = dict.fromkeys(("id", "email", "username", "ip_address", "name", "geo", "data"))


def test_all_members_are_there() -> None:
    """In snake_case, and null where unset."""
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
    """An id often is."""
    assert user({"id": sent, "email": "a"}) == {**NOBODY, "id": expected, "email": "a"}


def test_what_is_not_known_is_data() -> None:
    """What the sender put there itself wins; nulls are dropped, and so is what the server searches by."""
    sent = {"id": "7", "plan": "pro", "x": 1, "y": None, "sentry_user": "id:7", "data": {"x": 2}}
    assert user(sent)["data"] == {"plan": "pro", "x": 2}


@pytest.mark.parametrize("sent", [None, {}, {"id": None}, {"id": "", "geo": {}}, "ann", [], {"sentry_user": "id:7"}])
def test_a_user_that_says_nothing_is_none(sent: Any) -> None:
    """Then the event has no user."""
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
    """Id, username, email, address; the one that the server should fill in is not known here."""
    assert tags(user=sent).get("user") == expected
