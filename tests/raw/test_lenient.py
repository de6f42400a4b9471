"""Tests for values that SDKs send in another type than the protocol defines."""

from __future__ import annotations

from typing import Any

import pytest

from topframe.raw.lenient import json_text, level, text, whole


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
    """Numbers become text without their fraction, booleans `True` or `False`. Other types become None."""
    assert text(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"), [("a", "a"), ("", ""), (None, None), (False, "false"), (1.5, "1.5"), ([1, "b"], '[1,"b"]')]
)
def test_text_may_be_any_json(sent: Any, expected: str | None) -> None:
    """Any other value than a text is encoded as JSON."""
    assert json_text(sent) == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(0, 0), (7, 7), ("7", 7), (" 7 ", 7), (7.9, 7), (-1, None), ("x", None), (float("inf"), None), (None, None)],
)
def test_a_count_may_be_text_or_have_a_fraction(sent: Any, expected: int | None) -> None:
    """Text and fractions become whole numbers. Negative and invalid numbers become None."""
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
    """Aliases and numbers become the server's names. Unknown names stay, because new names can appear."""
    assert level(sent) == expected
