"""Responses that spell keys in a second way: GlitchTip's, and some of Sentry's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import pytest

from tests.conftest import CORPUS
from topframe import (
    DecodeError,
    Event,
    ValidationError,
    decode_event,
    decode_events,
    decode_view,
    encode,
    in_app_frames,
    source_context,
    sourcemap_errors,
)
from topframe.decoding import glitchtip
from topframe.model import ExceptionEntry, Frame, RequestEntry, Sdk, SdkPackage, Stacktrace, UnknownEntry
from topframe.views import EventFrames, EventSummary

FULL = {
    "eventID": "9",
    "projectID": "7",
    "type": "error",
    "size": 1,
    "dateCreated": "2026-01-01T00:00:00Z",
    "title": "Boom",
}
"""What all full responses of Sentry have."""


def body(*entries: object, **members: object) -> bytes:
    """A response of GlitchTip, whose projects are numbers."""
    return json.dumps({**FULL, "projectID": 7, "entries": entries, **members}).encode()


def exception(*frames: object, **members: object) -> dict[str, Any]:
    """The entry of an exception."""
    return {"type": "exception", "data": {"values": [{"stacktrace": {"frames": frames}, **members}]}}


def frame(**members: object) -> Frame:
    """A frame in a response of GlitchTip."""
    return frames(decode_event(body(exception(members))))[0]


def frames(event: Event) -> list[Frame]:
    """The frames of the exception of an event."""
    found = event.exceptions[0].stacktrace
    assert found
    return list(found.frames)


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        ("abs_path", "abs_path", "/srv/a.py"),
        ("lineno", "lineno", 0),
        ("colno", "colno", 7),
        ("in_app", "in_app", False),
        ("raw_function", "raw_function", "f(int)"),
        ("instruction_addr", "instruction_addr", "0x1"),
        ("symbol_addr", "symbol_addr", "0x0"),
        ("addr_mode", "addr_mode", "rel:0"),
        ("source_link", "source_link", "https://code.example/a.py#L7"),
        ("instruction_offset", "instruction_offset", 12),
        ("symbolicator_status", "symbolicator_status", "symbolicated"),
    ],
)
def test_a_frame_is_read_in_the_spelling_of_sdks(key: str, name: str, value: object) -> None:
    """Also where the value is false; `encode` writes Sentry's spelling."""
    found = frame(**{key: value})
    wire_name = dict(zip(Frame.__struct_fields__, Frame.__struct_encode_fields__, strict=True))[name]
    assert json.loads(encode(found)) == {wire_name: value}
    assert getattr(found, name) == value


def test_every_member_of_the_model_can_be_in_the_spelling_of_sdks() -> None:
    """No table has to be kept: the names of the members are the spelling of SDKs."""
    second = {wire: name for wire, name in glitchtip.sdk_names().items() if wire in Frame.__struct_encode_fields__}
    assert second.items() >= {"inApp": "in_app", "absPath": "abs_path", "lineNo": "lineno", "colNo": "colno"}.items()
    assert len(second) > 20


def test_sentrys_spelling_counts_unless_it_is_null() -> None:
    """A response can have both."""
    assert frame(inApp=False, in_app=True).in_app is False
    assert frame(inApp=None, in_app=True).in_app is True
    assert frame(in_app=None).in_app is None


def test_a_whole_part_can_be_in_the_spelling_of_sdks() -> None:
    """`raw_stacktrace` never comes as `rawStacktrace`, and neither do the keys inside of it."""
    data = exception({}, thread_id="5", raw_stacktrace={"frames": [None, {"abs_path": "/a", "lineNo": 3}]})
    (value,) = decode_event(body(data)).exceptions
    assert (value.thread_id, value.raw_stacktrace) == (
        "5",
        Stacktrace(frames_data=(None, Frame(abs_path="/a", lineno=3))),
    )


def test_what_the_user_has_in_free_form_parts_stays() -> None:
    """Local variables, and everything else that is any JSON, may have any keys."""
    free = {"in_app": 1, "lineno": {"abs_path": 2}}
    event = decode_event(body(exception({"vars": free}), contexts={"a": free}, context=free, user=free))
    assert (frames(event)[0].vars, event.contexts, event.context) == (free, {"a": free}, free)


def test_an_unknown_entry_stays_as_it_is() -> None:
    """The known ones around it are completed."""
    unknown = {"type": "profile", "data": {"in_app": True}}
    event = decode_event(body(unknown, exception({"in_app": True}), unknown, {"type": "request", "data": {}}))
    assert event.entries
    assert [type(entry) for entry in event.entries] == [UnknownEntry, ExceptionEntry, UnknownEntry, RequestEntry]
    assert frames(event) == [Frame(in_app=True)]


@pytest.mark.parametrize("project", [{"projectID": 7}, {"projectID": None, "size": None}])
def test_other_parts_of_glitchtip(project: dict[str, Any]) -> None:
    """Its issue until 2022, its query, the packages of the .NET SDK and the event of a report."""
    event = decode_event(
        body(
            {"type": "request", "data": {"query_string": [["a", "1"]]}},
            **project,
            issue=311,
            sdk={"packages": [{"Name": "nuget:a", "Version": "1"}, None]},
            userReport={"eventID": "9", "event": {"eventId": "9"}, "user": "tester"},
        )
    )
    assert event.group_id == 311
    assert event.request
    assert event.request.query == (("a", "1"),)
    assert event.sdk
    assert event.sdk.packages_data == (SdkPackage(name="nuget:a", version="1"), None)
    assert event.user_report
    assert event.user_report.event
    assert event.user_report.event.event_id == "9"


@pytest.mark.parametrize(
    ("members", "name", "value"),
    [
        ({"event.type": "csp", "type": None, "size": None}, "type", "csp"),
        ({"datetime": "2026-03-01T00:00:00Z", "dateCreated": None}, "time", datetime(2026, 3, 1, tzinfo=UTC)),
        ({"project": "shop", "projectID": None, "size": None}, "project_id", "shop"),
        ({"timestamp": 1.5, "startTimestamp": 1, "dateCreated": None}, "end_timestamp", 1.5),
    ],
)
def test_second_spellings_of_sentry(members: dict[str, Any], name: str, value: object) -> None:
    """Items of lists, payloads for integrations and the transactions of 2019."""
    data = json.dumps({key: value for key, value in {**FULL, **members}.items() if value is not None})
    assert getattr(decode_event(data), name) == value
    assert getattr(decode_events(f"[{data}]")[0], name) == value
    if hasattr(EventSummary, name):
        assert getattr(decode_view(data, EventSummary), name) == value


def test_a_list_of_glitchtip() -> None:
    """All keys of its items are in the spelling of SDKs, that of the event's id, too."""
    item: dict[str, Any] = {"event_id": "9", "project_id": 7, "title": "Boom", "entries": []}
    item["date_created"] = "2026-01-01T00:00:00Z"
    plain = json.dumps([{**FULL, "entries": []}, {**item, "entries": [exception({"in_app": True})]}, item])
    first, event, last = decode_events(plain)
    assert (first.project_id, event.event_id, event.project_id, last.project_id) == ("7", "9", 7, 7)
    assert event.date_created == datetime(2026, 1, 1, tzinfo=UTC)
    assert frames(event) == [Frame(in_app=True)]
    with pytest.raises(ValidationError, match=r"^Expected `event`, got `raw event` - at `\$\[0\]`"):
        decode_events('[{"event_id": "9", "platform": "python"}]')
    with pytest.raises(ValidationError, match=r"at `\$\[0\]`"):
        decode_events("[3]")


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (exception({"in_app": "yes"}), ".stacktrace.frames[0].in_app"),
        (exception({}, raw_stacktrace={"frames": [{"lineno": "7"}]}), ".raw_stacktrace.frames[0].lineno"),
        (exception({}, raw_stacktrace={"frames": 7}), ".raw_stacktrace.frames"),
    ],
)
def test_a_wrong_type_names_its_place(entry: object, place: str) -> None:
    """In the second spelling, and with the index in a list."""
    data = body(entry).decode()
    path = f"$.entries[0].data.values[0]{place}"
    for decode, text, start in ((decode_event, data, "$"), (decode_events, f"[{data}, {data}]", "$[0]")):
        with pytest.raises(ValidationError) as caught:
            decode(text)
        assert caught.value.path == path.replace("$", start)


class _Mine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A frame as a caller reads it."""

    line: int | None = msgspec.field(default=None, name="lineNo")
    in_app: bool | None = None


class _Stack(msgspec.Struct, frozen=True, kw_only=True):
    frames: list[_Mine | None]


class _Value(msgspec.Struct, frozen=True, kw_only=True):
    stacktrace: _Stack | None = None


class _Values(msgspec.Struct, frozen=True, kw_only=True):
    values: list[_Value]


class _Exception(msgspec.Struct, frozen=True, kw_only=True, tag="exception", tag_field="type"):
    data: _Values


class _View(msgspec.Struct, frozen=True, kw_only=True):
    entries: list[_Exception]


@pytest.mark.parametrize("project", ['"projectID": 7, "size": 1', '"size" : 1, "projectID" :7', '"a": 1'])
def test_a_view_reads_the_second_spelling_too(project: str) -> None:
    """Also a view of the caller's, under the names that it has for the members."""
    entries = [{"type": "breadcrumbs"}, {"type": "profile"}, exception({"lineno": 4, "in_app": True}, None)]
    data = f'{{"eventID": "9", {project}, "entries": {json.dumps(entries)}}}'
    assert decode_view(data, _View).entries[0].data.values[0].stacktrace == _Stack(
        frames=[_Mine(line=4, in_app=True), None]
    )
    view = decode_view(data, EventFrames)
    assert in_app_frames(view).rule == "in_app"
    assert [it.lineno for it in in_app_frames(view).frames] == [4]


class _Strict(msgspec.Struct, frozen=True, kw_only=True):
    """A view with its own rule, and with annotations that have more than the type."""

    group: int | None = msgspec.field(default=None, name="groupID")
    sdk: Annotated[Sdk | None, msgspec.Meta(description="The SDK.")] = None
    list: tuple[_Self, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an issue."""
        if self.group is not None:
            raise DecodeError(f"zebra{self.group}")


class _Self(msgspec.Struct, frozen=True, kw_only=True):
    """A part that contains itself."""

    in_app: bool | None = msgspec.field(default=None, name="inApp")
    parts: tuple[_Self, ...] = ()


class _Point(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An object that is written as an array."""

    in_app: bool | None = msgspec.field(default=None, name="inApp")


class _Points(msgspec.Struct, frozen=True, kw_only=True):
    point: _Point | None = None


def test_a_view_may_refuse_a_value_in_the_second_spelling() -> None:
    """The error is as for a value in Sentry's spelling: it does not hold the value."""
    for key in ("groupID", "issue"):
        with pytest.raises(ValidationError) as caught:
            decode_view(f'{{"projectID": 7, "{key}": 5}}', _Strict)
        assert str(caught.value) == "Expected `valid value`, got `invalid value` - at `$`"
        assert caught.value.__context__ is None


def test_annotations_of_a_view_can_have_more_than_the_type() -> None:
    """The parts of a class that contains itself are completed on the first level."""
    view = decode_view(
        '{"projectID": 7, "sdk": {"packages": [{"Name": "a"}]}, "list": [{"in_app": true, "parts": [{}]}]}', _Strict
    )
    assert view.sdk == Sdk(packages_data=(SdkPackage(name="a"),))
    assert view.list == (_Self(in_app=True, parts=(_Self(),)),)
    assert decode_view('{"projectID": 7, "point": [true]}', _Points).point == _Point(in_app=True)


def test_a_list_may_be_nested_deeply() -> None:
    """It is an error of the library, as always."""
    item = '{"event_id": "9", "project_id": 7, "a": ' + "[" * 100_000
    with pytest.raises(DecodeError):
        decode_events(f"[{item}]")
    with pytest.raises(DecodeError):
        decode_events("[" + item + "]" * 100_000 + "}]")


def test_a_view_of_a_response_of_sentry_is_read_once() -> None:
    """The project is text, wherever it is."""
    data = json.dumps({**FULL, "entries": [exception({"in_app": True})]})
    assert decode_view(data, _View).entries[0].data.values[0].stacktrace == _Stack(frames=[_Mine()])


def test_helpers_know_one_spelling() -> None:
    """Whose frames, which lines, what failed: all as in a response of Sentry."""
    lines = [[6, "a"], [7, "b"]]
    sent = {"in_app": True, "lineno": 7, "abs_path": "https://a.example/x.js", "context": lines}
    error = {"type": "js_no_source", "data": {"url": "https://a.example/x.js"}}
    event = decode_event(body(exception(sent), errors=[error], platform="javascript"))
    (own,) = in_app_frames(event).frames
    assert source_context(own).call
    assert [failure.frames for failure in sourcemap_errors(event)] == [(own,)]


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus")
def test_the_responses_of_glitchtip_in_the_corpus() -> None:
    """Their frames, issues and queries have values."""
    found = 0
    for path in sorted(CORPUS.glob("api/glitchtip*.json")):
        sent: Any = json.loads(path.read_bytes())
        if "eventID" not in sent or isinstance(sent.get("projectID"), str):
            continue
        event = decode_event(path.read_bytes())
        assert event.group_id == sent.get("groupID", sent.get("issue"))
        assert event.type == sent["type"]
        for entry in sent["entries"]:
            if entry["type"] == "request" and event.request:
                data = entry["data"]
                assert bool(event.request.query) == bool(data.get("query") or data.get("query_string"))
        found += 1
    assert found
