"""`sign` and `verify`: which requests are accepted, and the error for each refused request."""

from __future__ import annotations

import hashlib
import hmac
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import topframe.webhooks.signature
from tests.webhooks.made import OTHER, SECRET, headers, hook, signature
from topframe import (
    BodyTooLargeError,
    MalformedSignatureError,
    MissingSignatureError,
    NonAsciiSignatureError,
    SecretError,
    SignatureError,
    SignatureMismatchError,
    StaleDeliveryError,
    TimestampError,
    TopframeError,
)
from topframe.webhooks import receive, sign, verify

BODY = hook("created", {"comment_id": 1, "comment": "grüße 🎉 </script>"})
GOOD = signature(BODY)
NOW = datetime(2026, 8, 1, 10, tzinfo=UTC)
SENT = str(int(NOW.timestamp()))
NAMES = ["Sentry-Hook-Signature", "Sentry-App-Signature", "X-ServiceHook-Signature"]
MISSING = (
    "The request has no signature: none of the headers Sentry-Hook-Signature, Sentry-App-Signature, "
    "X-ServiceHook-Signature"
)

Calls = list[Callable[..., object]]
BOTH: Calls = [verify, receive]


def refusal(headers: Any, body: bytes = BODY, **options: Any) -> TopframeError:
    """The error of `verify` for a request. `receive` must raise the same one. The message must not hold a secret."""
    options.setdefault("secrets", SECRET)
    errors: list[TopframeError] = []
    for call in BOTH:
        with pytest.raises(TopframeError) as caught:
            call(body, headers, **options)
        errors.append(caught.value)
    error, same = errors
    assert (type(error), error.args) == (type(same), same.args)
    shown = f"{error!r} {error}"
    assert not any(secret in shown for secret in (SECRET, OTHER, GOOD[:10], "comment_id"))
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
    return error


# --- sign -------------------------------------------------------------------------------------------------------------


def test_a_signature_equals_that_of_rfc_4231() -> None:
    """Test case 2 of RFC 4231: HMAC-SHA256, in 64 hexadecimal digits in lower case."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign(b"what do ya want for nothing?", "Jefe") == expected
    assert sign(b"what do ya want for nothing?", b"Jefe") == expected


def test_a_key_of_bytes_can_have_any_bytes() -> None:
    """Test case 1 of RFC 4231. Its key is 20 bytes that would be blank as text."""
    expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    assert sign(b"Hi There", b"\x0b" * 20) == expected


def test_a_key_that_is_longer_than_a_block_is_hashed_first() -> None:
    """Test case 6 of RFC 4231. Its key has 131 bytes."""
    expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    assert sign(b"Test Using Larger Than Block-Size Key - Hash Key First", b"\xaa" * 131) == expected


@given(st.binary(), st.binary(min_size=1, max_size=200))
@example(b"", bytes(range(64)))
@example(b"", bytes(range(65)))
@example(bytes(100_000), b"\x00")
def test_a_signature_equals_that_of_the_standard_library(body: bytes, secret: bytes) -> None:
    """`sign` equals the standard library's HMAC for every key and every body."""
    assert sign(body, secret) == hmac.new(secret, body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        json.dumps(json.loads(BODY), ensure_ascii=False).encode(),
        b'{"time_window":10.0,"big":9007199254740993}',
        b'{"fields":[{"name":"channel","value":"#ops"}]}',
        b"",
        b"\xff\x00\n",
    ],
    ids=["ASCII", "UTF-8", "floats", "component", "empty", "not text"],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_signed_body_verifies(name: str, body: bytes) -> None:
    """Any bytes can be signed and verified. Each kind of request has its own signature header."""
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert sign(body, SECRET) == expected
    verify(body, {name: expected}, secrets=SECRET)


def test_the_text_of_the_secret_is_the_key() -> None:
    """The key is the text of the Client Secret. Decoding its hexadecimal digits gives a different signature."""
    wrong = hmac.new(bytes.fromhex(SECRET), BODY, hashlib.sha256).hexdigest()
    assert str(refusal({NAMES[0]: wrong})) == "The signature does not match the body"


def test_a_get_has_no_body_and_is_signed() -> None:
    """A request for options has an empty body. Its signature depends only on the secret."""
    verify(b"", {"Sentry-App-Signature": signature(b"")}, secrets=SECRET)
    assert isinstance(refusal({"Sentry-App-Signature": signature(b"{}")}, b""), SignatureMismatchError)


def test_a_secret_can_be_any_text_or_bytes() -> None:
    """A secret outside ASCII is encoded as UTF-8. Half a surrogate pair raises no error."""
    assert sign(b"", "grüße") == sign(b"", "grüße".encode())
    assert len(sign(b"", "\ud800")) == 64


@pytest.mark.parametrize("secret", ["", b"", " ", "\t\n", "\u00a0\u2003"])
def test_nothing_is_signed_with_an_empty_or_blank_secret(secret: str | bytes) -> None:
    """An empty key is public. Blank text comes from a variable or a file without a value."""
    with pytest.raises(SecretError) as caught:
        sign(BODY, secret)
    assert str(caught.value) == "A secret is empty or blank"


def test_nothing_is_signed_without_a_secret() -> None:
    """None, which `os.environ.get` gives for an unset variable, raises an error before the body is checked."""
    calls: list[Any] = [lambda: sign(BODY, cast("str", None)), lambda: sign(cast("bytes", "parsed"), cast("str", None))]
    for call in calls:
        with pytest.raises(SecretError) as caught:
            call()
        assert str(caught.value) == "A secret is missing"


# --- secrets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "secrets",
    [
        SECRET,
        SECRET.encode(),
        [OTHER, SECRET],
        (SECRET, OTHER.encode()),
        {OTHER, SECRET},
        [SECRET.encode()],
    ],
    ids=["str", "bytes", "list", "tuple", "set", "list of bytes"],
)
def test_one_of_several_secrets_is_enough(secrets: Any) -> None:
    """Each secret verifies, so that a secret can be replaced and several integrations can share an address."""
    verify(BODY, headers(BODY), secrets=secrets)


def test_secrets_may_come_one_by_one() -> None:
    """Secrets may come from a generator, which can be read only once."""
    verify(BODY, headers(BODY), secrets=(secret for secret in (OTHER, SECRET)))


@pytest.mark.parametrize(
    ("secrets", "message"),
    [
        (None, "A secret is missing"),
        ([None], "A secret is missing"),
        ([SECRET, None], "A secret is missing"),
        ([], "There is no secret"),
        ((), "There is no secret"),
        (frozenset[str](), "There is no secret"),
        ("", "A secret is empty or blank"),
        (b"", "A secret is empty or blank"),
        ("  ", "A secret is empty or blank"),
        ("\n", "A secret is empty or blank"),
        ([""], "A secret is empty or blank"),
        ([b""], "A secret is empty or blank"),
        ([SECRET, ""], "A secret is empty or blank"),
        (["", SECRET], "A secret is empty or blank"),
        ((SECRET, "\t"), "A secret is empty or blank"),
    ],
)
@pytest.mark.parametrize("key", [b"", SECRET.encode()], ids=["forged", "signed"])
def test_empty_secrets_are_an_error(secrets: Any, message: str, key: bytes) -> None:
    """An unset variable must not let forged requests in. So each empty secret is an error, even beside a valid one."""
    forged = hmac.new(key, BODY, hashlib.sha256).hexdigest()
    error = refusal({NAMES[0]: forged}, secrets=secrets)
    assert (type(error), str(error)) == (SecretError, message)
    assert not isinstance(error, SignatureError)


@pytest.mark.parametrize(
    ("body", "headers", "options"),
    [
        (BODY, {}, {}),
        (BODY, {NAMES[0]: "garbage"}, {}),
        (BODY, {NAMES[0]: GOOD}, {"max_bytes": 1}),
        (BODY, {NAMES[0]: GOOD}, {"tolerance": timedelta(0)}),
        ("parsed", {NAMES[0]: GOOD}, {}),
        (BODY, None, {}),
    ],
    ids=["unsigned", "malformed", "too large", "no time", "no bytes", "no headers"],
)
def test_the_secret_is_checked_before_the_request(body: Any, headers: Any, options: dict[str, Any]) -> None:
    """Without a secret, every request raises the same error, whatever its signature, body and headers are."""
    error = refusal(headers, body, secrets="", **options)
    assert (type(error), str(error)) == (SecretError, "A secret is empty or blank")


@pytest.mark.parametrize(
    ("secrets", "message"),
    [
        (7, "secrets are one secret or several, not int"),
        ([SECRET, 7], "a secret is str or bytes, not int"),
        (bytearray(b"ab"), "a secret is str or bytes, not int"),
        ({"shop": SECRET}, "secrets are one secret or several, not a mapping: give its values"),
    ],
)
@pytest.mark.parametrize("call", BOTH)
def test_secrets_of_a_wrong_type_raise_a_type_error(call: Callable[..., object], secrets: Any, message: str) -> None:
    """Secrets of a wrong type raise a TypeError. So does a mapping, whose keys would be used as secrets."""
    with pytest.raises(TypeError) as caught:
        call(BODY, {NAMES[0]: signature(BODY, "shop")}, secrets=secrets)
    assert str(caught.value) == message


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_secret_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """`compare_digest` is called for every secret, including the secrets after the matching one."""
    compared: list[tuple[str, str]] = []
    honest = hmac.compare_digest

    def spy(one: str, other: str) -> bool:
        compared.append((one, other))
        return honest(one, other)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    secrets = ["first", "second", "third"]
    sent = signature(BODY, secrets[place])
    verify(BODY, {NAMES[0]: sent}, secrets=secrets)
    assert compared == [(sent, signature(BODY, secret)) for secret in secrets]


# --- refused signatures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [{}, {"Content-Type": "application/json"}, {"Signature": GOOD}, [], ()])
def test_a_missing_signature_is_refused(sent: Any) -> None:
    """A request without a signature header is refused. The message lists the possible headers."""
    error = refusal(sent)
    assert (type(error), str(error)) == (MissingSignatureError, MISSING)


@pytest.mark.parametrize("value", ["", " ", "\t", b"", None, 7, [], [""], ["", " "]])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_signature_is_refused(name: str, value: Any) -> None:
    """An empty signature header counts as a missing signature."""
    error = refusal({name: value})
    assert isinstance(error, MissingSignatureError)
    assert str(error) == (MISSING if value == [] else "The signature is empty")


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_empty_signature_header_has_no_fallback(name: str) -> None:
    """The signature header of webhooks has priority. If it is empty or wrong, the other ones are not tried."""
    assert str(refusal({NAMES[0]: "", name: GOOD})) == "The signature is empty"
    assert str(refusal({NAMES[0]: signature(b"a"), name: GOOD})) == "The signature does not match the body"


@pytest.mark.parametrize(
    "value",
    [
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        f"sha256={GOOD}",
        f"0x{GOOD[2:]}",
        f"{GOOD},{GOOD}",
        f"{GOOD}\n",
        GOOD[:-1] + "g",
        GOOD[:32] + " " + GOOD[33:],
        GOOD[:32] + " " + GOOD[32:],
        GOOD[:-2],
        GOOD + "00",
        "garbage",
        "v1,a",
        "0" * 1_000_000,
        [GOOD[:-1]],
        bytes.fromhex("00" * 32),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_malformed_signature_is_refused(name: str, value: Any) -> None:
    """A signature must be exactly 64 hexadecimal digits in lower case, without a prefix."""
    error = refusal({name: value})
    assert type(error) is MalformedSignatureError
    assert str(error) == "The signature is not 64 hexadecimal digits in lower case"


@pytest.mark.parametrize(
    "value", ["é" * 64, "é".encode() * 32, "\u0660" * 64, "\ud800", GOOD[:-1] + "\uff11", b"\xff" * 64]
)
def test_a_signature_outside_ascii_is_rejected(value: Any) -> None:
    """A signature outside ASCII raises our error. `compare_digest` would raise a TypeError."""
    error = refusal({NAMES[0]: value})
    assert (type(error), str(error)) == (NonAsciiSignatureError, "The signature is not ASCII")


@pytest.mark.parametrize(
    "sent",
    [
        [(NAMES[0], GOOD), (NAMES[0], signature(b""))],
        [(NAMES[0], signature(b"")), (NAMES[0], GOOD)],
        [(NAMES[0], GOOD), (NAMES[0].lower(), "")],
        [(NAMES[0], ""), (NAMES[0], GOOD)],
        {NAMES[0]: [GOOD, "x"]},
        {NAMES[0]: GOOD, NAMES[0].upper(): "é"},
        {NAMES[0]: GOOD, "HTTP_SENTRY_HOOK_SIGNATURE": "0" * 64},
    ],
)
def test_different_values_of_one_signature_header_are_rejected(sent: Any) -> None:
    """Different values of one signature header are refused: a proxy and the receiver could check different ones."""
    error = refusal(sent)
    assert (type(error), str(error)) == (MalformedSignatureError, "The request has several signatures that differ")


def test_values_of_unused_signature_headers_may_differ() -> None:
    """Only the first kind of signature header is checked, so the others may have different values."""
    verify(BODY, [(NAMES[0], GOOD), (NAMES[2], GOOD), (NAMES[2], "")], secrets=SECRET)


def test_equal_values_of_one_signature_header_are_accepted() -> None:
    """Equal values of one signature header are accepted, because some gateways send each header twice."""
    verify(BODY, [(NAMES[0], GOOD), (NAMES[0].lower(), f" {GOOD}\t")], secrets=SECRET)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (BODY, signature(BODY, OTHER)),
        (BODY, signature(b"")),
        (BODY + b"\n", GOOD),
        (b"\xef\xbb\xbf" + BODY, GOOD),
        (BODY[:-1], GOOD),
        (BODY, hashlib.sha256(BODY).hexdigest()),
        (BODY, "0" * 64),
    ],
    ids=["other secret", "other body", "more", "byte order mark", "truncated", "no key", "zeros"],
)
def test_a_signature_of_another_body_or_key_is_rejected(body: bytes, value: str) -> None:
    """Any other body or key gives a signature that does not match."""
    error = refusal({NAMES[0]: value}, body, secrets=[SECRET, "another"])
    assert (type(error), str(error)) == (SignatureMismatchError, "The signature does not match the body")


@pytest.mark.parametrize("place", range(0, len(BODY), 16))
def test_no_bit_of_the_body_can_be_changed(place: int) -> None:
    """Flipping a single bit of the body makes the signature invalid."""
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    assert isinstance(refusal({NAMES[0]: GOOD}, changed), SignatureMismatchError)


@pytest.mark.parametrize(
    "again",
    [
        json.dumps(json.loads(BODY)).encode(),
        json.dumps(json.loads(BODY), separators=(",", ":"), ensure_ascii=False).encode(),
        json.dumps(json.loads(BODY), separators=(",", ":"), sort_keys=True).encode(),
    ],
    ids=["blanks", "not escaped", "sorted"],
)
def test_encoding_json_again_changes_the_signature(again: bytes) -> None:
    """Parsing a body and writing it again, a common mistake, changes its bytes and makes the signature invalid."""
    assert json.loads(again) == json.loads(BODY)
    assert isinstance(refusal({NAMES[0]: GOOD}, again), SignatureMismatchError)


# --- bodies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [bytearray(BODY), memoryview(BODY), memoryview(BODY * 2)[: len(BODY)]])
def test_buffers_are_bodies(body: Any) -> None:
    """`bytearray` and `memoryview` are accepted as bodies, because servers read into them."""
    verify(body, headers(BODY), secrets=SECRET)
    assert sign(body, SECRET) == GOOD


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (json.loads(BODY), "dict"),
        (BODY.decode(), "str"),
        ([BODY], "list"),
        (None, "NoneType"),
        ("", "str"),
        ({}, "dict"),
    ],
)
def test_a_parsed_body_raises_a_type_error(body: Any, name: str) -> None:
    """A parsed or decoded body raises a TypeError. The message says how to get the original bytes."""
    message = (
        f"a body is the bytes that were received, not {name}: a parsed or decoded body no longer has the bytes that "
        "were signed (FastAPI, Starlette: await request.body(); Flask: request.get_data(); Django: request.body)"
    )
    for call in BOTH:
        with pytest.raises(TypeError) as caught:
            call(body, headers(BODY), secrets=SECRET)
        assert str(caught.value) == message
    with pytest.raises(TypeError) as caught:
        sign(body, SECRET)
    assert str(caught.value) == message


def test_a_large_body_is_refused_before_it_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is checked before hashing, because hashing a large unverified body takes time."""

    def fail(*_: object) -> bytes:
        raise AssertionError("hashed")

    monkeypatch.setattr(topframe.webhooks.signature, "_signed", fail)
    error = refusal(headers(BODY), max_bytes=len(BODY) - 1)
    assert isinstance(error, BodyTooLargeError)
    assert error.max_bytes == len(BODY) - 1
    assert str(error) == f"The body has more than {len(BODY) - 1} bytes"
    assert not isinstance(error, SignatureError)


def test_a_body_of_the_maximum_size_is_accepted() -> None:
    """A body of exactly *max_bytes* is accepted. A limit of 0 allows only an empty body."""
    verify(BODY, headers(BODY), secrets=SECRET, max_bytes=len(BODY))
    verify(b"", headers(b""), secrets=SECRET, max_bytes=0)
    assert isinstance(refusal(headers(b"a"), b"a", max_bytes=0), BodyTooLargeError)


def test_twenty_megabytes_are_the_limit_by_default() -> None:
    """Bodies of 20 MiB verify. Larger bodies are refused."""
    body = bytes(20 * 1024 * 1024)
    verify(body, headers(body), secrets=SECRET)
    assert str(refusal({}, body + b"a")) == "The body has more than 20971520 bytes"


# --- time -------------------------------------------------------------------------------------------------------------

STAMPS = ["Sentry-Hook-Timestamp", "X-ServiceHook-Timestamp"]
MINUTES = timedelta(minutes=5)


@pytest.mark.parametrize("name", STAMPS)
@pytest.mark.parametrize("apart", [timedelta(0), MINUTES, -MINUTES])
def test_a_time_within_the_tolerance_is_accepted(name: str, apart: timedelta) -> None:
    """A time up to *tolerance* before or after *now* is accepted. *now* may be in any time zone."""
    now = (NOW + apart).astimezone(timezone(timedelta(hours=-7)))
    verify(BODY, headers(BODY) | {name: SENT}, secrets=SECRET, now=now, tolerance=MINUTES)


@pytest.mark.parametrize("apart", [timedelta(microseconds=1), timedelta(days=9000)])
@pytest.mark.parametrize("sign", [1, -1], ids=["past", "future"])
def test_a_time_outside_the_tolerance_is_rejected(apart: timedelta, sign: int) -> None:
    """A time further in the past or in the future than *tolerance* is refused."""
    now = NOW + sign * (MINUTES + apart)
    error = refusal(headers(BODY, Sentry_Hook_Timestamp=SENT), now=now, tolerance=MINUTES)
    assert type(error) is StaleDeliveryError
    assert str(error) == "The time of the request is too far in the past or in the future"


def test_a_tolerance_of_zero_is_the_strictest_check() -> None:
    """`timedelta(0)`, although falsy, is the strictest check. It does not turn the check off."""
    sent = headers(BODY, Sentry_Hook_Timestamp=SENT)
    verify(BODY, sent, secrets=SECRET, now=NOW, tolerance=timedelta(0))
    later = NOW + timedelta(seconds=1)
    assert isinstance(refusal(sent, now=later, tolerance=timedelta(0)), StaleDeliveryError)
    assert isinstance(refusal(sent, now=NOW, tolerance=timedelta(-1)), StaleDeliveryError)


@pytest.mark.parametrize("tolerance", [0, False, 300, "5"])
def test_a_tolerance_is_a_timedelta(tolerance: Any) -> None:
    """A *tolerance* of another type raises a TypeError, even if it is falsy."""
    with pytest.raises(TypeError):
        verify(BODY, headers(BODY, Sentry_Hook_Timestamp=SENT), secrets=SECRET, now=NOW, tolerance=tolerance)


def test_now_must_have_a_time_zone() -> None:
    """A *now* without a time zone raises a TypeError."""
    with pytest.raises(TypeError, match="offset-naive"):
        verify(
            BODY,
            headers(BODY, Sentry_Hook_Timestamp=SENT),
            secrets=SECRET,
            now=NOW.replace(tzinfo=None),
            tolerance=MINUTES,
        )


def test_the_default_of_now_is_the_current_time() -> None:
    """Without *now*, the time is compared with the current time."""
    sent = str(int(datetime.now(UTC).timestamp()))
    verify(BODY, headers(BODY, Sentry_Hook_Timestamp=sent), secrets=SECRET, tolerance=timedelta(minutes=1))
    assert isinstance(refusal(headers(BODY, Sentry_Hook_Timestamp="1"), tolerance=MINUTES), StaleDeliveryError)


@pytest.mark.parametrize(
    "stamp", [None, "", "now", "1.5", "-1", "+1", "1e9", "0x1", "1_0", "\u0661", "9" * 12, f"{SENT}, {SENT}", "\ud800"]
)
def test_tolerance_requires_a_valid_time(stamp: str | None) -> None:
    """With *tolerance*, a missing or malformed time is refused. Without *tolerance*, the same request is accepted."""
    sent = headers(BODY) if stamp is None else headers(BODY, Sentry_Hook_Timestamp=stamp)
    error = refusal(sent, now=NOW, tolerance=timedelta.max)
    assert type(error) is TimestampError
    assert str(error) == "The request has no time in seconds since 1970"
    verify(BODY, sent, secrets=SECRET, now=NOW)


def test_the_largest_time_causes_no_overflow() -> None:
    """The largest accepted number of seconds, with eleven digits, causes no overflow."""
    verify(BODY, headers(BODY, Sentry_Hook_Timestamp="9" * 11), secrets=SECRET, tolerance=timedelta.max)


def test_the_signature_is_checked_before_the_time() -> None:
    """The signature is checked before the time, so the error for a forged request says nothing about its time."""
    sent = {NAMES[0]: "0" * 64, "Sentry-Hook-Timestamp": "1"}
    assert isinstance(refusal(sent, now=NOW, tolerance=MINUTES), SignatureMismatchError)
