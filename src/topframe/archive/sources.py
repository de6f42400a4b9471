"""Where events are read from: files, folders, streams, and bodies that are there already.

Source: Sentry's data forwarding to Amazon S3 (`{project}/{date}/{event_id}`)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from ..codec import Body, as_bytes
from ..compression import decompressed, is_compressed
from ..errors import DecodeError
from .records import Chunk, chunks_of, has_lines

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

    def read(self) -> bytes:
        """The bytes from *start* up to *stop*."""
        with Path(self.path).open("rb") as file:
            file.seek(self.start)
            return file.read(self.stop - self.start)


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
            yield from self._of_bodies(map(as_bytes, source))

    def _of_file(self, path: Path) -> Iterator[Part]:
        with path.open("rb") as file:
            if self._in_bulk and file.seekable():
                if _has_plain_lines(file.read(PIECE)):
                    yield from self._spans(path)
                    return
                file.seek(0)
            yield from self._of_pieces(str(path), self._pieces(file.read))

    def _of_bodies(self, bodies: Iterable[bytes]) -> Iterator[Part]:
        """Bodies one by one, as they come; in bulk, those that are one line together."""
        together: list[bytes] = []
        size = 0
        for body in bodies:
            self.done += len(body)
            is_line = body[:1] == b"{" and b"\n" not in body
            if is_line:
                together.append(body)
                size += len(body)
            if together and (size >= PIECE or not is_line or not self._in_bulk):
                yield _as_lines_of_their_own(together)
                together, size = [], 0
            if not is_line:
                yield from self._of_pieces(None, iter((body,)))
        if together:
            yield _as_lines_of_their_own(together)

    def _of_pieces(self, file: str | None, pieces: Iterator[bytes]) -> Iterator[Part]:
        is_first = True
        for chunk in _chunks(pieces):
            yield Part(file, is_first, chunk)
            is_first = False

    def _pieces(self, read: Callable[[int], bytes]) -> Iterator[bytes]:
        while piece := read(PIECE):
            if not isinstance(piece, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(f"a stream is one of bytes, not of {type(piece).__name__}: open files with 'rb'")
            self.done += len(piece)
            yield piece

    def _spans(self, path: Path) -> Iterator[Part]:
        start = 0
        with path.open("rb") as file:
            while True:
                file.seek(start + PIECE)
                file.readline()
                stop = min(file.tell(), os.fstat(file.fileno()).st_size)
                if stop <= start:
                    return
                self.done += stop - start
                yield Part(str(path), start == 0, Span(str(path), start, stop))
                start = stop


def _as_lines_of_their_own(bodies: list[bytes]) -> Part:
    """Bodies, each of which begins on a first line."""
    return Part(None, True, Chunk(tuple((0, body) for body in bodies), 0))


def _files(path: Path) -> Iterator[Path]:
    """A file, or those of a folder and of the folders in it that can hold events, by name."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if _is_record(Path(name)))


def _is_record(name: Path) -> bool:
    inner = Path(name.stem) if name.suffix in _COMPRESSED else name
    return not name.name.startswith(".") and inner.suffix in _SUFFIXES


def _has_plain_lines(head: bytes) -> bool:
    return not is_compressed(head) and has_lines(head)


def _chunks(pieces: Iterator[bytes]) -> Iterator[Chunk]:
    """The chunks of a file; where it cannot be decompressed further, that is the last one."""
    try:
        yield from chunks_of(decompressed(pieces))
    except DecodeError as exc:
        yield Chunk(((0, exc),), 0)
