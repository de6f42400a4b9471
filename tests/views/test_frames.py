"""`EventFrames` gives the same results as the whole event."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.conftest import SAMPLES, bodies_of
from topframe import ValidationError, decode_event, decode_view, in_app_frames, source_context, stacktraces
from topframe.model import SourceLine
from topframe.model.entries import KNOWN_TYPES
from topframe.views import EventFrames, StacktraceView

BODIES = [
    pytest.param(json.dumps(body), id=f"{name}-{at}") for name in SAMPLES for at, body in enumerate(bodies_of(name))
]


def members(frames: Any) -> list[tuple[Any, ...]]:
    """The values of the fields that both `Frame` and `FrameView` have, for each frame."""
    return [(frame.filename, frame.abs_path, frame.function, frame.lineno, frame.in_app) for frame in frames]


@pytest.mark.parametrize("body", BODIES)
def test_in_app_frames_equal_those_of_the_event(body: str) -> None:
    """`in_app_frames` uses the same rule and returns the same frames, for every sample."""
    event, view = in_app_frames(decode_event(body)), in_app_frames(decode_view(body, EventFrames))
    assert view.rule == event.rule
    assert members(view.frames) == members(event.frames)


@pytest.mark.parametrize("body", BODIES)
def test_stacktraces_equal_those_of_the_event(body: str) -> None:
    """The order, the frames and the exceptions are the same, for every sample."""
    event, view = decode_event(body), decode_view(body, EventFrames)
    assert [members(stack.frames) for stack in stacktraces(view)] == [
        members(stack.frames) for stack in stacktraces(event)
    ]
    assert [(raised.type, raised.value) for raised in view.exceptions] == [
        (raised.type, raised.value) for raised in event.exceptions
    ]


def test_glitchtip_keys_and_other_entries_decode() -> None:
    """It reads `in_app` like `inApp` and `value` like `values`, and skips other and unknown entries."""
    frames = [{"function": "lib", "in_app": False}, {"function": "own", "in_app": True}, None]
    entries = [
        {"type": "request", "data": {"url": 7}},
        {"type": "exception", "data": {"value": [None, {"type": "A", "stacktrace": {"frames": frames}}]}},
        {"data": None, "type": "threads"},
    ]
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert [frame.function for frame in in_app_frames(view).frames] == ["own"]
    assert view.entries
    assert [entry.type for entry in view.entries] == ["exception", "threads"]
    assert pickle.loads(pickle.dumps(view)) == view

    entries.append({"type": "hologram"})
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert [frame.function for frame in in_app_frames(view).frames] == ["own"]


ODD = [7, 1.5, True, "text", [7], {"a": 7}, None]
STACK = {"frames": [{"function": "own", "inApp": True}]}
OUTSIDE = [
    ("exception", {"values": [{"stacktrace": STACK, "current": None, "crashed": None}], "frames": None}),
    (
        "threads",
        {
            "values": [{"crashed": True, "stacktrace": STACK, "type": None, "value": None}],
            "value": None,
            "frames": None,
        },
    ),
    ("stacktrace", {**STACK, "values": None, "value": None}),
]
"""Entries with all members that the class of another type of entry reads. Those members are null."""


def places(part: Any) -> Iterator[tuple[Any, str]]:
    """Yield the object and the key of each null in a JSON value."""
    for key, value in part.items():
        if value is None:
            yield part, key
        if key == "values":
            for item in value or ():
                yield from places(item)


@pytest.mark.parametrize(("type", "data"), OUTSIDE, ids=["exception", "threads", "stacktrace"])
@pytest.mark.parametrize("odd", ODD, ids=str)
def test_members_of_other_types_of_entries_can_hold_any_json(type: str, data: Any, odd: Any) -> None:
    """All entries have one class, but a member is only read in the entries that the protocol gives it to."""
    for at in range(len(list(places(data)))):
        changed = copy.deepcopy(data)
        part, key = list(places(changed))[at]
        part[key] = odd
        body = json.dumps({"eventID": "9", "entries": [{"data": changed, "type": type}]})
        view, event = decode_view(body, EventFrames), decode_event(body)
        assert [frame.function for frame in in_app_frames(view).frames] == ["own"]
        assert len(view.exceptions) == len(event.exceptions)
        assert len(view.threads) == len(event.threads)


@pytest.mark.parametrize("odd", ODD, ids=str)
@pytest.mark.parametrize("type", [*sorted(KNOWN_TYPES - {"exception", "threads", "stacktrace"}), "hologram", None])
def test_entries_without_stack_traces_can_hold_any_json(type: str | None, odd: Any) -> None:
    """They are left out, and the entries after them are read."""
    stack = {"data": STACK, "type": "stacktrace"}
    for data in (
        odd,
        {"values": odd},
        {"values": [odd]},
        {"values": [{"type": odd, "stacktrace": odd}]},
        {"frames": odd},
    ):
        body = json.dumps({"eventID": "9", "entries": [{"data": data, "type": type}, odd, stack]})
        view = decode_view(body, EventFrames)
        assert view.entries is not None
        assert [entry.type for entry in view.entries] == ["stacktrace"]


def test_a_fault_in_an_entry_that_is_read_is_an_error() -> None:
    """The path is that of the whole event."""
    for type, data, path in (
        ("exception", {"values": [{"type": 7}]}, "data.values[0].type"),
        ("threads", {"values": [{"crashed": 7}]}, "data.values[0].crashed"),
        ("stacktrace", {"frames": [7]}, "data.frames[0]"),
    ):
        body = json.dumps({"eventID": "9", "entries": [{"data": 7, "type": "spans"}, {"data": data, "type": type}]})
        with pytest.raises(ValidationError) as caught:
            decode_view(body, EventFrames)
        assert caught.value.path == f"$.entries[1].{path}"


def test_the_stacktrace_of_a_message_is_read() -> None:
    """A message has its stack trace in the entry `stacktrace`, without exceptions and threads."""
    entries = [{"type": "stacktrace", "data": {"frames": [{"filename": "a.py"}]}}]
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert isinstance(view.stacktrace, StacktraceView)
    assert (view.exceptions, view.threads) == ((), ())
    assert in_app_frames(view).rule == "path"


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A custom view of a frame, with only the fields that `source_context` reads."""

    lineno: int | None = msgspec.field(default=None, name="lineNo")
    context: tuple[SourceLine, ...] = ()


def test_source_context_accepts_a_custom_view() -> None:
    """The view needs only the fields that `source_context` reads."""
    shown = source_context(decode_view(b'{"lineNo": 7, "context": [[6, "a"], [7, "b"]]}', Lines))
    assert [(line.lineno, line.text, line.is_call) for line in shown.lines] == [(6, "a", False), (7, "b", True)]
    assert source_context(Lines(lineno=7)).lines == ()
