"""Which frames of an event are the application's own; of a view, too, that has what is asked here.

Source: getsentry/sentry shows the frames that are `in_app`, and all frames where none is; the guess by path is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Generic, Literal, TypeVar

import msgspec

from .shapes import F, FrameLike, S, StackLike, StacksLike, ThreadLike

T = TypeVar("T", bound=ThreadLike[object])

_LIBRARY_PATHS = re.compile(
    "|".join(
        (
            r"node_modules/|^node:|^internal/[\w/]++\.js$|webpack/(bootstrap|runtime)",
            r"^(\[native code\]|<anonymous>|native)$",  # JavaScript engines and the JVM
            r"(^|/)vendor/",  # PHP, Go, Ruby
            r"/(site|dist)-packages/|/lib/python|/python[\d.]++/lib/|^<frozen ",
            r"/gems/|/usr/local/bundle/|^[\w-]++ \([\w.]++\) ",  # Ruby; of old, `rack (2.0.7) lib/rack/head.rb`
            r"/usr/local/go/src/|/go/pkg/mod/",
            r"/rustc/|cargo/registry/",
            r"(^|/)deps/\w++/(lib|src)/|/lib/(elixir|erlang)/",
            r"/usr/lib/",
        )
    ),
    re.IGNORECASE,
)
"""Where languages keep what the application did not bring; with slashes, whatever the system."""
_LIBRARY_MODULES = {
    "java": ("java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "kotlinx.", "android.", "androidx."),
    "csharp": ("System.", "Microsoft."),
}
"""By platform, for those whose paths do not tell."""


class InAppFrames(msgspec.Struct, Generic[F], frozen=True, kw_only=True):
    """The frames to read, and why these."""

    frames: tuple[F, ...]
    """All from one stack, oldest call first: the last one is nearest to the failure."""
    rule: Literal["in_app", "path", "all", "none"]
    """How they were chosen.

    `in_app`: the sender or the server marked them as the application's.
    `path`: no frame is marked as the application's; these do not lie where libraries are, as their paths say (on the
    JVM and .NET their modules, too). Frames that are marked as libraries' are among them only where all frames of the
    stack are so marked, as GlitchTip, and Sentry of old, mark what nobody marked.
    `all`: nothing tells the application's frames apart; these are all there are, and may be those of libraries.
    `none`: there are no frames.
    """

    @property
    def top(self) -> F | None:
        """The frame nearest to the failure, or None when there are no frames."""
        return self.frames[-1] if self.frames else None


def in_app_frames(event: StacksLike[StackLike[F]]) -> InAppFrames[F]:
    """Find the application's own frames.

    Looks at one stack after the other, in the order of `stacktraces`, and takes the first one with frames that are
    marked as in-app. Where no stack has one, the first stack with frames is taken, by the other rules.
    """
    found = [own for stack in stacktraces(event) if (own := own_frames(stack, event.platform)).frames]
    marked = (own for own in found if own.rule == "in_app")
    return next(chain(marked, found), InAppFrames(frames=(), rule="none"))


def own_frames(stacktrace: StackLike[F] | None, platform: str | None = None) -> InAppFrames[F]:
    """Find the application's own frames in one stack.

    Args:
        stacktrace: The stack.
        platform: The platform of the event, for frames that have none of their own.
    """
    frames = tuple(stacktrace.frames) if stacktrace else ()
    if not frames:
        return InAppFrames(frames=(), rule="none")
    if marked := tuple(frame for frame in frames if frame.in_app):
        return InAppFrames(frames=marked, rule="in_app")
    unmarked = tuple(frame for frame in frames if frame.in_app is None)
    guessed = tuple(frame for frame in unmarked or frames if not _in_library(frame, platform))
    if guessed and (unmarked or len(guessed) < len(frames)):
        return InAppFrames(frames=guessed, rule="path")
    return InAppFrames(frames=frames, rule="all")


def stacktraces(event: StacksLike[S]) -> Iterator[S]:
    """The stacks of an event that led to it, the one to look at first in front.

    Those of the exceptions, from the one that was raised last to the oldest cause; those of `failing_threads`; the one
    that stands on its own. Other threads are left out.
    """
    raised = (exception.stacktrace for exception in reversed(event.exceptions))
    running = (thread.stacktrace for thread in failing_threads(event.threads))
    return (stack for stack in (*raised, *running, event.stacktrace) if stack is not None)


def failing_threads(threads: Sequence[T]) -> list[T]:
    """The thread that crashed, then the one that reported the event; [] where there are no threads."""
    return sorted((it for it in threads if it.crashed or it.current), key=lambda thread: not thread.crashed)


def _in_library(frame: FrameLike, platform: str | None) -> bool:
    path = (frame.abs_path or frame.filename or "").replace("\\", "/")
    modules = _LIBRARY_MODULES.get(frame.platform or platform or "", ())
    return bool(_LIBRARY_PATHS.search(path)) or (frame.module or "").startswith(modules)
