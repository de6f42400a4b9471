r"""Splits a file into records, with only a small part of the file in memory.

A record is the text of one JSON document or of one envelope. This module finds its bounds; `decoding` decodes it.

1. The first lines decide the layout of a file. `lines`: it is read line by line. `documents`: it is a list, or its
   documents take several lines each. `envelope`: the whole file is one record.
2. In the layout `lines`, a line that begins with `{` and ends with `}` is a record. Nothing else in it is looked at.
   This is the usual case, and the fast one.
3. Any other text goes to `documents`, up to the next line that begins with `{`. A line longer than a megabyte goes to
   it in parts. So a damaged line never affects the next line.
4. A line can hold several documents. If decoding a record fails, the caller splits it with `documents_in`.
5. Records are made one at a time, and a piece of the file is dropped after use. So memory depends only on the largest
   record.

Source: ndjson.org
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import Literal, TypeAlias

from ..decoding.envelope import can_be_header, can_be_item_header
from ..errors import DecodeError
from ..wire.document import members_in
from .documents import BLANK, MAX_RECORD, Documents, Records, too_large

_LONG_LINE = 1 << 20
"""Bytes of the longest line that is kept as a whole, 1 MiB. A longer line is read in parts."""
_AT_ONCE = 1 << 16
"""Bytes of text that are split into lines at once; more if the last line is longer."""

_OPENING, _CLOSING, _NEWLINE = b"{}\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Layout: TypeAlias = Literal["lines", "documents", "envelope"]


def records_of(pieces: Iterable[bytes]) -> Records:
    """Split a file into records.

    Args:
        pieces: The file, in pieces of any size, none of them empty. The sizes have no effect on the records. If
            *pieces* raises a `DecodeError`, this error is the last record.
    """
    rest = _UntilFault(pieces)
    head, line, offset = _head(rest)
    read = {"lines": lines, "documents": _documents, "envelope": _envelope}[layout_of(head)]
    line = yield from read(chain((head,) if head else (), rest), line, offset)
    if rest.fault:
        yield line, rest.size, rest.fault
    return line


class _UntilFault:
    """The pieces of a file up to a `DecodeError`. The error ends the pieces, and is kept as *fault*.

    *size* is the number of bytes in the pieces so far.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.size = 0
        self.fault: DecodeError | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except DecodeError as exc:
            self.fault = exc
        else:
            self.size += len(piece)
            return piece
        raise StopIteration


# --- how a file is read -----------------------------------------------------------------------------------------------


def _head(pieces: Iterator[bytes]) -> tuple[bytes, int, int]:
    """Read the beginning of a file, until its layout is clear.

    Returns:
        The beginning, without the byte order mark and blanks at its start; and the line and byte at which it then
        begins.
    """
    line, offset, wanted = 1, 0, 0
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size >= wanted:  # twice the size of the last check: the time stays linear even for many small pieces
            joined = b"".join(begun).removeprefix(_BYTE_ORDER_MARK)
            head = joined.lstrip(BLANK)
            offset += size - len(head)
            line += joined.count(b"\n", 0, len(joined) - len(head))
            begun, size, wanted = [head], len(head), 2 * len(head)
            if tells_layout(head):
                break
    return b"".join(begun), line, offset


def tells_layout(head: bytes) -> bool:
    """Whether the beginning of a file is long enough for `layout_of`: more of the file would not change the layout.

    Args:
        head: As for `layout_of`.
    """
    first, _, after = head.partition(b"\n")
    after = after.lstrip(BLANK)
    if head.startswith(b"[") or len(head) > _LONG_LINE:
        return True
    return after != b"" and (b"\n" in after or not can_be_header(first))


def layout_of(head: bytes) -> Layout:
    """The layout of a file that begins with *head*.

    Args:
        head: The first line and the beginning of the next line that is not blank, without the byte order mark and
            blanks at the start of the file.
    """
    first, _, after = head.partition(b"\n")
    after = after.lstrip(BLANK)
    if head.startswith(b"["):
        return "documents"
    if can_be_header(first) and can_be_item_header(after.partition(b"\n")[0]):
        return "envelope"
    return "lines" if head[:1] != b"{" or after[:1] in (b"", b"{") or members_in(first) is not None else "documents"


# --- reading ----------------------------------------------------------------------------------------------------------


def lines(pieces: Iterable[bytes], line: int = 1, offset: int = 0) -> Records:
    """Read a file that usually has one document on each line.

    Args:
        pieces: The file, or a span of it, in pieces of any size.
        line: The number of the first line in *pieces*.
        offset: The byte of the file at which *pieces* begin.
    """
    others: Documents | None = None
    """Reads the lines since the last record that was a whole line; None while these lines are blank."""
    is_inside = False
    """Whether the next *text* continues a long line."""
    for texts in _lines(pieces):
        for text in texts:
            # This loop runs for each event. An index takes a third of the time of `startswith`. A *text* is not empty.
            is_record = text[0] == _OPENING and not is_inside
            if is_record and others:
                yield from others.finish()
                line, others = others.line, None
            if is_record and text[-1] == _NEWLINE and (text[-2] == _CLOSING or text.endswith(b"}\r\n")):
                yield line, offset, text
                line += 1
                offset += len(text)
                continue
            is_whole = text[-1] == _NEWLINE
            if others or text.strip(BLANK):
                others = others or Documents(line, offset)
                yield from others.feed(text)
                is_inside = not is_whole
            else:
                line += is_whole
            offset += len(text)
    if others:
        yield from others.finish()
        return others.line
    return line


def _lines(pieces: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Split pieces into lines with their line breaks, several at a time. A line longer than a megabyte comes in parts.

    `readlines` makes the lines of 64 KiB at once. That takes less time than one by one, and little memory even if each
    line is a byte long.
    """
    begun = BytesIO()
    for piece in pieces:
        texts = BytesIO(piece)  # a BytesIO shares the memory of *piece*
        first = texts.readline()
        begun.write(first)
        if not first.endswith(b"\n") and begun.tell() <= _LONG_LINE:
            continue
        yield [begun.getvalue()]
        begun = BytesIO()
        while found := texts.readlines(_AT_ONCE):
            if not found[-1].endswith(b"\n"):
                begun.write(found.pop())
            yield found
    if begun.tell():
        yield [begun.getvalue()]


def _documents(pieces: Iterable[bytes], line: int, offset: int) -> Records:
    """Read a file whose documents take several lines each, or are the items of a list."""
    documents = Documents(line, offset)
    for piece in pieces:
        yield from documents.feed(piece)
    yield from documents.finish()
    return documents.line


def _envelope(pieces: Iterable[bytes], line: int, offset: int) -> Records:
    """Read a whole file as one record, or as one error if it is larger than a record can be."""
    found: list[bytes] = []
    size = newlines = 0
    for piece in pieces:
        size += len(piece)
        newlines += piece.count(b"\n")
        if size > MAX_RECORD:
            found = []
        else:
            found.append(piece)
    yield line, offset, b"".join(found) if found else too_large()
    return line + newlines
