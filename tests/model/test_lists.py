"""Fields `..._data` hold lists as sent; the properties without the suffix leave out nulls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
import pytest

import topframe
from topframe import views
from topframe.model import Frame, Stacktrace
from topframe.model.contexts import Context

EXCEPTIONS = {
    ("Event", "resolved_with"),  # null: the server did not record how it found the source map
    ("ExceptionData", "value_data"),  # *values* includes its items
    ("ExceptionsView", "value_data"),
    ("SpansEntry", "data"),  # `Event.spans` includes its items
    ("GlitchTipFrame", "pre_context"),  # the line number depends on the position, so nulls must stay
    ("GlitchTipFrame", "post_context"),
}
"""Lists without a property of their own: a null in them has a meaning, or another property has their items."""


def structs() -> Iterator[type[msgspec.Struct]]:
    """Yield all Structs of the model and of the views."""
    for module in (topframe.model, views):
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind


def lists() -> Iterator[tuple[type[msgspec.Struct], str]]:
    """Yield the fields that hold lists of Structs or text with possible nulls."""
    for kind in structs():
        for member in msgspec.structs.fields(kind):
            arrays = [it for it in (member.type, *get_args(member.type)) if get_origin(it) is tuple]
            items = [get_args(array)[0] for array in arrays if get_args(array)[1:] == (...,)]
            if any(type(None) in get_args(item) and not any(map(get_origin, get_args(item))) for item in items):
                yield kind, member.name


@pytest.mark.parametrize(("kind", "name"), list(lists()), ids=str)
def test_the_property_of_a_list_has_no_nulls(kind: type[msgspec.Struct], name: str) -> None:
    """The field name ends in `_data`. The property without the suffix is () for a missing list."""
    if (kind.__name__, name) in EXCEPTIONS:
        return
    assert name.endswith("_data")
    given: dict[str, Any] = {"event_id": "9"} if "event_id" in kind.__struct_fields__ else {}
    assert getattr(kind(**given), name.removesuffix("_data")) == ()
    filled = kind(**given, **{name: (None, None)})
    assert getattr(filled, name.removesuffix("_data")) == ()


def test_all_list_fields_are_found() -> None:
    """`lists` also finds frames, stack traces and contexts."""
    found = set(lists())
    assert len(found) > 25
    assert {Stacktrace, Frame} <= {kind for kind, _ in found}
    assert any(issubclass(kind, Context) for kind, _ in found)


def test_a_list_without_nulls_is_not_copied() -> None:
    """The property returns the tuple of the field itself, which saves the time for a copy."""
    frames = (Frame(function="a"), Frame())
    assert Stacktrace(frames_data=frames).frames is frames
    assert Stacktrace(frames_data=(None, *frames)).frames == frames
