"""The person that the event happened to."""

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
def test_a_user_comes_back(kind: type[msgspec.Struct]) -> None:
    """Members are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_user_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """An SDK may know no more than the address."""
    assert_may_be_empty(kind)


def test_an_id_may_be_a_number() -> None:
    """Sentry makes ids text; GlitchTip hands on what the SDK sent."""
    assert decode(User, '{"id": 17}').id == 17


@pytest.mark.parametrize("data", [{"isStaff": True}, {}, [], "text"])
def test_data_is_anything(data: object) -> None:
    """Every member that the protocol does not know is put there, whatever its type."""
    user = decode(User, json.dumps({"data": data}))
    assert user.data == data
    assert written(user) == {"data": data}


def test_what_an_sdk_sent_comes_back_as_it_was() -> None:
    """GlitchTip leaves members that the protocol does not know beside the others."""
    body = b'{"eventID":"9","user":{"plan":"gold","id":17,"email":5,"username":3}}'
    event = decode_event(body)
    assert event.user == User(id=17, username=3)
    assert encode(event) == body


@pytest.mark.parametrize("user", [b"null", b"7", b"[]", b'"u-1"'])
def test_a_user_that_is_no_object_is_none(user: bytes) -> None:
    """And comes back as it was, too."""
    body = b'{"eventID":"9","user":' + user + b"}"
    assert decode_event(body).user is None
    assert encode(decode_event(body)) == body


@pytest.mark.parametrize("address", ["{{auto}}", "[Filtered]", ""])
def test_an_address_may_be_a_placeholder(address: str) -> None:
    """Addresses are not checked."""
    assert decode(User, json.dumps({"ip_address": address})).ip_address == address
