"""Where events are read from: files, folders, streams, and bodies in memory.

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
from .records import MAX_RECORD, Record, Records, layout_of, lines, records_of, tells_layout

PIECE = 1 << 20
"""How many bytes are read at once."""
_RECORD = 200
"""How many bytes of memory a record takes besides its text."""

_JSON = re.compile(r"\ufeff?\s*+(?:\{\s*+[\"}]|\[\s*+[\[{\]])")
"""The beginning of JSON. Hardly any path begins like it."""
_SUFFIXES = {"", ".json", ".jsonl", ".ndjson"}
_COMPRESSED = {".gz", ".zst"}


@runtime_checkable
class Stream(Protocol):
    """An open binary file, or anything that can be read like one."""

    def read(self, size: int, /) -> bytes:
        """Up to *size* bytes; none at the end."""
        ...


Source: TypeAlias = str | os.PathLike[str] | Stream | Iterable[Body]
"""A path of a file or of a folder, a binary stream, or bodies."""


class Counted:
    """Records that can be read once. *end* is then the line after them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.end = 1

    def __iter__(self) -> Iterator[Record]:
        self.end = yield from self._records


class Span(NamedTuple):
    """Whole lines of a file, from one that begins with `{` up to another, or to the end."""

    path: str
    start: int
    stop: int

    def pieces(self) -> Iterator[bytes]:
        """The bytes from *start* up to *stop*."""
        with Path(self.path).open("rb") as file:
            file.seek(self.start)
            while piece := file.read(min(PIECE, self.stop - file.tell())):
                yield piece


class Part(NamedTuple):
    """Records of a source for another process."""

    file: str | None
    content: list[Record] | Span

    @property
    def is_first(self) -> bool:
        """Whether its lines count from the beginning of the file."""
        return not isinstance(self.content, Span) or self.content.start == 0

    @property
    def size(self) -> int:
        """Bytes of a span; 0 for a list of records, which is in memory already."""
        return self.content.stop - self.content.start if isinstance(self.content, Span) else 0

    def records(self) -> Records:
        """The records. The lines of a span count from its first one."""
        if isinstance(self.content, Span):
            return (yield from lines(self.content.pieces()))
        yield from self.content
        return 1


class Texts:
    """Files, a stream, or bodies, each with its records.

    Args:
        source: Where to read.

    Raises:
        OSError: There is no such file.
        TypeError: *source* has another type, or is JSON text in place of a path.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.done = 0
        """Bytes that were read here, or given to other processes."""
        self.total: int | None = None
        """Bytes of the whole source; None for streams and iterables."""
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
        """The name of each file, or None, with its records."""
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
        """The same records for other processes: spans of files that these read themselves, or else lists of records."""
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
        """The records of bodies. In each body, lines are counted from 1."""
        for body in map(_as_file, bodies):
            if isinstance(body, DecodeError):
                yield 1, body
                continue
            self.done += len(body)
            if (body[:1] == b"{" and b"\n" not in body) or not body.strip():
                yield 1, body
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
        """A file of lines in spans of a megabyte or more, each up to a line that begins with `{`."""
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
    """A body as file content. `load_event` also accepts zlib but files may not be zlib, so it is decompressed here."""
    try:
        data = as_bytes(body)
        return decompress(data, max_size=MAX_RECORD) if data.startswith(b"x") else data
    except DecodeError as exc:
        return exc


def _in_parts(file: str | None, records: Iterable[Record]) -> Iterator[Part]:
    """Records in lists of about a megabyte. If *records* raises an error, the records before it come first."""
    part: list[Record] = []
    size = 0
    try:
        for record in records:
            part.append(record)
            size += _RECORD + (len(record[1]) if isinstance(record[1], bytes) else 0)
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
    """The file, or the files of a folder and its folders that can hold events, sorted by name."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (file for name in sorted(names) if _can_hold_events(file := Path(folder, name)))


def _raise(error: OSError) -> None:
    raise error


def _can_hold_events(file: Path) -> bool:
    name = Path(file.stem) if file.suffix in _COMPRESSED else file
    return not file.name.startswith(".") and name.suffix in _SUFFIXES and file.is_file()


def _has_plain_lines(head: bytes) -> bool:
    """Whether the beginning of a file proves that it is not compressed and has a document on each line."""
    return head.startswith(b"{") and tells_layout(head) and layout_of(head) == "lines"
