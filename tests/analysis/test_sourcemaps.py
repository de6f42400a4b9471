"""Why source maps were not applied, and what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from topframe import SourcemapFailure, decode_event, sourcemap_errors
from topframe.model import Event

BUNDLE = "https://shop.example.com/static/app.min.js"
MAP = BUNDLE + ".map"


def errors_of(*errors: Any, platform: str | None = "javascript", **members: Any) -> tuple[SourcemapFailure, ...]:
    """What an event with these processing errors says."""
    return sourcemap_errors(
        decode_event(json.dumps({"eventID": "9", "platform": platform, "errors": list(errors), **members}))
    )


def frames(raw: list[dict[str, Any]], mapped: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of an event with one exception."""
    value = {"stacktrace": {"frames": mapped}, "rawStacktrace": {"frames": raw}}
    return [{"type": "exception", "data": {"values": [value]}}]


def test_an_event_without_failures_has_none() -> None:
    """None, null items, and errors without a type."""
    assert sourcemap_errors(Event(event_id="9")) == ()
    assert errors_of(None, {}, {"message": "x"}) == ()


@pytest.mark.parametrize(
    ("type", "data", "file", "cause"),
    [
        ("js_no_source", {"url": BUNDLE}, BUNDLE, "Neither the file nor its source map was found."),
        ("js_invalid_source", {"url": MAP}, MAP, "The source map cannot be read."),
        (
            "js_missing_sources_content",
            {"source": "a.ts", "sourcemap": MAP},
            "a.ts",
            "The source map does not hold the original sources.",
        ),
        (
            "js_scraping_disabled",
            {"url": BUNDLE},
            BUNDLE,
            "The file was not uploaded, and the project forbids the server to fetch it.",
        ),
        ("js_no_column", {"url": BUNDLE}, BUNDLE, "The frame has no column, so it cannot be looked up."),
        ("js_invalid_content", {"url": BUNDLE}, BUNDLE, "What was found is not JavaScript."),
        ("js_too_many_sources", {}, None, "The event needs more files than the server fetches."),
        ("js_of_tomorrow", {"url": 5}, None, "The JavaScript source could not be used."),
        (
            "js_no_source",
            {"url": BUNDLE, "symbolicator_type": "missing_source"},
            BUNDLE,
            "The minified file was not found.",
        ),
        (
            "js_no_source",
            {"url": BUNDLE, "symbolicator_type": "missing_sourcemap"},
            BUNDLE,
            "The source map of the file was not found.",
        ),
        (
            "js_no_source",
            {"url": "main.js", "symbolicator_type": "invalid_abs_path"},
            "main.js",
            "The path of the frame is no address that a file can be found by.",
        ),
        (
            "js_no_source",
            {"url": BUNDLE, "symbolicator_type": "of_tomorrow"},
            BUNDLE,
            "Neither the file nor its source map was found.",
        ),
        ("fetch_invalid_http_code", {"url": BUNDLE, "value": 404}, BUNDLE, "The host answered with HTTP status 404."),
        ("js_invalid_http_code", {"url": BUNDLE, "value": "404"}, BUNDLE, "The host answered with an HTTP error."),
        ("js_invalid_http_code", {"url": BUNDLE, "value": 10**30}, BUNDLE, "The host answered with an HTTP error."),
        ("restricted_ip", {"url": BUNDLE}, BUNDLE, "The address of the file is private."),
        ("native_symbolicator_failed", {}, None, "Symbolication failed on the server."),
    ],
)
def test_each_type_has_its_file_and_its_cause(type: str, data: dict[str, Any], file: str | None, cause: str) -> None:
    """The type decides, never the message; an unknown `js_` type is one of these failures too."""
    (error,) = errors_of({"type": type, "message": "Unknown error", "data": data})
    assert (error.type, error.file, error.cause) == (type, file, cause)
    assert error.remedy.endswith(".")
    assert (error.row, error.column, error.position) == (None, None, None)


@pytest.mark.parametrize(
    ("data", "position"),
    [
        ({"source": MAP, "row": 15, "column": 8}, "original"),
        ({"source": BUNDLE, "sourcemap": MAP, "row": 1, "column": None}, "minified"),
        ({"source": BUNDLE, "symbolicator_type": "invalid_location", "row": 1, "column": 88}, "minified"),
        ({"source": BUNDLE, "row": None, "column": 3}, "original"),
        ({"source": BUNDLE, "row": True, "column": "8"}, None),
        ({"source": BUNDLE}, None),
    ],
)
def test_the_keys_tell_what_a_place_counts_in(data: dict[str, Any], position: str | None) -> None:
    """Three servers write the same type with places in different files."""
    (error,) = errors_of({"type": "js_invalid_sourcemap_location", "data": data})
    assert error.position == position
    assert error.sourcemap == data.get("sourcemap")
    minified = "The source map has no such place of the minified file."
    original = "The source map points to a place that the original source does not have."
    assert error.cause == (minified if "sourcemap" in data or "symbolicator_type" in data else original)


@pytest.mark.parametrize("platform", ["python", "native", None])
def test_failures_of_other_platforms_are_not_about_source_maps(platform: str | None) -> None:
    """Fetching fails for native events too."""
    assert errors_of({"type": "fetch_timeout", "data": {}}, {"type": "native_missing_dsym"}, platform=platform) == ()


def test_the_same_failure_is_told_once() -> None:
    """Servers note a failure for every frame that it befell."""
    one, other = {"type": "js_no_source", "data": {"url": BUNDLE}}, {"type": "js_no_source", "data": {"url": MAP}}
    assert [error.file for error in errors_of(one, other, one)] == [BUNDLE, MAP]


def test_what_differs_is_not_the_same_failure() -> None:
    """One file can lack more than one thing, and a host can answer in more than one way."""
    kinds = ("missing_source", "missing_sourcemap", "invalid_abs_path")
    missing = [{"type": "js_no_source", "data": {"url": BUNDLE, "symbolicator_type": kind}} for kind in kinds]
    told = errors_of(*missing, *missing)
    assert len(told) == len({error.cause for error in told}) == len({error.remedy for error in told}) == 3
    answers = [{"type": "fetch_invalid_http_code", "data": {"url": BUNDLE, "value": n}} for n in (404, 503, 404)]
    assert [error.http_status for error in errors_of(*answers)] == [404, 503]
    odd: dict[str, Any] = {"type": "js_no_source", "data": {"url": BUNDLE, "value": [1], "x": {}}}
    assert [error.http_status for error in errors_of(odd, odd)] == [None]


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "let the server in"),
        (403, "let the server in"),
        (404, "keep the assets of old deploys"),
        (410, "keep the assets of old deploys"),
        (500, "mend the host"),
        (503, "mend the host"),
        (418, "keep the assets of old deploys, and let the server in"),
    ],
)
@pytest.mark.parametrize("type", ["fetch_invalid_http_code", "js_invalid_http_code"])
def test_the_remedy_fits_the_status(type: str, status: int, advice: str) -> None:
    """A page that is gone, one that is guarded and a host that fails need different things."""
    (error,) = errors_of({"type": type, "data": {"url": BUNDLE, "value": status}})
    assert error.http_status == status
    assert advice in error.remedy


def test_the_frames_in_the_file_are_told() -> None:
    """Those of the raw stack and of the mapped one, and those that the named map was applied to."""
    raw = {"function": "a", "absPath": BUNDLE, "lineNo": 1, "colNo": 2}
    mapped = {"function": "add", "absPath": "webpack:///cart.ts", "mapUrl": MAP}
    entries = frames([raw], [mapped, {"function": "other", "absPath": "https://shop.example.com/vendor.js"}])
    no_source, invalid = errors_of(
        {"type": "js_no_source", "data": {"url": BUNDLE}},
        {"type": "js_invalid_source", "data": {"url": MAP}},
        entries=entries,
    )
    assert [frame.function for frame in no_source.frames] == ["a"]
    assert [frame.function for frame in invalid.frames] == ["add"]


def test_a_minified_place_tells_the_frame() -> None:
    """The one at the row and column, and no other of the file."""
    raw = [{"function": name, "absPath": BUNDLE, "lineNo": 1, "colNo": n} for n, name in enumerate("abc")]
    entries = frames(raw, [])
    data = {"source": BUNDLE, "symbolicator_type": "invalid_location", "row": 1, "column": 1}
    (hit,) = errors_of({"type": "js_invalid_sourcemap_location", "data": data}, entries=entries)
    assert [frame.function for frame in hit.frames] == ["b"]
    (missed,) = errors_of({"type": "js_invalid_sourcemap_location", "data": {**data, "row": 9}}, entries=entries)
    assert missed.frames == ()
    lost = {key: value for key, value in data.items() if key not in {"row", "column"}}
    (anywhere,) = errors_of({"type": "js_invalid_sourcemap_location", "data": lost}, entries=entries)
    assert [frame.function for frame in anywhere.frames] == ["a", "b", "c"]


def test_a_call_in_two_stacks_is_told_once() -> None:
    """What could not be mapped stands in the raw stack and, as it was, in the mapped one, which comes first."""
    call = {"function": "a", "absPath": BUNDLE, "lineNo": 1, "colNo": 2}
    elsewhere: list[dict[str, Any]] = [
        {"function": "b", "absPath": BUNDLE, "lineNo": 1, "colNo": 3},
        {"function": "c", "absPath": BUNDLE},
    ]
    raw = [call, *elsewhere, {"function": "d", "absPath": BUNDLE}]
    entries = frames(raw, [{**call, "function": "readable"}, elsewhere[1]])
    data = {"source": BUNDLE, "symbolicator_type": "invalid_location", "row": 1, "column": 2}
    file, place = errors_of(
        {"type": "js_no_source", "data": {"url": BUNDLE}},
        {"type": "js_invalid_sourcemap_location", "data": data},
        entries=entries,
    )
    assert [frame.function for frame in file.frames] == ["readable", "c", "b", "d"]
    assert [frame.function for frame in place.frames] == ["readable"]


def test_a_place_is_never_one_in_the_source_map() -> None:
    """The file of a map is not the one that its rows and columns count in."""
    entries = frames([], [{"function": "add", "absPath": "cart.ts", "mapUrl": MAP, "lineNo": 1, "colNo": 2}])
    data = {"source": MAP, "symbolicator_type": "invalid_location", "row": 1, "column": 2}
    (error,) = errors_of({"type": "js_invalid_sourcemap_location", "data": data}, entries=entries)
    assert error.frames == ()


def test_frames_of_the_thread_that_crashed_count_too() -> None:
    """And raw ones that GlitchTip hands on in its own spelling."""
    thread = {"crashed": True, "stacktrace": {"frames": [{"function": "a", "absPath": BUNDLE}]}}
    raw = {"raw_stacktrace": {"frames": [{"function": "b", "abs_path": BUNDLE, "lineno": 1}]}}
    entries = [
        {"type": "threads", "data": {"values": [thread]}},
        {"type": "exception", "data": {"values": [raw]}},
    ]
    (error,) = errors_of({"type": "js_no_source", "data": {"url": BUNDLE}}, entries=entries)
    assert [frame.function for frame in error.frames] == ["b", "a"]


def test_places_in_different_files_are_different_failures() -> None:
    """The same numbers count in the minified file for one server, and in the original one for another."""
    place = {"source": BUNDLE, "row": 1, "column": 2}
    old = {"type": "js_invalid_sourcemap_location", "data": place}
    new = {"type": "js_invalid_sourcemap_location", "data": {**place, "symbolicator_type": "invalid_location"}}
    assert [error.position for error in errors_of(old, new, old)] == ["original", "minified"]
    assert [error.position for error in errors_of({"type": "js_no_column", "data": place})] == [None]


def test_frames_without_an_exception_count_too() -> None:
    """A message can have a stack of its own."""
    entry = {"type": "stacktrace", "data": {"frames": [{"function": "log", "absPath": BUNDLE}]}}
    (error,) = errors_of({"type": "js_no_source", "data": {"url": BUNDLE}}, entries=[entry])
    assert [frame.function for frame in error.frames] == ["log"]
