"""Where events are read from: files, folders, streams, and bodies that are there already.

Source: Sentry's data forwarding to Amazon S3 (`{project}/{date}/{event_id}`)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from ..codec import Body, as_bytes
from ..compression import decompress, decompressed
from ..errors import DecodeError
from .records import MAX_RECORD, Chunk, Record, chunks_of, kind_of, tells_kind

PIECE = 1 << 20
"""Bytes that are read at a time."""

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


class Span(NamedTuple):
    """Whole lines of a file."""

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
    """A part of a source that can be worked on by itself."""

    file: str | None
    is_first: bool
    """Whether it is the first one of its file."""
    content: Chunk | Span


class Parts:
    """The parts of a source, in order.

    Args:
        source: Where to read.
        in_bulk: Whether what can be is made large, and files of lines are not read, but named: for other processes.

    Raises:
        OSError: There is no such file.
        TypeError: *source* is nothing that can be read.
    """

    def __init__(self, source: Source, *, in_bulk: bool) -> None:
        self._source = source
        self._in_bulk = in_bulk
        self.done = 0
        """Bytes that were read, or handed out as spans."""
        self.total: int | None = None
        """Bytes that there are; None when nobody knows."""
        if isinstance(source, (bytes, bytearray, memoryview)):
            raise TypeError("a source is a path, a stream or an iterable of bodies: for one body use load_event")
        if isinstance(source, (str, os.PathLike)):
            self.total = sum(path.stat().st_size for path in _files(Path(source)))
        elif not isinstance(source, (Stream, Iterable)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"a source is a path, a stream or an iterable of bodies, not {type(source).__name__}")

    def __iter__(self) -> Iterator[Part]:
        source = self._source
        if isinstance(source, (str, os.PathLike)):
            for path in _files(Path(source)):
                yield from self._of_file(path)
        elif isinstance(source, Stream):
            yield from self._of_pieces(None, self._pieces(source.read))
        else:
            bodies = self._of_bodies(source)
            yield from _in_bulk(bodies) if self._in_bulk else bodies

    def _of_file(self, path: Path) -> Iterator[Part]:
        with path.open("rb") as file:
            if self._in_bulk and file.seekable():
                if _has_plain_lines(file.read(PIECE)):
                    yield from self._spans(path)
                    return
                file.seek(0)
            yield from self._of_pieces(str(path), self._pieces(file.read))

    def _of_bodies(self, bodies: Iterable[Body]) -> Iterator[Part]:
        """Bodies one by one, as they come."""
        for body in map(_as_file, bodies):
            if isinstance(body, DecodeError):
                yield _on_first_lines([(0, body)])
                continue
            self.done += len(body)
            if (body[:1] == b"{" and b"\n" not in body) or not body.strip():
                yield _on_first_lines([(0, body)])
            else:
                yield from self._of_pieces(None, iter((body,)))

    def _of_pieces(self, file: str | None, pieces: Iterator[bytes]) -> Iterator[Part]:
        is_first = True
        for chunk in chunks_of(decompressed(pieces)):
            yield Part(file, is_first, chunk)
            is_first = False

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

    def _spans(self, path: Path) -> Iterator[Part]:
        start = 0
        with path.open("rb") as file:
            while True:
                file.seek(start + PIECE)
                while (line := file.readline(PIECE)) and not line.endswith(b"\n"):
                    pass
                stop = min(file.tell(), os.fstat(file.fileno()).st_size)
                if stop <= start:
                    return
                self.done += stop - start
                yield Part(str(path), start == 0, Span(str(path), start, stop))
                start = stop


def _as_file(body: Body) -> bytes | DecodeError:
    """A body as it could stand in a file; zlib's, which `load_event` takes, too, files are not in."""
    try:
        data = as_bytes(body)
        return decompress(data, max_size=MAX_RECORD) if data.startswith(b"x") else data
    except DecodeError as exc:
        return exc


def _in_bulk(parts: Iterable[Part]) -> Iterator[Part]:
    """Records of one line together, up to a megabyte; also those that came before something that *parts* raise."""
    records: list[Record] = []
    size = 0
    try:
        for part in parts:
            chunk = part.content
            assert isinstance(chunk, Chunk)
            is_line = part.is_first and not chunk.newlines
            if is_line:
                records += chunk.records
                size += sum(len(data) for _, data in chunk.records if isinstance(data, bytes))
            if records and (size >= PIECE or not is_line):
                yield _on_first_lines(records)
                records, size = [], 0
            if not is_line:
                yield part
    except Exception:
        if records:
            yield _on_first_lines(records)
        raise
    if records:
        yield _on_first_lines(records)


def _on_first_lines(records: list[Record]) -> Part:
    """Records, each of which begins on a first line."""
    return Part(None, True, Chunk(tuple(records), 0))


def _files(path: Path) -> Iterator[Path]:
    """A file, or those of a folder and of the folders in it that can hold events, by name."""
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
    """Whether a file that begins like this is surely not compressed, and has a document on each line."""
    return head.startswith(b"{") and tells_kind(head) and kind_of(head) == "lines"
