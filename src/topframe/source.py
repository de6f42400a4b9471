"""What the source says around a call.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_context`); `{snip}` from its source-map processor.
"""

from __future__ import annotations

import msgspec

from .model.stacktrace import Frame

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


def source_context(frame: Frame) -> SourceContext:
    """The numbered source lines around the call of a frame."""
    at = frame.sent_lineno if frame.lineno is None else frame.lineno
    lines = tuple(
        NumberedLine(lineno=lineno, text=(text or "").rstrip("\r\n"), is_call=lineno is not None and lineno == at)
        for lineno, text in _rows(frame, at)
    )
    minified = any(_SNIP in line.text for line in lines if line.is_call)
    return SourceContext(lines=lines, minified=minified)


def _rows(frame: Frame, at: int | None) -> list[tuple[int | None, str | None]]:
    """Number and text of each line, from *context*, or from what GlitchTip hands on in its place."""
    if frame.context:
        return [(line.lineno, line.text) for line in frame.context if line is not None]
    if frame.context_line is None:
        return []
    before, after = frame.pre_context or (), frame.post_context or ()
    texts = (*before, frame.context_line, *after)
    if at is None:
        return [(None, text) for text in texts]
    return list(enumerate(texts, at - len(before)))
