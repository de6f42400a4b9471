"""What the source says around a call.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_context`); `{snip}` from its source-map processor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from .shapes import SourceLike

_SNIP = "{snip}"


class NumberedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of source code."""

    lineno: int | None
    """Counted from 1 in the file of the frame; 0 and less, and None, occur where the payload is off."""
    text: str
    """Without its line end; empty where the sender did not know the line."""
    is_call: bool
    """True for the line that the frame is at."""


class SourceContext(msgspec.Struct, frozen=True, kw_only=True):
    """The lines around a call."""

    lines: tuple[NumberedLine, ...]
    """In file order; () when the payload has no source."""
    minified: bool
    """True when the server cut the line of the call, as it does with the endless lines of minified code: what is left
    stands between `{snip}` marks, and its columns are no longer those of the file."""

    @property
    def call(self) -> NumberedLine | None:
        """The line that the frame is at, or None when it is not among the lines."""
        return next((line for line in self.lines if line.is_call), None)


def source_context(frame: SourceLike) -> SourceContext:
    """The numbered source lines around the call of a frame."""
    lines = tuple(_numbered(frame)) or tuple(_apart(frame))
    return SourceContext(lines=lines, minified=any(_SNIP in line.text for line in lines if line.is_call))


def _numbered(frame: SourceLike) -> Iterator[NumberedLine]:
    """The rows of *context*; the first one that has the number of the frame is the call."""
    at = frame.lineno
    for line in frame.context:
        is_call = at is not None and line.lineno == at
        yield NumberedLine(lineno=line.lineno, text=_text(line.text), is_call=is_call)
        at = None if is_call else at


def _apart(frame: SourceLike) -> Iterator[NumberedLine]:
    """The lines before, at and after the call, as GlitchTip hands them on where the SDK sent no number."""
    call: str | None = getattr(frame, "context_line", None)
    if call is None:
        return
    before: Sequence[str | None] = getattr(frame, "pre_context", None) or ()
    after: Sequence[str | None] = getattr(frame, "post_context", None) or ()
    at = frame.lineno
    for offset, text in enumerate((*before, call, *after), -len(before)):
        lineno = None if at is None else at + offset
        yield NumberedLine(lineno=lineno, text=_text(text), is_call=offset == 0)


def _text(text: str | None) -> str:
    return (text or "").rstrip("\r\n")  # some senders leave the line end there
