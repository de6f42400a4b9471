"""Stack traces and frames."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Frame, GlitchTipFrame, Lock, SourceLine, Stacktrace

WHOLE: dict[type[msgspec.Struct], str] = {
    Lock: """{
        "type": 8, "address": "0x0d", "package_name": "com.example", "class_name": "Cache", "thread_id": 7,
        "unheardOf": 1
    }""",
    Frame: """{
        "filename": "a.ts", "absPath": "webpack:///./a.ts", "module": "a", "package": "p", "platform": "javascript",
        "instructionAddr": "0x10", "symbolAddr": "0x08", "function": "f", "rawFunction": "f(int)", "symbol": "_f",
        "context": [[1, "a"], [2, null], null], "lineNo": 2, "colNo": 3, "inApp": false, "trust": "cfi",
        "errors": [{"type": "x"}, null], "lock": {"type": 1}, "sourceLink": "https://git.example.org/a#L2",
        "vars": {"x": [1]}, "addrMode": "rel:0", "symbolicatorStatus": "symbolicated", "isSentinel": true,
        "isPrefix": true, "minGroupingLevel": 0, "map": "a.js.map", "mapUrl": "https://a.example.com/a.js.map",
        "origFunction": "n", "origAbsPath": "https://a.example.com/a.js", "origFilename": "/a.js", "origLineNo": 1,
        "origColNo": 88800, "parentIndex": 0, "sampleCount": 3, "instructionOffset": 434,
        "unheardOf": 1
    }""",
    Stacktrace: """{
        "frames": [{"function": "main"}, null, {"function": "crash"}], "framesOmitted": [1, 5],
        "registers": {"pc": "0x10", "sp": null}, "hasSystemFrames": false,
        "lang": "en", "snapshot": true, "instruction_addr_adjustment": "all", "unheardOf": 1
    }""",
}
WHOLE[GlitchTipFrame] = WHOLE[Frame].replace(
    '"unheardOf"',
    """
        "context_line": "b", "pre_context": ["a", null], "post_context": [], "image_addr": "0x0", "stack_start": true,
        "data": {"orig_in_app": -1}, "project_root": "/srv/shop", "unheardOf"
    """,
)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_stacktrace_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Frames are in camelCase, locks and GlitchTip's keys in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_stacktrace_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. GlitchTip sends empty stack traces."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[41, "  return total"]', SourceLine(lineno=41, text="  return total")),
        ('[-2, ""]', SourceLine(lineno=-2, text="")),
        ("[0, null]", SourceLine(lineno=0)),
        ("[7]", SourceLine(lineno=7)),
        ("[]", SourceLine()),
        ("[null, null]", SourceLine()),
    ],
)
def test_a_source_line_is_an_array(text: str, line: SourceLine) -> None:
    """The number can be 0 or negative, and the text can be null. Missing items decode to None."""
    assert decode(SourceLine, text) == line
    assert written(line) == [line.lineno, line.text]


@pytest.mark.parametrize("vars", [{"x": "<nan>", "self": {"id": [7]}}, {"0": "a"}, {}, ["a"], [], None])
def test_variables_can_be_any_json(vars: object) -> None:
    """Usually an object; some servers send a list. Empty objects and lists are kept."""
    frame = decode(Frame, json.dumps({"vars": vars}))
    assert frame.vars == vars
    assert written(frame) == {"vars": vars}


@pytest.mark.parametrize(("text", "value"), [('"?"', "?"), ("5", 5), ("null", None)])
def test_minified_positions_can_be_a_question_mark(text: str, value: object) -> None:
    """The server sends the text `?` for an unknown line or column."""
    frame = decode(Frame, f'{{"origLineNo": {text}, "origColNo": {text}}}')
    assert (frame.orig_lineno, frame.orig_colno) == (value, value)


def test_line_zero_is_kept() -> None:
    """A line or column 0 decodes to 0 and is written as 0."""
    frame = decode(Frame, '{"lineNo": 0, "colNo": 0}')
    assert (frame.lineno, frame.colno) == (0, 0)
    assert written(frame) == {"lineNo": 0, "colNo": 0}


@pytest.mark.parametrize("text", ['{"frames": []}', '{"frames": [null, {}]}', "{}"])
def test_missing_null_and_empty_frames_stay_distinct(text: str) -> None:
    """`encode` writes a missing list, an empty list, and null or empty frames as they were received."""
    assert written(decode(Stacktrace, text)) == json.loads(text)


def test_addresses_can_be_numbers() -> None:
    """Sentry sends hexadecimal text; integers of 64 bits decode, too."""
    frame = decode(Frame, '{"instructionAddr": 18446744073709551615, "symbolAddr": "0x10"}')
    assert (frame.instruction_addr, frame.symbol_addr) == (2**64 - 1, "0x10")


@pytest.mark.parametrize("registers", [{"pc": "0x10", "sp": None, "x0": 16}, {}, [], None])
def test_registers_can_be_any_json(registers: object) -> None:
    """Usually an object that maps names to addresses. `encode` writes the value unchanged."""
    stacktrace = decode(Stacktrace, json.dumps({"registers": registers}))
    assert stacktrace.registers == registers
    assert written(stacktrace) == {"registers": registers}
