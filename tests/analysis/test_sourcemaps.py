"""Tests of the failures of source maps: causes, remedies and affected frames."""

from __future__ import annotations

import json
from typing import Any

import pytest

from topframe import SourcemapFailure, decode_event, sourcemap_errors
from topframe.model import Event

BUNDLE = "https://shop.example.com/static/app.min.js"
MAP = BUNDLE + ".map"


def errors_of(*errors: Any, platform: str | None = "javascript", **members: Any) -> tuple[SourcemapFailure, ...]:
    """The failures of an event with these processing errors."""
    return sourcemap_errors(
        decode_event(json.dumps({"eventID": "9", "platform": platform, "errors": list(errors), **members}))
    )


def frames(raw: list[dict[str, Any]], mapped: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of an event with one exception, which has a raw and a mapped stack trace."""
    value = {"stacktrace": {"frames": mapped}, "rawStacktrace": {"frames": raw}}
    return [{"type": "exception", "data": {"values": [value]}}]


def test_an_event_can_have_no_failures() -> None:
    """The list of errors can be null, or have null items and errors without a type."""
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
            "The source map does not contain the original sources.",
        ),
        (
            "js_scraping_disabled",
            {"url": BUNDLE},
            BUNDLE,
            "The file was not uploaded, and the project does not allow the server to fetch it.",
        ),
        ("js_no_column", {"url": BUNDLE}, BUNDLE, "The frame has no column, so it cannot be looked up."),
        ("js_invalid_content", {"url": BUNDLE}, BUNDLE, "The file that was found is not JavaScript."),
        ("js_too_many_sources", {}, None, "The event needs more files than the server fetches for one event."),
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
            "The path of the frame is not an address by which a file can be found.",
        ),
        (
            "js_no_source",
            {"url": BUNDLE, "symbolicator_type": "of_tomorrow"},
            BUNDLE,
            "Neither the file nor its source map was found.",
        ),
        ("fetch_invalid_http_code", {"url": BUNDLE, "value": 404}, BUNDLE, "The host responded with HTTP status 404."),
        ("js_invalid_http_code", {"url": BUNDLE, "value": "404"}, BUNDLE, "The host responded with an HTTP error."),
        ("js_invalid_http_code", {"url": BUNDLE, "value": 10**30}, BUNDLE, "The host responded with an HTTP error."),
        ("restricted_ip", {"url": BUNDLE}, BUNDLE, "The address of the file is private."),
        ("native_symbolicator_failed", {}, None, "Symbolication failed on the server."),
    ],
)
def test_the_type_decides_file_and_cause(type: str, data: dict[str, Any], file: str | None, cause: str) -> None:
    """The message of an error does not count. An unknown type that starts with `js_` is a failure too."""
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
def test_the_keys_of_the_data_tell_the_file_of_a_position(data: dict[str, Any], position: str | None) -> None:
    """Three versions of the server write the same type with positions in different files."""
    (error,) = errors_of({"type": "js_invalid_sourcemap_location", "data": data})
    assert error.position == position
    assert error.sourcemap == data.get("sourcemap")
    minified = "The minified position is not in the source map."
    original = "The source map points to a position that does not exist in the original source."
    assert error.cause == (minified if "sourcemap" in data or "symbolicator_type" in data else original)


@pytest.mark.parametrize("platform", ["python", "native", None])
def test_failures_of_other_platforms_are_not_about_source_maps(platform: str | None) -> None:
    """Fetching a file can fail for native events too."""
    assert errors_of({"type": "fetch_timeout", "data": {}}, {"type": "native_missing_dsym"}, platform=platform) == ()


def test_equal_failures_are_merged() -> None:
    """Servers record a failure for every affected frame."""
    one, other = {"type": "js_no_source", "data": {"url": BUNDLE}}, {"type": "js_no_source", "data": {"url": MAP}}
    assert [error.file for error in errors_of(one, other, one)] == [BUNDLE, MAP]


def test_failures_with_different_data_are_not_merged() -> None:
    """All data is compared, including arrays and objects; the order of keys does not matter."""
    tried = [{"url": BUNDLE, "tried": sent} for sent in (["a"], ["b"], {"a": 1, "b": 2}, {"b": 2, "a": 1}, ["a"])]
    assert len(errors_of(*({"type": "js_no_source", "data": data} for data in tried))) == 3


def test_different_failures_of_a_file_are_not_merged() -> None:
    """Two files can be missing for one script, and a host can send several statuses."""
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
        (401, "give the server access"),
        (403, "give the server access"),
        (404, "keep the assets of old deploys"),
        (410, "keep the assets of old deploys"),
        (500, "repair the host"),
        (503, "repair the host"),
        (418, "keep the assets of old deploys, and give the server access"),
    ],
)
@pytest.mark.parametrize("type", ["fetch_invalid_http_code", "js_invalid_http_code"])
def test_the_remedy_depends_on_the_status(type: str, status: int, advice: str) -> None:
    """A missing file, a protected file and a failing host need different remedies."""
    (error,) = errors_of({"type": type, "data": {"url": BUNDLE, "value": status}})
    assert error.http_status == status
    assert advice in error.remedy


def test_failures_have_the_frames_of_their_file() -> None:
    """Frames of the raw and the mapped stack trace count, and frames whose source map is the file."""
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


def test_a_minified_position_selects_the_frame() -> None:
    """Only the frame at the row and column is listed, not the other frames of the file."""
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


def test_a_call_in_two_stack_traces_is_listed_once() -> None:
    """A frame that could not be mapped is in both the mapped and the raw stack trace. The mapped one counts."""
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


def test_a_position_is_never_in_the_source_map() -> None:
    """Rows and columns count in the minified or the original file, so frames of the map do not match."""
    entries = frames([], [{"function": "add", "absPath": "cart.ts", "mapUrl": MAP, "lineNo": 1, "colNo": 2}])
    data = {"source": MAP, "symbolicator_type": "invalid_location", "row": 1, "column": 2}
    (error,) = errors_of({"type": "js_invalid_sourcemap_location", "data": data}, entries=entries)
    assert error.frames == ()


def test_frames_of_crashed_threads_are_listed() -> None:
    """Raw frames of GlitchTip, in the SDK's spelling, are listed too."""
    thread = {"crashed": True, "stacktrace": {"frames": [{"function": "a", "absPath": BUNDLE}]}}
    raw = {"raw_stacktrace": {"frames": [{"function": "b", "abs_path": BUNDLE, "lineno": 1}]}}
    entries = [
        {"type": "threads", "data": {"values": [thread]}},
        {"type": "exception", "data": {"values": [raw]}},
    ]
    (error,) = errors_of({"type": "js_no_source", "data": {"url": BUNDLE}}, entries=entries)
    assert [frame.function for frame in error.frames] == ["b", "a"]


def test_positions_in_different_files_are_different_failures() -> None:
    """For one version of the server, row and column count in the minified file; for another, in the original file."""
    place = {"source": BUNDLE, "row": 1, "column": 2}
    old = {"type": "js_invalid_sourcemap_location", "data": place}
    new = {"type": "js_invalid_sourcemap_location", "data": {**place, "symbolicator_type": "invalid_location"}}
    assert [error.position for error in errors_of(old, new, old)] == ["original", "minified"]
    assert [error.position for error in errors_of({"type": "js_no_column", "data": place})] == [None]


def test_frames_without_an_exception_are_listed() -> None:
    """A message can have a stack trace of its own."""
    entry = {"type": "stacktrace", "data": {"frames": [{"function": "log", "absPath": BUNDLE}]}}
    (error,) = errors_of({"type": "js_no_source", "data": {"url": BUNDLE}}, entries=[entry])
    assert [frame.function for frame in error.frames] == ["log"]
