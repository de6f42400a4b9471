"""Finds the frames of an event that belong to the application.

The functions accept an event of the web API, or any view that has the fields in `shapes`.

Source: getsentry/sentry shows the frames that are `in_app`, or all frames if no frame is; the guess by path is ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Generic, Literal, TypeVar

import msgspec

from ..model.documented import Documented
from .shapes import F, FrameLike, S, StackLike, StacksLike, ThreadLike

T = TypeVar("T", bound=ThreadLike[object])

_LIBRARY_PATHS = re.compile(
    "|".join(
        (
            r"node_modules/|^node:|^internal/[\w/]++\.js$|webpack/(bootstrap|runtime)",
            r"^(\[native code\]|<anonymous>|native)$",  # JavaScript engines and the JVM
            r"(^|/)vendor/",  # PHP, Go, Ruby
            r"/(site|dist)-packages/|/lib/python|/python[\d.]++/lib/|^<frozen ",
            r"/gems/|/usr/local/bundle/|^[\w-]++ \([\w.]++\) ",  # Ruby; old SDKs send `rack (2.0.7) lib/rack/head.rb`
            r"/usr/local/go/src/|/go/pkg/mod/",
            r"/rustc/|cargo/registry/",
            r"(^|/)deps/\w++/(lib|src)/|/lib/(elixir|erlang)/",
            r"/usr/lib/",
        )
    ),
    re.IGNORECASE,
)
"""Paths of libraries in each language. Backslashes must be replaced by slashes before matching."""
_LIBRARY_MODULES = {
    "java": ("java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "kotlinx.", "android.", "androidx."),
    "csharp": ("System.", "Microsoft."),
}
"""Prefixes of library modules, by platform. On these platforms, the path does not tell libraries apart."""


class InAppFrames(Documented, msgspec.Struct, Generic[F], frozen=True, kw_only=True):
    """The application's frames in one stack trace, and the rule by which they were chosen."""

    frames: tuple[F, ...]
    """Frames of one stack trace, oldest call first. The last frame is nearest to the failure."""
    rule: Literal["in_app", "path", "all", "none"]
    """How the frames were chosen.

    `in_app`: the sender or the server marked them as in-app.
    `path`: no frame is marked as in-app. These frames are outside the usual paths of libraries; on the JVM and .NET,
    their modules are checked as well. If some frames have no mark, only these are candidates. If all frames are marked
    as library frames, all are candidates, because GlitchTip and old versions of Sentry mark unmarked frames this way.
    `all`: no rule tells the application's frames from library frames. These are all frames of the stack trace.
    `none`: there are no frames.
    """

    @property
    def top(self) -> F | None:
        """The frame nearest to the failure; None if there are no frames."""
        return self.frames[-1] if self.frames else None


def in_app_frames(event: StacksLike[StackLike[F]]) -> InAppFrames[F]:
    """Find the application's own frames in an event.

    The function looks at the stack traces in the order of `stacktraces`, and takes the first with a frame that is
    marked as in-app. If no stack trace has such a frame, the other rules choose frames from the first stack trace that
    has frames.
    """
    found = [own for stack in stacktraces(event) if (own := own_frames(stack, event.platform)).frames]
    marked = (own for own in found if own.rule == "in_app")
    return next(chain(marked, found), InAppFrames(frames=(), rule="none"))


def own_frames(stacktrace: StackLike[F] | None, platform: str | None = None) -> InAppFrames[F]:
    """Find the application's own frames in one stack trace.

    Args:
        stacktrace: The stack trace; None if there is none.
        platform: The platform of the event. It applies to frames that do not name a platform.
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
    """The stack traces that explain an event, the most important first.

    First come the stack traces of the exceptions, from the exception raised last to the oldest cause. Then come those
    of `failing_threads`, and then the stack trace of the event itself. Other threads are left out.
    """
    raised = (exception.stacktrace for exception in reversed(event.exceptions))
    running = (thread.stacktrace for thread in failing_threads(event.threads))
    return (stack for stack in (*raised, *running, event.stacktrace) if stack is not None)


def failing_threads(threads: Sequence[T]) -> list[T]:
    """The threads that crashed, then the current threads, which reported the event. Other threads are left out."""
    return sorted((it for it in threads if it.crashed or it.current), key=lambda thread: not thread.crashed)


def _in_library(frame: FrameLike, platform: str | None) -> bool:
    path = (frame.abs_path or frame.filename or "").replace("\\", "/")
    modules = _LIBRARY_MODULES.get(frame.platform or platform or "", ())
    return bool(_LIBRARY_PATHS.search(path)) or (frame.module or "").startswith(modules)
