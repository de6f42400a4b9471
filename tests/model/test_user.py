"""The user for whom the event happened."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import decode_event, encode
from topframe.model import Geo, User

WHOLE: dict[type[msgspec.Struct], str] = {
    Geo: '{"country_code": "AT", "city": "Examplestadt", "region": "Austria", "subdivision": "Land", "unheardOf": 1}',
    User: """{
        "id": "4711", "email": "tester@example.com", "username": "tester", "ip_address": "2001:db8::17",
        "name": "Tester", "geo": {"city": "Examplestadt"}, "data": {"seats": 3, "plan": {"name": "gold"}},
        "segment": "beta", "sentry_user": "id:4711", "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_user_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_user_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. Some SDKs know only the IP address."""
    assert_may_be_empty(kind)


def test_an_id_can_be_a_number() -> None:
    """Sentry sends ids as text; GlitchTip passes on the value from the SDK."""
    assert decode(User, '{"id": 17}').id == 17


@pytest.mark.parametrize("data", [{"isStaff": True}, {}, [], "text"])
def test_data_can_be_any_json(data: object) -> None:
    """Sentry puts additional keys from the SDK there, with values of any type."""
    user = decode(User, json.dumps({"data": data}))
    assert user.data == data
    assert written(user) == {"data": data}


def test_encode_writes_the_user_as_received() -> None:
    """GlitchTip sends additional keys at the top level; `encode` keeps them, and values of the wrong type."""
    body = b'{"eventID":"9","user":{"plan":"gold","id":17,"email":5,"username":3}}'
    event = decode_event(body)
    assert event.user == User(id=17, username=3)
    assert encode(event) == body


@pytest.mark.parametrize("user", [b"null", b"7", b"[]", b'"u-1"'])
def test_a_user_that_is_no_object_is_none(user: bytes) -> None:
    """*user* is None, and `encode` writes the value that was received."""
    body = b'{"eventID":"9","user":' + user + b"}"
    assert decode_event(body).user is None
    assert encode(decode_event(body)) == body


@pytest.mark.parametrize("address", ["{{auto}}", "[Filtered]", ""])
def test_an_ip_address_can_be_a_placeholder(address: str) -> None:
    """The decoder does not validate IP addresses."""
    assert decode(User, json.dumps({"ip_address": address})).ip_address == address
