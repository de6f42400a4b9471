"""Tests for the failed line of a template in the raw dialect."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.raw import RawTemplate

WHOLE = """{
    "filename": "a.html", "abs_path": "/srv/a.html", "lineno": 3, "colno": 1, "pre_context": ["a", null],
    "context_line": "b", "post_context": [], "unheardOf": 1
}"""


def test_a_template_comes_back() -> None:
    """All keys come back. Source lines have the same three keys as in a frame."""
    assert_comes_back(RawTemplate, WHOLE)


def test_a_template_may_be_empty() -> None:
    """All keys are optional and can be null."""
    assert_may_be_empty(RawTemplate)


@pytest.mark.parametrize(
    "lines",
    [
        {"pre_context": [[1, "a"], [2, ""]], "context_line": [3, "{{ price }}"], "post_context": [[4, "b"]]},
        {"pre_context": [[1, None], None, []], "context_line": [], "post_context": ["b", [5, "c"]]},
    ],
)
def test_lines_had_their_numbers(lines: object) -> None:
    """Lines that old SDKs sent as `[lineno, text]` come back unchanged."""
    assert written(decode(RawTemplate, json.dumps(lines))) == lines


@pytest.mark.parametrize("number", [3, 3.0, "3", 0])
def test_places_are_numbers_or_text(number: float | str) -> None:
    """Line and column accept integers, floats and text, as in frames."""
    template = decode(RawTemplate, json.dumps({"lineno": number, "colno": number}))
    assert (template.lineno, template.colno) == (number, number)
