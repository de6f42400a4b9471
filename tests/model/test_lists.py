"""Fields `..._data` hold lists as sent; the properties without the suffix leave out nulls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
import pytest

import topframe
from topframe import raw, views, webhooks
from topframe.model import Frame, Stacktrace
from topframe.model.contexts import Context
from topframe.raw import RawEvent, RawFrame, legacy
from topframe.webhooks.metric_alert import AlertRule

EXCEPTIONS = {
    ("ExceptionData", "value_data"),  # *values* includes its items
    ("StackData", "value_data"),
    ("SpansEntry", "data"),  # `Event.spans` includes its items
    ("RawTemplate", "context_line"),  # a pair `[lineno, text]`
    *(("RawEvent", name) for name in legacy.TODAY),  # unset in decoded events
}
"""Fields without a property of their own. The comments say why."""


def structs() -> Iterator[type[msgspec.Struct]]:
    """Yield all Structs of the model, the raw dialect, the views and the webhooks."""
    for module in (topframe.model, raw, views, webhooks):
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind


def lists() -> Iterator[tuple[type[msgspec.Struct], str]]:
    """Yield the fields that hold lists with possible nulls. Lists of rows are left out; they keep the rows as sent."""
    for kind in structs():
        for member in msgspec.structs.fields(kind):
            arrays = [it for it in (member.type, *get_args(member.type)) if get_origin(it) is tuple]
            items = [get_args(array)[0] for array in arrays if get_args(array)[1:] == (...,)]
            if any(item is Any or (type(None) in get_args(item) and tuple not in origins(item)) for item in items):
                yield kind, member.name


def origins(union: Any) -> set[Any]:
    """Return the generic types in a union."""
    return {get_origin(part) for part in get_args(union)}


@pytest.mark.parametrize(("kind", "name"), list(lists()), ids=str)
def test_the_property_of_a_list_has_no_nulls(kind: type[msgspec.Struct], name: str) -> None:
    """The field name ends in `_data`. The property without the suffix is () for a missing list."""
    if (kind.__name__, name) in EXCEPTIONS:
        return
    assert name.endswith("_data")
    given: dict[str, Any] = {member.name: "9" for member in msgspec.structs.fields(kind) if member.required}
    assert getattr(kind(**given), name.removesuffix("_data")) == ()
    filled = kind(**given, **{name: (None, None)})
    assert getattr(filled, name.removesuffix("_data")) == ()


def test_all_list_fields_are_found() -> None:
    """`lists` finds frames, stack traces and contexts, and lists in raw events and webhooks."""
    found = set(lists())
    assert len(found) > 75
    assert {Stacktrace, Frame, RawEvent, RawFrame, AlertRule} <= {kind for kind, _ in found}
    assert any(issubclass(kind, Context) for kind, _ in found)


def test_a_list_without_nulls_is_not_copied() -> None:
    """The property returns the tuple of the field itself, which saves the time for a copy."""
    frames = (Frame(function="a"), Frame())
    assert Stacktrace(frames_data=frames).frames is frames
    assert Stacktrace(frames_data=(None, *frames)).frames == frames
