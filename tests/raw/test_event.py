"""Tests for the raw event as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import RawEvent, decode_raw_event, encode
from topframe.model import (
    Csp,
    DebugImage,
    DebugMeta,
    ExpectCt,
    ExpectStaple,
    GroupingConfig,
    Hpkp,
    Measurement,
    Nel,
    Span,
    Tag,
    TraceContext,
    User,
)
from topframe.raw import RawSdk, RelayHop, ScrapingAttempt

WHOLE = """{
    "event_id": "ab", "type": "error", "level": "error", "platform": "python", "timestamp": 1772439200.5,
    "start_timestamp": 1772439200, "environment": "e", "release": "r", "dist": "d", "server_name": "s", "logger": "",
    "transaction": "t", "transaction_info": {"source": "url"}, "exception": [{"type": "A"}],
    "logentry": {"formatted": "a"}, "message": "b", "stacktrace": {"frames": []}, "threads": {"values": [{"id": 1}]},
    "breadcrumbs": {"values": []}, "request": {"method": "GET"}, "user": {"id": 17, "plan": "gold"},
    "contexts": {"os": null}, "tags": [["a", "b"], null], "extra": {"a": [null]}, "modules": {"a": null},
    "sdk": {"name": "s"}, "fingerprint": ["{{ default }}", null], "debug_meta": {"images": [null]},
    "template": {"lineno": 1}, "spans": [{"op": "db"}, null], "measurements": {"lcp": {"value": 1}, "x": null},
    "breakdowns": {"ops": {"db": {"value": 1}, "x": null}, "y": null}, "csp": {}, "hpkp": {"port": 443},
    "expectct": {"port": 443}, "expectstaple": {"port": 443}, "nel": {"age": 1}, "version": "7", "culprit": "c",
    "site": "i", "checksum": "k", "_meta": {"user": {"": {"len": 1}}}, "errors": [{"type": "x", "name": [1]}, null],
    "title": "t", "location": "l", "metadata": {"severity": 0.5}, "received": 1772439201.5, "project": 42,
    "project_id": 43, "key_id": "1093", "hashes": ["h", null], "hierarchical_hashes": ["i"], "primary_hash": "j",
    "grouping_config": {"id": "g"}, "span_grouping_config": {"id": "h"}, "scraping_attempts": [{"status": "x"}, null],
    "ingest_path": [{"version": "1"}, null], "time_spent": 12, "nodestore_insert": 1772439202.5,
    "processed_by_symbolicator": true, "main_exception_id": 0,
    "symbolicated_in_app": true, "use_rust_normalize": false, "_dsc": {"sampled": "true"}, "_metrics": {"a": true},
    "_ref": 42, "_ref_version": 2, "_performance_issues_spans": true, "_metrics_summary": {"c:a": []},
    "datetime": "2026-03-02T08:13:20.5Z", "url": "https://a.example.com/", "web_url": "https://b.example.com/",
    "issue_url": "https://c.example.com/", "issue_id": "7", "occurrence": {"type": 1001}, "replay_id": "r",
    "replay_type": "session", "replay_start_timestamp": 1, "segment_id": 3, "segment_names": ["a", null],
    "urls": ["u", null], "error_ids": ["e", null], "trace_ids": ["t", null], "id": 81, "trimHeadFrames": 0,
    "repos": {"a": {}}, "_grouping": {"enhancements": ""}, "_fingerprinting_rules": [{}],
    "sentry.interfaces.Exception": {"type": "A"}, "sentry.interfaces.Stacktrace": {"frames": []},
    "sentry.interfaces.Message": "a", "sentry.interfaces.Http": {"method": "GET"},
    "sentry.interfaces.User": {"id": 17}, "sentry.interfaces.Breadcrumbs": [{"ty": "http"}],
    "sentry.interfaces.Contexts": {"os": null}, "sentry.interfaces.Template": {"lineno": 1},
    "sentry.interfaces.Csp": {"referrer": ""}, "sentry.interfaces.Hpkp": {"port": 1},
    "sentry.interfaces.ExpectCT": {"port": 1}, "sentry.interfaces.ExpectStaple": {"port": 1}, "unheardOf": 1
}"""


MIXED = [("os", "Linux"), ("pid", "5"), ("beta", "True"), ("none", None), ("odd", None)]
"""Tags of several types, as text."""


def event_with(**members: Any) -> RawEvent:
    """Decode a raw event with these keys."""
    return decode_raw_event(json.dumps(members))


def test_an_event_comes_back() -> None:
    """All keys come back. They are in snake_case, except some internal keys of the server and some old keys."""
    assert_comes_back(RawEvent, WHOLE)


def test_an_event_may_be_empty() -> None:
    """All keys are optional: the id can be in the envelope's header, and the server fills in other values."""
    assert_may_be_empty(RawEvent)


# --- ids, types and times ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id",
    [
        "fc6d8c0c43fc4630ad850ee518f1b9d0",
        "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0",
        "FC6D8C0C43FC4630AD850EE518F1B9D0",
        "fc6d",
        "",
    ],
)
def test_an_id_is_kept_as_it_was_spelt(id: str) -> None:
    """An id with dashes, in capitals or cut stays unchanged; only the server normalizes it."""
    event = event_with(event_id=id)
    assert event.event_id == id
    assert written(event) == {"event_id": id}


@pytest.mark.parametrize("level", ["error", "log", "critical", "a level of tomorrow", 10, 40, 0])
def test_a_level_is_a_word_or_a_number(level: str | int) -> None:
    """Names, aliases, unknown names and the level numbers of Python's `logging` stay unchanged."""
    event = event_with(level=level)
    assert event.level == level
    assert written(event) == {"level": level}


@pytest.mark.parametrize("type", ["error", "transaction", "userreportv2", "a type of tomorrow"])
def test_types_and_platforms_are_open(type: str) -> None:
    """Unknown types and platforms are accepted."""
    event = event_with(type=type, platform=type)
    assert (event.type, event.platform) == (type, type)


@pytest.mark.parametrize(
    "time",
    [
        1772439200,
        1772439200.125,
        "2026-03-02T08:13:20Z",
        "2026-03-02T08:13:20.125",
        "2026-03-02T08:13:20+05:30",
        "1772439200",
        "yesterday",
        "",
    ],
)
@pytest.mark.parametrize("key", ["timestamp", "start_timestamp", "received", "replay_start_timestamp"])
def test_a_time_is_a_number_or_any_text(key: str, time: float | str) -> None:
    """Seconds, ISO 8601 text with or without a zone, and text that is not a time stay unchanged."""
    assert written(event_with(**{key: time})) == {key: time}


@pytest.mark.parametrize("value", ["1.2", 1, 1.5, True, False])
@pytest.mark.parametrize(
    "key", ["release", "dist", "environment", "server_name", "logger", "transaction", "version", "logentry", "message"]
)
def test_a_lenient_text_may_be_a_number_or_boolean(key: str, value: object) -> None:
    """Numbers and booleans keep value and type; only the server converts them to text."""
    (written_value,) = written(event_with(**{key: value})).values()
    assert (type(written_value), written_value) == (type(value), value)


@pytest.mark.parametrize("fingerprint", [["{{ default }}", "a"], [5, 1.5, True, None], []])
def test_a_fingerprint_has_lenient_texts(fingerprint: object) -> None:
    """A fingerprint of texts, numbers, booleans and nulls comes back unchanged. An empty list stays."""
    assert written(event_with(fingerprint=fingerprint)) == {"fingerprint": fingerprint}


@pytest.mark.parametrize("number", [42, "42"])
@pytest.mark.parametrize("key", ["project", "project_id", "key_id", "issue_id", "segment_id", "id"])
def test_ids_are_numbers_or_text(key: str, number: int | str) -> None:
    """Ids are accepted as numbers and as text, and keep their type."""
    assert written(event_with(**{key: number})) == {key: number}


# --- tags -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ({"os": "Linux", "pid": 5, "beta": True, "none": None, "odd": {"a": [1]}}, MIXED),
        ([["os", "Linux"], ["pid", 5], ["beta", True], ["none", None], ["odd", {"a": [1]}]], MIXED),
        ([["os", "a"], ["os", "b"], [None, "c"], [5, "d"]], [("os", "a"), ("os", "b"), (None, "c"), ("5", "d")]),
        ([["sentry:release", "r"], None, [], ["a"], ["a", "b", "c"]], [("sentry:release", "r")]),
        ([], []),
        ({}, []),
    ],
)
def test_tags_are_an_object_or_rows(tags: object, found: list[tuple[str | None, str | None]]) -> None:
    """Tags come back unchanged from an object and from rows. *tags* has text, and skips rows that are not pairs.

    Rows can repeat a key, and values can have any type.
    """
    event = event_with(tags=tags)
    assert event.tags == tuple(Tag(key=key, value=value) for key, value in found)
    assert written(event) == {"tags": tags}


def test_without_tags_the_list_is_empty() -> None:
    """Without tags, *tags* is empty. Null and a missing key have the same meaning."""
    assert event_with(tags=None).tags == event_with().tags == ()


def test_tags_are_looked_up_by_key() -> None:
    """`tag` and *tags_dict* give the first value of a key, as for an event of the web API."""
    event = event_with(tags=[["os", "a"], ["os", "b"], [None, "c"], ["pid", 5]])
    assert (event.tag("os"), event.tag("pid"), event.tag("level")) == ("a", "5", None)
    assert event.tags_dict == {"os": "a", "pid": "5"}


# --- the user and other free-form parts -------------------------------------------------------------------------------


def test_a_user_keeps_what_the_sdk_added() -> None:
    """Unknown keys of a user come back beside the known keys. A known key of the wrong type is None, and comes back."""
    event = event_with(user={"id": 17, "email": 5, "plan": {"name": "gold"}, "ip_address": "{{auto}}"})
    assert event.user == User(id=17, ip_address="{{auto}}")
    assert written(event) == {"user": {"id": 17, "email": 5, "plan": {"name": "gold"}, "ip_address": "{{auto}}"}}


@pytest.mark.parametrize("user", [None, 7, [], "u-1"])
def test_a_user_that_is_no_object_is_none(user: object) -> None:
    """*user* is None if it is not an object. The value comes back unchanged."""
    event = event_with(user=user)
    assert event.user is None
    assert written(event) == {"user": user}


@pytest.mark.parametrize("value", [{"a": {"b": [None, 1.5]}}, {}, [], ["a"], "text", 7, None])
def test_free_forms_are_anything(value: object) -> None:
    """Contexts, extra, modules and `_meta` accept any JSON. The properties decode it, and it comes back unchanged."""
    event = event_with(contexts=value, extra=value, modules=value, _meta=value)
    assert (event.contexts, event.extra, event.modules, event.meta) == (value, value, value, value)
    assert written(event) == {"contexts": value, "extra": value, "modules": value, "_meta": value}


def test_a_context_of_a_known_class_is_read() -> None:
    """`known_context` reads a context into its class, as for an event of the web API."""
    event = event_with(contexts={"trace": {"trace_id": "a", "span_id": 7}})
    assert event.known_context(TraceContext) == TraceContext(trace_id="a")
    assert RawEvent().known_context(TraceContext) is None


def test_free_forms_that_are_absent_are_none() -> None:
    """The properties return None for a missing key, as they do for null."""
    event = RawEvent()
    assert (event.contexts, event.extra, event.modules, event.meta, event.user) == (None, None, None, None, None)


@pytest.mark.parametrize("value", [{"sample_rate": "1.0"}, [], "text", 7, False])
def test_what_the_server_notes_for_itself_is_anything(value: object) -> None:
    """Internal keys of the server accept any JSON, because their format is not defined."""
    keys = ["_dsc", "_metrics", "_performance_issues_spans", "_metrics_summary", "_grouping", "_fingerprinting_rules"]
    assert written(event_with(**dict.fromkeys(keys, value))) == dict.fromkeys(keys, value)


# --- interfaces of both dialects --------------------------------------------------------------------------------------


def test_what_both_dialects_have_is_of_the_same_kind() -> None:
    """Interfaces that both dialects share decode to the Structs of the model."""
    event = decode(RawEvent, WHOLE)
    assert event.csp == Csp()
    assert event.hpkp == Hpkp(port=443)
    assert event.expectct == ExpectCt(port=443)
    assert event.expectstaple == ExpectStaple(port=443)
    assert event.nel == Nel(age=1)
    assert event.measurements == {"lcp": Measurement(value=1), "x": None}
    assert event.grouping_config == GroupingConfig(id="g")
    assert event.scraping_attempts_data == (ScrapingAttempt(status="x"), None)
    assert event.ingest_path_data == (RelayHop(version="1"), None)
    assert event.sdk == RawSdk(name="s")


def test_images_keep_their_index() -> None:
    """A null image keeps its index, because *addr_mode* of a frame refers to an image by index."""
    event = event_with(debug_meta={"images": [None, {"type": "wasm"}]})
    assert event.debug_meta == DebugMeta(images_data=(None, DebugImage(type="wasm")))


@pytest.mark.parametrize(("spans", "found"), [([{"op": "db"}, None], (Span(op="db"),)), ([], ()), (None, ())])
def test_spans_are_those_of_the_transaction(spans: object, found: tuple[Span, ...]) -> None:
    """*spans* skips nulls. Encoding returns them."""
    event = event_with(spans=spans)
    assert event.spans == found
    assert written(event) == ({} if spans is None else {"spans": spans})


def test_events_are_values() -> None:
    """Events with equal values are equal, even if blanks in free-form parts differ. Events are immutable."""
    event = decode_raw_event(b'{"event_id": "9", "extra": {"a":  1}}')
    assert event == decode_raw_event(b'{"event_id":"9","extra":{"a":1},"user":null}')
    assert event != decode_raw_event(b'{"event_id":"9","extra":{"a":1.0}}')
    assert encode(event) == b'{"event_id":"9","extra":{"a":  1}}'
    with pytest.raises(AttributeError):
        event.title = "another"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
