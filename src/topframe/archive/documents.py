"""Finds the documents in a text that can be damaged.

For a valid document, msgspec gives the end. A damaged document ends at the bracket that closes it, or before a `{` at a
place where JSON allows none: there the next document begins. Other text becomes records that cannot be decoded, so that
nothing is lost.

Source: RFC 8259 (strings and brackets)
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from io import BytesIO
from typing import TypeAlias

from ..errors import DecodeError
from ..wire.document import end_of_document

MAX_RECORD = 100 * 1024 * 1024
"""Bytes of the largest record, 100 MiB. Events have less than a tenth of that."""

Record: TypeAlias = tuple[int, int, bytes | DecodeError]
"""The line on which a record begins, counted from 1; the byte at which it begins, counted from 0; and its text, or the
error that replaces it."""
Records: TypeAlias = Generator[Record, None, int]
"""A generator of records. Its return value is the number of the line after them; each `\\n` counts as a line break."""

BLANK = b" \t\r\n"
_BETWEEN = re.compile(rb"[ \t\r\n,]*+(?:\xef\xbb\xbf[ \t\r\n,]*+){0,1000}")
"""Text between two documents: blanks, commas, and the byte order mark of a file that was appended to another file."""
_STRING = rb'"(?:[^"\\\n]++|\\[^\n]?+)*+'
"""A string without its closing quote. If a string has no closing quote on its line, it ends at the line break."""
_GARBAGE = re.compile(rb'(?:[^"\[{\n]{1,64}+|%b"?+){1,1024}+' % _STRING)
"""Text outside of documents, up to the next opening bracket, the end of the line, or about 64 KiB."""
_GARBAGE_IN_LIST = re.compile(rb'(?:[^"\[\]{\n]{1,64}+|%b"?+){1,1024}+' % _STRING)
"""Text outside of documents, but inside a list: as `_GARBAGE`, but it also ends before a closing `]`."""
_OPENINGS = re.compile(rb"[{ \t]{0,65536}+")
"""A run of `{`, up to 64 KiB. Only the last one can begin a document. The others become one record, because a damaged
file can have millions of them."""
_UP_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|%b(?:(?<!\{)["\n]|"(?!\w)|\n(?![ \t]*+"))){1,200}' % _STRING)
"""Text and strings before the next bracket, or a part of them. The match stops before a string that ends with `{` if
the first key of an object seems to follow. There a document was cut off inside a string, and the next document begins
(see `_SEAM`).

The outer repetition is limited because each round takes memory. A possessive repetition would take no memory. But
CPython before 3.11.5 has a bug in it: it keeps text of a round that failed (gh-106052)."""
_SEAM = re.compile(_STRING + rb'["\n]')
"""The string in which a document was cut off. It includes the `{` of the next document, and a quote or line break."""
_FIRST_KEY = re.compile(rb'\{[ \t\r\n]*+("[^"\\\n]*+")')
"""The first key of an object. A key with escapes does not match."""
_DEEPEST = 10_000
"""The greatest depth at which brackets are remembered. msgspec cannot decode such a depth. Deeper brackets are only
counted, which takes no memory."""


def documents_in(line: int, offset: int, text: bytes) -> Iterator[Record]:
    """Split a text into its documents.

    Args:
        line: The line on which *text* begins, from 1.
        offset: The byte at which *text* begins, from 0.
        text: Documents, with or without blanks and commas between them. Each item of a list is a document.
    """
    return Documents(line, offset, text).finish()


class Documents:
    """A search for the documents of a text that comes in pieces. Other text becomes records that cannot be decoded.

    Args:
        line: The line on which the text begins, from 1.
        offset: The byte at which the text begins, from 0.
        text: The first piece. It is searched at the next call of `feed` or `finish`.
    """

    def __init__(self, line: int, offset: int, text: bytes = b"") -> None:
        self.line = line
        """The line on which the unread text begins."""
        self._offset = offset
        """The byte at which the unread text begins."""
        self._left = BytesIO()
        self._left.write(text)
        self._wanted = 0
        """Bytes that the unread text must reach before it is searched again."""
        self._is_list = False
        """Whether the text is inside a list, whose items are the documents."""
        self._last: bytes | DecodeError = b"{}"
        """The last record."""
        self._is_lost = False
        """Whether a record was too large. Its end is unknown, so the rest of the text is not read."""

    def feed(self, text: bytes) -> Iterator[Record]:
        """Add a piece. Gives the new records that end in the text so far."""
        if self._is_lost:
            self.line += text.count(b"\n")
            self._offset += len(text)
            return
        self._left.write(text)
        if self._left.tell() < self._wanted:
            return
        yield from self._scan(is_end=False)
        size = self._left.tell()
        self._wanted = min(2 * size, MAX_RECORD + 1)  # the time stays linear for a record in many pieces
        if size > MAX_RECORD:
            fault = DecodeError(f"{too_large().message}: the rest of its line or file was not read")
            yield self.line, self._offset, fault
            self.line += self._left.getvalue().count(b"\n")
            self._offset += size
            self._left, self._is_lost = BytesIO(), True

    def finish(self) -> Iterator[Record]:
        """End the text. Gives the remaining records, then an error if a list is still open after a complete record."""
        yield from self._scan(is_end=True)
        is_cut = isinstance(self._last, bytes) and not end_of_document(memoryview(self._last))
        if self._is_list and not self._is_lost and not is_cut:
            yield self.line, self._offset, DecodeError("Malformed JSON: the list ends too early")

    def _scan(self, *, is_end: bool) -> Iterator[Record]:
        text = self._left.getvalue()
        self._left = BytesIO()
        at = counted = 0
        while (at := _skipped(_BETWEEN, text, at)) < len(text):
            if text[at : at + 1] == (b"]" if self._is_list else b"["):
                self._is_list = not self._is_list
                at += 1
                continue
            garbage = _GARBAGE_IN_LIST if self._is_list else _GARBAGE
            end = _end(text, at, garbage, is_end=is_end)
            if end is None:
                break
            self.line += text.count(b"\n", counted, at)
            counted = at
            self._last = text[at:end].rstrip(b" \t\r\n,") if end - at <= MAX_RECORD else too_large()
            yield self.line, self._offset + at, self._last
            at = end
        self.line += text.count(b"\n", counted, at)
        self._offset += at
        self._left.write(text[at:])


def _end(text: bytes, at: int, garbage: re.Pattern[bytes], *, is_end: bool) -> int | None:
    """The offset after the document or garbage at *at*; None if the text ends first, and more can follow.

    Args:
        text: The text.
        at: The offset at which the document or garbage begins.
        garbage: The pattern of garbage.
        is_end: Whether *text* is complete.
    """
    if text[at] not in b"{[":
        end: int | None = _skipped(garbage, text, at)
        return end if is_end or end != len(text) else None
    size = end_of_document(memoryview(text)[at:])
    if size:
        return at + size
    if size is None and not is_end:
        return None
    after = _skipped(_OPENINGS, text, at)
    last = text.rfind(b"{", at, after)
    if last <= at:
        return _end_of_damaged(text, at, is_end=is_end)
    if after < len(text):
        return last
    return after if is_end else None


def _end_of_damaged(text: bytes, begin: int, *, is_end: bool) -> int | None:
    """The offset after the damaged document at *begin*; None if the text ends first, and more can follow.

    Brackets outside of strings are matched until the first one is closed. The document ends earlier if the next one
    begins inside it: at a `{` where JSON allows none, or inside a string (`_SEAM`).

    Args:
        text: The text.
        begin: The offset of the first bracket of the document.
        is_end: Whether *text* is complete.
    """
    opened = [begin]
    deeper = 0
    """The number of open brackets beyond `_DEEPEST`."""
    closed = (begin, begin)
    """The offsets of the inner object or list that was closed last: its first byte, and the byte after it."""
    at = begin + 1
    while True:
        start = at
        while match := _UP_TO_BRACKET.match(text, at):
            at = match.end()
        bracket = text[at : at + 1]
        if bracket == b'"' and (seam := _SEAM.match(text, at)):
            return seam.end() - 2
        if bracket in (b"", b'"'):
            return _before_copy(text, begin, closed, len(text)) if is_end else None
        if bracket == b"{" and not deeper and not _can_open(text, opened[-1], start, at):
            return _before_copy(text, begin, closed, at)
        at += 1
        if bracket in b"[{":
            if len(opened) < _DEEPEST:
                opened.append(at - 1)
            else:
                deeper += 1
        elif deeper:
            deeper -= 1
        else:
            closed = (opened.pop(), at)
            if not opened:
                return at


def _can_open(text: bytes, outer: int, start: int, at: int) -> bool:
    """Whether JSON allows an object at *at*. In an object it follows a colon; in a list, a comma or the `[`.

    Args:
        text: The text.
        outer: The offset of the object or list around it.
        start: The offset after the last bracket before *at*.
        at: The offset at which the object would begin.
    """
    between = text[start:at].rstrip(BLANK)
    if between[-1:] in (b",", b":"):
        # In JSON, no comma follows a `[`, and no colon follows a `{`.
        is_first = start == outer + 1 and not between[:-1].strip(BLANK)
        return between[-1:] == (b"," if text[outer] == ord("[") else b":") and not is_first
    return text[outer] == ord("[") and not text[outer + 1 : at].strip(BLANK)


def _before_copy(text: bytes, begin: int, closed: tuple[int, int], end: int) -> int:
    """The offset after a damaged document: *end*, or less if the next document has taken the place of a value in it.

    A document that is cut off before a value is followed by the next document, which then looks like that value. The
    documents of one sender begin with the same key. So if the last inner object has the first key of the document, it
    is the next document, and the damaged one ends before it.

    Args:
        text: The text.
        begin: The offset of the document.
        closed: The offsets of the inner object or list that was closed last, and of the byte after it.
        end: The offset at which the document ends at the latest.
    """
    first, copy = _FIRST_KEY.match(text, begin), _FIRST_KEY.match(text, closed[0])
    is_copy = first and copy and first[1] == copy[1] and not text[closed[1] : end].strip(BLANK + b",")
    return closed[0] if is_copy and closed[0] > begin else end


def _skipped(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    """The offset after the match of a pattern at *at*; *at* if the pattern does not match there."""
    match = pattern.match(text, at)
    return match.end() if match else at


def too_large() -> DecodeError:
    """The error in place of a record that is larger than `MAX_RECORD`."""
    return DecodeError(f"A record has more than {MAX_RECORD} bytes")
