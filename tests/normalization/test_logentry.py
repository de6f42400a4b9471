"""Tests for the conversion of the log message."""

from __future__ import annotations

from typing import Any

import pytest

from topframe.normalization.logentry import with_params

from .answers import answer, entries


def message(sent: Any) -> Any:
    """Convert a log message. None: the event has no entry for it."""
    return entries(logentry=sent).get("message")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("Stock is low", {"formatted": "Stock is low"}),
        (7, {"formatted": "7"}),
        ({"formatted": "a"}, {"formatted": "a"}),
        ({"message": "a"}, {"formatted": "a"}),
        ({"message": "a", "formatted": "a", "params": []}, {"formatted": "a"}),
        ({"message": "a %s", "formatted": "a 1"}, {"formatted": "a 1", "message": "a %s"}),
        ({"message": 7, "formatted": True}, {"formatted": "True", "message": "7"}),
        ({"params": [1]}, {"params": [1]}),
        ("", None),
        (False, None),
        (None, None),
        ({}, None),
        ({"message": "", "formatted": None, "params": {}}, None),
    ],
)
def test_a_message_is_formatted(sent: Any, expected: Any) -> None:
    """The result has the template only if it differs from the formatted text. An empty message makes no entry."""
    assert message(sent) == expected


def test_parameters_are_put_in_where_the_sender_did_not() -> None:
    """Parameters are filled in if *formatted* is not set. Template and parameters stay in the result."""
    assert message({"message": "Order %s failed", "params": ["o-7"]}) == {
        "formatted": "Order o-7 failed",
        "message": "Order %s failed",
        "params": ["o-7"],
    }
    assert message({"message": "Order %s failed", "formatted": "x", "params": ["o-7"]})["formatted"] == "x"


def test_parameters_that_do_not_fit_leave_the_template_as_it_is() -> None:
    """The template becomes the formatted text. The parameters stay in the result."""
    assert message({"message": "Order %s of %s", "params": ["o-7"]}) == {
        "formatted": "Order %s of %s",
        "params": ["o-7"],
    }


@pytest.mark.parametrize(
    ("template", "params", "expected"),
    [
        ("%s and %s", ["a", 1], "a and 1"),
        ("%d, %i, %u, %r", [1, 2, 3, "x"], "1, 2, 3, x"),
        ("100 %% of %s", ["a"], "100 % of a"),
        ("%(name)s, %(name)s", {"name": "a"}, "a, a"),
        ("{} and {}", ["a", None], "a and None"),
        ("{1} and {0}", ["a", "b"], "b and a"),
        ("{name}", {"name": "a"}, "a"),
        ("{0}", {"0": "a"}, "a"),
        ("%", ["a"], "%"),
        ("nothing to put in", ["a"], "nothing to put in"),
        ("{ not a place }", ["a"], "{ not a place }"),
        ("%s", [{"a": [1]}], "{'a': [1]}"),
    ],
)
def test_templates_are_those_of_python_and_braces(template: str, params: Any, expected: str) -> None:
    """Parameters are read in turn, by number or by name."""
    assert with_params(template, params) == expected


@pytest.mark.parametrize(
    ("template", "params"),
    [
        ("%s %s", ["a"]),
        ("%(name)s", ["a"]),
        ("%s", {"name": "a"}),
        ("{name}", {}),
        ("{2}", ["a"]),
        ("%s", 7),
        ("{}", None),
        ("%c", ["a"]),
    ],
)
def test_what_does_not_fit_is_left_alone(template: str, params: Any) -> None:
    """The result is None if the parameter does not exist or the conversion is not supported."""
    assert with_params(template, params) is None


@pytest.mark.parametrize(
    ("template", "params"),
    [
        ("%999999999d", [1]),
        ("%.999999999f", [1.0]),
        ("%*d", [999999999, 1]),
        ("{0:>999999999}", ["a"]),
        ("{0!r:999999999}", ["a"]),
        ("{0}" * 50_000, ["a" * 50_000]),
        ("%(a)s" * 50_000, {"a": "a" * 50_000}),
        ("{" + "9" * 5_000 + "}", ["a"]),
    ],
)
def test_no_template_can_ask_for_memory(template: str, params: Any) -> None:
    """Large widths, large precisions and many uses of a long parameter do not make the result longer."""
    assert (with_params(template, params) or template) == template


def test_parameters_that_cannot_be_written_are_left_alone() -> None:
    """The result is None if a parameter is nested too deeply for Python."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert with_params("%s", [deep]) is None
    while deep:  # free one level at a time: freeing all levels at once needs a stack of the same depth
        deep = deep[0]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"logentry": {"message": "a %s", "formatted": "a b"}}, "a b"),
        ({"logentry": {"message": "a"}, "message": "old"}, "a"),
        ({"message": "a"}, "a"),
        ({"message": {"message": "a"}}, "a"),
        ({"logentry": {}, "message": 7}, "7"),
        ({"logentry": {"params": [1]}}, ""),
        ({"message": {}}, ""),
        ({}, ""),
    ],
)
def test_the_event_has_the_message_too(sent: dict[str, Any], expected: str) -> None:
    """The event's message is the formatted text, or empty. `message` is the old key for `logentry`."""
    assert answer(**sent)["message"] == expected
