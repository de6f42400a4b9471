"""User accounts on the server."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Account, AccountEmail, Avatar

WHOLE: dict[type[msgspec.Struct], str] = {
    Avatar: """{"avatarType": "upload", "avatarUuid": "ab", "avatarUrl": "https://a.example.com/1", "unheardOf": 1}""",
    AccountEmail: """{"id": "9", "email": "tester@example.com", "is_verified": false, "unheardOf": 1}""",
    Account: """{
        "id": "3", "name": "Tester", "username": "tester", "email": "tester@example.com", "unheardOf": [],
        "avatarUrl": "https://a.example.com/1", "isActive": true, "hasPasswordAuth": false, "isManaged": false,
        "dateJoined": "2024-01-15T08:00:00.250000Z", "lastLogin": "2026-02-27T07:45:00Z", "has2fa": true,
        "lastActive": "2026-03-01T12:00:00.000001Z", "isSuperuser": false, "isStaff": true, "experiments": {"a": 1},
        "emails": [{"email": "tester@example.com"}, null], "avatar": {"avatarType": "gravatar"},
        "options": {"theme": "dark"}, "flags": {"beta": false}, "identities": [], "permissions": ["users.admin"],
        "canReset2fa": true, "type": "user"
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_account_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in camelCase, except `is_verified` of an email address."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_account_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. An unknown commit author is `{}`."""
    assert_may_be_empty(kind)


def test_an_author_without_an_account_has_name_and_email() -> None:
    """The short form has only `name` and `email`, which come from the commit."""
    assert decode(Account, '{"name": "A", "email": "a@example.com"}') == Account(name="A", email="a@example.com")


def test_times_are_aware() -> None:
    """`lastLogin` decodes to an aware datetime in UTC."""
    account = decode(Account, '{"lastLogin": "2026-02-27T07:45:00Z"}')
    assert account.last_login == datetime(2026, 2, 27, 7, 45, tzinfo=UTC)


def test_an_id_can_be_a_number() -> None:
    """Servers other than Sentry send the id of a user as a number."""
    assert decode(Account, '{"id": 3}').id == 3
