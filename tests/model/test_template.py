"""The place in a template."""

from __future__ import annotations

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import SourceLine, Template

WHOLE = """{
    "lineNo": 4, "filename": "base.html", "context": [[3, "<ul>"], [4, "{% for x in %}"], null],
    "absPath": "/app/templates/base.html", "colNo": 2, "unheardOf": 1
}"""


def test_a_template_comes_back() -> None:
    """Members are spelt as in frames."""
    assert_comes_back(Template, WHOLE)


def test_a_template_may_be_empty() -> None:
    """Sentry sends no path and no column."""
    assert_may_be_empty(Template)


def test_source_lines_are_those_of_frames() -> None:
    """A pair of number and text."""
    assert decode(Template, '{"context": [[3, "<ul>"]]}').context == (SourceLine(lineno=3, text="<ul>"),)
