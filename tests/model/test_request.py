"""The HTTP request."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Request

WHOLE = """{
    "apiTarget": "rest", "method": "POST", "url": "https://orders.example.com/", "query": [["a", "1"], ["a", "2"]],
    "fragment": "top", "data": {"count": 2}, "headers": [["Accept", "*/*"]], "cookies": [["sid", "[Filtered]"]],
    "env": {"SERVER_PORT": 443}, "inferredContentType": "application/json", "bodySize": 12, "protocol": "HTTP/1.1",
    "unheardOf": 1
}"""


def test_a_request_comes_back() -> None:
    """Members are in camelCase."""
    assert_comes_back(Request, WHOLE)


def test_a_request_may_be_empty() -> None:
    """A script in a browser has a URL and no method; a broken one has nothing."""
    assert_may_be_empty(Request)


@pytest.mark.parametrize(
    "query", ["a=1&b", "", [["a", "1"], ["b", None], None], [], [[""]], [["Accept", "a", "b"], []]]
)
def test_a_query_is_pairs_or_text(query: object) -> None:
    """Text when the server could not take it apart; rows of other lengths are real, and nulls among them."""
    request = decode(Request, json.dumps({"query": query}))
    assert written(request) == {"query": query}


@pytest.mark.parametrize("cookies", [[["sid", "1"]], {"sid": "1", "n": 2}, "sid=1; n=2", []])
def test_cookies_are_pairs_an_object_or_text(cookies: object) -> None:
    """GlitchTip hands on what the SDK sent."""
    assert written(decode(Request, json.dumps({"cookies": cookies}))) == {"cookies": cookies}


@pytest.mark.parametrize("headers", [[["X-Trace", "1"], ["X-Trace", "2"], None], {"Host": "www.example.com"}, []])
def test_headers_are_pairs_or_an_object(headers: object) -> None:
    """A header can occur twice in pairs; before 2016 they were an object."""
    assert written(decode(Request, json.dumps({"headers": headers}))) == {"headers": headers}


@pytest.mark.parametrize("data", [{"k": [None]}, ["raw", {}], "raw=1...", 17, 1.5, True, "", None])
def test_the_body_is_anything(data: object) -> None:
    """A parsed body is any JSON value; null reads like an absent one and is written as it came."""
    request = decode(Request, json.dumps({"data": data}))
    assert request.data == data
    assert written(request) == {"data": data}


def test_empty_text_is_not_null() -> None:
    """Sentry 9.1 sends an empty fragment."""
    assert decode(Request, '{"fragment": ""}').fragment == ""


def test_headers_are_looked_up_in_any_case() -> None:
    """HTTP's rule; the first one counts, and rows that are no pairs do not."""
    rows = [None, [], ["X-Empty"], [None, "a"], ["Accept", None], ["accept", "text/html"], ["Host", "a", "b"]]
    request = decode(Request, json.dumps({"headers": rows}))
    assert request.header_pairs == tuple(tuple(row) for row in rows if row is not None)
    assert (request.header("ACCEPT"), request.header("host"), request.header("x-empty")) == (None, "a", None)
    assert Request().header("host") is None
    assert Request(headers={"Host": "b"}).header("host") == "b"
