"""Tests for the conversion of the HTTP request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .answers import STORED, entries


def request(**members: Any) -> dict[str, Any]:
    """Convert a request from an SDK, which Relay has not processed yet."""
    found: dict[str, Any] = entries(request={"method": "GET", **members})["request"]
    return found


def stored(**members: Any) -> dict[str, Any]:
    """Convert a request of a stored event."""
    found: dict[str, Any] = entries(**STORED, request={"method": "GET", **members})["request"]
    return found


def test_a_request_is_renamed() -> None:
    """Keys get the names of the web API. Values that the web API does not return are dropped."""
    assert stored(
        url="https://shop.test/",
        query_string=[["a", "1"]],
        fragment="top",
        data={"n": 1},
        headers=[["Accept", "*/*"]],
        cookies=[["sid", "1"]],
        env={"SERVER_PORT": 443},
        inferred_content_type="application/json",
        api_target="graphql",
        body_size=7,
        protocol="HTTP/1.1",
        other={"a": 1},
    ) == {
        "method": "GET",
        "url": "https://shop.test/",
        "query": [["a", "1"]],
        "fragment": "top",
        "data": {"n": 1},
        "headers": [["Accept", "*/*"]],
        "cookies": [["sid", "1"]],
        "env": {"SERVER_PORT": 443},
        "inferredContentType": "application/json",
        "apiTarget": "graphql",
    }


def test_what_a_request_lacks_is_empty() -> None:
    """Query, headers, cookies and fragment are empty if they are missing. All other keys are null."""
    assert request(env={}, data=None) == {"method": "GET", "query": [], "fragment": "", "headers": [], "cookies": []}


@pytest.mark.parametrize("sent", [None, {}, {"url": None, "headers": None}])
def test_a_request_that_says_nothing_makes_no_entry(sent: Any) -> None:
    """A missing or empty request makes no entry."""
    assert entries(request=sent) == {}


def test_the_method_is_in_capitals() -> None:
    """The method is converted to capitals."""
    assert request(method="post")["method"] == "POST"
    assert "method" not in request(method=None, url="/a")
    assert request(method="", url="/a")["method"] == ""


# --- address ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "url", "query", "fragment"),
    [
        ({"url": "https://shop.test/a?b=c%20d&e#f?g"}, "https://shop.test/a", [["b", "c d"], ["e", ""]], "f?g"),
        ({"url": "/a?b=1", "query_string": "c=2", "fragment": "d"}, "/a", [["c", "2"]], "d"),
        ({"url": "/a#b", "fragment": "c"}, "/a", [], "c"),
        ({"url": "/a?", "query_string": []}, "/a", [], ""),
        ({"url": "?a=1"}, None, [["a", "1"]], ""),
        ({"query_string": "a=1", "fragment": "b"}, None, [["a", "1"]], "b"),
    ],
)
def test_the_address_is_taken_apart(sent: dict[str, Any], url: str | None, query: Any, fragment: str) -> None:
    """Query and fragment of the URL are used only if the request has no query or fragment of its own."""
    shown = request(**sent)
    assert (shown.get("url"), shown["query"], shown["fragment"]) == (url, query, fragment)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("?a=1&a=2&b", [["a", "1"], ["a", "2"], ["b", ""]]),
        ("", []),
        ({"a": "1", "b": ["x"], "c": None, "d": False}, [["a", "1"], ["b", '["x"]'], ["c", None], ["d", "false"]]),
        ([["a", "1"], ["b", ""], ["c", None], [7, 7]], [["a", "1"], ["b", ""], ["c", None], ["7", "7"]]),
        ([None, ["a"], ["a", "b", "c"], ["d", "e"]], [["d", "e"]]),
        (None, []),
    ],
)
def test_a_query_is_pairs(sent: Any, expected: Any) -> None:
    """Text, an object and pairs are accepted. Other values than text are encoded as JSON; invalid rows are dropped."""
    assert request(query_string=sent)["query"] == stored(query_string=sent)["query"] == expected


# --- headers and cookies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"host": "a", "accept": ["b", 1, None]}, [["Accept", "b,1"], ["Host", "a"]]),
        ([["x-id", "2"], ["ACCEPT", "1"], ["x-id", None]], [["ACCEPT", "1"], ["X-Id", "2"], ["X-Id", None]]),
        ([["a", "1"], None, ["b"], [None, "c"]], [[None, "c"], ["A", "1"]]),
        ({"a": {"b": 1}, "c": 7, "": "d"}, [["", "d"], ["A", None], ["C", "7"]]),
        (None, []),
    ],
)
def test_headers_are_sorted_pairs(sent: Any, expected: Any) -> None:
    """Each part of a name begins with a capital. A list of values becomes one text."""
    assert request(headers=sent)["headers"] == expected


def test_stored_headers_keep_their_order() -> None:
    """Headers of a stored event keep their order in a list, and are sorted in an object."""
    assert stored(headers=[["B", "1"], ["A", "2"]])["headers"] == [["B", "1"], ["A", "2"]]
    assert stored(headers={"B": "1", "A": "2"})["headers"] == [["A", "2"], ["B", "1"]]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("sid=a%20b; theme = dark;; flag", [["sid", "a b"], ["theme ", " dark"], ["flag", ""]]),
        ({"sid": "a", "n": 7}, [["sid", "a"], ["n", "7"]]),
        ([["sid", "a"], ["n", None], None], [["sid", "a"], ["n", None]]),
        ("", []),
        (None, []),
    ],
)
def test_cookies_are_pairs(sent: Any, expected: Any) -> None:
    """The text of the header, an object and pairs are accepted."""
    assert request(cookies=sent)["cookies"] == stored(cookies=sent)["cookies"] == expected


@pytest.mark.parametrize("name", ["Cookie", "cookie"])
def test_the_header_of_the_cookies_is_moved(name: str) -> None:
    """The header `Cookie` becomes the cookies, or is dropped if there are cookies already. An empty header stays."""
    headers = {name: "sid=a", "Accept": "*/*"}
    for shown in (request(headers=headers), stored(headers=headers)):
        assert (shown["headers"], shown["cookies"]) == ([["Accept", "*/*"]], [["sid", "a"]])
    for shown in (request(headers=headers, cookies="b=c"), stored(headers=headers, cookies="b=c")):
        assert (shown["headers"], shown["cookies"]) == ([["Accept", "*/*"]], [["b", "c"]])
    assert request(headers={name: ""})["headers"] == [["Cookie", ""]]


# --- body -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "data", "content_type"),
    [
        ('{"a": [1]}', {"a": [1]}, "application/json"),
        (" [1] ", [1], "application/json"),
        ("7", 7, "application/json"),
        ("a=1&b=&a=2", {"a": "2", "b": ""}, "application/x-www-form-urlencoded"),
        ("a=b%20c", {"a": "b c"}, "application/x-www-form-urlencoded"),
        ("word", "word", None),
        ("", "", None),
        ("dGU=", "dGU=", None),
        ("dA==", "dA==", None),
        ("<?xml a=1?>", "<?xml a=1?>", None),
        ('{"a": "cut', '{"a": "cut', None),
        ("[a=1", "[a=1", None),
        ("ü=1", "ü=1", None),
        ({"a": 1}, {"a": 1}, None),
        (0, 0, None),
        (None, None, None),
    ],
)
def test_a_body_is_taken_apart(sent: Any, data: Any, content_type: str | None) -> None:
    """A text that is JSON or a form is decoded. A text that can be a word, Base64, XML or cut JSON stays text."""
    shown = request(data=sent)
    assert (shown.get("data"), shown.get("inferredContentType")) == (data, content_type)


def test_a_stored_body_stays() -> None:
    """The body of a stored event stays unchanged, because Relay has already processed it."""
    shown = stored(data='{"a": 1}')
    assert (shown["data"], shown.get("inferredContentType")) == ('{"a": 1}', None)


def test_a_body_that_is_nested_too_deeply_stays_text() -> None:
    """JSON that is nested too deeply to be decoded stays text."""
    body = "[" * 100_000
    assert request(data=body + "]" * 100_000)["data"].startswith(body)


def test_the_type_of_the_content_is_that_of_the_body_and_then_that_of_the_header() -> None:
    """The inferred type of the body wins over the header, which loses its parameters.

    *inferred_content_type* is used only in a stored event. In an event from an SDK it is ignored.
    """
    headers = {"content-type": "text/plain; charset=utf-8", "accept": "*/*"}
    assert request(data="word", headers=headers)["inferredContentType"] == "text/plain"
    assert request(data="{}", headers=headers)["inferredContentType"] == "application/json"
    assert request(data="word", headers=headers, inferred_content_type="a/b")["inferredContentType"] == "text/plain"
    assert stored(data="word", headers=headers, inferred_content_type="a/b")["inferredContentType"] == "a/b"
    assert stored(data="word", headers=headers)["inferredContentType"] == "text/plain"
    assert stored(headers={"content-type": None}).get("inferredContentType") is None


def test_a_body_keeps_its_numbers() -> None:
    """The JSON in the body is checked but not decoded, so numbers that exceed a float stay unchanged."""
    text = json.dumps({"request": {"data": "[1e400, 10000000000000000000001]"}})
    assert request(**json.loads(text)["request"])["data"] == [float("inf"), 10000000000000000000001]
