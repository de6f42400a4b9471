"""Tests of decoding and encoding events of the web API, and of the errors for other bodies."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from typing import Any

import msgspec
import pytest

import topframe.model
from topframe import (
    DecodeError,
    EncodeError,
    Event,
    TopframeError,
    ValidationError,
    decode_event,
    decode_events,
    encode,
)
from topframe.model import Context, ExceptionEntry, Frame, Tag, UnknownEntry
from topframe.model.entries import KNOWN_TYPES
from topframe.wire import diagnosis
from topframe.wire.diagnosis import validation_error

MINIMAL = b'{"eventID":"9"}'


def event_with(**members: Any) -> bytes:
    """The JSON of an event with an id and these keys."""
    return json.dumps({"eventID": "9", **members}).encode()


def failure(body: Any) -> DecodeError:
    """The error that `decode_event` raises for a body."""
    with pytest.raises(DecodeError) as caught:
        decode_event(body)
    return caught.value


# --- accepted bodies --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        MINIMAL,
        bytearray(MINIMAL),
        memoryview(MINIMAL),
        MINIMAL.decode(),
        b"\xef\xbb\xbf" + MINIMAL,
        "\ufeff" + MINIMAL.decode(),
    ],
    ids=["bytes", "bytearray", "memoryview", "str", "BOM", "BOM in str"],
)
def test_bytes_buffers_and_str_are_accepted(body: Any) -> None:
    """All of them decode alike, with or without a byte order mark."""
    assert decode_event(body) == Event(event_id="9")


@pytest.mark.parametrize("body", [None, 5, {"eventID": "9"}, [1]])
def test_a_body_of_another_type_is_a_type_error(body: Any) -> None:
    """An object of another type is a mistake of the caller, not bad input."""
    with pytest.raises(TypeError, match="a body is bytes, bytearray, memoryview or str, not"):
        decode_event(body)


def test_the_event_does_not_share_the_callers_buffer() -> None:
    """The caller can reuse a receive buffer while the event is in use."""
    buffer = bytearray(event_with(context={"order": 1}))
    event = decode_event(buffer)
    buffer[:] = b" " * len(buffer)
    assert event.context == {"order": 1}


# --- decoding and encoding --------------------------------------------------------------------------------------------


def test_null_values_are_not_encoded() -> None:
    """A null value and a missing key mean the same."""
    assert encode(decode_event(event_with(dist=None, sdk=None, tags=None))) == MINIMAL


def test_free_form_parts_are_encoded_unchanged() -> None:
    """Numbers keep their spelling, and objects keep the order of their keys and repeated keys."""
    body = b'{"eventID":"9","context":{"b":1E2,"a":[1e400,-0.0],"a":12345678901234567890123}}'
    event = decode_event(body)
    assert encode(event) == body
    assert event.context == {"b": 100.0, "a": 12345678901234567890123}


def test_a_number_too_large_for_a_float_is_infinity() -> None:
    """JSON has no largest number. As in Python's `json`, 1e400 is read as infinity."""
    assert decode_event(event_with(context=[0]).replace(b"0", b"1e400")).context == [float("inf")]


def test_times_of_any_precision_are_datetimes() -> None:
    """Fractions of 0, 3 and 6 digits give the same time, in UTC."""
    texts = ["2020-01-28T20:19:56Z", "2020-01-28T20:19:56.000Z", "2020-01-28T20:19:56.000000Z"]
    moments = {decode_event(event_with(dateCreated=text)).date_created for text in texts}
    assert [moment.isoformat() for moment in moments if moment] == ["2020-01-28T20:19:56+00:00"]


def test_indented_output_decodes_to_the_same_event() -> None:
    """Encoding that event again without `indent` removes the indentation from free-form parts too."""
    event = decode_event(event_with(title="é", tags=[{"key": "a", "value": "b"}], context={"a": [1.0]}))
    text = encode(event, indent=2)
    assert text.startswith(b'{\n  "eventID": "9",\n')
    assert decode_event(text) == event
    assert encode(decode_event(text)) == encode(event).replace(b": ", b":")


def test_free_form_parts_are_equal_if_their_json_is() -> None:
    """Whitespace and null fields do not count. 1 differs from 1.0 and from true."""
    body = b'{"eventID":"9","context":{"a": 1},"user":null}'
    assert decode_event(body) == decode_event(b'{"eventID":"9","context":{"a":1}}')
    for other in (b"1.0", b"true", b"2"):
        assert decode_event(body) != decode_event(body.replace(b"1", other))
    assert decode_event(body) != decode_event(b'{"eventID":"9"}')
    assert decode_event(body) != "9"


def test_parts_and_lists_can_be_encoded() -> None:
    """Any Struct of the model can be encoded, and a list of them."""
    assert encode([Tag(key="a"), Frame(lineno=0)]) == b'[{"key":"a"},{"lineNo":0}]'


def test_events_survive_pickle_and_copy() -> None:
    """An event can be sent to another process, with its unknown entries and free-form parts."""
    event = decode_event(event_with(context={"a": 1}, entries=[{"type": "hologram"}, {"type": "exception"}]))
    assert pickle.loads(pickle.dumps(event)) == event
    assert copy.deepcopy(event) == event


@pytest.mark.parametrize("value", [Event(event_id="\ud800"), Tag(value="a\udfff")])
def test_half_a_surrogate_pair_cannot_be_encoded(value: Any) -> None:
    """UTF-8 cannot represent it."""
    with pytest.raises(EncodeError) as caught:
        encode(value)
    assert str(caught.value) == (
        "Half a surrogate pair, a number that is too long, nested too deeply, or an entry that is not JSON"
    )


@pytest.mark.parametrize("json", [b"}", b"", b'{"a":1', b"1 2", b'"\xff"'])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_unknown_entry_must_be_json(json: bytes, indent: int | None) -> None:
    """An unknown entry that does not hold one JSON text in UTF-8 cannot be encoded."""
    with pytest.raises(EncodeError):
        encode(Event(event_id="9", entries=(UnknownEntry("x", json),)), indent=indent)


def test_endless_nesting_cannot_be_encoded() -> None:
    """The stack of the interpreter limits the nesting."""
    nested: dict[str, Any] = {}
    for _ in range(sys.getrecursionlimit() * 20):
        nested = {"a": nested}
    with pytest.raises(EncodeError):
        encode(Event(event_id="9", metadata=nested))


def test_other_objects_cannot_be_encoded() -> None:
    """Any other object is a mistake of the caller."""
    with pytest.raises(TypeError, match="not a part of an event: object"):
        encode(object())


# --- entries ----------------------------------------------------------------------------------------------------------

ODD_ENTRIES = [
    b'{"type":"hologram","data":{"b" : [1.0, 1e2],"a":null},"more":1}',
    b'{"data":{}}',
    b'{"type":null}',
    b'{"type":7}',
    b'{"data":1,"type":"lidar"}',
    b"null",
    b'"text"',
    b"[]",
]


def test_unknown_entries_stay_unchanged_in_their_place() -> None:
    """Sentry adds types of entries every year. An unknown entry does not affect the rest of the event."""
    known = b'{"type":"exception","data":{"values":[]}}'
    body = b'{"eventID":"9","entries":[' + b",".join([known, *ODD_ENTRIES, known]) + b"]}"
    event = decode_event(body)

    assert event.entries is not None
    assert [entry.type for entry in event.entries] == [
        *("exception", "hologram", None, None, None, "lidar", None, None, None, "exception")
    ]
    assert [entry.json for entry in event.entries if isinstance(entry, UnknownEntry)] == ODD_ENTRIES
    assert encode(event) == body


def test_the_event_before_does_not_change_the_result() -> None:
    """After an event with an unknown entry, the next event is decoded in another way, with the same result."""
    plain, strange = b'{"eventID": "9", "entries": [%b]}', b'{"type": "newthing"}'
    known = decode_event(plain % b'{"type": "message"}')
    unknown = decode_event(plain % strange)
    for body, event in ((b'{"type": "message"}', known), (strange, unknown), (strange, unknown), (b"", None)) * 2:
        decoded = decode_event(plain % body)
        assert type(decoded) is Event
        assert decoded == (decode_event(b'{"eventID": "9", "entries": []}') if event is None else event)


@pytest.mark.parametrize("fault", [b'"\\q"', b"tru", b'{"url": 7}'])
def test_the_event_before_does_not_change_the_error(fault: bytes) -> None:
    """After an event with an unknown entry, the next event is decoded in another way, with the same error."""
    body = b'{"eventID": "9", "entries": [{"type": "request", "data": %b}]}' % fault
    decode_event(b'{"eventID": "9"}')
    first = failure(body)
    decode_event(b'{"eventID": "9", "entries": [null]}')
    assert str(failure(body)) == str(first)


def test_unknown_entries_in_lists_stay_unchanged() -> None:
    """Each event of a list keeps its own unknown entries."""
    body = b'[{"eventID":"1","entries":[{"type":"hologram"}]},{"eventID":"2"},{"eventID":"3","entries":[null]}]'
    assert encode(decode_events(body)) == body


def test_the_type_of_an_entry_can_come_after_the_data() -> None:
    """Keys of JSON objects have no order."""
    entries = decode_event(b'{"eventID":"9","entries":[{"data":{"values":[]},"type":"exception"}]}').entries
    assert entries is not None
    assert isinstance(entries[0], ExceptionEntry)


LIKE_EXCEPTIONS = b'{"values":[{"type":"A","stacktrace":{"frames":[{"lineNo":7}]}},{"type":7}]}'
"""The data of an entry. Its second value is not an exception."""


@pytest.mark.parametrize("type", sorted(KNOWN_TYPES - {"exception", "breadcrumbs", "spans"}))
def test_an_entry_that_looks_like_exceptions_keeps_its_type(type: str) -> None:
    """The type of an entry decides, also if it stands after data that looks like exceptions."""
    members = b'"data":' + LIKE_EXCEPTIONS, b'"type":"%b"' % type.encode()
    event = decode_event(b'{"eventID":"9","entries":[{%b,%b}]}' % members)
    assert event == decode_event(b'{"eventID":"9","entries":[{%b,%b}]}' % members[::-1])
    assert event.entries
    assert event.entries[0].type == type


@pytest.mark.parametrize("type", [b'"hologram"', b"null", b"7", b'"exceptions"'])
def test_an_unknown_entry_that_looks_like_exceptions_stays_unchanged(type: bytes) -> None:
    """Its JSON is exactly as received."""
    body = b'{"eventID":"9","entries":[{"data":%b,"type":%b}]}' % (LIKE_EXCEPTIONS, type)
    assert encode(decode_event(body)) == body


@pytest.mark.parametrize("key", ["context", "contexts", "_meta", "user"])
def test_a_free_form_part_that_looks_like_entries_stays_unchanged(key: str) -> None:
    """Free-form parts can have a key `entries`, and can come before the entries of the event."""
    part = '{"a":1,"entries":[{"data":{"values":[]},"type":"exception"}]}'
    for text in (part, f'{{"b":{part}}}', f"[{part}]" if key == "context" else part):
        body = f'{{"{key}":{text},"eventID":"9"}}'
        assert json.loads(encode(decode_event(body))) == json.loads(body)


def test_a_fault_in_an_entry_after_an_unknown_one_is_found() -> None:
    """The second pass gives the same path as the first."""
    error = failure(event_with(entries=[{"type": "hologram"}, {"type": "exception", "data": {"values": [7]}}]))
    assert str(error) == "Expected `object | null`, got `int` - at `$.entries[1].data.values[0]`"


def test_a_fault_outside_the_entries_is_found_after_an_unknown_one() -> None:
    """Keys after the entries are validated as well."""
    body = b'{"eventID":"9","entries":[{"type":"hologram"}],"size":"big"}'
    assert str(failure(body)) == "Expected `int | null`, got `str` - at `$.size`"


def test_malformed_json_is_found_after_an_unknown_entry() -> None:
    """The second pass reads to the end of the document."""
    body = b'{"eventID":"9","entries":[{"type":"hologram"}],"size":x}'
    assert str(failure(body)) == "Malformed JSON: invalid character - at byte 54"
    with pytest.raises(DecodeError, match="ends too early"):
        decode_events(b'[{"eventID":"9","entries":[null]}')


def test_unknown_entries_behave_like_values() -> None:
    """They are immutable, and can be compared, hashed and matched with `case`."""
    entry = UnknownEntry("a", b'{"type":"a"}')
    assert entry == UnknownEntry("a", b'{"type":"a"}')
    assert entry == UnknownEntry("a", b'{"type": "a"}')
    assert entry != UnknownEntry("a", b'{"type":"a","data":1}')
    assert entry != UnknownEntry("a", b"}")
    assert entry != "a"
    assert len({entry, copy.copy(entry)}) == 1
    assert repr(entry) == """UnknownEntry(type='a', json=b'{"type":"a"}')"""
    match entry:
        case UnknownEntry(type, json):
            assert (type, json) == ("a", b'{"type":"a"}')
    with pytest.raises(AttributeError, match="immutable type: 'UnknownEntry'"):
        entry.type = "b"


# --- bodies that are not JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "offset"),
    [
        (b"", "Malformed JSON: the body is empty", None),
        (b" \n", "Malformed JSON: the body is empty", None),
        (b'{"eventID":"9"', "Malformed JSON: it ends too early", 14),
        (b'{"eventID":"9"} x', "Malformed JSON: trailing characters", 16),
        (b'\xef\xbb\xbf{"a":x}', "Malformed JSON: invalid character", 8),
        (b"<html>", "Malformed JSON: invalid character, it looks like HTML", 0),
        (b'{"eventID":"9","x":NaN}', "Malformed JSON: invalid character", 19),
        (b'{"eventID":"9","x":"\\q"}', "Malformed JSON: invalid escaped character", 21),
        (b'{"eventID":"\xff"}', "Not UTF-8", 12),
        (b'{"eventID":"9","unknown":"\xc3("}', "Not UTF-8", 26),
        ('{"eventID":"é\ud800"}', "Half a surrogate pair", 14),
        (b'{"context":' + b"[" * 100_000, "Malformed JSON: nested too deeply", None),
        (b'{"unknown":' + b"[" * 10_000_000, "Malformed JSON: nested too deeply", None),
        (b'{"contexts":{"a":' + b"[" * 100_000, "Malformed JSON: nested too deeply", None),
    ],
)
def test_errors_of_malformed_json_have_an_offset(body: Any, message: str, offset: int | None) -> None:
    """The message says what is wrong, and at which byte."""
    error = failure(body)
    assert type(error) is DecodeError
    assert (error.message, error.offset) == (message, offset)
    assert str(error) == (message if offset is None else f"{message} - at byte {offset}")
    with pytest.raises(TopframeError):
        decode_events(body)


@pytest.mark.parametrize("tail", [b"", b"x", b" and more to come", b"\\u0041 and more"])
@pytest.mark.parametrize("half", [b"\\ud83d", b"\\uDE00"])
@pytest.mark.parametrize("key", [b"title", b"context", b"unknown"])
def test_half_a_surrogate_pair_has_its_own_message(key: bytes, half: bytes, tail: bytes) -> None:
    """JavaScript cuts strings in the middle of an emoji. An escaped backslash before `ud83d` is not an escape."""
    head = b'{"eventID":"9","' + key + b'":"\\\\ud83d \\ud83d\\ude00 '
    error = failure(head + half + tail + b'"}')
    assert str(error) == f"Malformed JSON: half a surrogate pair - at byte {len(head)}"


def test_whole_surrogate_pairs_are_decoded() -> None:
    """JSON can write an emoji as two escapes."""
    assert decode_event(b'{"eventID":"9","title":"\\ud83d\\ude00"}').title == "😀"


# --- JSON that is not an event ----------------------------------------------------------------------------------------

FRAME = "$.entries[0].data.values[0].stacktrace.frames[1]"


def event_with_frame(**members: Any) -> bytes:
    """An event with a frame that has these keys."""
    value = {"stacktrace": {"frames": [{}, members]}}
    return event_with(entries=[{"type": "exception", "data": {"values": [value]}}])


@pytest.mark.parametrize(
    ("body", "path", "expected", "found"),
    [
        (b"[]", "$", "object", "array"),
        (b"7", "$", "object", "int"),
        (b"[" * 10_000_000, "$", "object", "array"),
        (b"{}", "$.eventID", "str", "nothing"),
        (b'{"eventID":null}', "$.eventID", "str", "null"),
        (event_with(size="1"), "$.size", "int | null", "str"),
        (event_with(size=1.5), "$.size", "int | null", "float"),
        (event_with(size=True), "$.size", "int | null", "bool"),
        (event_with(dateCreated="yesterday"), "$.dateCreated", "RFC 3339 datetime", "str"),
        (event_with(dateCreated=1600000000), "$.dateCreated", "datetime | null", "int"),
        (event_with(startTimestamp=0).replace(b": 0", b": 1e400"), "$.startTimestamp", "number in range", "number"),
        (event_with(tags={"level": 5}), "$.tags.level", "str | null", "int"),
        (event_with(entries=[{"type": "spans", "data": {}}]), "$.entries[0].data", "array | null", "object"),
        (event_with_frame(lineNo="7"), f"{FRAME}.lineNo", "int | null", "str"),
        (event_with_frame(context=[[1, "a"], [2, 3]]), f"{FRAME}.context[1][1]", "str | null", "int"),
        (b'{"detail":"The requested resource does not exist"}', "$", "event", "API error"),
        (b'{"detail":{"code":"sso-required","message":"Must login via SSO"}}', "$", "event", "API error"),
    ],
)
def test_a_wrong_type_has_a_path(body: bytes, path: str, expected: str, found: str) -> None:
    """The message gives the expected type, the found type and the path. The error has them as attributes."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert isinstance(error, ValueError)
    assert (error.path, error.expected, error.found) == (path, expected, found)
    assert str(error) == f"Expected `{expected}`, got `{found}` - at `{path}`"


IN_MAPS: list[tuple[dict[str, Any], str]] = [
    (
        {"measurements": {"fcp": {"value": 1}, "lcp": {"value": "2"}, "cls": {"value": "3"}}},
        "$.measurements.lcp.value",
    ),
    ({"measurements": {"fcp": {"value": "1"}}}, "$.measurements.fcp.value"),
    ({"measurements": {"a.event.type": 1}}, '$.measurements["a.event.type"]'),
    ({"measurements": {"event": {"type": 5}}}, "$.measurements.event.type"),
    ({"measurements": {"a b": 1}}, '$.measurements["a b"]'),
    ({"measurements": {"": 1}}, '$.measurements[""]'),
    ({"measurements": {"\u202e\x1b[": 1}}, r'$.measurements["\u202e\u001b["]'),
    ({"breakdowns": {"a": {"b": {}}, "ops": {"db": {}, "http": {"value": "x"}}}}, "$.breakdowns.ops.http.value"),
    (
        {"entries": [{"type": "threads", "data": {"values": [{"heldLocks": {"0x1": {}, "0x2": 7}}]}}]},
        '$.entries[0].data.values[0].heldLocks["0x2"]',
    ),
    ({"breakdowns": {"a": None, "b": {"c": None, "d": []}, "e": 5}}, "$.breakdowns.b.d"),
]


@pytest.mark.parametrize(("members", "path"), IN_MAPS)
def test_paths_name_the_keys_of_maps(members: dict[str, Any], path: str) -> None:
    """The library msgspec does not name them. Unusual keys are in quotes, with odd characters escaped."""
    error = failure(event_with(**members))
    assert isinstance(error, ValidationError)
    assert error.path == path


def test_a_released_buffer_is_a_value_error() -> None:
    """A released buffer has no content to decode."""
    view = memoryview(MINIMAL)
    view.release()
    with pytest.raises(ValueError, match="released"):
        decode_event(view)


def test_long_keys_are_cut() -> None:
    """A message stays short, even if the payload has very long keys."""
    error = failure(event_with(measurements={"k" * 100: 7}))
    assert isinstance(error, ValidationError)
    assert error.path == f'$.measurements["{"k" * 80}..."]'


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"metadata":{"a":1,"b":1e400,"c":1e400},"eventID":"9"}', "$.metadata.b"),
        (b'{"metadata":{"a":{"b":[1,{"c":1,"d":-1e400}]}},"eventID":"9"}', "$.metadata.a.b[1].d"),
        (b'{"metadata":{"type":1e400}}', "$.metadata.type"),
        (b'{"errors":[null,{"type":"a","data":{"b":1e400}}]}', "$.errors[1].data.b"),
        (
            b'{"eventID":"9","entries":[null,{"type":"spans","data":[{},{"links":[{"a":"type","b":1e400}]}]}]}',
            "$.entries[1].data[1].links[0].b",
        ),
        (b'[{"eventID":"8"},{"eventID":"9","tags":{"a":"b","c":1}}]', "$[1].tags.c"),
    ],
)
def test_paths_name_the_keys_of_numbers_out_of_range(body: bytes, path: str) -> None:
    """The path is found without decoding the number, and without decoding the rest of the document."""
    with pytest.raises(ValidationError) as caught:
        (decode_events if body.startswith(b"[") else decode_event)(body)
    assert caught.value.path == path


def test_paths_name_the_keys_of_large_maps() -> None:
    """The key is found in a large document, and anywhere in the map."""
    for at in (0, 7, 19_999, 20_000):
        measurements: dict[str, Any] = {f"key{n}": 7 if n >= at else None for n in range(20_001)}
        error = failure(event_with(message="x" * 1_000_000, measurements=measurements))
        assert isinstance(error, ValidationError)
        assert error.path == f"$.measurements.key{at}"


def test_the_search_for_a_fault_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step halves the part to search. A very long path is cut."""
    decoded = 0

    def has_fault(search: Any, members: list[Any]) -> bool:
        nonlocal decoded
        decoded += len(members)
        return original(search, members)

    original = diagnosis._Search._has_fault  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(diagnosis._Search, "_has_fault", has_fault)  # pyright: ignore[reportPrivateUsage]
    failure(event_with(measurements={**dict.fromkeys(map(str, range(9_999))), "last": 7}))
    assert decoded <= 20_001
    error = failure(b'{"eventID":"9","metadata":' + b'{"a":' * 500 + b"1e400" + b"}" * 501)
    assert isinstance(error, ValidationError)
    assert error.path == "$.metadata" + ".a" * 23 + "[...]" * 477
    assert decoded <= 20_100


@pytest.mark.parametrize(
    "body",
    [
        b'{"eventID":"9","tags":{"a":1},"tags":{"b":"c"}}',
        b'{"eventID":"9","tags":{"a":1,"a":"b"}}',
        b'{"eventID":"9","tags":{"a":1},"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=["a repeated map", "a repeated key", "nesting"],
)
def test_a_key_that_cannot_be_found_is_left_out(body: bytes) -> None:
    """If the document cannot be searched, the path still names the map."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert error.path == "$.tags[...]"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"{}", "Expected `array`, got `object` - at `$`"),
        (b'{"detail":"Not found"}', "Expected `event`, got `API error` - at `$`"),
        (b"[7]", "Expected `object`, got `int` - at `$[0]`"),
        (b'[{"eventID":"1"},{}]', "Expected `str`, got `nothing` - at `$[1].eventID`"),
        (b'[{"eventID":"1"},{"detail":"x"}]', "Expected `event`, got `API error` - at `$[1]`"),
        (
            b'[{"eventID":"1","entries":[null]},{"eventID":"2","size":""}]',
            "Expected `int | null`, got `str` - at `$[1].size`",
        ),
        (
            b'[{"eventID":"1","entries":[null,{"type":"csp","data":[]}]}]',
            "Expected `object | null`, got `array` - at `$[0].entries[1].data`",
        ),
    ],
)
def test_paths_in_a_list_begin_with_the_index(body: bytes, message: str) -> None:
    """An error in a list of events names the item."""
    with pytest.raises(ValidationError) as caught:
        decode_events(body)
    assert str(caught.value) == message


def test_an_unknown_message_of_msgspec_gives_a_general_one() -> None:
    """The message has the path. It does not contain a value."""
    error = validation_error(msgspec.ValidationError("Unlike 's3cret' - at `$.size`"), b"", msgspec.json.Decoder(Event))
    assert str(error) == "Expected `valid value`, got `invalid value` - at `$.size`"


def test_all_keys_with_dots_are_known() -> None:
    """A path would split such a key at its dots."""
    structs = [getattr(topframe.model, name) for name in topframe.model.__all__]
    names = {name for struct in structs for name in getattr(struct, "__struct_encode_fields__", ()) if "." in name}
    contexts = {name for kind in Context.__subclasses__() for name in kind.__struct_encode_fields__}
    assert names - contexts == {"span.averageResults"}  # and `event.type`, a second spelling of `type`


def test_messages_contain_no_values() -> None:
    """Values of a payload are untrusted and must not get into logs."""
    for body in (event_with(entries=[{"type": "csp", "data": "s3cret"}]), event_with(dateCreated="s3cret")):
        assert "s3cret" not in str(failure(body))


@pytest.mark.parametrize(
    "error", [DecodeError("a", 1), DecodeError("a"), ValidationError("$.a", "int", "str"), EncodeError("b")]
)
def test_errors_survive_pickle(error: TopframeError) -> None:
    """An error can be sent to another process, with all its attributes."""
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert str(copied) == str(error)
    assert vars(copied) == vars(error)


def test_a_free_form_part_can_be_nested_too_deeply() -> None:
    """Free-form parts are decoded on access. Errors are DecodeErrors then, too."""
    frame = Frame(vars_json=msgspec.Raw(b"[" * 100_000 + b"]" * 100_000))
    with pytest.raises(DecodeError) as caught:
        _ = frame.vars
    assert str(caught.value) == "Nested too deeply, or a number is too long - in a free-form part"
