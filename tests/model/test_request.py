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


def test_a_request_round_trips() -> None:
    """Every key survives decode and encode. Keys are in camelCase."""
    assert_comes_back(Request, WHOLE)


def test_request_keys_are_optional() -> None:
    """Every key may be missing or null. A browser script sends a URL and no method."""
    assert_may_be_empty(Request)


@pytest.mark.parametrize(
    "query", ["a=1&b", "", [["a", "1"], ["b", None], None], [], [[""]], [["Accept", "a", "b"], []]]
)
def test_a_query_is_pairs_or_text(query: object) -> None:
    """It is text if the server could not parse it. Null rows and rows of other lengths than two occur."""
    request = decode(Request, json.dumps({"query": query}))
    assert written(request) == {"query": query}


@pytest.mark.parametrize("cookies", [[["sid", "1"]], {"sid": "1", "n": 2}, "sid=1; n=2", []])
def test_cookies_are_pairs_an_object_or_text(cookies: object) -> None:
    """GlitchTip passes on the form that the SDK sent."""
    assert written(decode(Request, json.dumps({"cookies": cookies}))) == {"cookies": cookies}


@pytest.mark.parametrize("headers", [[["X-Trace", "1"], ["X-Trace", "2"], None], {"Host": "www.example.com"}, []])
def test_headers_are_pairs_or_an_object(headers: object) -> None:
    """The same header can occur in two pairs. Before 2016 headers were an object."""
    assert written(decode(Request, json.dumps({"headers": headers}))) == {"headers": headers}


@pytest.mark.parametrize("data", [{"k": [None]}, ["raw", {}], "raw=1...", 17, 1.5, True, "", None])
def test_the_body_can_be_any_json(data: object) -> None:
    """A parsed body is any JSON value. A null body decodes to None and is written as null."""
    request = decode(Request, json.dumps({"data": data}))
    assert request.data == data
    assert written(request) == {"data": data}


def test_an_empty_fragment_is_kept() -> None:
    """Sentry 9.1 sends an empty fragment; it decodes to empty text."""
    assert decode(Request, '{"fragment": ""}').fragment == ""


def test_header_names_are_case_insensitive() -> None:
    """`header` returns the value of the first match, and ignores rows without a value."""
    rows = [None, [], ["X-Empty"], [None, "a"], ["Accept", None], ["accept", "text/html"], ["Host", "a", "b"]]
    request = decode(Request, json.dumps({"headers": rows}))
    assert request.header_pairs == tuple(tuple(row) for row in rows if row is not None)
    assert (request.header("ACCEPT"), request.header("host"), request.header("x-empty")) == (None, "a", None)
    assert Request().header("host") is None
    assert Request(headers={"Host": "b"}).header("host") == "b"
