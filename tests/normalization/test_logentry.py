"""The log message, on its way from the raw dialect to the web API's."""

from __future__ import annotations

from typing import Any

import pytest

from topframe.normalization.logentry import with_params

from .answers import answer, entries


def message(sent: Any) -> Any:
    """The entry of a log message; None where there is none."""
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
    """The template stands beside it where it is another text; what says nothing makes no entry."""
    assert message(sent) == expected


def test_parameters_are_put_in_where_the_sender_did_not() -> None:
    """And stay beside the template."""
    assert message({"message": "Order %s failed", "params": ["o-7"]}) == {
        "formatted": "Order o-7 failed",
        "message": "Order %s failed",
        "params": ["o-7"],
    }
    assert message({"message": "Order %s failed", "formatted": "x", "params": ["o-7"]})["formatted"] == "x"


def test_parameters_that_do_not_fit_leave_the_template_as_it_is() -> None:
    """It is the message then, and they still stand beside it."""
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
    """In turn, by number or by name."""
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
    """There is no such parameter, or no such conversion."""
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
    """Neither by a width or a precision, nor by naming a long parameter again and again."""
    assert (with_params(template, params) or template) == template


def test_parameters_that_cannot_be_written_are_left_alone() -> None:
    """Nested too deeply for the interpreter."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert with_params("%s", [deep]) is None
    while deep:  # step by step, as freeing it at once would need as deep a stack
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
    """As a text, the empty one where there is none; `message` is the spelling of old."""
    assert answer(**sent)["message"] == expected
