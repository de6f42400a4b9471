"""The template line that failed."""

from __future__ import annotations

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import SourceLine, Template

WHOLE = """{
    "lineNo": 4, "filename": "base.html", "context": [[3, "<ul>"], [4, "{% for x in %}"], null],
    "absPath": "/app/templates/base.html", "colNo": 2, "unheardOf": 1
}"""


def test_a_template_round_trips() -> None:
    """Every key survives decode and encode. The keys are spelled as in frames."""
    assert_comes_back(Template, WHOLE)


def test_template_keys_are_optional() -> None:
    """Every key may be missing or null. Sentry sends no path and no column."""
    assert_may_be_empty(Template)


def test_source_lines_are_arrays() -> None:
    """A source line is a number and a text, as in frames."""
    assert decode(Template, '{"context": [[3, "<ul>"]]}').context == (SourceLine(lineno=3, text="<ul>"),)
