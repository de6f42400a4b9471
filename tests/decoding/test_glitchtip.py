"""Tests of responses with second spellings of keys: those of GlitchTip, and some of Sentry's."""

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
"""The keys that all full responses of Sentry have."""


def body(*entries: object, **members: object) -> bytes:
    """A response of GlitchTip. Its project ids are numbers."""
    return json.dumps({**FULL, "projectID": 7, "entries": entries, **members}).encode()


def exception(*frames: object, **members: object) -> dict[str, Any]:
    """An entry with one exception."""
    return {"type": "exception", "data": {"values": [{"stacktrace": {"frames": frames}, **members}]}}


def frame(**members: object) -> Frame:
    """A frame decoded from a response of GlitchTip."""
    return frames(decode_event(body(exception(members))))[0]


def frames(event: Event) -> list[Frame]:
    """The frames of the first exception of an event."""
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
def test_keys_of_frames_can_have_the_sdk_spelling(key: str, name: str, value: object) -> None:
    """A false value counts too. `encode` writes Sentry's spelling."""
    found = frame(**{key: value})
    wire_name = dict(zip(Frame.__struct_fields__, Frame.__struct_encode_fields__, strict=True))[name]
    assert json.loads(encode(found)) == {wire_name: value}
    assert getattr(found, name) == value


def test_the_model_gives_the_sdk_spelling() -> None:
    """The SDK's spelling of a key is the name of the field in the model."""
    second = {wire: name for wire, name in glitchtip.sdk_names().items() if wire in Frame.__struct_encode_fields__}
    assert second.items() >= {"inApp": "in_app", "absPath": "abs_path", "lineNo": "lineno", "colNo": "colno"}.items()
    assert len(second) > 20


def test_the_names_of_python_are_no_spellings() -> None:
    """A field `..._data` or `..._json` is named so for Python. No server sends such a key."""
    names = glitchtip.sdk_names().values()
    assert not [name for name in names if name.endswith(("_data", "_json"))]
    assert decode_event(body(tags_data=[{"key": "a", "value": "b"}])).tags == ()


def test_sentrys_spelling_wins_unless_it_is_null() -> None:
    """If a response has a key in both spellings, Sentry's spelling counts unless its value is null."""
    assert frame(inApp=False, in_app=True).in_app is False
    assert frame(inApp=None, in_app=True).in_app is True
    assert frame(in_app=None).in_app is None


def test_a_nested_part_can_have_the_sdk_spelling() -> None:
    """GlitchTip sends `raw_stacktrace`, never `rawStacktrace`, and the keys inside have the SDK's spelling too."""
    data = exception({}, thread_id="5", raw_stacktrace={"frames": [None, {"abs_path": "/a", "lineNo": 3}]})
    (value,) = decode_event(body(data)).exceptions
    assert (value.thread_id, value.raw_stacktrace) == (
        "5",
        Stacktrace(frames_data=(None, Frame(abs_path="/a", lineno=3))),
    )


def test_free_form_parts_stay_unchanged() -> None:
    """Local variables and other free-form parts can have any keys. Their keys are not renamed."""
    free = {"in_app": 1, "lineno": {"abs_path": 2}}
    event = decode_event(body(exception({"vars": free}), contexts={"a": free}, context=free, user=free))
    assert (frames(event)[0].vars, event.contexts, event.context) == (free, {"a": free}, free)


def test_an_unknown_entry_stays_unchanged() -> None:
    """The known entries before and after it are filled in."""
    unknown = {"type": "profile", "data": {"in_app": True}}
    event = decode_event(body(unknown, exception({"in_app": True}), unknown, {"type": "request", "data": {}}))
    assert event.entries
    assert [type(entry) for entry in event.entries] == [UnknownEntry, ExceptionEntry, UnknownEntry, RequestEntry]
    assert frames(event) == [Frame(in_app=True)]


@pytest.mark.parametrize("project", [{"projectID": 7}, {"projectID": None, "size": None}])
def test_other_second_spellings_of_glitchtip(project: dict[str, Any]) -> None:
    """The issue until 2022, the query, the packages of the .NET SDK and the event of a user report are read."""
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
    """Items of lists, payloads for integrations and transactions of 2019 have second spellings."""
    data = json.dumps({key: value for key, value in {**FULL, **members}.items() if value is not None})
    assert getattr(decode_event(data), name) == value
    assert getattr(decode_events(f"[{data}]")[0], name) == value
    if hasattr(EventSummary, name):
        assert getattr(decode_view(data, EventSummary), name) == value


def test_lists_of_glitchtip() -> None:
    """All keys of the items have the SDK's spelling, even the event id."""
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
def test_a_wrong_type_has_a_path(entry: object, place: str) -> None:
    """The path has the key in its second spelling and, in a list, the index of the event."""
    data = body(entry).decode()
    path = f"$.entries[0].data.values[0]{place}"
    for decode, text, start in ((decode_event, data, "$"), (decode_events, f"[{data}, {data}]", "$[0]")):
        with pytest.raises(ValidationError) as caught:
            decode(text)
        assert caught.value.path == path.replace("$", start)


class _Mine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A frame class of the caller."""

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
def test_views_read_second_spellings(project: str) -> None:
    """A view of the caller works too, even if its fields have other names."""
    entries = [{"type": "breadcrumbs"}, {"type": "profile"}, exception({"lineno": 4, "in_app": True}, None)]
    data = f'{{"eventID": "9", {project}, "entries": {json.dumps(entries)}}}'
    assert decode_view(data, _View).entries[0].data.values[0].stacktrace == _Stack(
        frames=[_Mine(line=4, in_app=True), None]
    )
    view = decode_view(data, EventFrames)
    assert in_app_frames(view).rule == "in_app"
    assert [it.lineno for it in in_app_frames(view).frames] == [4]


class _Strict(msgspec.Struct, frozen=True, kw_only=True):
    """A view that validates itself, with annotations that contain more than the type."""

    group: int | None = msgspec.field(default=None, name="groupID")
    sdk: Annotated[Sdk | None, msgspec.Meta(description="The SDK.")] = None
    list: tuple[_Self, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an event that belongs to an issue."""
        if self.group is not None:
            raise DecodeError(f"zebra{self.group}")


class _Self(msgspec.Struct, frozen=True, kw_only=True):
    """A part that contains itself."""

    in_app: bool | None = msgspec.field(default=None, name="inApp")
    parts: tuple[_Self, ...] = ()


class _Point(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An object that JSON writes as an array."""

    in_app: bool | None = msgspec.field(default=None, name="inApp")


class _Points(msgspec.Struct, frozen=True, kw_only=True):
    point: _Point | None = None


def test_a_view_can_refuse_a_value_in_a_second_spelling() -> None:
    """The error is the same as for Sentry's spelling, and does not contain the value."""
    for key in ("groupID", "issue"):
        with pytest.raises(ValidationError) as caught:
            decode_view(f'{{"projectID": 7, "{key}": 5}}', _Strict)
        assert str(caught.value) == "Expected `valid value`, got `invalid value` - at `$`"
        assert caught.value.__context__ is None


def test_a_view_can_use_annotated_and_recursive_types() -> None:
    """In a class that contains itself, only the outermost level is filled in."""
    view = decode_view(
        '{"projectID": 7, "sdk": {"packages": [{"Name": "a"}]}, "list": [{"in_app": true, "parts": [{}]}]}', _Strict
    )
    assert view.sdk == Sdk(packages_data=(SdkPackage(name="a"),))
    assert view.list == (_Self(in_app=True, parts=(_Self(),)),)
    assert decode_view('{"projectID": 7, "point": [true]}', _Points).point == _Point(in_app=True)


class Call(msgspec.Struct, tag="call"):
    """One class of a tagged union."""

    frame: Frame


class Note(msgspec.Struct, tag="note"):
    """The other class of a tagged union."""

    text: str


class Calls(msgspec.Struct):
    """A view with a tagged union outside of the entries."""

    contexts: tuple[Call | Note, ...]
    group_id: int | None = msgspec.field(default=None, name="groupID")


def test_a_union_of_classes_is_read_in_one_spelling() -> None:
    """The second pass decodes to dicts, and msgspec cannot tell dicts apart by their tag."""
    parts = [{"type": "call", "frame": {"in_app": True, "lineNo": 7}}, {"type": "note", "text": "a"}]
    view = decode_view(body(contexts=parts, issue=3), Calls)
    assert view == Calls((Call(Frame(lineno=7)), Note("a")), 3)


class Filtered(msgspec.Struct, kw_only=True):
    """A view whose own code changes arrays after decoding."""

    entries: tuple[ExceptionEntry | RequestEntry, ...] = ()
    calls: list[Frame | None] = msgspec.field(name="frames", default_factory=list[Frame | None])
    packages: set[SdkPackage] = msgspec.field(default_factory=set[SdkPackage])
    pair: tuple[int, Frame] | None = None

    def __post_init__(self) -> None:
        """Leave out the nulls, and the first entry."""
        self.calls = [call for call in self.calls if call]
        self.entries = self.entries[1:]


def test_only_arrays_of_any_length_are_filled_in() -> None:
    """A set has no order, a pair has several types, and an array that code of the view changed has other positions."""
    calls = [None, {"in_app": True, "lineNo": 7}]
    entries = [{"type": "request", "data": {"query_string": "a"}}, exception({"in_app": True})]
    more = {"frames": calls, "packages": [{"Name": "a"}], "pair": [1, {"in_app": True}]}
    view = decode_view(body(*entries, **more), Filtered)
    assert view.calls == [Frame(lineno=7)]
    assert (view.packages, view.pair) == ({SdkPackage()}, (1, Frame()))
    (entry,) = view.entries
    assert isinstance(entry, ExceptionEntry)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_second_spellings_has_no_effect(order: int) -> None:
    """If a body has two second spellings of a key, the one that is not the SDK's counts."""
    members = [
        ("eventID", "9"),
        ("title", "Boom"),
        ("project_id", 7),
        ("project", "shop"),
        ("issue", 1),
        ("group_id", 2),
    ]
    event = decode_event(json.dumps(dict(members[::order])))
    assert (event.project_id, event.group_id) == ("shop", 1)


def test_deeply_nested_lists_are_errors() -> None:
    """Nesting that is too deep raises a `DecodeError`."""
    item = '{"event_id": "9", "project_id": 7, "a": ' + "[" * 100_000
    with pytest.raises(DecodeError):
        decode_events(f"[{item}]")
    with pytest.raises(DecodeError):
        decode_events("[" + item + "]" * 100_000 + "}]")


def test_views_of_sentrys_responses_skip_second_spellings() -> None:
    """A project id that is a string marks a response of Sentry, so `in_app` is not read."""
    data = json.dumps({**FULL, "entries": [exception({"in_app": True})]})
    assert decode_view(data, _View).entries[0].data.values[0].stacktrace == _Stack(frames=[_Mine()])


def test_analyses_work_with_glitchtip() -> None:
    """In-app frames, source lines and source map failures are found as in a response of Sentry."""
    lines = [[6, "a"], [7, "b"]]
    sent = {"in_app": True, "lineno": 7, "abs_path": "https://a.example/x.js", "context": lines}
    error = {"type": "js_no_source", "data": {"url": "https://a.example/x.js"}}
    event = decode_event(body(exception(sent), errors=[error], platform="javascript"))
    (own,) = in_app_frames(event).frames
    assert source_context(own).call
    assert [failure.frames for failure in sourcemap_errors(event)] == [(own,)]


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus")
def test_glitchtip_responses_in_the_corpus() -> None:
    """Their issue, type and query are read."""
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
