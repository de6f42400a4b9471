"""Values that SDKs send in another type than they should."""

from __future__ import annotations

from typing import Any

import pytest

from topframe.normalization.lenient import json_text, level, text, whole


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("a", "a"),
        ("", ""),
        (7, "7"),
        (True, "True"),
        (False, "False"),
        (1.9, "1"),
        (-1.9, "-1"),
        (1e300, None),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_text_may_be_a_number_or_a_boolean(sent: Any, expected: str | None) -> None:
    """Of a fraction its whole part is written; what is nothing of these is dropped."""
    assert text(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"), [("a", "a"), ("", ""), (None, None), (False, "false"), (1.5, "1.5"), ([1, "b"], '[1,"b"]')]
)
def test_text_may_be_any_json(sent: Any, expected: str | None) -> None:
    """What is no text is written as the JSON that it is."""
    assert json_text(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(0, 0), (7, 7), ("7", 7), (" 7 ", 7), (7.9, 7), (-1, None), ("x", None), (float("inf"), None), (None, None)],
)
def test_a_count_may_be_text_or_have_a_fraction(sent: Any, expected: int | None) -> None:
    """But it is never negative."""
    assert whole(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("debug", "debug"),
        ("log", "info"),
        ("critical", "fatal"),
        ("", None),
        (10, "debug"),
        (20, "info"),
        (30, "warning"),
        (40, "error"),
        (50, "fatal"),
        (35, None),
        ("loud", "loud"),
        (None, None),
    ],
)
def test_a_level_may_be_a_number_or_have_another_name(sent: Any, expected: str | None) -> None:
    """A name that the server has not is handed on: there may be new ones."""
    assert level(sent) == expected
