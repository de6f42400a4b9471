"""What a JSON object is, by the names of its members."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from topframe import (
    DecodeError,
    ValidationError,
    decode_event,
    decode_events,
    decode_raw_event,
    load_event,
    read_events,
)
from topframe.decoding.dialect import API, API_ERROR, HEADER, QUEUE, RAW, WEBHOOK, kind_in

KINDS: list[tuple[Any, str | None]] = [
    # Events of the web API, also without what they must have.
    ({"eventID": None}, API),
    ({"eventID": "9", "detail": "x"}, API),
    ({"entries": [], "platform": "python"}, API),
    ({"groupID": "7", "title": "Boom", "platform": "python"}, API),
    ({"eventID": "9", "entries": [], "comments": "x"}, API),
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
    # What events come in.
    ({"Records": [1]}, QUEUE),
    ({"Messages": []}, QUEUE),
    ({"Body": "{}"}, QUEUE),
    ({"s3Url": "s3://a/b"}, QUEUE),
    ({"messageId": "m", "body": "{}"}, QUEUE),
    ({"event": {}}, WEBHOOK),
    ({"data": {}}, WEBHOOK),
    ({"event_id": "9", "sent_at": "2026-01-02T03:04:05Z"}, HEADER),
    ({"dsn": "https://public@example.test/1"}, HEADER),
    # What is no event.
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
    # What names do not tell.
    ({}, None),
    ({"message": "Boom"}, None),
    ({"name": "shop", "version": "1.0.0", "type": "module"}, None),
    ({"Records": None}, None),
]


@pytest.mark.parametrize(("body", "kind"), KINDS, ids=[json.dumps(body)[:40] for body, _ in KINDS])
def test_names_tell_what_a_body_is(body: Any, kind: str | None) -> None:
    """The least ambiguous keys count first. A null is neither an event nor a list of messages."""
    assert kind_in(json.dumps(body).encode()) == kind


@pytest.mark.parametrize("body", [b"[]", b"7", b"x", b"", b'{"x":' + b"[" * 100_000])
def test_what_is_no_object_has_no_names(body: bytes) -> None:
    """A body that is no object, no JSON or too deep has no kind."""
    assert kind_in(body) is None


REPORTS = [(body, kind) for body, kind in KINDS if kind and kind.endswith(("report", "browser"))]


def test_a_user_report_of_the_web_api_is_no_event() -> None:
    """It has an `eventID`, and nothing else that an event must have. An event that has nothing else either is one."""
    report = {"id": "1", "eventID": "9", "name": "A", "email": "a@example.com", "comments": "It broke"}
    with pytest.raises(ValidationError, match=r"^Expected `event`, got `user report` - at `\$`$"):
        decode_event(json.dumps(report))
    assert decode_event('{"eventID": "9"}').event_id == "9"


def test_user_reports_in_a_list_are_no_events() -> None:
    """The place is that of the first one."""
    with pytest.raises(ValidationError, match=r"^Expected `event`, got `user report` - at `\$\[1\]`$"):
        decode_events('[{"eventID": "9"}, {"eventID": "9", "comments": "It broke"}]')
    events = decode_events('[{"eventID": "9"}, {"eventID": "8", "title": "x"}]')
    assert [event.event_id for event in events] == ["9", "8"]


def test_names_can_be_any_bytes() -> None:
    """A name that is not UTF-8 tells nothing, and costs its record alone."""
    assert kind_in(b'{"\xff": 1}') is None
    errors: list[DecodeError] = []
    records = b'{"\xff": 1}\n{"eventID": "9", "\xff": 1}\n{"eventID": "8"}\n'
    assert [event.event_id for event in read_events(BytesIO(records), on_error=errors.append)] == ["8"]
    assert [str(error) for error in errors] == [
        "record 0, line 1: Not UTF-8 - at byte 2",
        "record 1, line 2: Not UTF-8 - at byte 18",
    ]


@pytest.mark.parametrize(("body", "kind"), REPORTS)
def test_a_report_is_never_an_empty_event(body: Any, kind: str) -> None:
    """Each function that expects an event refuses a report and names it, so no report is lost as an empty event."""
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
def test_a_body_without_a_name_of_an_event_is_no_event(body: Any) -> None:
    """Sessions, reports of clients and files of other programs share at most a name or two with events."""
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
def test_an_event_may_say_little(body: Any) -> None:
    """SDKs may leave out anything. If the keys prove nothing, all of them must be keys of a raw event."""
    assert decode_raw_event(json.dumps(body)).exceptions == ()


def test_a_body_with_entries_lacks_its_id() -> None:
    """A body with `entries` is of the web API, so it is not read as a raw event, which would lose its entries."""
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


def errors_of(text: str) -> list[DecodeError]:
    """What `read_events` says of a body."""
    errors: list[DecodeError] = []
    try:
        assert list(read_events([text])) == []
    except DecodeError as error:
        errors.append(error)
    return errors
