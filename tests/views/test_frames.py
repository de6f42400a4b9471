"""`EventFrames` answers like the whole event."""

from __future__ import annotations

import json
import pickle
from typing import Any

import msgspec
import pytest

from tests.conftest import SAMPLES, bodies_of
from topframe import decode_event, decode_view, in_app_frames, source_context, stacktraces
from topframe.model import SourceLine
from topframe.views import EventFrames, SkippedEntry, StacktraceView

BODIES = [
    pytest.param(json.dumps(body), id=f"{name}-{at}") for name in SAMPLES for at, body in enumerate(bodies_of(name))
]


def members(frames: Any) -> list[tuple[Any, ...]]:
    """What a view of a frame has."""
    return [(frame.filename, frame.abs_path, frame.function, frame.lineno, frame.in_app) for frame in frames]


@pytest.mark.parametrize("body", BODIES)
def test_the_own_frames_are_those_of_the_event(body: str) -> None:
    """By the same rule, from the same stack, for every sample."""
    event, view = in_app_frames(decode_event(body)), in_app_frames(decode_view(body, EventFrames))
    assert view.rule == event.rule
    assert members(view.frames) == members(event.frames)


@pytest.mark.parametrize("body", BODIES)
def test_the_stacks_are_those_of_the_event(body: str) -> None:
    """In the same order, with all of their frames."""
    event, view = decode_event(body), decode_view(body, EventFrames)
    assert [members(stack.frames) for stack in stacktraces(view)] == [
        members(stack.frames) for stack in stacktraces(event)
    ]
    assert [(raised.type, raised.value) for raised in view.exceptions] == [
        (raised.type, raised.value) for raised in event.exceptions
    ]


def test_glitchtips_spelling_and_odd_entries_are_read() -> None:
    """`in_app` beside `inApp`; `value` beside `values`; entries of other and of unknown types."""
    frames = [{"function": "lib", "in_app": False}, {"function": "own", "in_app": True}, None]
    entries = [
        {"type": "request", "data": {"url": 7}},
        {"type": "exception", "data": {"value": [None, {"type": "A", "stacktrace": {"frames": frames}}]}},
        {"data": None, "type": "threads"},
    ]
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert [frame.function for frame in in_app_frames(view).frames] == ["own"]
    assert view.entries
    assert isinstance(view.entries[0], SkippedEntry)
    assert pickle.loads(pickle.dumps(view)) == view

    entries.append({"type": "hologram"})
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert [frame.function for frame in in_app_frames(view).frames] == ["own"]


def test_a_stack_can_stand_on_its_own() -> None:
    """That of a message."""
    entries = [{"type": "stacktrace", "data": {"frames": [{"filename": "a.py"}]}}]
    view = decode_view(json.dumps({"eventID": "9", "entries": entries}), EventFrames)
    assert isinstance(view.stacktrace, StacktraceView)
    assert (view.exceptions, view.threads) == ((), ())
    assert in_app_frames(view).rule == "path"


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A caller's own view of a frame, with what two helpers ask."""

    lineno: int | None = msgspec.field(default=None, name="lineNo")
    context: tuple[SourceLine, ...] = ()


def test_a_callers_own_view_of_a_frame_has_source() -> None:
    """What a helper asks is all that it needs."""
    shown = source_context(decode_view(b'{"lineNo": 7, "context": [[6, "a"], [7, "b"]]}', Lines))
    assert [(line.lineno, line.text, line.is_call) for line in shown.lines] == [(6, "a", False), (7, "b", True)]
    assert source_context(Lines(lineno=7)).lines == ()
