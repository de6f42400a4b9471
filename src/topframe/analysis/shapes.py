"""What the helpers ask of an event and of its parts: the model has it all, and so can a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar


class FrameLike(Protocol):
    """A frame, as far as it tells whose it is."""

    @property
    def filename(self) -> str | None: ...
    @property
    def abs_path(self) -> str | None: ...
    @property
    def module(self) -> str | None: ...
    @property
    def platform(self) -> str | None: ...
    @property
    def in_app(self) -> bool | None: ...


F = TypeVar("F", bound=FrameLike)
F_co = TypeVar("F_co", bound=FrameLike, covariant=True)
S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


class StackLike(Protocol[F_co]):
    """A stack: its frames, the oldest call first."""

    @property
    def frames(self) -> Sequence[F_co]: ...


class ExceptionLike(Protocol[S_co]):
    """An exception, as far as it has a stack."""

    @property
    def stacktrace(self) -> S_co | None: ...


class ThreadLike(Protocol[S_co]):
    """A thread, as far as it has a stack, and tells what it has to do with the event."""

    @property
    def crashed(self) -> bool | None: ...
    @property
    def current(self) -> bool | None: ...
    @property
    def stacktrace(self) -> S_co | None: ...


class StacksLike(Protocol[S_co]):
    """An event, as far as it has stacks."""

    @property
    def platform(self) -> str | None: ...
    @property
    def exceptions(self) -> Sequence[ExceptionLike[S_co]]: ...
    @property
    def threads(self) -> Sequence[ThreadLike[S_co]]: ...
    @property
    def stacktrace(self) -> S_co | None: ...


class LineLike(Protocol):
    """A line of source code."""

    @property
    def lineno(self) -> int | None: ...
    @property
    def text(self) -> str | None: ...


class SourceLike(Protocol):
    """A frame, as far as it has source lines.

    Where it has them, its *context_line*, *pre_context* and *post_context* are read, too.
    """

    @property
    def lineno(self) -> int | None: ...
    @property
    def context(self) -> Sequence[LineLike]: ...


class ErrorLike(Protocol):
    """A problem that the server noted."""

    @property
    def type(self) -> str | None: ...
    @property
    def data(self) -> dict[str, object] | None: ...


class ErrorsLike(Protocol):
    """An event, as far as it has problems."""

    @property
    def platform(self) -> str | None: ...
    @property
    def errors(self) -> Sequence[ErrorLike]: ...
