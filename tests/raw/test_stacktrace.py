"""Tests for stack traces and frames in the raw dialect."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Lock
from topframe.raw import RawFrame, RawStacktrace

WHOLE: dict[type[msgspec.Struct], str] = {
    RawFrame: """{
        "filename": "a.ts", "abs_path": "webpack:///./a.ts", "function": "f", "module": "a", "lineno": 2, "colno": 3,
        "pre_context": ["a", null], "context_line": "b", "post_context": [], "vars": {"x": [1]}, "in_app": false,
        "platform": "javascript", "package": "p", "data": {"orig_in_app": -1}, "instruction_addr": "0x10",
        "symbol_addr": "0x08", "image_addr": "0x0", "raw_function": "f(int)", "symbol": "_f", "trust": "cfi",
        "errors": [{"type": "x"}], "addr_mode": "rel:0", "function_id": "0x1", "lock": {"type": 1},
        "source_link": "https://git.example.org/a#L2", "stack_start": true, "native": true, "snapshot": false,
        "lang": "en", "instruction_offset": 434, "project_root": "/srv/shop", "unheardOf": 1
    }""",
    RawStacktrace: """{
        "frames": [{"function": "main"}, null, {"function": "crash"}], "registers": {"pc": "0x10", "sp": null},
        "frames_omitted": [1, 5], "lang": "en", "snapshot": true, "instruction_addr_adjustment": "all_but_first",
        "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_stacktrace_comes_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back, in snake_case. Source lines have three keys, for before, at and after the call."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_stacktrace_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional and can be null. Stored frames have nulls, and `"frames": null` exists."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("frames", [[], [None, {}], [{"function": "main"}, None]])
def test_frames_keep_their_index(frames: object) -> None:
    """Null frames and empty frames stay different, and keep their index."""
    assert written(decode(RawStacktrace, json.dumps({"frames": frames}))) == {"frames": frames}


@pytest.mark.parametrize("number", [12, 0, -1, 12.0, "12", ""])
def test_lines_and_columns_are_numbers_or_text(number: float | str) -> None:
    """Integers, floats and text are accepted. Zero and negative numbers stay; only the server drops negative ones."""
    frame = decode(RawFrame, json.dumps({"lineno": number, "colno": number}))
    assert (frame.lineno, frame.colno) == (number, number)
    assert written(frame) == {"lineno": number, "colno": number}


@pytest.mark.parametrize("address", ["0x7f00", "32512", 32512, 2**64 - 1])
@pytest.mark.parametrize("key", ["instruction_addr", "symbol_addr", "image_addr", "function_id"])
def test_addresses_are_text_or_numbers(key: str, address: str | int) -> None:
    """Hexadecimal text with `0x`, decimal digits and an integer of up to 64 bits are accepted."""
    assert written(decode(RawFrame, json.dumps({key: address}))) == {key: address}


@pytest.mark.parametrize("vars", [{"x": "<nan>", "self": {"id": [7]}}, ["a", "b"], {}, [], "text", None])
def test_variables_are_anything(vars: object) -> None:
    """Any JSON comes back unchanged. Only the server converts a list to an object, with numbers as keys."""
    frame = decode(RawFrame, json.dumps({"vars": vars}))
    assert frame.vars == vars
    assert written(frame) == {"vars": vars}


@pytest.mark.parametrize("registers", [{"rip": "0x7f", "rsp": 127, "rbp": None}, {}, [], None])
def test_registers_are_anything(registers: object) -> None:
    """Any JSON comes back unchanged. An object from name to address is usual."""
    stacktrace = decode(RawStacktrace, json.dumps({"registers": registers}))
    assert stacktrace.registers == registers
    assert written(stacktrace) == {"registers": registers}


def test_lines_around_the_call_may_be_null() -> None:
    """A null line stays, because the sender knows that the line exists but not its text. An empty list stays too.

    The properties leave out the nulls.
    """
    frame = decode(RawFrame, '{"pre_context": [null, "", "a"], "context_line": null, "post_context": []}')
    assert (frame.pre_context_data, frame.context_line, frame.post_context_data) == ((None, "", "a"), None, ())
    assert (frame.pre_context, frame.post_context) == (("", "a"), ())
    assert written(frame) == {"pre_context": [None, "", "a"], "post_context": []}


def test_a_question_mark_is_a_name_here() -> None:
    """The function `?` stays unchanged. Only the server converts it to null."""
    assert decode(RawFrame, '{"function": "?"}').function == "?"


def test_a_frame_can_hold_a_lock() -> None:
    """A frame can have a lock. The type of a lock is a number or its name."""
    assert decode(RawFrame, '{"lock": {"type": "blocked", "address": "0x0d"}}').lock == Lock(
        type="blocked", address="0x0d"
    )


@pytest.mark.parametrize("omitted", [[1, 7], [1, None], [], "1,7"])
def test_omitted_frames_are_anything(omitted: object) -> None:
    """Any JSON comes back unchanged. A pair of indexes is usual."""
    assert written(decode(RawStacktrace, json.dumps({"frames_omitted": omitted}))) == {"frames_omitted": omitted}
