"""The fields that the functions of this package need in an event and its parts.

The classes of the model have all these fields. A view that has the fields for a function can be passed to it as well.
Source lines and processing errors are small, so views have no classes of their own for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from ..model.processing_error import ProcessingError
from ..model.stacktrace import SourceLine


class FrameLike(Protocol):
    """A frame with the fields that tell whether it is a library's."""

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
    """A stack trace: its frames, oldest call first."""

    @property
    def frames(self) -> Sequence[F_co]: ...


class ExceptionLike(Protocol[S_co]):
    """An exception with its stack trace."""

    @property
    def stacktrace(self) -> S_co | None: ...


class ThreadLike(Protocol[S_co]):
    """A thread with its stack trace, and with its role in the event."""

    @property
    def crashed(self) -> bool | None: ...
    @property
    def current(self) -> bool | None: ...
    @property
    def stacktrace(self) -> S_co | None: ...


class StacksLike(Protocol[S_co]):
    """An event with its stack traces."""

    @property
    def platform(self) -> str | None: ...
    @property
    def exceptions(self) -> Sequence[ExceptionLike[S_co]]: ...
    @property
    def threads(self) -> Sequence[ThreadLike[S_co]]: ...
    @property
    def stacktrace(self) -> S_co | None: ...


class SourceLike(Protocol):
    """A frame with its source lines.

    If the frame also has *context_line*, *pre_context_data* and *post_context_data*, these are read when *context* is
    empty.
    """

    @property
    def lineno(self) -> int | None: ...
    @property
    def context(self) -> Sequence[SourceLine]: ...


class ErrorsLike(Protocol):
    """An event with the problems that the server recorded."""

    @property
    def platform(self) -> str | None: ...
    @property
    def errors(self) -> Sequence[ProcessingError]: ...
