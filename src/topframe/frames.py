"""Which frames of an event are the application's own.

Source: getsentry/sentry shows the frames that are `in_app`, and all frames where none is; the guess by path is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Literal

import msgspec

from .model.event import Event
from .model.stacktrace import Frame, Stacktrace
from .model.threads import Thread

_LIBRARY_PATHS = (
    "node_modules/",
    "site-packages/",
    "dist-packages/",
    "/vendor/",
    "/usr/lib/",
    "/lib/python",
    "webpack/bootstrap",
    "webpack/runtime",
    "<frozen ",
)


class InAppFrames(msgspec.Struct, frozen=True, kw_only=True):
    """The frames to read, and why these."""

    frames: tuple[Frame, ...]
    """All from one stack, oldest call first: the last one is nearest to the failure."""
    rule: Literal["in_app", "path", "all", "none"]
    """How they were chosen.

    `in_app`: the sender or the server marked them as the application's.
    `path`: no frame is marked; these do not lie where libraries are installed, as their paths say.
    `all`: nothing tells the application's frames apart; these are all there are, and may be those of libraries.
    `none`: there are no frames.
    """

    @property
    def top(self) -> Frame | None:
        """The frame nearest to the failure, or None when there are no frames."""
        return self.frames[-1] if self.frames else None


def in_app_frames(event: Event) -> InAppFrames:
    """Find the application's own frames.

    Looks at one stack after the other, in the order of `stacktraces`, and takes the first one with frames that are
    marked as in-app. Where no stack has one, the first stack with frames is taken, by the other rules.
    """
    found = [own for stack in stacktraces(event) if (own := own_frames(stack)).frames]
    marked = (own for own in found if own.rule == "in_app")
    return next(chain(marked, found), InAppFrames(frames=(), rule="none"))


def own_frames(stacktrace: Stacktrace | None) -> InAppFrames:
    """Find the application's own frames in one stack."""
    frames = frames_of(stacktrace)
    if not frames:
        return InAppFrames(frames=(), rule="none")
    if marked := tuple(frame for frame in frames if is_in_app(frame)):
        return InAppFrames(frames=marked, rule="in_app")
    guessed = tuple(frame for frame in frames if not _in_library(frame))
    nobody_said = all(is_in_app(frame) is None for frame in frames)
    if guessed and (len(guessed) < len(frames) or nobody_said):
        return InAppFrames(frames=guessed, rule="path")
    return InAppFrames(frames=frames, rule="all")


def stacktraces(event: Event) -> Iterator[Stacktrace]:
    """The stacks of an event that led to it, the one to look at first in front.

    Those of the exceptions, from the one that was raised last to the oldest cause; those of `failing_threads`; the one
    that stands on its own. Other threads are left out.
    """
    raised = (exception.stacktrace for exception in reversed(event.exceptions))
    running = (thread.stacktrace for thread in failing_threads(event))
    return (stack for stack in (*raised, *running, event.stacktrace) if stack is not None)


def failing_threads(event: Event) -> list[Thread]:
    """The thread that crashed, then the one that reported the event; [] where the event has no threads."""
    return sorted((it for it in event.threads if it.crashed or it.current), key=lambda thread: not thread.crashed)


def frames_of(stacktrace: Stacktrace | None) -> tuple[Frame, ...]:
    """The frames of a stack, oldest call first, without the nulls that a payload can have among them; () for None."""
    if stacktrace is None:
        return ()
    return tuple(frame for frame in stacktrace.frames or () if frame is not None)


def path_of(frame: Frame) -> str | None:
    """The full path or address of the file of a frame, or None. Reads GlitchTip's spelling too, like all of these."""
    return frame.sent_abs_path if frame.abs_path is None else frame.abs_path


def lineno_of(frame: Frame) -> int | None:
    """The line of the call, counted from 1; 0 occurs; None when nobody said."""
    return frame.sent_lineno if frame.lineno is None else frame.lineno


def colno_of(frame: Frame) -> int | None:
    """The column of the call, counted from 1; 0 occurs; None when nobody said."""
    return frame.sent_colno if frame.colno is None else frame.colno


def is_in_app(frame: Frame) -> bool | None:
    """True: application code. False: library code. None: nobody said."""
    return frame.sent_in_app if frame.in_app is None else frame.in_app


def _in_library(frame: Frame) -> bool:
    path = path_of(frame) or frame.filename or ""
    return any(part in path.replace("\\", "/") for part in _LIBRARY_PATHS)
