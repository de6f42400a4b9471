"""Taking a file apart into records, without having all of it in memory.

A record is one JSON document: a line of NDJSON, an item of a list, or all there is; or an envelope. Lines are told by
their ends alone, so that a damaged one costs itself. Other documents are told by their brackets, and by nothing else of
their syntax.

Source: ndjson.org (lines); RFC 8259 (strings and brackets)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from ..codec import decode_within
from ..envelope import EnvelopeHeader, EnvelopeItemHeader
from ..errors import DecodeError

MAX_RECORD = 100 * 1024 * 1024
"""Bytes of a record; no event has a tenth of it."""

_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Strings that are whole, and what is neither a string nor a bracket: up to the next bracket, as a rule.
_NO_BRACKET = re.compile(rb'(?s)(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+')
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])

Kind: TypeAlias = Literal["lines", "documents", "envelope"]
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
        pieces: The file, in pieces of any size, of which none is empty. The records do not depend on how it was cut.
            Where they raise a `DecodeError`, that is the last record.
    """
    rest = _Whole(pieces)
    begun: list[bytes] = []
    size = wanted = 0
    for piece in rest:
        begun.append(piece)
        size += len(piece)
        if size >= wanted:
            begun = [b"".join(begun)]
            if tells_kind(begun[0].removeprefix(_BYTE_ORDER_MARK)):
                break
            wanted = 2 * size
    head = b"".join(begun).removeprefix(_BYTE_ORDER_MARK)
    take_apart = {"lines": lines, "documents": _documents, "envelope": _envelope}[kind_of(head) or "lines"]
    yield from take_apart(chain((head,) if head else (), rest))
    if rest.error:
        yield Chunk(((0, rest.error),), 0)


def kind_of(head: bytes) -> Kind | None:
    """What a file holds that begins like this: a document on each line, documents laid out in another way, an envelope.

    Args:
        head: Without byte order mark. At least the first line and something of the next, where there is one.
    """
    text = head.lstrip(_BLANK)
    first, _, after = text.partition(b"\n")
    after = after.lstrip(_BLANK)
    if text.startswith(b"["):
        return "documents"
    if _has_members(first, EnvelopeHeader) and _has_members(after.partition(b"\n")[0], EnvelopeItemHeader):
        return "envelope"
    return "lines" if text[:1] != b"{" or after[:1] in (b"", b"{") or _members(first) is not None else "documents"


def tells_kind(head: bytes) -> bool:
    """Whether what `kind_of` looks at is there, so that more of the file makes no difference."""
    text = head.lstrip(_BLANK)
    first, _, after = text.partition(b"\n")
    after = after.lstrip(_BLANK)
    is_next_enough = b"\n" in after or not _has_members(first, EnvelopeHeader)
    return text.startswith(b"[") or (after != b"" and is_next_enough) or len(head) > MAX_RECORD


def _has_members(line: bytes, header: type[msgspec.Struct]) -> bool:
    """Whether a line is a header of an envelope: an object with members of such a header alone."""
    members = _members(line)
    return bool(members) and set(members or ()) <= set(header.__struct_encode_fields__)


def _members(line: bytes) -> dict[str, msgspec.Raw] | None:
    """The members of a line that is an object by itself."""
    try:
        return decode_within(line, _MEMBERS, (), 0)
    except DecodeError:
        return None


class _Whole:
    """The pieces of a file, up to where they cannot be had any more; then *error* says why."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.error: DecodeError | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except DecodeError as exc:
            self.error = exc
            raise StopIteration from exc


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
            yield Chunk(tuple(_records([_joined(begun, size), *rest])), len(rest) + 1)
            begun, size = [last], len(last)
    yield Chunk(tuple(_records([_joined(begun, size)])), 0)


def _joined(begun: list[bytes], size: int) -> bytes | DecodeError:
    """A line that came in pieces."""
    return b"".join(begun) if size <= MAX_RECORD else _too_large()


def _records(found: list[bytes | DecodeError]) -> Iterator[Record]:
    """Those lines that are not blank."""
    for at, line in enumerate(found):
        if isinstance(line, DecodeError) or len(line) > MAX_RECORD:
            yield at, _too_large()
        elif line.strip(_BLANK):
            yield at, line


# --- envelopes --------------------------------------------------------------------------------------------------------


def _envelope(pieces: Iterable[bytes]) -> Iterator[Chunk]:
    """All of a file as one record: the lines of an envelope say where they end themselves."""
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_RECORD:
            yield Chunk(((0, _too_large()),), 0)
            return
        found.append(piece)
    yield Chunk(((0, b"".join(found)),), 0)


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
        """From the beginning of the current record."""
        self._more: list[bytes] = []
        """What comes after it."""
        self._size = 0
        """Of both."""
        self._begin = 0
        """Of the current record, while records are looked for."""
        self._at = 0
        """Up to here all brackets were counted."""
        self._depth = 0
        self._base = 0
        """The depth of a record: 1 in a list."""
        self._wanted = 0
        """How much text is needed before it is worth to look again: a record can be longer than many pieces."""
        self.is_lost = False
        """A record is so large that its end was not waited for."""

    def feed(self, piece: bytes) -> Chunk:
        """The records that end in *piece*."""
        self._more.append(piece)
        self._size += len(piece)
        if self._size < self._wanted and self._size <= MAX_RECORD:
            return Chunk((), 0)
        found, newlines = self._scan()
        if self._size > MAX_RECORD:
            self.is_lost = True
            error = DecodeError(f"{_too_large().message}: the rest of the file was not read")
            found.append((newlines, error))
        return Chunk(tuple(found), newlines)

    def finish(self) -> Chunk:
        """The records that are left at the end of the file; what is left of the last one, too."""
        found, newlines = self._scan()
        if left := list(self._between(len(self._text))):
            found += ((newlines + self._text.count(b"\n", 0, begin), self._text[begin:end]) for begin, end in left)
        elif self._base:
            found.append((newlines, DecodeError("Malformed JSON: the list ends too early")))
        return Chunk(tuple(found), newlines)

    def _scan(self) -> tuple[list[Record], int]:
        """The records that end in the text, and how many lines end before the one that does not."""
        self._text = b"".join((self._text, *self._more))
        self._more = []
        found: list[Record] = []
        newlines = counted = 0
        for begin, end in self._spans():
            newlines += self._text.count(b"\n", counted, begin)
            counted = begin
            found.append((newlines, self._text[begin:end] if end - begin <= MAX_RECORD else _too_large()))
        newlines += self._text.count(b"\n", counted, self._begin)
        self._text = self._text[self._begin :]
        self._at -= self._begin
        self._begin = 0
        self._size = len(self._text)
        self._wanted = 2 * self._size
        return found, newlines

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
