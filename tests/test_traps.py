"""Traps T1 to T35 of the wire reference: payloads that broke other decoders, and how topframe decodes them."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from topframe import DecodeError, Event, ValidationError, decode_event, decode_events, encode
from topframe.model import (
    AccountEmail,
    Attachment,
    CommitRelease,
    DeviceContext,
    ExceptionEntry,
    ExceptionValue,
    Frame,
    GlitchTipFrame,
    GroupingConfig,
    LogEntry,
    MessageEntry,
    Release,
    Request,
    SourceLine,
    SpansEntry,
    Stacktrace,
    Tag,
    TraceContext,
    VersionNumber,
)


def event_with(text: str) -> Event:
    """Decode an event with these members, written as JSON."""
    return decode_event(f'{{"eventID": "9", {text}}}')


def entry_with(type: str, data: str) -> Event:
    """Decode an event with one entry, whose data is written as JSON."""
    return event_with(f'"entries": [{{"type": "{type}", "data": {data}}}]')


def frame_with(text: str) -> Frame:
    """Decode an event with one frame, whose members are written as JSON. Return the frame."""
    stacktrace = entry_with("stacktrace", f'{{"frames": [{{{text}}}]}}').stacktrace
    assert stacktrace is not None
    assert stacktrace.frames is not None
    (frame,) = stacktrace.frames
    assert frame is not None
    return frame


def exceptions_with(text: str) -> tuple[ExceptionValue, ...]:
    """Decode an event with these exceptions, written as JSON. Return its chain."""
    return entry_with("exception", f'{{"values": [{text}]}}').exceptions


def request_with(text: str) -> Request:
    """Decode an event with a request, whose members are written as JSON. Return the request."""
    request = entry_with("request", f"{{{text}}}").request
    assert request is not None
    return request


def failure(body: bytes | str) -> DecodeError:
    """Decode a body that must fail, and return the error."""
    with pytest.raises(DecodeError) as caught:
        decode_event(body)
    return caught.value


# --- numbers and null -------------------------------------------------------------------------------------------------


def test_t1_line_numbers_may_be_below_one_and_texts_null() -> None:
    """Source lines before the first line of a file have numbers below 1. The text of a source line may be null."""
    frame = frame_with('"lineNo": 0, "colNo": null, "context": [[-1, ""], [0, null], [1, "import a"]]')
    assert (frame.lineno, frame.colno) == (0, None)
    assert frame.context == (
        SourceLine(lineno=-1, text=""),
        SourceLine(lineno=0),
        SourceLine(lineno=1, text="import a"),
    )


def test_t2_minified_places_are_numbers_or_a_question_mark() -> None:
    """Each of the original line and column is a number or "?", independently of the other."""
    frame = frame_with('"map": "b.js.map", "origFunction": "?", "origLineNo": "?", "origColNo": 17')
    assert (frame.orig_function, frame.orig_lineno, frame.orig_colno) == ("?", "?", 17)


def test_t3_thread_ids_are_numbers_or_text() -> None:
    """A thread id is an integer up to 2**64 - 1, text, null or missing. A fraction is rejected."""
    values = exceptions_with('{"threadId": 3}, {"threadId": "ui"}, {"threadId": 18446744073709551615}, {}')
    assert [value.thread_id for value in values] == [3, "ui", 2**64 - 1, None]
    with pytest.raises(ValidationError) as caught:
        exceptions_with('{"threadId": 1.5}')
    assert caught.value.path == "$.entries[0].data.values[0].threadId"


def test_t4_numbers_in_free_form_parts_have_any_size() -> None:
    """A number too large for a float is valid JSON. Topframe reads it as infinity, and encodes the original text."""
    text = '{"flake": 987654321098765432109876543210, "f": 1e400}'
    event = event_with(f'"context": {text}')
    assert event.context == {"flake": 987654321098765432109876543210, "f": math.inf}
    assert text.encode() in encode(event)


def test_t5_large_numbers_in_contexts_are_text() -> None:
    """The server sends large numbers in contexts as text, and small ones as numbers."""
    event = event_with(
        '"contexts": {"trace": {"exclusive_time": "9876.543210987654", "client_sample_rate": 0.5},'
        ' "device": {"memory_size": "99179869184000000"}}'
    )
    trace, device = event.known_context(TraceContext), event.known_context(DeviceContext)
    assert trace == TraceContext(exclusive_time="9876.543210987654", client_sample_rate=0.5)
    assert device == DeviceContext(memory_size="99179869184000000")


def test_t6_float_fields_accept_integers_and_integer_fields_reject_floats() -> None:
    """A float field accepts an integer such as `1690000000`. An integer field rejects `1.0` and `true`."""
    event = event_with(
        '"occurrence": {"detectionTime": 1690000000}, "measurements": {"cls": {"value": 0}, "ttfb": {"value": null}}'
    )
    assert event.occurrence is not None
    assert event.occurrence.detection_time == 1690000000
    assert {name: measured and measured.value for name, measured in (event.measurements or {}).items()} == {
        "cls": 0,
        "ttfb": None,
    }
    for value in ("1.0", "true"):
        with pytest.raises(ValidationError, match=r"Expected `int \| null`"):
            frame_with(f'"lineNo": {value}')


def test_t7_resolved_with_may_hold_null() -> None:
    """`resolvedWith` has a null for each frame whose lookup method is unknown."""
    assert event_with('"resolvedWith": ["release", null]').resolved_with_data == ("release", None)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_t8_nan_is_rejected(number: str) -> None:
    """Old servers send NaN and Infinity, which are invalid JSON. The document is rejected, even for an unknown key."""
    error = failure(f'{{"eventID": "9", "unheardOf": {{"ratio": {number}}}}}')
    assert not isinstance(error, ValidationError)


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ['"message": "half \\ud83d"', '"unheardOf": "\\ude00 half"', '"\\ud800": 1'])
def test_t9_half_a_surrogate_pair_is_rejected(place: str) -> None:
    """JavaScript can cut a string inside an emoji. The error names the fault and its byte."""
    body = f'{{"eventID": "9", {place}}}'
    error = failure(body)
    assert str(error) == f"Malformed JSON: half a surrogate pair - at byte {body.index(chr(92))}"


@pytest.mark.parametrize(
    "body",
    [b'{"eventID": "a\x01"}', b'{"eventID": "a\nb"}', b'{"eventID": "9", "x": "\xff"}', b'{"eventID": "\xc3"}'],
)
def test_t10_control_characters_and_other_encodings_are_rejected(body: bytes) -> None:
    """Control characters in strings and invalid UTF-8 are rejected, even under unknown keys."""
    assert not isinstance(failure(body), ValidationError)


def test_t10_a_byte_order_mark_is_skipped() -> None:
    """A byte order mark is skipped. Some editors on Windows write one."""
    assert decode_event(b'\xef\xbb\xbf{"eventID": "9"}') == Event(event_id="9")
    assert decode_event('\ufeff{"eventID": "9"}') == Event(event_id="9")


@pytest.mark.parametrize("text", ["[Filtered]", "[Filtered] ", "<redacted>", "None", "{{auto}}", "?", "<nan>"])
def test_t11_placeholders_are_text(text: str) -> None:
    """A placeholder is kept as text, even if it looks like other data."""
    quoted = json.dumps(text)
    event = event_with(
        f'"user": {{"ip_address": {quoted}}}, "errors": [{{"type": "a", "data": {{"message": {quoted}}}}}]'
    )
    assert event.user is not None
    assert event.user.ip_address == text
    assert event.errors is not None
    assert event.errors[0] is not None
    assert event.errors[0].data == {"message": text}


def test_t12_empty_text_is_kept() -> None:
    """An empty text is kept: it decodes as "" and not as None, and is encoded again."""
    event = event_with('"message": "", "culprit": ""')
    assert (event.message, event.culprit, event.title) == ("", "", None)
    assert json.loads(encode(event)) == {"eventID": "9", "message": "", "culprit": ""}


# --- structure --------------------------------------------------------------------------------------------------------


def test_t12a_glitchtip_mixes_the_spellings_of_a_frame() -> None:
    """GlitchTip mixes snake_case and camelCase in one frame. Both spellings decode to the same fields."""
    frame = frame_with('"in_app": true, "colno": 7, "lineNo": 3, "context_line": "x()", "instruction_offset": 12')
    assert frame == GlitchTipFrame(in_app=True, colno=7, lineno=3, context_line="x()", instruction_offset=12)
    assert frame.context == ()


def test_t12b_pairs_may_have_one_member_or_three() -> None:
    """Pairs of the query string and headers keep any number of items. The query string may be text instead of pairs."""
    assert request_with('"query_string": [[""]]').query == (("",),)
    request = request_with('"query": "", "headers": [["Vary", "a", "b"], []]')
    assert (request.query, request.headers) == ("", (("Vary", "a", "b"), ()))


def test_t13_known_entries_are_typed_and_unknown_entries_are_kept() -> None:
    """Entries of a known type are decoded wherever their `type` key is. All other entries keep their JSON unchanged."""
    event = event_with(
        '"entries": [{"data": [], "type": "spans"}, {"type": "message", "data": {"formatted": "y"}},'
        ' {"type": "mirage", "data": 3}, {"type": "exception"}, {"data": {}}]'
    )
    assert event.entries is not None
    spans, message, mirage, exception, untyped = event.entries
    assert spans == SpansEntry(data=())
    assert message == MessageEntry(data=LogEntry(formatted="y"))
    assert (mirage.type, encode(mirage)) == ("mirage", b'{"type": "mirage", "data": 3}')
    assert exception == ExceptionEntry()
    assert (untyped.type, encode(untyped)) == (None, b'{"data": {}}')


def test_t14_lists_of_values_may_be_null_or_hold_nulls() -> None:
    """Null data, null or empty values, and null items give an empty chain and no error."""
    for data in ("null", "{}", '{"values": null}', '{"values": []}', '{"values": [null]}', '{"hasSystemFrames": true}'):
        assert entry_with("exception", data).exceptions == ()


def test_t15_stacktraces_may_be_null_empty_or_hold_nulls() -> None:
    """A null stack trace is None, and an empty one is an empty Stacktrace. Null frames stay in `frames_data`."""
    values = exceptions_with(
        '{}, {"stacktrace": null}, {"stacktrace": {}}, {"stacktrace": {"frames": []}},'
        ' {"stacktrace": {"frames": null}}, {"stacktrace": {"frames": [{}, null]}}'
    )
    assert [value.stacktrace for value in values] == [
        None,
        None,
        Stacktrace(),
        Stacktrace(frames_data=()),
        Stacktrace(),
        Stacktrace(frames_data=(Frame(), None)),
    ]


def test_t16_parts_of_a_request_have_several_types() -> None:
    """Pairs may be null or contain null, `env` may have integers, the body may be any JSON, the query may be text."""
    request = request_with(
        '"query": "q=a&b", "headers": [["Host", "a.example.com"], ["X-None", null], null],'
        ' "cookies": [["sid", "[Filtered]"]], "env": {"REMOTE_PORT": 5}, "data": [1, {"k": null}], "fragment": ""'
    )
    assert (request.query, request.fragment) == ("q=a&b", "")
    assert request.headers == (("Host", "a.example.com"), ("X-None", None), None)
    assert request.cookies == (("sid", "[Filtered]"),)
    assert (request.env, request.data) == ({"REMOTE_PORT": 5}, [1, {"k": None}])


@pytest.mark.parametrize("params", [["b", 2, None], {"y": 2}])
def test_t17_parameters_are_a_list_or_an_object(params: Any) -> None:
    """The parameters of a log entry are a list or an object. Its `formatted` text may be missing."""
    entry = entry_with("message", json.dumps({"message": "%s", "params": params})).logentry
    assert entry == LogEntry(message="%s", params=params)


@pytest.mark.parametrize("vars", [{"y": "<inf>", "self": {"id": 8}}, {"0": "a"}, {}, None, ["b"]])
def test_t18_variables_are_usually_an_object(vars: Any) -> None:
    """The variables of a frame are usually an object, but any JSON is kept. Missing variables are None."""
    assert frame_with(f'"vars": {json.dumps(vars)}').vars == vars
    assert frame_with("").vars is None


def test_t19_a_release_has_many_shapes() -> None:
    """A release may have only a `version`. The author and repository of its last commit may be empty objects."""
    assert event_with('"release": null').release is None
    assert event_with('"release": {"version": "d00d"}').release == Release(version="d00d")
    release = event_with(
        '"release": {"id": 6, "version": "a@1", "versionInfo": {"version": {"raw": "d00d"}},'
        ' "lastCommit": {"author": {}, "repository": {}, "releases": [{"version": "a@1"}]}}'
    ).release
    assert release is not None
    assert release.version_info is not None
    assert release.version_info.version == VersionNumber(raw="d00d")
    assert release.last_commit is not None
    assert release.last_commit.releases == (CommitRelease(version="a@1"),)


def test_t20_tags_may_lack_key_and_value_and_repeat() -> None:
    """Tags are decoded as a tuple, because a dict would lose tags without a key and repeated keys."""
    event = event_with(
        '"tags": [{"key": null, "value": "y"}, {"key": "os", "value": null}, {"key": "os", "value": "BSD"},'
        ' {"key": "user", "value": "id:2", "query": "user.id:2", "_meta": null}]'
    )
    assert event.tags == (
        Tag(value="y"),
        Tag(key="os"),
        Tag(key="os", value="BSD"),
        Tag(key="user", value="id:2", query="user.id:2"),
    )


def test_t21_ids_are_text_or_numbers() -> None:
    """Ids are text or integers, and keep their type. Applications should not calculate with them."""
    event = event_with('"id": "31", "projectID": 12, "groupID": "8"')
    assert (event.id, event.project_id, event.group_id) == ("31", 12, "8")


def test_t22_remarks_are_a_tree_with_an_empty_key() -> None:
    """In `_meta`, indexes are text, leaves may be null, and the key "" holds the remarks about the node itself."""
    meta: dict[str, Any] = {
        "entries": {"0": {"data": {"": None, "url": {"": {"rem": [["!limit", "x"]], "err": ["a", ["b", {}]]}}}}}
    }
    event = event_with(f'"_meta": {json.dumps({**meta, "user": None})}')
    assert event.meta == {**meta, "user": None}
    assert json.loads(encode(event))["_meta"] == {**meta, "user": None}


def test_t23_the_crash_file_is_an_object() -> None:
    """Sentry's published schema says that `crashFile` is text. Servers send an attachment object."""
    file = event_with('"crashFile": {"id": "2", "event_id": "cd", "size": 5, "sha1": null}').crash_file
    assert file == Attachment(id="2", event_id="cd", size=5)


def test_t24_objects_may_be_null() -> None:
    """GlitchTip sends null for missing objects. The version of a package may also be null."""
    event = event_with(
        '"groupingConfig": {"id": "legacy:2019-03-12"}, "packages": {"flask": null}, "context": null,'
        ' "contexts": null, "errors": null'
    )
    assert event.grouping_config == GroupingConfig(id="legacy:2019-03-12")
    assert event.packages == {"flask": None}
    assert (event.context, event.contexts, event.errors) == (None, None, ())


def test_t25_keys_may_have_dots_and_spaces() -> None:
    """Keys of the event, of contexts and of spans may contain dots or spaces. A key may be empty."""
    event = event_with('"event.type": "csp", "contexts": {"Memory Info": {"a": 1}, "": {"cloud.provider": "x"}}')
    assert event.type == "csp"
    assert event.contexts == {"Memory Info": {"a": 1}, "": {"cloud.provider": "x"}}
    (span,) = entry_with("spans", '[{"span.averageResults": {"avg(span.duration)": 2}}]').spans
    assert span.average_results == {"avg(span.duration)": 2}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-07-08T21:21:21Z", datetime(2021, 7, 8, 21, 21, 21, tzinfo=UTC)),
        ("2021-01-28T20:19:56.250Z", datetime(2021, 1, 28, 20, 19, 56, 250000, tzinfo=UTC)),
        ("2021-06-17T22:26:56.098086Z", datetime(2021, 6, 17, 22, 26, 56, 98086, tzinfo=UTC)),
        ("2021-06-17T22:26:56+00:00", datetime(2021, 6, 17, 22, 26, 56, tzinfo=UTC)),
        ("2021-06-17T22:26:56", datetime(2021, 6, 17, 22, 26, 56)),
    ],
)
def test_t26_dates_may_have_fractions_and_time_zones(text: str, moment: datetime) -> None:
    """Dates may have a fraction and a time zone. The encoded text may differ, but gives the same datetime."""
    event = event_with(f'"dateCreated": "{text}"')
    assert event.date_created == moment
    assert decode_event(encode(event)) == event


@pytest.mark.parametrize("text", ["", "2021-06-17", "yesterday", "2021-06-17T22:26:60Z", "0000-01-01T00:00:00Z"])
def test_t26_an_invalid_date_is_rejected(text: str) -> None:
    """The error for an invalid date has the path, and no payload text."""
    error = failure(f'{{"eventID": "9", "dateCreated": "{text}"}}')
    assert str(error) == "Expected `RFC 3339 datetime`, got `str` - at `$.dateCreated`"


def test_t27_the_last_of_two_equal_keys_wins() -> None:
    """If a key occurs twice, the last value counts. The first value must still have the right type."""
    assert event_with('"title": "a", "title": "b"').title == "b"
    with pytest.raises(ValidationError) as caught:
        event_with('"title": 1, "title": "b"')
    assert caught.value.path == "$.title"


def test_t28_evidence_keeps_keys_of_both_spellings() -> None:
    """The server converts the keys of evidence to camelCase, except keys with dots. Topframe keeps both."""
    occurrence = event_with('"occurrence": {"evidenceData": {"causeSpanIds": ["b"], "db.name": "y"}}').occurrence
    assert occurrence is not None
    assert occurrence.evidence_data == {"causeSpanIds": ["b"], "db.name": "y"}


@pytest.mark.parametrize("key", ["unheardOf", "context", "perfProblem"])
def test_t29_deep_nesting_is_rejected(key: str) -> None:
    """Nesting of any depth gives a DecodeError, under known and unknown keys."""
    error = failure(f'{{"eventID": "9", "{key}": {"[" * 100_000}{"]" * 100_000}}}')
    assert str(error) == "Malformed JSON: nested too deeply"


@pytest.mark.parametrize(
    "body",
    ['{"detail": "Not Found"}', '{"detail": {"code": "sso-required", "message": "Log in", "extra": {}}}'],
)
def test_t30_an_error_response_is_rejected(body: str) -> None:
    """An error response of the web API is rejected. It does not decode as an empty event."""
    assert str(failure(body)) == "Expected `event`, got `API error` - at `$`"
    with pytest.raises(ValidationError, match="got `API error`"):
        decode_events(body)


@pytest.mark.parametrize("body", ["[]", "null", '"9"', "9", '{"event": {"eventID": "cd"}, "groupId": "2"}', "{}"])
def test_t30_other_json_is_rejected(body: str) -> None:
    """A list, a wrapper object, a scalar and an empty object are rejected, with their path."""
    error = failure(body)
    assert isinstance(error, ValidationError)
    assert error.path in {"$", "$.eventID"}


@pytest.mark.parametrize("body", ["", " \n", "<!doctype html><title>Sign in</title>", "eventID=9"])
def test_t30_text_other_than_json_is_rejected(body: str) -> None:
    """The error for text that is not JSON is a DecodeError, but not a ValidationError."""
    assert not isinstance(failure(body), ValidationError)


def test_t31_text_around_the_document_is_rejected() -> None:
    """Text before or after the JSON document is rejected, for example the curl command that fetched it."""
    failure('curl https://sentry.example.com/\n{"eventID": "9"}')
    failure('{"eventID": "9"}\n{"eventID": "10"}')


def test_t32_each_interface_has_its_own_casing() -> None:
    """Most ids end in `ID`, but an occurrence has `eventId`, and some interfaces use snake_case."""
    event = event_with(
        '"groupID": "8", "nextEventID": "b", "occurrence": {"eventId": "c"}, "user": {"ip_address": "192.0.2.7"},'
        ' "release": {"owner": {"emails": [{"is_verified": true}]}},'
        ' "entries": [{"type": "breadcrumbs", "data": {"values": [{"event_id": "d", "messageRaw": "e"}]}}]'
    )
    assert (event.group_id, event.next_event_id) == ("8", "b")
    assert event.occurrence is not None
    assert event.occurrence.event_id == "c"
    assert event.user is not None
    assert event.user.ip_address == "192.0.2.7"
    assert event.release is not None
    assert event.release.owner is not None
    assert event.release.owner.emails == (AccountEmail(is_verified=True),)
    (crumb,) = event.breadcrumbs
    assert (crumb.event_id, crumb.message_raw) == ("d", "e")


def test_t33_null_is_kept_only_in_free_form_parts() -> None:
    """Encoding leaves out null values of typed fields, and keeps null in free-form parts. It keeps empty values."""
    event = event_with('"title": null, "contexts": {}, "tags": [], "message": "", "context": null, "packages": {}')
    assert json.loads(encode(event)) == {
        "eventID": "9",
        "contexts": {},
        "tags": [],
        "message": "",
        "context": None,
        "packages": {},
    }


def test_t34_unknown_keys_are_skipped() -> None:
    """Unknown keys are skipped. Servers add about five keys a year."""
    assert event_with('"unheardOf": [{"a": 1}], "title": "t"') == Event(event_id="9", title="t")


def test_t35_bodies_of_megabytes_are_normal() -> None:
    """A body of more than 2 MB is normal: each frame occurs twice, with its source lines."""
    frame = {"lineNo": 1, "context": [[n, "x" * 80] for n in range(11)], "vars": {"a": ["y" * 80] * 20}}
    stacktrace = {"frames": [frame] * 200}
    body = {"values": [{"stacktrace": stacktrace, "rawStacktrace": stacktrace}] * 3}
    event = entry_with("exception", json.dumps(body))
    assert len(encode(event)) > 2_000_000
    assert len(event.exceptions) == 3
