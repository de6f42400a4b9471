"""Tests for the HTTP request in the raw dialect."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import ValidationError, decode_raw_event
from topframe.raw import RawRequest

WHOLE = """{
    "url": "https://orders.example.com/?a=1#top", "method": "post", "protocol": "HTTP/1.1", "data": {"count": 2},
    "query_string": [["a", "1"], ["a", null], null], "fragment": "top", "cookies": [["sid", "[Filtered]"]],
    "headers": [["Accept", ["a/b", "c/d"]], ["Host", "orders.example.com"]], "env": {"SERVER_PORT": 443},
    "inferred_content_type": "application/json", "api_target": "graphql", "body_size": 12,
    "other": {"remoteHost": "192.0.2.1"}, "unheardOf": 1
}"""


def test_a_request_comes_back() -> None:
    """All keys come back. The URL keeps its query and fragment; only the server moves them."""
    assert_comes_back(RawRequest, WHOLE)


def test_a_request_may_be_empty() -> None:
    """All keys are optional and can be null. For example, browsers send no method, and stored events have nulls."""
    assert_may_be_empty(RawRequest)


@pytest.mark.parametrize(
    "sent",
    [
        {"a": "1", "b": ["2", "3"], "c": None, "d": {"e": 1}},
        [["a", "1"], ["a", None], [None, "2"], None],
        [["a"], [], ["a", "b", "c"], ["n", 5]],
        [],
        {},
    ],
)
@pytest.mark.parametrize("key", ["query_string", "cookies", "headers"])
def test_pairs_are_a_list_or_an_object(key: str, sent: object) -> None:
    """Rows and objects with any JSON come back unchanged, and so do nulls and rows of a wrong length."""
    assert written(decode(RawRequest, json.dumps({key: sent}))) == {key: sent}


@pytest.mark.parametrize("key", ["query_string", "cookies"])
@pytest.mark.parametrize("text", ["a=1&b", "sid=1; theme=dark", ""])
def test_query_and_cookies_may_be_raw_text(key: str, text: str) -> None:
    """The text from the URL or from the header is accepted, and comes back unchanged."""
    assert written(decode(RawRequest, json.dumps({key: text}))) == {key: text}


def test_headers_are_no_text() -> None:
    """Text in place of headers is rejected, because no SDK sends it."""
    with pytest.raises(ValidationError) as caught:
        decode_raw_event(b'{"request": {"headers": "Host: a"}}')
    assert str(caught.value) == "Expected `object | array | null`, got `str` - at `$.request.headers`"


@pytest.mark.parametrize("data", [{"k": [None]}, ["raw", {}], "raw=1...", 17, 1.5, True, "", None])
def test_the_body_is_anything(data: object) -> None:
    """Any JSON value is accepted and comes back unchanged, also null."""
    request = decode(RawRequest, json.dumps({"data": data}))
    assert request.data == data
    assert written(request) == {"data": data}


@pytest.mark.parametrize("size", [0, 12, 12.0, "12"])
def test_a_size_is_a_number_or_text(size: float | str) -> None:
    """Integers, floats and text are accepted and keep their value."""
    assert decode(RawRequest, json.dumps({"body_size": size})).body_size == size
