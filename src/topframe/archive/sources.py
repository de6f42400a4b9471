"""The sources of events: files, folders, streams, and bodies in memory.

`Texts` gives the records of a source. Its `parts` gives the same records in parts for worker processes.

Source: Sentry's data forwarding to Amazon S3 (`{project}/{date}/{event_id}`)
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple, Protocol, TypeAlias, runtime_checkable

from ..errors import DecodeError
from ..wire.compression import decompress, decompressed
from ..wire.document import Body, as_bytes
from .documents import MAX_RECORD, Record, Records
from .records import layout_of, lines, records_of, tells_layout

PIECE = 1 << 20
"""Bytes that are read at once, and the usual size of a part."""
_RECORD = 200
"""Bytes of memory that a record takes in addition to its text."""

_JSON = re.compile(r"\ufeff?\s*+(?:\{\s*+[\"}]|\[\s*+[\[{\]])")
"""The beginning of a JSON text. Hardly any path begins like this."""
_SUFFIXES = {"", ".json", ".jsonl", ".ndjson"}
_COMPRESSED = {".gz", ".zst"}


@runtime_checkable
class Stream(Protocol):
    """An open binary file, or another object with the same `read` method."""

    def read(self, size: int, /) -> bytes:
        """Read at most *size* bytes; empty at the end."""
        ...


Source: TypeAlias = str | os.PathLike[str] | Stream | Iterable[Body]
"""The path of a file or folder, a binary stream, or an iterable of bodies."""


class Counted:
    """Records that can be read once. After that, *end* is the number of the line after them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.end = 1

    def __iter__(self) -> Iterator[Record]:
        self.end = yield from self._records


class Span(NamedTuple):
    """A range of whole lines of a file. It begins with `{`, and ends before a line that begins with `{` or at the end.

    *start* and *stop* are offsets in bytes, counted from 0. *stop* is the offset after the last byte.
    """

    path: str
    start: int
    stop: int

    def pieces(self) -> Iterator[bytes]:
        """The bytes from *start* to *stop*, in pieces of a megabyte at most."""
        with Path(self.path).open("rb") as file:
            file.seek(self.start)
            while piece := file.read(min(PIECE, self.stop - file.tell())):
                yield piece


class Part(NamedTuple):
    """Records of a source for one worker process. *file* is the path of the file; None for a stream or for bodies."""

    file: str | None
    content: list[Record] | Span

    @property
    def is_first(self) -> bool:
        """True: its lines count from the beginning of the file. False: they count from the beginning of the span."""
        return not isinstance(self.content, Span) or self.content.start == 0

    @property
    def size(self) -> int:
        """The bytes of a span; 0 for a list of records, because these are in memory already."""
        return self.content.stop - self.content.start if isinstance(self.content, Span) else 0

    def records(self) -> Records:
        """The records. In a span, the first line is 1; offsets count from the beginning of the file."""
        if isinstance(self.content, Span):
            return (yield from lines(self.content.pieces(), offset=self.content.start))
        yield from self.content
        return 1


class Texts:
    """The files of a source, or its stream, or its bodies, and their records.

    Args:
        source: The source.

    Raises:
        OSError: The file does not exist, a folder cannot be read, or the path is empty.
        TypeError: *source* has another type, or is JSON text instead of a path.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.done = 0
        """Bytes that this process has read or given to worker processes so far."""
        self.total: int | None = None
        """Bytes of all files of the source; None for streams and iterables."""
        kind = type(source).__name__
        if isinstance(source, (bytes, bytearray, memoryview)):
            raise _one_body()
        if isinstance(source, (str, os.PathLike)):
            if isinstance(source, str) and _JSON.match(source) and not os.path.lexists(source):
                raise _one_body()
            if not os.fspath(source):  # `Path("")` is the current folder
                raise FileNotFoundError(errno.ENOENT, "The path is empty", source)
            self.total = sum(path.stat().st_size for path in _files(Path(source)))
        elif isinstance(source, Mapping) or not isinstance(source, (Stream, Iterable)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"a source is a path, a stream or an iterable of bodies, not {kind}")

    def __iter__(self) -> Iterator[tuple[str | None, Iterator[Record]]]:
        """The path of each file and its records. The path is None for a stream or for bodies."""
        source = self._source
        if isinstance(source, (str, os.PathLike)):
            for path in _files(Path(source)):
                with path.open("rb") as file:
                    yield str(path), self._records(file.read)
        elif isinstance(source, Stream):
            yield None, self._records(source.read)
        else:
            yield None, self._of_bodies(source)

    def parts(self) -> Iterator[Part]:
        """The same records for worker processes: as spans for uncompressed files of lines, as lists otherwise."""
        if not isinstance(self._source, (str, os.PathLike)):
            for name, records in self:
                yield from _in_parts(name, records)
            return
        for path in _files(Path(self._source)):
            with path.open("rb") as file:
                is_seekable = file.seekable()
                if is_seekable and _has_plain_lines(file.read(PIECE)):
                    yield from self._spans(path, file)
                    continue
                if is_seekable:
                    file.seek(0)
                yield from _in_parts(str(path), self._records(file.read))

    def _records(self, read: Callable[[int], bytes]) -> Records:
        return records_of(decompressed(self._pieces(read)))

    def _of_bodies(self, bodies: Iterable[Body]) -> Iterator[Record]:
        """The records of all bodies. Lines are counted from 1 and bytes from 0 in each body."""
        for body in map(_as_file, bodies):
            if isinstance(body, DecodeError):
                yield 1, 0, body
                continue
            self.done += len(body)
            if (body[:1] == b"{" and b"\n" not in body) or not body.strip():
                yield 1, 0, body
            else:
                yield from records_of(decompressed(iter((body,))))

    def _pieces(self, read: Callable[[int], bytes]) -> Iterator[bytes]:
        while True:
            piece = read(PIECE)
            if not isinstance(piece, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
                found = type(piece).__name__
                raise TypeError(f"a stream gives bytes, not {found}: files are opened with 'rb', sockets block")
            if not piece:
                return
            self.done += len(piece)
            yield piece

    def _spans(self, path: Path, file: IO[bytes]) -> Iterator[Part]:
        """Cut a file of lines into spans of a megabyte or more. Each one ends before a line that begins with `{`."""
        start = 0
        while True:
            file.seek(start + PIECE)
            is_end_of_line = False
            while (line := file.readline(PIECE)) and not (is_end_of_line and line.startswith(b"{")):
                is_end_of_line = line.endswith(b"\n")
            stop = min(file.tell() - len(line), os.fstat(file.fileno()).st_size)
            if stop <= start:
                return
            self.done += stop - start
            yield Part(str(path), Span(str(path), start, stop))
            start = stop


def _one_body() -> TypeError:
    return TypeError("a source is a path, a stream or an iterable of bodies: for one body use load_event")


def _as_file(body: Body) -> bytes | DecodeError:
    """A body as the content of a file. A body may be zlib, which a file may not be, so zlib is decompressed here."""
    try:
        data = as_bytes(body)
        return decompress(data, max_size=MAX_RECORD) if data.startswith(b"x") else data
    except DecodeError as exc:
        return exc


def _in_parts(file: str | None, records: Iterable[Record]) -> Iterator[Part]:
    """Put records into parts of about a megabyte. If *records* raises an error, the records before it come first."""
    part: list[Record] = []
    size = 0
    try:
        for record in records:
            part.append(record)
            size += _RECORD + (len(record[2]) if isinstance(record[2], bytes) else 0)
            if size >= PIECE:
                yield Part(file, part)
                part, size = [], 0
    except Exception:
        if part:
            yield Part(file, part)
        raise
    if part:
        yield Part(file, part)


def _files(path: Path) -> Iterator[Path]:
    """The file itself; or the files that can hold events in a folder and its subfolders, sorted by name."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (file for name in sorted(names) if _can_hold_events(file := Path(folder, name)))


def _raise(error: OSError) -> None:
    raise error


def _can_hold_events(file: Path) -> bool:
    """Whether a file is not hidden, and has the suffix of JSON or no suffix, apart from that of its compression."""
    name = Path(file.stem) if file.suffix in _COMPRESSED else file
    return not file.name.startswith(".") and name.suffix in _SUFFIXES and file.is_file()


def _has_plain_lines(head: bytes) -> bool:
    """Whether the beginning of a file shows that it is uncompressed and has a document on each line."""
    return head.startswith(b"{") and tells_layout(head) and layout_of(head) == "lines"
