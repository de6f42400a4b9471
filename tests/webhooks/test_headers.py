"""Headers in the form of each framework and server."""

from __future__ import annotations

import collections
import email.message
import enum
import http.client
import io
import sys
import types
import wsgiref.headers
from collections.abc import Callable, Iterator
from typing import Any

import django.http.request
import litestar.datastructures
import multidict
import pytest
import starlette.datastructures
import werkzeug.datastructures

from tests.webhooks.made import SECRET, hook, signature
from topframe import MissingSignatureError
from topframe.webhooks import CommentDelivery, receive, verify

BODY = hook("created", {"comment_id": 1})
GOOD = signature(BODY)
PAIRS = [
    ("Host", "hooks.example"),
    ("Content-Type", "application/json"),
    ("Sentry-Hook-Resource", "comment"),
    ("Sentry-Hook-Signature", GOOD),
    ("Sentry-Hook-Timestamp", "1785578400"),
    ("Request-ID", "9f" * 16),
    ("Idempotency-Key", "ab" * 16),
]


def _message() -> email.message.Message:
    message = email.message.Message()
    for name, value in PAIRS:
        message[name] = value
    return message


def _parsed() -> http.client.HTTPMessage:
    text = "".join(f"{name}: {value}\r\n" for name, value in PAIRS) + "\r\n"
    return http.client.parse_headers(io.BytesIO(text.encode()))


class _Items:
    """An object with `items` that is not registered as a mapping."""

    def items(self) -> Iterator[tuple[str, str]]:
        return iter(PAIRS)


_ENVIRON: dict[Any, Any] = {
    "REQUEST_METHOD": "POST",
    "CONTENT_TYPE": "application/json",
    "wsgi.version": (1, 0),
    "wsgi.input": io.BytesIO(BODY),
    "wsgi.multithread": True,
    **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in PAIRS},
}


class _Text(str):
    """A subclass of `str`."""


class _Bytes(bytes):
    """A subclass of `bytes`."""


class _Blind(str):
    """A `str` with other text that compares equal to the name of a header and has the same hash."""

    def __eq__(self, other: object) -> bool:
        return other == "Sentry-Hook-Signature"

    def __hash__(self) -> int:
        return hash("Sentry-Hook-Signature")


class _Name(str, enum.Enum):  # noqa: UP042  # unlike a member of a `StrEnum`, a member is not its value as text
    """Names of headers as members of an enumeration of `str`."""

    RESOURCE = "Sentry-Hook-Resource"
    SIGNATURE = "Sentry-Hook-Signature"


_NAMED: dict[str, str] = {name.value: name for name in _Name}


SHAPES: dict[str, Callable[[], Any]] = {
    "dict": lambda: dict(PAIRS),
    "lower case": lambda: {name.lower(): value for name, value in PAIRS},
    "upper case": lambda: {name.upper(): value for name, value in PAIRS},
    "mapping": lambda: types.MappingProxyType(dict(PAIRS)),
    "lists as values": lambda: {name: [value] for name, value in PAIRS},
    "tuples as values": lambda: {name: (value,) for name, value in PAIRS},
    "bytes": lambda: {name.encode(): value.encode() for name, value in PAIRS},
    "WSGI environ": lambda: _ENVIRON,
    "ASGI": lambda: [(name.lower().encode(), value.encode()) for name, value in PAIRS],
    "lists of two": lambda: [[name, value] for name, value in PAIRS],
    "bytearrays": lambda: [(bytearray(name.encode()), bytearray(value.encode())) for name, value in PAIRS],
    "generator": lambda: (pair for pair in PAIRS),
    "items": lambda: dict(PAIRS).items(),
    "object with items": _Items,
    "email.message": _message,
    "wsgiref": lambda: wsgiref.headers.Headers(list(PAIRS)),
    "aiohttp": lambda: multidict.CIMultiDictProxy(multidict.CIMultiDict(PAIRS)),
    "werkzeug": lambda: werkzeug.datastructures.Headers(PAIRS),
    "werkzeug, of an environ": lambda: werkzeug.datastructures.EnvironHeaders(_ENVIRON),
    "django": lambda: django.http.request.HttpHeaders(_ENVIRON),
    "starlette": lambda: starlette.datastructures.Headers(dict(PAIRS)),
    "litestar": lambda: litestar.datastructures.Headers(dict(PAIRS)),
    "http.client": _parsed,
    "blanks around": lambda: {name: f" \t{value} " for name, value in PAIRS},
    "kind of str": lambda: {_Text(name): _Text(value) for name, value in PAIRS},
    "kind of bytes": lambda: {_Bytes(name.encode()): _Bytes(value.encode()) for name, value in PAIRS},
    "members of an enumeration": lambda: [(_NAMED.get(name, name), value) for name, value in PAIRS],
    "other keys": lambda: {None: 1, 7: "x", **dict(PAIRS)},
    "keys that are no keys": lambda: [([1], "x"), *PAIRS],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_headers_of_all_frameworks_are_accepted(shape: str) -> None:
    """`receive` finds names in any case in the objects of each framework, and iterates over them once."""
    delivery = receive(BODY, SHAPES[shape](), secrets=SECRET)
    assert isinstance(delivery, CommentDelivery)
    assert (delivery.resource, delivery.request_id, delivery.idempotency_key) == ("comment", "9f" * 16, "ab" * 16)
    assert delivery.timestamp is not None
    assert delivery.timestamp.isoformat() == "2026-08-01T10:00:00+00:00"


@pytest.mark.parametrize("call", [verify, receive])
@pytest.mark.parametrize(
    "headers",
    ["Sentry-Hook-Signature", b"Sentry", [1], ["ab"], [("a",)], [("a", "b", "c")], [None], {"a"}, [{"a": "b"}]],
    ids=repr,
)
def test_other_types_of_headers_raise_a_type_error(call: Callable[..., object], headers: Any) -> None:
    """Other objects raise a TypeError, so that this mistake does not look like a missing signature."""
    with pytest.raises(TypeError) as caught:
        call(BODY, headers, secrets=SECRET)
    assert str(caught.value) == "headers are a mapping, or pairs of name and value"


@pytest.mark.parametrize("headers", [None, 7, object()])
def test_the_error_for_wrong_headers_names_their_type(headers: Any) -> None:
    """The message names the type of the argument. None is refused, too."""
    with pytest.raises(TypeError) as caught:
        verify(BODY, headers, secrets=SECRET)
    found = type(headers).__name__
    assert str(caught.value) == f"headers are a mapping, or pairs of name and value, not {found}"


def test_the_first_of_several_resources_counts() -> None:
    """The first resource that is not empty counts. Repeating the unsigned header gains nothing over changing it."""
    pairs = [("sentry-hook-resource", value) for value in ("", "comment", "issue")]
    assert receive(BODY, [*pairs, *PAIRS], secrets=SECRET).resource == "comment"


def test_names_are_matched_whole() -> None:
    """A name with a prefix, a suffix or underscores is a different header."""
    for name in ("X-Sentry-Hook-Signature", "Sentry-Hook-Signature-2", "Sentry_Hook_Signature", "http_sentry_hook"):
        with pytest.raises(MissingSignatureError):
            verify(BODY, {name: GOOD}, secrets=SECRET)


def test_many_and_long_headers_are_accepted() -> None:
    """`receive` accepts many other headers, and a very long value."""
    others = [(f"X-{number}", "a" * 1000) for number in range(1000)]
    long = receive(BODY, [*others, *PAIRS[2:4], ("Request-ID", "a" * 10_000_000)], secrets=SECRET)
    assert len(long.request_id or "") == 10_000_000


@pytest.mark.parametrize("length", [10, 1000])
def test_invented_header_names_are_not_cached(length: int) -> None:
    """The cache of spellings does not keep names that a sender invents, so it cannot fill the memory."""
    name = "-".join(["X", "a" * length])
    known = sys.getrefcount(name)
    for other in (name, *(f"X-{number}" for number in range(200))):
        verify(BODY, {other: "a", **dict(PAIRS)}, secrets=SECRET)
    assert sys.getrefcount(name) == known


@pytest.mark.parametrize(
    "name",
    [collections.UserString("Sentry-Hook-Signature"), memoryview(b"Sentry-Hook-Signature"), _Blind("x")],
    ids=["equal to text", "equal to bytes", "of its own mind"],
)
def test_names_of_other_types_are_ignored_and_not_cached(name: Any) -> None:
    """Such a name is ignored and is not cached under the real name, so the real name is still found."""
    text = "Sentry-Hook-Signature"
    for _ in range(2):
        with pytest.raises(MissingSignatureError):
            verify(BODY, {name: GOOD}, secrets=SECRET)
        verify(BODY, {text: GOOD}, secrets=SECRET)
        verify(BODY, [(text.encode(), GOOD)], secrets=SECRET)


def test_environ_names_count_only_as_str() -> None:
    """Names in the style of a WSGI environ count only as `str`. As bytes they are headers from the sender."""
    sent = [(b"http_sentry_hook_signature", b"x"), (b"HTTP_SENTRY_HOOK_RESOURCE", b"issue")]
    assert receive(BODY, [*sent, *PAIRS], secrets=SECRET).resource == "comment"


def test_the_timestamp_header_of_webhooks_has_priority() -> None:
    """The timestamp header of webhooks has priority. The timestamp header of service hooks counts only without it."""
    other = ("X-ServiceHook-Timestamp", "1")
    for pairs in ([other, *PAIRS], [*PAIRS, other]):
        assert receive(BODY, pairs, secrets=SECRET).sent_timestamp == "1785578400"
    pairs = [other, *(pair for pair in PAIRS if pair[0] != "Sentry-Hook-Timestamp")]
    assert receive(BODY, pairs, secrets=SECRET).sent_timestamp == "1"


def test_optional_headers_may_be_missing() -> None:
    """Optional headers that are absent give None."""
    delivery = receive(BODY, {"sentry-hook-signature": GOOD}, secrets=SECRET)
    assert (delivery.request_id, delivery.idempotency_key, delivery.timestamp) == (None, None, None)


def test_a_malformed_time_is_accepted_without_tolerance() -> None:
    """Without *tolerance*, a malformed time is accepted, and `timestamp` is None."""
    delivery = receive(BODY, dict(PAIRS) | {"Sentry-Hook-Timestamp": "soon"}, secrets=SECRET)
    assert delivery.timestamp is None
