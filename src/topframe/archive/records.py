"""Taking a file apart into records, without having all of it in memory.

A record is one JSON document: a line of NDJSON, an item of a list, or all there is. Lines are told by their ends alone,
so that a damaged one costs itself. Other documents are told by their brackets, and by nothing else of their syntax.

Source: ndjson.org (lines); RFC 8259 (strings and brackets)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeAlias

from ..errors import DecodeError

MAX_RECORD = 100 * 1024 * 1024
"""Bytes of a record; no event has a tenth of it."""

_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Strings that are whole, and what is neither a string nor a bracket: up to the next bracket, as a rule.
_NO_BRACKET = re.compile(rb'(?s)(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+')

Record: TypeAlias = tuple[int, bytes | DecodeError]
"""On which line of its chunk a record begins, counted from 0, and what it is, or why it cannot be read."""


class Chunk(NamedTuple):
    """Records that stand together."""

    records: tuple[Record, ...]
    newlines: int
    """How many line ends there are in the chunk."""


def chunks_of(pieces: Iterable[bytes]) -> Iterator[Chunk]:
    """Take a file apart.

    Args:
        pieces: The file, in pieces of any size.

    Returns:
        The records. Those of a file that was read in full, in one piece or in several, are the same.
    """
    rest = iter(pieces)
    head = next(rest, b"").removeprefix(_BYTE_ORDER_MARK)
    while not _tells_kind(head) and (piece := next(rest, b"")):
        head += piece
    whole = chain((head,), rest)
    return lines(whole) if has_lines(head) else _documents(whole)


def has_lines(head: bytes) -> bool:
    """Whether a file that begins like this has a document on each line: a list or an indented document has not."""
    text = head.removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
    after = text.partition(b"\n")[2].lstrip(_BLANK)
    return not text.startswith(b"[") and (not text.startswith(b"{") or after[:1] in (b"", b"{"))


def _tells_kind(head: bytes) -> bool:
    """Whether what `has_lines` looks at is there."""
    text = head.lstrip(_BLANK)
    return bool(text.partition(b"\n")[2].lstrip(_BLANK)) or text.startswith(b"[") or len(head) > MAX_RECORD


# --- lines ------------------------------------------------------------------------------------------------------------


def lines(pieces: Iterable[bytes]) -> Iterator[Chunk]:
    """The lines of a file, those that are blank aside."""
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        end, *rest = piece.split(b"\n")
        size += len(end)
        begun.append(end if size <= MAX_RECORD else b"")
        if rest:
            last = rest.pop()
            yield _lines(_joined(begun, size), rest)
            begun, size = [last], len(last)
    if size:
        yield Chunk(((0, _joined(begun, size)),), 0)


def _joined(begun: list[bytes], size: int) -> bytes | DecodeError:
    """A line that came in pieces."""
    return b"".join(begun) if size <= MAX_RECORD else _too_large()


def _lines(first: bytes | DecodeError, rest: list[bytes]) -> Chunk:
    found: list[Record] = [(at, line) for at, line in enumerate(rest, 1) if not _is_blank(line)]
    if isinstance(first, DecodeError) or not _is_blank(first):
        found.insert(0, (0, first))
    return Chunk(tuple(found), len(rest) + 1)


def _is_blank(line: bytes) -> bool:
    return not line or line.isspace()


# --- other documents --------------------------------------------------------------------------------------------------


def _documents(pieces: Iterable[bytes]) -> Iterator[Chunk]:
    """The documents of a file, and of each list the items."""
    scanner = _Scanner()
    for piece in pieces:
        yield scanner.feed(piece)
        if scanner.is_lost:
            return
    yield scanner.finish()


class _Scanner:
    """Finds where documents end. What stands between them, commas and blanks aside, is a record, too: a bad one."""

    def __init__(self) -> None:
        self._text = b""
        self._begin = 0
        """Of the current record."""
        self._at = 0
        """Up to here all brackets were counted."""
        self._depth = 0
        self._base = 0
        """The depth of a record: 1 in a list."""
        self._wanted = 0
        """How much text is needed before it is worth to look again: a string can be longer than many pieces."""
        self.is_lost = False
        """A record is so large that its end was not waited for."""

    def feed(self, piece: bytes) -> Chunk:
        """The records that end in *piece*."""
        self._text = self._text[self._begin :] + piece
        self._at -= self._begin
        self._begin = 0
        return self._scan() if len(self._text) >= self._wanted else Chunk((), 0)

    def finish(self) -> Chunk:
        """The records that are left at the end of the file; what is left of the last one, too."""
        found, newlines = self._scan()
        rest = [(newlines, self._text[begin:end]) for begin, end in self._between(len(self._text))]
        return Chunk((*found, *rest), newlines)

    def _scan(self) -> Chunk:
        found: list[Record] = [
            (self._text.count(b"\n", 0, begin), self._text[begin:end]) for begin, end in self._spans()
        ]
        newlines = self._text.count(b"\n", 0, self._begin)
        left = len(self._text) - self._begin
        self._wanted = 2 * left
        if left > MAX_RECORD:
            self.is_lost = True
            found.append((newlines, _too_large()))
        return Chunk(tuple(found), newlines)

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Begin and end of the records that end in the text."""
        while True:
            match = _NO_BRACKET.match(self._text, self._at)
            self._at = match.end() if match else self._at
            bracket = self._text[self._at : self._at + 1]
            if bracket in (b"", b'"'):  # the end of the text, or of a string, is not there yet
                return
            self._at += 1
            if bracket in (b"{", b"["):
                yield from self._opened(bracket)
            elif self._depth > self._base:
                self._depth -= 1
                if self._depth == self._base:
                    yield self._begin, self._at
                    self._begin = self._at
            elif bracket == b"]" and self._base:
                yield from self._between(self._at - 1)
                self._depth = self._base = 0
                self._begin = self._at

    def _opened(self, bracket: bytes) -> Iterator[tuple[int, int]]:
        if self._depth == self._base:
            yield from self._between(self._at - 1)
            self._begin = self._at - 1
            if bracket == b"[" and not self._base:
                self._base = 1
                self._begin = self._at
        self._depth += 1

    def _between(self, end: int) -> Iterator[tuple[int, int]]:
        """What stands between two records, where it is more than a comma."""
        between = self._text[self._begin : end]
        if text := between.strip(_BLANK + b","):
            begin = self._begin + between.index(text)
            yield begin, begin + len(text)


def _too_large() -> DecodeError:
    return DecodeError(f"A record has more than {MAX_RECORD} bytes")
