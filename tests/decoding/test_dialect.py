"""Tests of the rules that tell the kind of a JSON object by its keys."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import msgspec
import pytest

from topframe import (
    DecodeError,
    EnvelopeHeader,
    ValidationError,
    decode_event,
    decode_events,
    decode_raw_event,
    decode_view,
    load_event,
    read_events,
)
from topframe.decoding.dialect import API, API_ERROR, HEADER, QUEUE, RAW, WEBHOOK, kind_in
from topframe.views import EventFrames, EventSummary, SourcemapErrors

KINDS: list[tuple[Any, str | None]] = [
    # Events of the web API, also with required keys missing.
    ({"eventID": None}, API),
    ({"eventID": "9", "detail": "x"}, API),
    ({"entries": [], "platform": "python"}, API),
    ({"groupID": "7", "title": "Boom", "platform": "python"}, API),
    ({"eventID": "9", "entries": [], "comments": "x"}, API),
    ({"entries": [], "comments": "x"}, API),
    ({"eventID": "9", "title": "Boom", "comments": "x"}, API),
    # Raw events.
    ({"exception": None}, RAW),
    ({"contexts": {}}, RAW),
    ({"sentry.interfaces.Http": {}}, RAW),
    ({"logentry": "Boom", "comments": "x", "event_id": "9", "data": {}, "event": {}, "Records": []}, RAW),
    ({"platform": "go"}, RAW),
    ({"debug_meta": {}}, RAW),
    ({"event_id": "9"}, RAW),
    ({"sdk": {}}, RAW),
    ({"event_id": "9", "detail": "x", "data": {}}, RAW),
    ({"event_id": "9", "message": "Boom", "trace": {}}, RAW),
    ({"event_id": "9", "event": None}, RAW),
    # Bodies that can contain an event.
    ({"Records": [1]}, QUEUE),
    ({"Messages": []}, QUEUE),
    ({"Body": "{}"}, QUEUE),
    ({"s3Url": "s3://a/b"}, QUEUE),
    ({"messageId": "m", "body": "{}"}, QUEUE),
    ({"event": {}}, WEBHOOK),
    ({"data": {}}, WEBHOOK),
    ({"event_id": "9", "sent_at": "2026-01-02T03:04:05Z"}, HEADER),
    ({"dsn": "https://public@example.test/1"}, HEADER),
    # Bodies without an event.
    ({"id": "1", "eventID": "9", "name": "A", "email": "a@example.com", "comments": "It broke"}, "user report"),
    ({"event_id": "9", "name": "A", "email": "a@example.com", "comments": "It broke"}, "user report"),
    ({"event_id": "9", "name": "A", "email": "a@example.com"}, "user report"),
    ({"check_in_id": "1", "monitor_slug": "m", "status": "ok", "release": "1", "contexts": {}}, "check-in"),
    ({"crash_info": {}, "modules": [], "threads": []}, "report of a crash"),
    ({"exception": {}, "threads": [], "usedImages": []}, "report of a crash"),
    ({"span_id": "1", "trace_id": "2", "op": "db", "platform": "python", "timestamp": 2}, "span"),
    ({"platform": "android", "sampled_profile": ""}, "profile"),
    ({"csp-report": {"blocked-uri": "self"}}, "security report"),
    ({"expect-ct-report": {"hostname": "www.example.com"}}, "security report"),
    ({"expect-staple-report": {"hostname": "www.example.com"}}, "security report"),
    ({"hostname": "www.example.com", "known-pins": []}, "security report"),
    ({"age": 1, "type": "csp-violation", "url": "https://a.example.com/", "body": {}}, "report of a browser"),
    ({"event_id": "9", "platform": "python", "version": "1", "profile": {}}, "profile"),
    ({"event_id": "9", "type": "event.attachment", "name": "a.png", "mimetype": "image/png"}, "attachment"),
    ({"shortId": "SHOP-1", "platform": "python", "level": "error", "culprit": "f"}, "issue"),
    ({"slug": "shop", "platform": "python"}, "project"),
    ({"detail": None}, API_ERROR),
    # Objects with keys that do not tell.
    ({}, None),
    ({"message": "Boom"}, None),
    ({"name": "shop", "version": "1.0.0", "type": "module"}, None),
    ({"Records": None}, None),
]


@pytest.mark.parametrize(("body", "kind"), KINDS, ids=[json.dumps(body)[:40] for body, _ in KINDS])
def test_keys_tell_the_kind_of_a_body(body: Any, kind: str | None) -> None:
    """The least ambiguous keys count first. A null value is neither an event nor a list of messages."""
    assert kind_in(json.dumps(body).encode()) == kind


@pytest.mark.parametrize("body", [b"[]", b"7", b"x", b"", b'{"x":' + b"[" * 100_000])
def test_other_json_and_malformed_json_have_no_kind(body: bytes) -> None:
    """The kind is None for other JSON, malformed JSON and JSON that is nested too deeply."""
    assert kind_in(body) is None


REPORTS = [(body, kind) for body, kind in KINDS if kind and kind.endswith(("report", "browser"))]


def test_user_reports_of_the_web_api_are_refused() -> None:
    """A user report has an `eventID`, the only key that an event needs. An event with only this key is accepted."""
    report = {"id": "1", "eventID": "9", "name": "A", "email": "a@example.com", "comments": "It broke"}
    with pytest.raises(ValidationError, match=r"^Expected `event`, got `user report` - at `\$`$"):
        decode_event(json.dumps(report))
    assert decode_event('{"eventID": "9"}').event_id == "9"


def test_user_reports_in_a_list_are_refused() -> None:
    """The path has the index of the first user report."""
    with pytest.raises(ValidationError, match=r"^Expected `event`, got `user report` - at `\$\[1\]`$"):
        decode_events('[{"eventID": "9"}, {"eventID": "9", "comments": "It broke"}]')
    events = decode_events('[{"eventID": "9"}, {"eventID": "8", "title": "x"}]')
    assert [event.event_id for event in events] == ["9", "8"]


def test_keys_can_be_any_bytes() -> None:
    """A record with a key that is not UTF-8 fails. The records after it are read."""
    assert kind_in(b'{"\xff": 1}') is None
    errors: list[DecodeError] = []
    records = b'{"\xff": 1}\n{"eventID": "9", "\xff": 1}\n{"eventID": "8"}\n'
    assert [event.event_id for event in read_events(BytesIO(records), on_error=errors.append)] == ["8"]
    assert [str(error) for error in errors] == [
        "record 0, line 1: Not UTF-8 - at byte 2",
        "record 1, line 2: Not UTF-8 - at byte 18",
    ]


@pytest.mark.parametrize(("body", "kind"), REPORTS)
def test_reports_are_refused(body: Any, kind: str) -> None:
    """Each function that expects an event names the kind of report. A report never becomes an empty event."""
    text = json.dumps(body).encode()
    for load, expected in ((load_event, "event"), (decode_raw_event, "raw event")):
        with pytest.raises(ValidationError) as caught:
            load(text)
        assert str(caught.value) == f"Expected `{expected}`, got `{kind}` - at `$`"
    errors: list[DecodeError] = []
    for source in ([text], [b"[%b]" % text], [b'{"eventID":"1","title":"a"}\n' + text]):
        assert [event.event_id for event in read_events(source, on_error=errors.append)] in ([], ["1"])
    assert [str(error).partition(": ")[2] for error in errors] == [f"Expected `event`, got `{kind}` - at `$`"] * 3


@pytest.mark.parametrize(
    "body",
    [
        {"sid": "1", "init": True, "timestamp": "2026-01-02T03:04:05Z", "status": "ok", "attrs": {"release": "1"}},
        {"timestamp": 1, "discarded_events": []},
        {"name": "shop", "version": "1.0.0", "type": "module"},
        {"sent": 1},
    ],
)
def test_bodies_without_event_keys_are_refused(body: Any) -> None:
    """Sessions, client reports and files of other programs share at most one or two keys with events."""
    with pytest.raises(ValidationError, match=r"^Expected `raw event`, got `other object` - at `\$`$"):
        decode_raw_event(json.dumps(body))
    with pytest.raises(DecodeError, match=r"^Not an event: looked for"):
        load_event(json.dumps(body))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": "Boom"},
        {"message": "Boom", "unheardOf": 1},
        {"release": "1", "environment": "production"},
        {"timestamp": 1},
        {"type": "error", "level": "info"},
        {"request": {"method": "GET"}, "unheardOf": 1},
    ],
)
def test_raw_events_can_have_few_keys(body: Any) -> None:
    """SDKs can leave out any key.

    If no key proves a raw event, either all keys must be keys of the model, or one of them must be typical of events.
    """
    assert decode_raw_event(json.dumps(body)).exceptions == ()


def test_an_event_with_entries_and_without_id_is_refused() -> None:
    """A body with `entries` is an event of the web API. Reading it as a raw event would lose the entries."""
    exception = {"type": "exception", "data": {"values": [{"type": "TypeError"}]}}
    event = {"id": "9", "platform": "javascript", "entries": [exception]}
    for body, place in ((event, "$"), ({"event": event}, "$.event"), ({"data": {"error": event}}, "$.data.error")):
        text = json.dumps(body)
        with pytest.raises(ValidationError) as caught:
            load_event(text)
        assert str(caught.value) == f"Expected `str`, got `nothing` - at `{place}.eventID`"
        (error,) = errors_of(text)
        assert str(error.__cause__) == str(caught.value)
    with pytest.raises(ValidationError, match=r"^Expected `str`, got `nothing` - at `\$\.eventID`$"):
        decode_event(json.dumps(event))
    with pytest.raises(
        ValidationError, match=r"^Expected `raw event`, got `event of the web API` - at `\$`: it looks like an event"
    ):
        decode_raw_event(json.dumps(event))


@pytest.mark.parametrize("key", ["title", "platform", "errors"])
def test_a_key_of_events_tells_an_event_from_a_user_report(key: str) -> None:
    """A body with an `eventID`, `comments` and a key that no user report has is an event for all functions."""
    text = json.dumps({"eventID": "9", "comments": "x", key: [] if key == "errors" else "x"})
    assert load_event(text) == decode_event(text)
    assert list(read_events([text])) == [decode_event(text)]
    for view in (EventSummary, SourcemapErrors):
        assert list(read_events([text], view=view)) == [decode_view(text, view)]


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the caller. Its defaults look like values of an event."""

    event_id: str = msgspec.field(name="eventID")
    platform: str = "other"
    tags: list[str] = msgspec.field(default_factory=lambda: ["a"])


@pytest.mark.parametrize("view", [EventSummary, EventFrames, SourcemapErrors, Defaults])
@pytest.mark.parametrize("issue", [{"id": "5"}, 5])
def test_user_reports_are_refused_with_any_view(view: type[msgspec.Struct], issue: object) -> None:
    """Neither a default of the view nor the `issue`, which GlitchTip's events have, makes a user report an event."""
    report = {"eventID": "9", "comments": "It broke", "issue": issue}
    with pytest.raises(DecodeError, match=r"Expected `event`, got `user report` - at `\$`"):
        list(read_events([json.dumps(report)], view=view))
    event = json.dumps({"eventID": "9", "issue": 5})
    assert list(read_events([event], view=view)) == [decode_view(event, view)]


def test_headers_of_envelopes_have_the_keys_of_the_struct() -> None:
    """The keys that mark the header of an envelope are those that `decode_envelope` reads."""
    for key in EnvelopeHeader.__struct_encode_fields__:
        assert kind_in(json.dumps({"dsn": "x", key: "x"}).encode()) == HEADER


def errors_of(text: str) -> list[DecodeError]:
    """The errors that `read_events` raises for a body."""
    errors: list[DecodeError] = []
    try:
        assert list(read_events([text])) == []
    except DecodeError as error:
        errors.append(error)
    return errors
