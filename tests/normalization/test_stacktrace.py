"""Tests for the conversion of stack traces and frames."""

from __future__ import annotations

from typing import Any

import pytest

from topframe.model.stacktrace import Frame

from .answers import STORED, entries, frame, frames, sent_frame


def context(**members: Any) -> Any:
    """Convert one frame, and return its numbered lines."""
    return frame(**members).get("context")


# --- the stack --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", [None, [], [None], [None, None]])
@pytest.mark.parametrize("stored", [{}, STORED])
def test_a_stack_without_frames_is_none(sent: Any, stored: dict[str, Any]) -> None:
    """A stack trace without frames, or with only null frames, is left out of the event, exceptions and threads."""
    stack = {"frames": sent}
    assert "stacktrace" not in entries(**stored, stacktrace=stack)
    exception = entries(**stored, exception=[{"type": "A", "stacktrace": stack, "raw_stacktrace": stack}])["exception"]
    assert exception == {"values": [{"type": "A"}], "hasSystemFrames": False}
    thread = entries(**stored, threads=[{"id": 1, "stacktrace": stack}])["threads"]["values"][0]
    assert thread == {"id": 1, "current": False, "crashed": False}


def test_a_frame_that_is_null_becomes_an_empty_one() -> None:
    """Null frames stay as empty frames, so that the other frames keep the index that remarks refer to."""
    assert frames(None, {"function": "f"}, None) == [{}, {"function": "f", "context": []}, {}]


def test_frames_that_were_cut_out_are_told() -> None:
    """*frames_omitted* and *registers* stay unchanged. All other keys of the stack trace are dropped."""
    stack = {
        "frames": [{"function": "f"}],
        "frames_omitted": [10, 20],
        "registers": {"rip": "0x0a", "rax": None},
        "lang": "c",
        "snapshot": True,
        "instruction_addr_adjustment": "all",
    }
    assert entries(**STORED, stacktrace=stack)["stacktrace"] == {
        "frames": [{"function": "f", "context": []}],
        "framesOmitted": [10, 20],
        "registers": {"rip": "0x0a", "rax": None},
        "hasSystemFrames": False,
    }


@pytest.mark.parametrize(
    ("marks", "expected"), [([None, False], False), ([False, True, None], True), ([True], True), ([None], False)]
)
def test_system_frames_are_in_truth_those_of_the_application(marks: list[bool | None], expected: bool) -> None:
    """*hasSystemFrames* is true if a frame is in-app. The name is the server's, and misleading."""
    sent = {"frames": [{"function": "f", "in_app": mark} for mark in marks]}
    assert entries(**STORED, stacktrace=sent)["stacktrace"]["hasSystemFrames"] is expected


# --- a frame ----------------------------------------------------------------------------------------------------------


def test_a_frame_is_renamed() -> None:
    """Some keys are renamed to camelCase. Values that the web API does not return are dropped."""
    sent: dict[str, Any] = {
        "filename": "app/a.py",
        "abs_path": "/srv/app/a.py",
        "module": "app.a",
        "package": "/lib/liba.so",
        "platform": "python",
        "function": "f",
        "raw_function": "f(int)",
        "symbol": "_Z1fi",
        "lineno": 7,
        "colno": 0,
        "in_app": False,
        "vars": {"a": [None, 1.0]},
        "trust": "cfi",
        "errors": [{"type": "a"}],
        "lock": {"type": 1, "address": "0x0d", "package_name": "java.lang", "class_name": "Object", "thread_id": 5},
    }
    unseen = {"image_addr": "0x1", "function_id": "0x2", "lang": "c", "native": True, "stack_start": True}
    renamed = {"abs_path": "absPath", "raw_function": "rawFunction", "lineno": "lineNo", "colno": "colNo"}
    renamed["in_app"] = "inApp"
    expected = {renamed.get(name, name): value for name, value in sent.items()}
    assert frame(**sent, **unseen) == {**expected, "context": []}


def test_members_are_given_in_the_order_of_frames() -> None:
    """`normalization.stacktrace` passes the fields of `Frame` by position, for speed.

    If the order of the fields in `Frame` changes, change the call in `normalization.stacktrace` too.
    """
    assert Frame.__struct_fields__[:20] == (
        *("filename", "abs_path", "module", "package", "platform", "instruction_addr", "symbol_addr", "function"),
        *(
            "raw_function",
            "symbol",
            "context_data",
            "lineno",
            "colno",
            "in_app",
            "trust",
            "errors_data",
            "lock",
            "source_link",
        ),
        *("vars_json", "addr_mode"),
    )


def test_a_frame_may_be_empty() -> None:
    """An empty frame has an empty list of lines, and no other values."""
    assert frame() == {"context": []}


@pytest.mark.parametrize(("sent", "expected"), [("?", None), ("", ""), ("<redacted>", "<redacted>"), (None, None)])
def test_a_question_mark_is_no_name(sent: str | None, expected: str | None) -> None:
    """`?` becomes null for function and symbol. SDKs send it if they do not know the name."""
    shown = frame(function=sent, symbol=sent, trust="scan")
    assert (shown.get("function"), shown.get("symbol")) == (expected, expected)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(0, 0), (7, 7), (-1, None), ("7", 7), (7.9, 7), ("seven", None), (1e300, int(1e300)), ("-7", None), (-0.5, 0)],
)
def test_places_are_whole_numbers(sent: Any, expected: int | None) -> None:
    """Lines and columns become whole numbers. Zero stays; negative and invalid numbers become null."""
    shown = frame(lineno=sent, colno=sent)
    assert (shown.get("lineNo"), shown.get("colNo")) == (expected, expected)


def test_errors_are_a_list() -> None:
    """Other values than a list become an empty list. An empty list and null are left out."""
    assert frame(errors={"type": "a"})["errors"] == []
    assert "errors" not in frame(errors=[], trust="scan")
    assert "errors" not in frame(errors=None)


@pytest.mark.parametrize(("sent", "expected"), [("abs", None), ("rel:3", "rel:3"), (None, None)])
def test_absolute_addresses_need_no_mode(sent: str | None, expected: str | None) -> None:
    """The mode `abs` is left out. Other modes stay."""
    assert frame(addr_mode=sent).get("addrMode") == expected


# --- source lines around a call ---------------------------------------------------------------------------------------


def test_lines_are_numbered_from_the_first_before_the_call() -> None:
    """The line of the call has the frame's line number, and the other lines are counted from it."""
    assert context(lineno=7, pre_context=["a", "b"], context_line="c", post_context=["d"]) == [
        [5, "a"],
        [6, "b"],
        [7, "c"],
        [8, "d"],
    ]


@pytest.mark.parametrize("lineno", [2, 1, 0])
def test_numbers_may_be_zero_or_less(lineno: int) -> None:
    """If the sender gives too many lines before the call, their numbers become zero or negative."""
    sent = {"pre_context": ["a", "b"], "context_line": "c", "post_context": ["d"]}
    assert [line[0] for line in context(lineno=lineno, **sent)] == [lineno - 2, lineno - 1, lineno, lineno + 1]


def test_lines_may_be_null() -> None:
    """Each line can be null. The line of the call is null if only lines before or after it were sent."""
    assert context(lineno=2, pre_context=[None], context_line="", post_context=[None]) == [
        [1, None],
        [2, ""],
        [3, None],
    ]
    assert context(lineno=2, pre_context=["a"]) == [[1, "a"], [2, None]]
    assert context(lineno=2, post_context=["c"]) == [[2, None], [3, "c"]]


@pytest.mark.parametrize(
    "sent",
    [
        {"lineno": 7},
        {"lineno": 7, "pre_context": [], "post_context": []},
        {"context_line": "c", "pre_context": ["a"]},
        {"lineno": -1, "context_line": "c"},
    ],
)
def test_without_a_number_or_a_line_there_is_no_context(sent: dict[str, Any]) -> None:
    """Without a line number, or without a line, the list of lines is empty."""
    assert context(**sent) == []


def test_a_number_as_text_counts() -> None:
    """A line number that was sent as text is used as a number."""
    assert context(lineno="7", context_line="c") == [[7, "c"]]


# --- addresses --------------------------------------------------------------------------------------------------------


def test_addresses_are_padded_to_one_width() -> None:
    """The longest address of all frames, of both kinds, gives the width."""
    shown = frames(
        {"instruction_addr": "0x1f", "symbol_addr": "0x1"},
        {"symbol_addr": "0x12345"},
        None,
        {"instruction_addr": "0x54321"},
        {"function": "f"},
    )
    assert [(it.get("instructionAddr"), it.get("symbolAddr")) for it in shown] == [
        ("0x0001f", "0x00001"),
        (None, "0x12345"),
        (None, None),
        ("0x54321", None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("0xDEAD", "0xdead"),
        ("0XDEAD", "0xdead"),
        ("0x00001234", "0x1234"),
        ("0x0", "0x0"),
        ("4660", "0x1234"),
        (4660, "0x1234"),
        (2**64 - 1, "0xffffffffffffffff"),
        (-1, "0xffffffffffffffff"),
        (-(2**63), "0x8000000000000000"),
        ("dead", "0xdead"),
        ("9" * 21, "0x" + "9" * 21),
    ],
)
def test_addresses_are_hexadecimal(sent: Any, expected: str) -> None:
    """Numbers, decimal digits, capitals and leading zeros all become the same hexadecimal form."""
    assert frame(instruction_addr=sent)["instructionAddr"] == expected
    assert frames({"symbol_addr": sent}, {"symbol_addr": "0x" + "1" * 24})[0]["symbolAddr"] == (
        "0x" + expected.removeprefix("0x").rjust(24, "0")
    )


@pytest.mark.parametrize("sent", ["", "0x", -(2**63) - 1])
def test_an_address_without_digits_is_missing(sent: str) -> None:
    """Text without digits is not an address, so the frame has none. It is not the address 0."""
    assert "instructionAddr" not in frame(instruction_addr=sent)
    assert frames({"symbol_addr": sent}, {"symbol_addr": "0x1f"})[1]["symbolAddr"] == "0x1f"


# --- paths ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "filename", "abs_path"),
    [
        ({"filename": "a.py"}, "a.py", "a.py"),
        ({"abs_path": "/srv/a.py"}, "/srv/a.py", "/srv/a.py"),
        ({"filename": "https://shop.test/a.js?v=1"}, "/a.js", "https://shop.test/a.js?v=1"),
        ({"abs_path": "file:///srv/a.js"}, "/srv/a.js", "file:///srv/a.js"),
        ({"filename": "", "abs_path": "http://shop.test/a.js"}, "/a.js", "http://shop.test/a.js"),
        ({"abs_path": "http://shop.test/"}, "http://shop.test/", "http://shop.test/"),
        ({"abs_path": "http://shop.test"}, "http://shop.test", "http://shop.test"),
        ({"abs_path": "http://[shop/a.js"}, "http://[shop/a.js", "http://[shop/a.js"),
        ({"filename": "app:///a.js"}, "app:///a.js", "app:///a.js"),
        ({"filename": "webpack:///./src/a.ts"}, "webpack:///./src/a.ts", "webpack:///./src/a.ts"),
        ({"filename": "a.js", "abs_path": "https://shop.test/a.js"}, "a.js", "https://shop.test/a.js"),
        ({}, None, None),
    ],
)
def test_the_server_fills_in_the_path_that_is_missing(
    sent: dict[str, Any], filename: str | None, abs_path: str | None
) -> None:
    """The missing path is taken from the other one. For a URL the file is its path, except for URLs of bundlers."""
    shown = sent_frame(**sent)
    assert (shown.get("filename"), shown.get("absPath")) == (filename, abs_path)


def test_paths_are_left_alone_once_the_server_has_seen_them() -> None:
    """Paths stay unchanged in a stored event, and always in stack traces before symbolication."""
    assert "absPath" not in frame(filename="a.py")
    (exception,) = entries(exception={"type": "A", "raw_stacktrace": {"frames": [{"filename": "a.py"}]}})["exception"][
        "values"
    ]
    assert exception["rawStacktrace"]["frames"] == [{"filename": "a.py", "context": []}]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://github.com/a/b/blob/c/d.py#L1", "https://github.com/a/b/blob/c/d.py#L1"),
        ("https://raw.githubusercontent.com/a/b/c0ffee/src/d.py", "https://github.com/a/b/blob/c0ffee/src/d.py#L7"),
        ("http://gitlab.test/a", "http://gitlab.test/a"),
        ("https://raw.githubusercontent.com/a/b", "https://raw.githubusercontent.com/a/b"),
        ("javascript:alert(1)", None),
        ("", ""),
    ],
)
def test_a_link_to_a_bare_file_leads_to_its_page(link: str, expected: str | None) -> None:
    """A link to a plain file on GitHub becomes a link to the line on its page. Text that is not a URL becomes null."""
    assert frame(source_link=link, lineno=7, trust="scan").get("sourceLink") == expected


def test_a_link_can_lack_the_line() -> None:
    """The link has no line if the frame has no line number."""
    link = "https://raw.githubusercontent.com/a/b/c/d.py"
    assert frame(source_link=link)["sourceLink"] == "https://github.com/a/b/blob/c/d.py"


# --- notes of the server ----------------------------------------------------------------------------------------------


def test_what_symbolication_noted_is_shown() -> None:
    """Four keys of *data* become keys of the frame, unchanged. The others are internal to the server."""
    data = {
        "symbolicator_status": "missing_symbol",
        "is_sentinel": True,
        "is_prefix": True,
        "min_grouping_level": 2,
        "client_in_app": True,
        "resolved_with": "debug-id",
    }
    assert frame(data=data) == {
        "context": [],
        "symbolicatorStatus": "missing_symbol",
        "isSentinel": True,
        "isPrefix": True,
        "minGroupingLevel": 2,
    }


def test_what_was_noted_in_the_wrong_type_is_not_shown() -> None:
    """Notes of the wrong type are dropped. False is dropped too, because a missing key has the same meaning."""
    data = {"symbolicator_status": 1, "is_sentinel": False, "is_prefix": 1, "min_grouping_level": True, "sourcemap": 7}
    assert frame(data=data) == {"context": []}


def test_the_place_before_mapping_is_shown_where_a_map_was_applied() -> None:
    """If a source map was applied, the original place is shown. The name of the map is the last part of its URL."""
    data = {
        "sourcemap": "https://cdn.example.com/js/a.min.js.map",
        "orig_function": "t",
        "orig_abs_path": "https://cdn.example.com/js/a.min.js",
        "orig_filename": "/js/a.min.js",
        "orig_lineno": 1,
        "orig_colno": 88800,
        "orig_in_app": 1,
    }
    assert frame(data=data) == {
        "context": [],
        "map": "a.min.js.map",
        "mapUrl": "https://cdn.example.com/js/a.min.js.map",
        "origFunction": "t",
        "origAbsPath": "https://cdn.example.com/js/a.min.js",
        "origFilename": "/js/a.min.js",
        "origLineNo": 1,
        "origColNo": 88800,
    }
    unmapped = {name: value for name, value in data.items() if name != "sourcemap"}
    assert frame(data=unmapped) == frame(data={**unmapped, "sourcemap": ""}) == {"context": []}


def test_what_is_not_known_of_that_place_is_a_question_mark() -> None:
    """Unknown values of the original place become `?`, also numbers. Null stays null.

    A source map without an HTTP URL has only a name.
    """
    shown = frame(data={"sourcemap": "~/a.js.map", "orig_function": None})
    assert shown == {
        "context": [],
        "map": "a.js.map",
        "origAbsPath": "?",
        "origFilename": "?",
        "origLineNo": "?",
        "origColNo": "?",
    }


def test_what_is_no_address_does_not_stretch_the_others() -> None:
    """A very long text in place of an address does not pad the other addresses. The maximum is 32 digits."""
    shown = frames({"instruction_addr": "0x" + "f" * 100}, {"instruction_addr": "0x1"})
    assert [len(frame["instructionAddr"]) for frame in shown] == [102, 34]
