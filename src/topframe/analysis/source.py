"""Collects the source lines around the call of a frame.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_context`); `{snip}` from its source-map processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ..model.documented import Documented
from .shapes import SourceLike

_SNIP = "{snip}"


class NumberedLine(Documented, msgspec.Struct, frozen=True, kw_only=True):
    """One line of source code."""

    lineno: int | None
    """Line number in the frame's file, counted from 1. Faulty payloads can have 0, negative numbers or None."""
    text: str
    """The line without its line break; empty if the sender did not have the line."""
    is_call: bool
    """True for the line of the frame's call."""


class SourceContext(Documented, msgspec.Struct, frozen=True, kw_only=True):
    """The source lines around a call."""

    lines: tuple[NumberedLine, ...]
    """The lines in file order; () if the payload has no source."""
    minified: bool
    """True if the server shortened the line of the call, as it does with the very long lines of minified code. `{snip}`
    marks the places where text was removed, so columns in the line differ from columns in the file."""

    @property
    def call(self) -> NumberedLine | None:
        """The line of the call; None if it is not among the lines."""
        return next((line for line in self.lines if line.is_call), None)


def source_context(frame: SourceLike) -> SourceContext:
    """Collect the source lines around the call of a frame."""
    lines = tuple(_numbered(frame)) or tuple(_apart(frame))
    return SourceContext(lines=lines, minified=any(_SNIP in line.text for line in lines if line.is_call))


def _numbered(frame: SourceLike) -> Iterator[NumberedLine]:
    """The lines in *context*. The first line with the line number of the frame is the call."""
    at = frame.lineno
    for line in frame.context:
        is_call = at is not None and line.lineno == at
        yield NumberedLine(lineno=line.lineno, text=_text(line.text), is_call=is_call)
        at = None if is_call else at


def _apart(frame: SourceLike) -> Iterator[NumberedLine]:
    """The lines in *pre_context_data*, *context_line* and *post_context_data*.

    GlitchTip passes these fields on if the SDK sent no line number.
    """
    call: str | None = getattr(frame, "context_line", None)
    if call is None:
        return
    before: Sequence[str | None] = getattr(frame, "pre_context_data", None) or ()
    after: Sequence[str | None] = getattr(frame, "post_context_data", None) or ()
    at = frame.lineno
    for offset, text in enumerate((*before, call, *after), -len(before)):
        lineno = None if at is None else at + offset
        yield NumberedLine(lineno=lineno, text=_text(text), is_call=offset == 0)


def _text(text: str | None) -> str:
    return (text or "").rstrip("\r\n")  # some senders keep the line break
