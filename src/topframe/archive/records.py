r"""Bytes to records, without having a whole file in memory.

A record is the text of one JSON document, or of one envelope. This module cuts it out; `decoding` decodes it.

1. The first line decides how a file is read: line by line, by documents (lists, and documents laid out over several
   lines), or as one envelope.
2. In the first way, a line from `{` to `}` is passed on unread. This is the usual case.
3. Every other line goes to `Documents`, with the lines after it up to the next one that begins with `{`. So do lines
   longer than a megabyte, in parts. A damaged line never costs the next one.
4. `Documents` finds where each document ends. For a sound one, msgspec tells the end. A damaged one ends with its last
   bracket, or where another document begins inside it, at a `{` that JSON does not allow there.
5. A line can hold several documents. Where decoding a record fails, the caller takes it apart with `documents_in`.
6. Records are made one at a time and pieces are dropped when read, so memory depends only on the largest record.

Source: ndjson.org (lines); RFC 8259 (strings and brackets)
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import Literal, TypeAlias

from ..decoding.envelope import EnvelopeHeader, EnvelopeItemHeader
from ..errors import DecodeError
from ..wire.document import MEMBERS, Members, decode_within, end_of_document

MAX_RECORD = 100 * 1024 * 1024
"""Bytes of the largest record. Events have less than a tenth of that."""
_LONG_LINE = 1 << 20
"""Bytes of the longest line that is kept whole. A longer line is read in parts."""

_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Layout: TypeAlias = Literal["lines", "documents", "envelope"]
Record: TypeAlias = tuple[int, bytes | DecodeError]
"""The line on which a record begins, counted from 1, and its text, or why there is none."""
Records: TypeAlias = Generator[Record, None, int]
"""Records. The generator returns the line after them; each `\\n` counts."""


def records_of(pieces: Iterable[bytes]) -> Records:
    """Take a file apart.

    Args:
        pieces: The file, in pieces of any size, none of them empty. The records do not depend on the sizes. If *pieces*
            raises a `DecodeError`, this error is the last record.
    """
    rest = _UntilFault(pieces)
    head, line = _head(rest)
    read = {"lines": lines, "documents": _documents, "envelope": _envelope}[layout_of(head)]
    line = yield from read(chain((head,) if head else (), rest), line)
    if rest.fault:
        yield line, rest.fault
    return line


class _UntilFault:
    """The pieces of a file, up to a `DecodeError`, which is kept as *fault*."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.fault: DecodeError | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except DecodeError as exc:
            self.fault = exc
        raise StopIteration


# --- how a file is read -----------------------------------------------------------------------------------------------


def _head(pieces: Iterator[bytes]) -> tuple[bytes, int]:
    """Read the beginning of a file, as much as tells its layout.

    Returns:
        The beginning without the blanks before it, and its line.
    """
    line, wanted = 1, 0
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size >= wanted:  # twice as much as last time, so that many small pieces cost linear time
            joined = b"".join(begun).removeprefix(_BYTE_ORDER_MARK)
            head = joined.lstrip(_BLANK)
            line += joined.count(b"\n", 0, len(joined) - len(head))
            begun, size, wanted = [head], len(head), 2 * len(head)
            if tells_layout(head):
                break
    return b"".join(begun), line


def tells_layout(head: bytes) -> bool:
    """Whether `layout_of` would say the same if it saw more of the file.

    Args:
        head: As for `layout_of`.
    """
    first, _, after = head.partition(b"\n")
    after = after.lstrip(_BLANK)
    is_next_enough = b"\n" in after or not _is_header(first)
    return head.startswith(b"[") or (after != b"" and is_next_enough) or len(head) > _LONG_LINE


def layout_of(head: bytes) -> Layout:
    """How to read a file that begins like this.

    Args:
        head: The first line and the beginning of the next, without byte order mark and blanks before them.
    """
    first, _, after = head.partition(b"\n")
    after = after.lstrip(_BLANK)
    if head.startswith(b"["):
        return "documents"
    if _is_header(first) and _is_header_of_item(after.partition(b"\n")[0]):
        return "envelope"
    return "lines" if head[:1] != b"{" or after[:1] in (b"", b"{") or _members(first) is not None else "documents"


def _is_header(line: bytes) -> bool:
    """Whether a line can be the header of an envelope: it has members of such a header only, or none."""
    members = _members(line)
    return members is not None and members.keys() <= set(EnvelopeHeader.__struct_encode_fields__)


def _is_header_of_item(line: bytes) -> bool:
    """Whether a line can be the header of an item. It has unknown members only beside a *length*: no event has one."""
    members = _members(line) or {}
    is_known = members.keys() <= set(EnvelopeItemHeader.__struct_encode_fields__)
    return "type" in members and (is_known or "length" in members)


def _members(line: bytes) -> Members | None:
    """The members of a line that is an object, and not longer than a header can be; else None."""
    if not line.startswith(b"{") or len(line) > _LONG_LINE:
        return None
    try:
        return decode_within(line, MEMBERS)
    except DecodeError:
        return None


# --- reading ----------------------------------------------------------------------------------------------------------


def lines(pieces: Iterable[bytes], line: int = 1) -> Records:
    """The records of a file that usually has a document on each line."""
    others: Documents | None = None
    """The documents of the lines since the last line from `{` to `}`; None if these lines are blank."""
    is_inside = False
    """Whether *text* continues a long line."""
    for text in _lines(pieces):
        is_record = text[:1] == b"{" and not is_inside
        if is_record and others:
            yield from others.finish()
            line, others = others.line, None
        if is_record and (text[-2:] == b"}\n" or text[-3:] == b"}\r\n"):
            yield line, text
            line += 1
            continue
        is_whole = text[-1:] == b"\n"
        if others or text.strip(_BLANK):
            others = others or Documents(line)
            yield from others.feed(text)
            is_inside = not is_whole
        else:
            line += is_whole
    if others:
        yield from others.finish()
        return others.line
    return line


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their line breaks. Long ones come in parts."""
    begun = BytesIO()
    for piece in pieces:
        texts = BytesIO(piece)  # shares the memory of *piece*, and makes one line at a time
        first = texts.readline()
        begun.write(first)
        if first[-1:] != b"\n" and begun.tell() <= _LONG_LINE:
            continue
        yield begun.getvalue()
        begun = BytesIO()
        for text in texts:
            if text[-1:] == b"\n":
                yield text
            else:
                begun.write(text)
    if begun.tell():
        yield begun.getvalue()


def _documents(pieces: Iterable[bytes], line: int) -> Records:
    """The records of a file whose documents take several lines each, or are the items of a list."""
    documents = Documents(line)
    for piece in pieces:
        yield from documents.feed(piece)
    yield from documents.finish()
    return documents.line


def _envelope(pieces: Iterable[bytes], line: int) -> Records:
    """The whole file as one record."""
    found: list[bytes] = []
    size = newlines = 0
    for piece in pieces:
        size += len(piece)
        newlines += piece.count(b"\n")
        if size > MAX_RECORD:
            found = []
        else:
            found.append(piece)
    yield line, b"".join(found) if found else _too_large()
    return line + newlines


# --- documents --------------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(rb"[ \t\r\n,]*+(?:\xef\xbb\xbf[ \t\r\n,]*+){0,1000}")
"""What stands between two documents: also the byte order mark of a file that was appended to another."""
_STRING = rb'"(?:[^"\\\n]++|\\[^\n]?+)*+'
"""A string without its last quote. In a damaged document, the string ends at the line break."""
_GARBAGE = re.compile(rb'(?:[^"\[{\n]{1,64}+|%b"?+){1,1024}+' % _STRING)
"""Text outside of documents, to the next opening bracket, the end of the line, or some 64 KiB."""
_GARBAGE_IN_LIST = re.compile(rb'(?:[^"\[\]{\n]{1,64}+|%b"?+){1,1024}+' % _STRING)
"""The same in a list, which `]` ends."""
_OPENINGS = re.compile(rb"[{ \t]{0,65536}+")
"""Brackets in a row, up to 64 KiB. Only the last can begin a document. The others are one record, because a damaged
file can have millions of them."""
_UP_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|%b(?:(?<!\{)["\n]|"(?!\w)|\n(?![ \t]*+"))){1,200}' % _STRING)
"""Text and strings before the next bracket, or a part of them. It stops before a string that ends in `{"` and a letter:
there a document was cut off inside a string, and the next one begins.

The repetition is limited because each round takes memory. A possessive one would take none, but CPython before 3.11.5
does not give back what it matched in part (gh-106052)."""
_SEAM = re.compile(_STRING + rb'["\n]')
"""The string in which a document was cut off."""
_FIRST_KEY = re.compile(rb'\{[ \t\r\n]*+("[^"\\\n]*+")')
_DEEPEST = 10_000
"""No decoder follows deeper nesting. Deeper brackets are only counted, which takes no memory."""


def documents_in(line: int, text: bytes) -> Iterator[Record]:
    """The documents of a text.

    Args:
        line: The line on which *text* begins.
        text: Documents, with or without blanks and commas between them. In a list, each item is a document.
    """
    return Documents(line, text).finish()


class Documents:
    """Finds the documents of a text that comes in pieces. Other text becomes records that cannot be decoded.

    Args:
        line: The line on which the text begins.
        text: The first piece. It is searched when the next piece or the end comes.
    """

    def __init__(self, line: int, text: bytes = b"") -> None:
        self.line = line
        """The line on which the unread text begins."""
        self._left = BytesIO()
        self._left.write(text)
        self._wanted = 0
        """Bytes of unread text from which on it is searched again."""
        self._is_list = False
        """Whether the text is inside a list, whose items are the documents."""
        self._last: bytes | DecodeError = b"{}"
        """The last record."""
        self._is_lost = False
        """Whether a record was too large. Nothing is read after it, because its end is not known."""

    def feed(self, text: bytes) -> Iterator[Record]:
        """Add a piece. Gives the records that end in the text so far."""
        if self._is_lost:
            self.line += text.count(b"\n")
            return
        self._left.write(text)
        if self._left.tell() < self._wanted:
            return
        yield from self._scan(is_end=False)
        size = self._left.tell()
        self._wanted = min(2 * size, MAX_RECORD + 1)  # so that a record in many pieces costs linear time
        if size > MAX_RECORD:
            yield self.line, DecodeError(f"{_too_large().message}: the rest of its line or file was not read")
            self.line += self._left.getvalue().count(b"\n")
            self._left, self._is_lost = BytesIO(), True

    def finish(self) -> Iterator[Record]:
        """End the text. Gives the rest of the records."""
        yield from self._scan(is_end=True)
        is_cut = isinstance(self._last, bytes) and not end_of_document(memoryview(self._last))
        if self._is_list and not self._is_lost and not is_cut:
            yield self.line, DecodeError("Malformed JSON: the list ends too early")

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
            self._last = text[at:end].rstrip(b" \t\r\n,") if end - at <= MAX_RECORD else _too_large()
            yield self.line, self._last
            at = end
        self.line += text.count(b"\n", counted, at)
        self._left.write(text[at:])


def _end(text: bytes, at: int, garbage: re.Pattern[bytes], *, is_end: bool) -> int | None:
    """Where the document or garbage at *at* ends; None if the text so far does not tell."""
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
    """Where a damaged document ends that begins at a bracket; None if the text so far does not tell."""
    opened = [begin]
    deeper = 0
    """How many brackets are open beyond `_DEEPEST`."""
    closed = (begin, begin)
    """Where the last inner object or list begins and ends."""
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
    """Whether an object can begin at *at*.

    Args:
        text: The text.
        outer: Where the object or list around it begins.
        start: Where the last bracket before *at* ends.
        at: Where the object would begin.
    """
    between = text[start:at].rstrip(_BLANK)
    if between[-1:] in (b",", b":"):
        is_first = start == outer + 1 and not between[:-1].strip(_BLANK)  # a comma cannot stand before the first item
        return between[-1:] == (b"," if text[outer] == ord("[") else b":") and not is_first
    return text[outer] == ord("[") and not text[outer + 1 : at].strip(_BLANK)


def _before_copy(text: bytes, begin: int, closed: tuple[int, int], end: int) -> int:
    """Where a document ends that was cut off before *end*.

    If it was cut off before a value, the next document stands in place of the value. Its first key is then the same as
    that of the document around it.
    """
    first, copy = _FIRST_KEY.match(text, begin), _FIRST_KEY.match(text, closed[0])
    is_copy = first and copy and first[1] == copy[1] and not text[closed[1] : end].strip(_BLANK + b",")
    return closed[0] if is_copy and closed[0] > begin else end


def _skipped(pattern: re.Pattern[bytes], text: bytes, at: int) -> int:
    """Where the match of a pattern at *at* ends; *at* if there is none."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _too_large() -> DecodeError:
    return DecodeError(f"A record has more than {MAX_RECORD} bytes")
