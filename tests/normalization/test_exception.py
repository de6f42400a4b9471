"""Tests for the conversion of the chain of exceptions."""

from __future__ import annotations

from typing import Any

import pytest

from topframe import decode_raw_event, normalize
from topframe.model import Mechanism

from .answers import STORED, entries


def exception(**members: Any) -> dict[str, Any]:
    """Convert one exception."""
    (only,) = entries(exception=[members])["exception"]["values"]
    assert isinstance(only, dict)
    return only  # pyright: ignore[reportUnknownVariableType]


def mechanism(**members: Any) -> Any:
    """Convert one mechanism."""
    return exception(type="A", mechanism=members).get("mechanism")


# --- the chain --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        {"values": [None, {"type": "A"}, None, {"type": "B"}]},
        [{"type": "A"}, None, {"type": "B"}],
    ],
)
def test_the_chain_keeps_its_order_and_loses_nulls(sent: Any) -> None:
    """The oldest cause comes first in every shape; nulls are dropped."""
    assert entries(exception=sent)["exception"] == {
        "values": [{"type": "A"}, {"type": "B"}],
        "hasSystemFrames": False,
    }


def test_one_exception_can_stand_in_place_of_a_list() -> None:
    """A single exception becomes a chain of one exception."""
    assert entries(exception={"type": "A"})["exception"]["values"] == [{"type": "A"}]


@pytest.mark.parametrize("sent", [None, {}, [], [None], {"values": []}, {"values": None}, {"values": [None]}])
def test_no_exception_makes_no_entry(sent: Any) -> None:
    """Null, empty lists and empty objects make no entry."""
    assert entries(exception=sent) == {}


def test_exceptions_that_were_cut_out_are_told() -> None:
    """*excOmitted* holds the indexes of the gap."""
    assert entries(exception={"values": [{"type": "A"}], "exc_omitted": [3, 9]})["exception"]["excOmitted"] == [3, 9]


@pytest.mark.parametrize(
    ("stacks", "expected"), [([False, True], True), ([True, None], True), ([False], False), ([None, None], False)]
)
def test_the_chain_has_system_frames_where_one_of_its_stacks_has(stacks: list[bool | None], expected: bool) -> None:
    """*hasSystemFrames* is true if one stack trace has it. Stack traces before symbolication do not count."""
    marked = [None if mark is None else {"frames": [{"function": "f", "in_app": mark}]} for mark in stacks]
    raw = {"frames": [{"function": "f", "in_app": True}]}
    sent = [{"type": "A", "stacktrace": stack, "raw_stacktrace": raw} for stack in marked]
    assert entries(exception=sent)["exception"]["hasSystemFrames"] is expected


def test_an_exception_is_renamed() -> None:
    """All values of an exception are in the result, under the names of the web API."""
    stack = {"frames": [{"function": "f", "filename": "a.py", "abs_path": "a.py"}]}
    shown: dict[str, Any] = {
        "frames": [{"function": "f", "filename": "a.py", "absPath": "a.py", "context": []}],
        "hasSystemFrames": False,
    }
    assert exception(
        type="A",
        value="no",
        module="app",
        thread_id=2**64 - 1,
        mechanism={"type": "generic"},
        stacktrace=stack,
        raw_stacktrace=stack,
        raw_type="a",
        raw_value="n",
        raw_module="b",
    ) == {
        "type": "A",
        "value": "no",
        "module": "app",
        "threadId": 2**64 - 1,
        "mechanism": {"type": "generic"},
        "stacktrace": shown,
        "rawStacktrace": shown,
        "rawType": "a",
        "rawValue": "n",
        "rawModule": "b",
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("no", "no"),
        ("", None),
        (None, None),
        (7, "7"),
        (1.5, "1.5"),
        (False, "false"),
        ([1, {"a": "ü"}], '[1,{"a":"ü"}]'),
        ({}, "{}"),
    ],
)
def test_a_value_is_text(sent: Any, expected: str | None) -> None:
    """Any other value than a text is encoded as JSON. An empty text becomes null."""
    assert exception(type="A", value=sent).get("value") == expected


@pytest.mark.parametrize(
    ("sent", "type", "value"),
    [
        ({"value": "KeyError: a: b "}, "KeyError", "a: b"),
        ({"value": "KeyError:"}, "KeyError", None),
        ({"type": "", "value": "E:x"}, "E", "x"),
        ({"type": "A", "value": "E: x"}, "A", "E: x"),
        ({"value": "no such: x"}, None, "no such: x"),
        ({"value": "E: x\ny"}, None, "E: x\ny"),
        ({**STORED, "value": "E: x"}, None, "E: x"),
    ],
)
def test_a_type_that_stands_in_the_value_is_taken_out(
    sent: dict[str, Any], type: str | None, value: str | None
) -> None:
    """Without a type, `Type: message` is split, as Relay does. A value of several lines stays unchanged."""
    stored = {name: sent[name] for name in STORED if name in sent}
    (found,) = entries(**stored, exception=[{"type": sent.get("type"), "value": sent["value"]}])["exception"]["values"]
    assert (found.get("type"), found.get("value")) == (type, value)


def test_a_type_is_text() -> None:
    """Numbers and booleans become text."""
    assert [exception(type=sent)["type"] for sent in ("A", 7, True)] == ["A", "7", "True"]


def test_the_stack_under_its_key_of_2017_counts_where_there_is_no_other() -> None:
    """The old key is used only if *stacktrace* is not set."""
    old, new = {"frames": [{"function": "old"}]}, {"frames": [{"function": "new"}]}
    legacy = "sentry.interfaces.Stacktrace"
    assert exception(**{"type": "A", legacy: old})["stacktrace"]["frames"] == [{"function": "old", "context": []}]
    assert exception(**{"type": "A", "stacktrace": new, legacy: old})["stacktrace"]["frames"][0]["function"] == "new"


# --- mechanisms -------------------------------------------------------------------------------------------------------


def test_a_mechanism_is_handed_on() -> None:
    """A mechanism keeps its keys in snake_case, and loses nulls and empty data."""
    sent: dict[str, Any] = {
        "type": "chained",
        "description": "caught",
        "help_link": "https://docs.example.org/",
        "handled": False,
        "synthetic": True,
        "source": "__cause__",
        "is_exception_group": True,
        "exception_id": 1,
        "parent_id": 0,
        "data": {"any": [{}]},
        "meta": {"errno": {"number": 2}, "signal": {"number": 11}},
    }
    assert mechanism(**sent) == sent
    assert mechanism(type="generic", handled=None, data={}, meta=None) == {"type": "generic"}


def test_what_the_system_said_may_be_unreadable() -> None:
    """A `meta` with a number of more than 4300 digits is dropped. The rest of the old mechanism is converted."""
    long = "1" * 4301
    raw = decode_raw_event(f'{{"exception": {{"mechanism": {{"handled": false, "meta": {long}}}}}}}')
    (value,) = normalize(raw).exceptions
    assert value.mechanism == Mechanism(type="generic", data={"handled": False})


def test_a_description_is_text() -> None:
    """Numbers become text."""
    assert mechanism(type="generic", description=7)["description"] == "7"


@pytest.mark.parametrize("stored", [{}, STORED])
def test_an_empty_mechanism_is_none(stored: dict[str, Any]) -> None:
    """A mechanism without any value is left out."""
    (only,) = entries(**stored, exception={"values": [{"type": "A", "mechanism": {}}]})["exception"]["values"]
    assert only == {"type": "A"}


def test_the_mechanism_of_cocoa_until_2018_is_made_one_of_today() -> None:
    """A mechanism without a type gets the type `generic`. Two keys move to *meta*, and all others to *data*."""
    assert mechanism(
        posix_signal={"signal": 11, "code": 0, "name": "SIGSEGV", "code_name": "SEGV_NOOP"},
        mach_exception={"exception": 1, "exception_name": "EXC_BAD_ACCESS", "code": 1, "subcode": 8},
        relevant_address="0x1",
        handled=False,
    ) == {
        "type": "generic",
        "data": {"relevant_address": "0x1", "handled": False},
        "meta": {
            "signal": {"number": 11, "code": 0, "name": "SIGSEGV", "code_name": "SEGV_NOOP"},
            "mach_exception": {"exception": 1, "code": 1, "subcode": 8, "name": "EXC_BAD_ACCESS"},
        },
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"posix_signal": {"signal": 6}}, {"type": "generic", "meta": {"signal": {"number": 6}}}),
        ({"mach_exception": {"code": 1}}, {"type": "generic", "meta": {"mach_exception": {"code": 1}}}),
        ({"relevant_address": 16}, {"type": "generic", "data": {"relevant_address": 16}}),
        ({"meta": {"errno": {"number": 2}}}, {"type": "generic", "data": {"meta": {"errno": {"number": 2}}}}),
    ],
)
def test_each_old_member_can_stand_alone(sent: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each old key is converted alone, and adds no empty objects for the others."""
    assert mechanism(**sent) == expected
