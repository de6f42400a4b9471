"""Tests for the conversion of contexts."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer


def contexts(**sent: Any) -> dict[str, Any]:
    """Convert the contexts of a stored event."""
    found: dict[str, Any] = answer(**STORED, contexts=sent)["contexts"]
    return found


def system(description: Any, **members: Any) -> dict[str, Any]:
    """Convert the context of an operating system that an SDK sent, and return the keys that the description adds."""
    context = answer(contexts={"os": {"raw_description": description, **members}})["contexts"]["os"]
    return {key: value for key, value in context.items() if key not in {"type", "raw_description"}}


def test_members_that_say_nothing_are_dropped() -> None:
    """Nulls, empty texts and null contexts are dropped. Zero and false stay."""
    sent = {"name": None, "model": "", "charging": False, "battery_level": 0}
    assert contexts(device=sent, os=None) == {"device": {"charging": False, "battery_level": 0, "type": "device"}}
    assert contexts(device={}) == {"device": {"type": "device"}}


@pytest.mark.parametrize("type", ["app", "device", "runtime", "browser", "os", "gpu", "monitor", "trace", "otel"])
def test_the_types_that_the_server_knows_are_kept(type: str) -> None:
    """A known *type* stays under any alias. Without *type*, a known alias is the type."""
    assert contexts(mine={"type": type, "a": 1}) == {"mine": {"type": type, "a": 1}}
    assert contexts(**{type: {"a": 1}}) == {type: {"type": type, "a": 1}}


@pytest.mark.parametrize("type", ["cart", "feedback", "", 7, [], {}])
def test_any_other_type_is_the_default(type: Any) -> None:
    """An unknown type, and an unknown alias without a type, become `default`."""
    assert contexts(cart={"type": type, "a": 1})["cart"] == {"type": "default", "a": 1}
    assert contexts(cart={"a": 1})["cart"] == {"type": "default", "a": 1}


@pytest.mark.parametrize("sent", ["a", 7, [1], True])
def test_what_is_no_object_stays(sent: Any) -> None:
    """A context that is not an object stays unchanged."""
    assert contexts(cart=sent) == {"cart": sent}


@pytest.mark.parametrize("sent", [None, {}, [], "a"])
def test_there_may_be_none(sent: Any) -> None:
    """Without contexts the result is an empty object."""
    assert answer(contexts=sent)["contexts"] == answer()["contexts"] == {}


def test_long_numbers_are_text_at_any_depth() -> None:
    """Numbers of more than 15 characters become text, because browsers round them. Booleans stay."""
    sent = {"a": 123456789012345, "b": 1234567890123456, "c": [{"d": -1234567890.12345678}], "e": True, "f": None}
    assert contexts(cart={"x": sent})["cart"]["x"] == {
        "a": 123456789012345,
        "b": "1234567890123456",
        "c": [{"d": "-1234567890.1234567"}],
        "e": True,
        "f": None,
    }


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Microsoft Windows 10.0.19045", {"name": "Windows", "version": "10.0.19045"}),
        ("Mac OS X 10.15.7", {"name": "Mac OS X", "version": "10.15.7"}),
        ("macOS 14.1", {"name": "macOS", "version": "14.1"}),
        ("Linux 6.1.0-18-amd64 #1 SMP", {"name": "Linux", "kernel_version": "6.1.0"}),
        ("Plan 9", {}),
        (7, {}),
        (None, {}),
    ],
)
def test_the_server_takes_the_description_of_a_system_apart(description: Any, expected: dict[str, str]) -> None:
    """A known description gives the name, and the version of the system or of its kernel."""
    assert system(description) == expected


def test_a_system_that_has_a_name_keeps_it() -> None:
    """The description is used only if the context has no name and Relay has not processed the event."""
    assert system("Linux 6.1.0", name="Debian") == {"name": "Debian"}
    assert contexts(os={"raw_description": "Linux 6.1.0"})["os"] == {"raw_description": "Linux 6.1.0", "type": "os"}
