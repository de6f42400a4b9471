"""Lists: what the server sent is in `..._data`, and the plain name has no nulls."""

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
    ("Event", "resolved_with"),  # null: it is not known how the source map was found
    ("ExceptionData", "value_data"),  # *values* has its items
    ("ExceptionsView", "value_data"),
    ("SpansEntry", "data"),  # `event.spans` has its items
    ("GlitchTipFrame", "pre_context"),  # the number of a line follows from its place
    ("GlitchTipFrame", "post_context"),
}
"""Lists in which a null has a meaning, and lists whose items are found elsewhere."""


def structs() -> Iterator[type[msgspec.Struct]]:
    """All classes of the model and of the views."""
    for module in (topframe.model, views):
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind


def lists() -> Iterator[tuple[type[msgspec.Struct], str]]:
    """The fields that hold lists whose items are Structs or texts, or null."""
    for kind in structs():
        for member in msgspec.structs.fields(kind):
            arrays = [it for it in (member.type, *get_args(member.type)) if get_origin(it) is tuple]
            items = [get_args(array)[0] for array in arrays if get_args(array)[1:] == (...,)]
            if any(type(None) in get_args(item) and not any(map(get_origin, get_args(item))) for item in items):
                yield kind, member.name


@pytest.mark.parametrize(("kind", "name"), list(lists()), ids=str)
def test_a_list_under_its_plain_name_has_no_nulls(kind: type[msgspec.Struct], name: str) -> None:
    """The field is called `..._data`, and the property without that ending is () where there is no list."""
    if (kind.__name__, name) in EXCEPTIONS:
        return
    assert name.endswith("_data")
    given: dict[str, Any] = {"event_id": "9"} if "event_id" in kind.__struct_fields__ else {}
    assert getattr(kind(**given), name.removesuffix("_data")) == ()
    filled = kind(**given, **{name: (None, None)})
    assert getattr(filled, name.removesuffix("_data")) == ()


def test_all_lists_are_covered() -> None:
    """Lists of contexts, too."""
    found = set(lists())
    assert len(found) > 25
    assert {Stacktrace, Frame} <= {kind for kind, _ in found}
    assert any(issubclass(kind, Context) for kind, _ in found)


def test_a_list_without_nulls_is_not_copied() -> None:
    """Reading the frames of a stack costs next to nothing."""
    frames = (Frame(function="a"), Frame())
    assert Stacktrace(frames_data=frames).frames is frames
    assert Stacktrace(frames_data=(None, *frames)).frames == frames
