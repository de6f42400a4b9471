"""Tests for the conversion of the failed line of a template."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import entries


def test_a_place_has_numbered_lines() -> None:
    """Lines are numbered as in a frame. The full path and the column are dropped."""
    assert entries(
        template={
            "filename": "a.html",
            "abs_path": "/srv/a.html",
            "lineno": "2",
            "colno": 1,
            "pre_context": ["<p>"],
            "context_line": "{% if %}",
            "post_context": ["</p>", None],
        }
    ) == {
        "template": {
            "filename": "a.html",
            "lineNo": 2,
            "context": [[1, "<p>"], [2, "{% if %}"], [3, "</p>"], [4, None]],
        }
    }


def test_old_sdks_sent_the_number_of_each_line() -> None:
    """Only the text of a line is used. A number without text becomes null."""
    sent = {"lineno": 2, "pre_context": [[1, "a"]], "context_line": [2, "b"], "post_context": [[3], 4, [5, "c"]]}
    assert entries(template=sent)["template"]["context"] == [[1, "a"], [2, "b"], [3, None], [4, None], [5, "c"]]


def test_without_a_number_there_are_no_lines() -> None:
    """Without a line number the list of lines is empty."""
    assert entries(template={"filename": "a.html", "context_line": "b"})["template"] == {
        "filename": "a.html",
        "context": [],
    }


@pytest.mark.parametrize("sent", [None, {}, {"filename": None}])
def test_no_place_makes_no_entry(sent: Any) -> None:
    """A missing or empty template makes no entry."""
    assert entries(template=sent) == {}
