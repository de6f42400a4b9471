"""Tests of decoding and encoding raw events, and of the errors for other bodies."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from typing import Any

import msgspec
import pytest

import topframe.raw
from tests.interfaces import written
from topframe import DecodeError, RawEvent, ValidationError, decode_raw_event, encode
from topframe.decoding.event import event_within
from topframe.decoding.raw_event import raw_event_within
from topframe.raw import (
    RawBreadcrumb,
    RawException,
    RawExceptionData,
    RawFrame,
    RawLogEntry,
    RawRequest,
    RawStacktrace,
    RawTemplate,
)
from topframe.raw import legacy as old_keys
from topframe.wire.diagnosis import shown
from topframe.wire.document import decode_within

MINIMAL = b'{"event_id":"9"}'


def event_with(**members: Any) -> bytes:
    """The JSON of a raw event with an id and these keys."""
    return json.dumps({"event_id": "9", **members}).encode()


def failure(body: Any) -> DecodeError:
    """The error that `decode_raw_event` raises for a body."""
    with pytest.raises(DecodeError) as caught:
        decode_raw_event(body)
    return caught.value


# --- decoding and encoding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        MINIMAL,
        bytearray(MINIMAL),
        memoryview(MINIMAL),
        MINIMAL.decode(),
        b"\xef\xbb\xbf" + MINIMAL,
        "\ufeff" + MINIMAL.decode(),
        b'{"event_id":"9","unheardOf":"\xc3\xa9"}',
    ],
    ids=["bytes", "bytearray", "memoryview", "str", "BOM", "BOM in str", "not ASCII"],
)
def test_bytes_buffers_and_str_are_accepted(body: Any) -> None:
    """All of them decode alike, with or without a byte order mark. Unknown keys are skipped."""
    assert decode_raw_event(body) == RawEvent(event_id="9")


@pytest.mark.parametrize("body", [None, 5, {"event_id": "9"}, [1]])
def test_a_body_of_another_type_is_a_type_error(body: Any) -> None:
    """An object of another type is a mistake of the caller, not bad input."""
    with pytest.raises(TypeError, match="a body is bytes, bytearray, memoryview or str, not"):
        decode_raw_event(body)


def test_the_event_does_not_share_the_callers_buffer() -> None:
    """The caller can reuse a receive buffer while the event is in use."""
    buffer = bytearray(event_with(extra={"order": 1}))
    event = decode_raw_event(buffer)
    buffer[:] = b" " * len(buffer)
    assert event.extra == {"order": 1}


def test_free_form_parts_are_encoded_unchanged() -> None:
    """Numbers keep their spelling, and objects keep the order of their keys and repeated keys."""
    body = b'{"extra":{"b":1E2,"a":[1e400,-0.0],"a":12345678901234567890123},"user":{"id":1.0,"b":1E2}}'
    event = decode_raw_event(body)
    assert encode(event) == body
    assert event.extra == {"b": 100.0, "a": 12345678901234567890123}


def test_events_survive_pickle_and_copy() -> None:
    """An event can be sent to another process."""
    event = decode_raw_event(event_with(extra={"a": 1}, exception=[{"type": "A"}, None], tags={"a": [1]}))
    assert pickle.loads(pickle.dumps(event)) == event
    assert copy.deepcopy(event) == event


def test_indented_output_decodes_to_the_same_event() -> None:
    """Indentation does not change the event."""
    event = decode_raw_event(event_with(extra={"a": [1.0]}, exception={"type": "é"}))
    text = encode(event, indent=2)
    assert text.startswith(b'{\n  "event_id": "9",\n')
    assert decode_raw_event(text) == event


# --- the keys of 2013 to 2017 -----------------------------------------------------------------------------------------

OLD: dict[str, tuple[str, Any]] = {
    "sentry.interfaces.Exception": ("exception", {"values": [{"type": "A"}, None]}),
    "sentry.interfaces.Stacktrace": ("stacktrace", {"frames": [{"lineno": 3}]}),
    "sentry.interfaces.Message": ("logentry", {"message": "a %s", "params": ["b"]}),
    "sentry.interfaces.Http": ("request", {"url": "https://www.example.com/"}),
    "sentry.interfaces.User": ("user", {"id": 17, "plan": "gold"}),
    "sentry.interfaces.Breadcrumbs": ("breadcrumbs", [{"ty": "http"}]),
    "sentry.interfaces.Contexts": ("contexts", {"os": {"name": "Linux"}}),
    "sentry.interfaces.Template": ("template", {"context_line": [3, "a"]}),
    "sentry.interfaces.Csp": ("csp", {"referrer": ""}),
    "sentry.interfaces.Hpkp": ("hpkp", {"port": 443}),
    "sentry.interfaces.ExpectCT": ("expectct", {"port": 443}),
    "sentry.interfaces.ExpectStaple": ("expectstaple", {"port": 443}),
}
"""Maps each old key to today's key and a possible value."""


def test_the_table_has_every_old_key() -> None:
    """The tests below use all keys of the library's own table."""
    pairs = {old_keys.WIRE_NAMES[old]: old_keys.WIRE_NAMES[new] for old, new in old_keys.TODAY.items()}
    assert {old: new for old, (new, _) in OLD.items()} == pairs


@pytest.mark.parametrize("old", OLD)
def test_an_old_key_is_read_as_todays_key(old: str) -> None:
    """It is also written as today's key, and no longer as the old key."""
    new, value = OLD[old]
    assert written(decode_raw_event(json.dumps({old: value}))) == {new: value}


@pytest.mark.parametrize("old", OLD)
def test_todays_key_wins(old: str) -> None:
    """If an event has both keys, in any order, the value of the old key is discarded."""
    new, value = OLD[old]
    other = {"formatted": "b"} if new == "logentry" else {}
    for body in ({old: value, new: other}, {new: other, old: value}):
        assert written(decode_raw_event(json.dumps(body))) == {new: other}


@pytest.mark.parametrize("old", OLD)
def test_todays_key_wins_even_with_null(old: str) -> None:
    """The key is present, so the value of the old key is discarded."""
    new, value = OLD[old]
    event = decode_raw_event(json.dumps({old: value, new: None}))
    assert event == RawEvent()
    assert old_keys.members(event) == old_keys.NOTHING


@pytest.mark.parametrize("old", OLD)
def test_an_old_key_with_null_is_ignored(old: str) -> None:
    """A null value and a missing key mean the same for old keys as well."""
    assert decode_raw_event(json.dumps({old: None})) == RawEvent()


def test_all_old_keys_in_one_event() -> None:
    """An event of 2014 has the same fields as one of today."""
    event = decode_raw_event(json.dumps({old: value for old, (_, value) in OLD.items()}))
    assert event.exceptions == (RawException(type="A"),)
    assert event.stacktrace == RawStacktrace(frames_data=(RawFrame(lineno=3),))
    assert event.logentry == RawLogEntry(message="a %s", params=["b"])
    assert event.request == RawRequest(url="https://www.example.com/")
    assert event.user is not None
    assert event.user.id == 17
    assert event.breadcrumbs == (RawBreadcrumb(ty="http"),)
    assert event.contexts == {"os": {"name": "Linux"}}
    assert event.template == RawTemplate(context_line=(3, "a"))
    assert written(event) == dict(OLD.values())


def test_an_old_message_does_not_replace_message() -> None:
    """`message` is another alias of `logentry`, but has its own field."""
    event = decode_raw_event(b'{"sentry.interfaces.Message": "a", "message": "b"}')
    assert (event.logentry, event.message) == ("a", "b")


def test_an_old_key_in_an_exception_has_its_own_field() -> None:
    """Both stack traces are kept, and are written under their own keys."""
    value: dict[str, Any] = {"stacktrace": {"frames": []}, "sentry.interfaces.Stacktrace": {"frames": [{}]}}
    event = decode_raw_event(json.dumps({"sentry.interfaces.Exception": [value]}))
    stacktrace, legacy_stacktrace = RawStacktrace(frames_data=()), RawStacktrace(frames_data=(RawFrame(),))
    assert event.exceptions == (RawException(stacktrace=stacktrace, legacy_stacktrace=legacy_stacktrace),)
    assert written(event) == {"exception": [value]}


# --- bodies that are not JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "offset"),
    [
        (b"", "Malformed JSON: the body is empty", None),
        (b" \n", "Malformed JSON: the body is empty", None),
        (b'{"event_id":"9"', "Malformed JSON: it ends too early", 15),
        (b'{"event_id":"9"} x', "Malformed JSON: trailing characters", 17),
        (b'\xef\xbb\xbf{"a":x}', "Malformed JSON: invalid character", 8),
        (b"<html>", "Malformed JSON: invalid character, it looks like HTML", 0),
        (b'{"event_id":"9","x":NaN}', "Malformed JSON: invalid character", 20),
        (b'{"event_id":"9","extra":{"x":Infinity}}', "Malformed JSON: invalid character", 29),
        (b'{"event_id":"9","message":"\\ud83d"}', "Malformed JSON: half a surrogate pair", 27),
        (b'{"event_id":"9","extra":["\\ud83d"]}', "Malformed JSON: half a surrogate pair", 26),
        (b'{"event_id":"\xff"}', "Not UTF-8", 13),
        (b'{"event_id":"9","unknown":"\xc3("}', "Not UTF-8", 27),
        ('{"event_id":"é\ud800"}', "Half a surrogate pair", 15),
        (b'{"extra":' + b"[" * 100_000, "Malformed JSON: nested too deeply", None),
        (b'{"unknown":' + b"[" * 1_000_000, "Malformed JSON: nested too deeply", None),
        (b'{"sentry.interfaces.User":' + b"[" * 100_000, "Malformed JSON: nested too deeply", None),
    ],
)
def test_errors_of_malformed_json_have_an_offset(body: Any, message: str, offset: int | None) -> None:
    """The message says what is wrong, and at which byte."""
    error = failure(body)
    assert type(error) is DecodeError
    assert (error.message, error.offset) == (message, offset)


def test_an_old_event_can_be_nested_too_deeply() -> None:
    """Moving the values of old keys decodes the body again.

    The stack can be deep enough for the first time and too small for the second. Then the error is a `DecodeError`.
    """
    limit = sys.getrecursionlimit()
    for depth in range(limit - 120, limit + 20):
        body = b'{"sentry.interfaces.Http":{},"extra":' + b"[" * depth + b"]" * depth + b"}"
        try:
            assert decode_raw_event(body).request == RawRequest()
        except DecodeError as error:
            assert str(error) == "Malformed JSON: nested too deeply"  # noqa: PT017


# --- JSON that is not a raw event -------------------------------------------------------------------------------------

API_EVENT: dict[str, Any] = {
    "id": "9",
    "eventID": "9",
    "groupID": "7",
    "title": "t",
    "entries": [],
    "dateCreated": "2026-01-01",
}


@pytest.mark.parametrize(
    ("body", "path", "expected", "found"),
    [
        (b"[]", "$", "object", "array"),
        (b"7", "$", "object", "int"),
        (b"null", "$", "object", "null"),
        (b"[" * 10_000_000, "$", "object", "array"),
        (event_with(level=[]), "$.level", "int | str | null", "array"),
        (event_with(event_id=9), "$.event_id", "str | null", "int"),
        (event_with(timestamp=True), "$.timestamp", "int | float | str | null", "bool"),
        (event_with(timestamp=0).replace(b": 0", b": 1e400"), "$.timestamp", "number in range", "number"),
        (event_with(tags=[["a", "b"], "c"]), "$.tags[1]", "array | null", "str"),
        (event_with(tags="a"), "$.tags", "object | array | null", "str"),
        (event_with(spans={}), "$.spans", "array | null", "object"),
        (event_with(exception=[{}, {"module": 5}]), "$.exception[1].module", "str | null", "int"),
        (event_with(exception={"module": 5}), "$.exception.module", "str | null", "int"),
        (
            event_with(exception={"values": [None, {"stacktrace": {"frames": [{}, {"lineno": []}]}}]}),
            "$.exception.values[1].stacktrace.frames[1].lineno",
            "int | float | str | null",
            "array",
        ),
        (
            event_with(measurements={"fcp": {}, "lcp": {"value": "2"}}),
            "$.measurements.lcp.value",
            "int | float | null",
            "str",
        ),
        (
            event_with(threads=[{"held_locks": {"0x1": {}, "0x2": 7}}]),
            '$.threads[0].held_locks["0x2"]',
            "object | null",
            "int",
        ),
        (json.dumps(API_EVENT).encode(), "$", "raw event", "event of the web API"),
        (b'{"eventID":null}', "$", "raw event", "event of the web API"),
        (json.dumps({**API_EVENT, "tags": [{"key": "a"}]}).encode(), "$", "raw event", "event of the web API"),
        (b'{"detail":"The requested resource does not exist"}', "$", "raw event", "API error"),
        (b'{"detail":{"code":"sso-required","message":"Must login via SSO"}}', "$", "raw event", "API error"),
    ],
)
def test_a_wrong_type_has_a_path(body: bytes, path: str, expected: str, found: str) -> None:
    """The message gives the expected type, the found type and the path. The error has them as attributes."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert (error.path, error.expected, error.found) == (path, expected, found)
    message = f"Expected `{expected}`, got `{found}` - at `{path}`"
    assert str(error) == (message if error.hint is None else f"{message}: {error.hint}")
    of_api = "it looks like an event of the web API; decode_event and load_event take it"
    assert error.hint == (of_api if found == "event of the web API" else None)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"sentry.interfaces.Http":{"url":5}}', '$["sentry.interfaces.Http"].url'),
        (
            b'{"exception":[{"sentry.interfaces.Stacktrace":{"lang":5}}]}',
            '$.exception[0]["sentry.interfaces.Stacktrace"].lang',
        ),
        (
            b'{"sentry.interfaces.Exception":{"values":[{"module":5}]}}',
            '$["sentry.interfaces.Exception"].values[0].module',
        ),
    ],
)
def test_an_old_key_is_one_step_of_a_path(body: bytes, path: str) -> None:
    """The dots in the key do not split it."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert error.path == path


def test_messages_contain_no_values() -> None:
    """Values of a payload are untrusted and must not get into logs."""
    for body in (event_with(tags="s3cret"), event_with(request={"headers": "s3cret"}), b'{"detail":"s3cret"}'):
        assert "s3cret" not in str(failure(body))


@pytest.mark.parametrize(
    "members",
    [
        {"event_id": "9"},
        {"exception": {"values": [{"type": "A"}]}},
        {"stacktrace": {"frames": []}},
        {"threads": [{"id": 1}]},
        {"sentry.interfaces.Stacktrace": {"frames": []}},
    ],
)
def test_an_event_can_have_the_key_of_an_api_error(members: dict[str, Any]) -> None:
    """A body with an id or an interface is an event, even if it has a `detail`."""
    assert written(decode_raw_event(json.dumps({**members, "detail": "x"}))).keys() <= {*members, "stacktrace"}


# --- an event inside a document ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"level":[]}', "Expected `int | str | null`, got `array` - at `$.data.event.level`"),
        (b"[]", "Expected `object`, got `array` - at `$.data.event`"),
        (b'{"detail":"x"}', "Expected `raw event`, got `API error` - at `$.data.event`"),
        (b'{"eventID":"9"}', "Expected `raw event`, got `event of the web API` - at `$.data.event`"),
        (b'{"eventID":"9","tags":[{}]}', "Expected `raw event`, got `event of the web API` - at `$.data.event`"),
    ],
)
def test_paths_begin_at_the_whole_document(data: bytes, message: str) -> None:
    """If the event is a part of a document, the path begins with the path of the event."""
    with pytest.raises(ValidationError) as caught:
        raw_event_within(data, ("data", "event"))
    assert str(caught.value) == message


def test_api_errors_in_a_document_have_a_path() -> None:
    """An API error is named in place of a whole document or an item, but not under the key of an event."""
    for root, message in (
        (("items", 3), "Expected `event`, got `API error` - at `$.items[3]`"),
        (("event",), "Expected `str`, got `nothing` - at `$.event.eventID`"),
    ):
        with pytest.raises(ValidationError) as caught:
            event_within(b'{"detail":"x"}', root)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'[{"a":x}]', "Malformed JSON: invalid character - at byte 106"),
        (b'["\xff"]', "Not UTF-8 - at byte 102"),
        (b"", "Malformed JSON: the body is empty - at byte 100"),
        (b"[" * 100_000, "Malformed JSON: nested too deeply - at byte 100"),
        (b"7", "Expected `array`, got `int` - at `$.items[0]`"),
    ],
)
def test_offsets_begin_at_the_whole_document(data: bytes, message: str) -> None:
    """Offsets and paths of a fault in a part count from the beginning of the whole document."""
    with pytest.raises(DecodeError) as caught:
        decode_within(data, msgspec.json.Decoder(list[Any]), ("items", 0), 100)
    assert str(caught.value) == message


def test_the_spelling_of_paths() -> None:
    """A path has keys, indexes, quoted keys, and marks for unknown keys."""
    assert shown(("a", 3, "b c", None)) == '$.a[3]["b c"][...]'


def test_all_keys_with_dots_are_known() -> None:
    """A path would split such a key at its dots."""
    structs = [getattr(topframe.raw, name) for name in topframe.raw.__all__]
    names = {name for struct in structs for name in struct.__struct_encode_fields__ if "." in name}
    assert names == OLD.keys()


def test_an_empty_exception_object_is_no_exception() -> None:
    """An exception that was sent in place of a list is the only item of *values*. An empty object has no items."""
    assert RawExceptionData(type="A").values == (RawExceptionData(type="A"),)
    assert RawExceptionData().values == ()
