"""Decompresses bodies with a `Content-Encoding`, and compressed files, in limited memory.

A few compressed bytes can expand to gigabytes. So the input goes to the decompressor in small steps, and the output is
counted after each step. One step gives at most 8 MiB:

- gzip and deflate: a byte of input gives at most 1032 bytes, so a step has 4096 bytes of input.
- zstd: four bytes of input can give a block of 128 KiB, so a step has 256 bytes of input.
- br: a few bytes of input can give any amount of output, but the package brotli limits each step to about 64 KiB.

A gzip or zstd body can have several members (zstd calls them frames), one after another. Each one can be decompressed
alone. A member without content gives no output but takes time, so the number of members of a body is limited too.

`decompress` takes a body, and limits its output. `decompressed` takes a file of any size, piece by piece. If a file is
damaged, all output before the fault comes first. For gzip, the fault is found by halving the step that failed. For
zstd, the input is cut between blocks, because a step with a fault gives no output at all.

Source: RFC 9110, section 8.4; RFC 1950 to 1952 (deflate, gzip); RFC 7932 (br); RFC 8878 and RFC 9659 (zstd)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from io import BytesIO
from itertools import chain
from typing import Any, NamedTuple, Protocol, Self

from ..errors import DecodeError

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = tuple(bytes([nibble]) + b"\x2a\x4d\x18" for nibble in range(0x50, 0x60))

_LONGEST_MARK = 4
"""Bytes of the longest mark. A mark is the first bytes of a format."""

_DEFLATE_STEP = 4096
"""Bytes of input in a step for gzip and deflate. Each byte gives at most 1032 bytes."""
_ZSTD_STEP = 256
"""Bytes of input in a step for zstd. Four bytes can be a block, and a block gives at most 128 KiB."""
_ZSTD_BLOCK = 1 << 17
"""Bytes of the largest zstd block, compressed or decompressed."""
_BR_STEP = 1 << 16
"""Bytes of input in a step for br, and roughly the bytes of output."""
_WINDOW_LOG = 23
"""Base-2 logarithm of the largest zstd window in HTTP: 8 MiB (RFC 9659). This memory is taken before any output."""
_FILE_WINDOW_LOG = 27
"""Base-2 logarithm of the largest zstd window in files: 128 MiB. The command `zstd` has the same default."""
_MOST_CODINGS = 5
"""The most codings that a `Content-Encoding` may list."""
_MOST_MEMBERS = 10_000
"""The most members of a body. An empty member takes the time of some kilobytes. But compressed a second time, it takes
hardly a byte, so a small body could hold very many."""


class _Decompressor(Protocol):
    """The interface of a decompressor for one member of a body. zlib and the zstd packages have it."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...

    def copy(self) -> Self: ...


class _Format(NamedTuple):
    """A compressed format whose members mark their own end: gzip, deflate or zstd."""

    name: str
    """The name of the format in messages."""
    new: Callable[[], _Decompressor]
    """Makes a decompressor for one member."""
    error: type[Exception]
    """The error that a decompressor raises."""
    step: int
    """Bytes of input in a step."""
    marks: tuple[bytes, ...] = ()
    """The first bytes of a member, one of these; () for deflate, which has a single member and no mark."""
    limits: str = ""
    """Other possible reasons for an error, added to the message."""
    can_copy: bool = True
    """Whether its decompressors have the method `copy`."""


def decompress(body: bytes, encoding: str | None = None, *, max_size: int) -> bytes:
    """Decompress a body.

    Args:
        body: The body as it was received.
        encoding: The value of `Content-Encoding`: `gzip`, `deflate` (in zlib's format, or raw, as some clients send
            it), `br`, `zstd` or `identity`, in upper or lower case; or up to five of these, separated by commas. The
            last one is decompressed first. None: a body that begins like gzip, zlib or zstd is decompressed once, and
            any other body is returned unchanged. `br` cannot be recognized by its first bytes.
        max_size: Bytes of the largest output. If there are several codings, it is the limit for each of them.

    Raises:
        DecodeError: The output has more than *max_size* bytes; the body is damaged, is cut off, or has bytes after its
            end; *encoding* has another value; or `br`, or `zstd` before Python 3.14, needs the extra `compression`.
        ValueError: *max_size* is negative.
    """
    if max_size < 0:
        raise ValueError("max_size is negative")
    codings = _marked(body) if encoding is None else _listed(encoding)
    for coding in reversed(codings):
        body = _gathered(_CODINGS[coding](body), max_size)
    if len(body) > max_size:
        raise _too_large(max_size)
    return body


def decompressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress a file piece by piece, if it begins like gzip or zstd. Any other file is returned unchanged.

    A file that was compressed twice is decompressed once. The output comes in pieces of 8 MiB at most, none of them
    empty. Only the current piece is kept in memory.

    Args:
        pieces: The file, in pieces of any size, none of them empty.

    Raises:
        DecodeError: The file is damaged, is cut off, or has bytes after its end; or zstd needs the extra `compression`
            before Python 3.14. All output before the fault comes first. If only the checksum at the end is wrong, this
            is the whole output.
    """
    rest = iter(pieces)
    head = b""
    while len(head) < _LONGEST_MARK and (piece := next(rest, b"")):
        head += piece
    whole: Iterator[bytes] = chain((head,) if head else (), rest)
    if head.startswith(_GZIP):
        gzip = _gzip_format()
        whole = _members(gzip, _cut(whole, gzip.step), None)
    elif is_compressed(head):
        whole = _members(_zstd_format(_FILE_WINDOW_LOG), _zstd_blocks(whole), None)
    yield from whole


def is_compressed(head: bytes) -> bool:
    """Whether a file that begins with *head* is gzip or zstd."""
    return head.startswith((_GZIP, _ZSTD, *_SKIPPABLE))


def _cut(pieces: Iterable[bytes], step: int) -> Iterator[bytes]:
    """The same bytes, in pieces of at most *step* bytes."""
    return (piece[at : at + step] for piece in pieces for at in range(0, len(piece), step))


class _Cursor:
    """A reader for a file that comes in pieces. It reads any number of bytes, across the seams of the pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = b""

    def take(self, size: int) -> bytes:
        """Read the next *size* bytes; fewer at the end of the file."""
        found = bytearray()
        while missing := size - len(found):
            self._piece = self._piece or next(self._pieces, b"")
            if not self._piece:
                break
            found += self._piece[:missing]
            self._piece = self._piece[missing:]
        return bytes(found)


def _zstd_blocks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cut a zstd file between blocks. For a piece with a fault, a decompressor gives no output at all."""
    cursor = _Cursor(pieces)
    while head := cursor.take(5):
        if head.startswith(_SKIPPABLE):
            head += cursor.take(3)
            yield head
            left = int.from_bytes(head[4:], "little")
            while left > 0 and (piece := cursor.take(min(left, _ZSTD_BLOCK))):
                yield piece
                left -= len(piece)
        elif head.startswith(_ZSTD):
            yield from _zstd_frame(cursor, head)
        else:
            yield head


def _zstd_frame(cursor: _Cursor, head: bytes) -> Iterator[bytes]:
    """The pieces of a frame: its header, each block, and its checksum (RFC 8878, section 3.1.1).

    Args:
        cursor: The file after *head*.
        head: The mark of zstd and the byte after it, which holds the flags of the frame.
    """
    flags = head[-1]
    is_single = flags >> 5 & 1
    yield head + cursor.take((not is_single) + (0, 1, 2, 4)[flags & 3] + (is_single, 2, 4, 8)[flags >> 6])
    is_last = False
    while not is_last and (header := cursor.take(3)):
        block = int.from_bytes(header, "little")
        is_last = bool(block & 1)
        is_one_byte = block >> 1 & 3 == 1
        yield header + cursor.take(1 if is_one_byte else min(block >> 3, _ZSTD_BLOCK))
    if flags & 4 and (checksum := cursor.take(4)):
        yield checksum


def _marked(body: bytes) -> list[str]:
    """The coding that the first bytes of a body show, or []. zlib is recognized with its usual window only.

    With that window zlib begins with `x`, as no JSON text does. With a smaller window, it can look like the number 80.
    """
    if body.startswith(_GZIP):
        return ["gzip"]
    if body.startswith(_ZSTD):
        return ["zstd"]
    return ["deflate"] if body.startswith(b"x") and _is_zlib(body) else []


def _listed(encoding: str) -> list[str]:
    """The codings that the value of a header lists, in its order and without `identity`."""
    names = [part.strip().lower() for part in encoding.split(",")]
    codings = [name for name in names if name not in {"", "identity"}]
    if len(codings) > _MOST_CODINGS:
        raise DecodeError(f"More than {_MOST_CODINGS} content codings")
    if not _CODINGS.keys() >= set(codings):
        raise DecodeError("Unknown content coding: it is none of br, deflate, gzip, identity, zstd")
    return codings


def _gathered(pieces: Iterator[bytes], max_size: int) -> bytes:
    """Join pieces. A BytesIO takes half of the memory that joining a list of the pieces would take."""
    output = BytesIO()
    for piece in pieces:
        if output.tell() + len(piece) > max_size:
            raise _too_large(max_size)
        output.write(piece)
    return output.getvalue()


def _too_large(max_size: int) -> DecodeError:
    return DecodeError(f"The body has more than {max_size} bytes")


# --- the codings ------------------------------------------------------------------------------------------------------


def _gzip_format() -> _Format:
    import zlib  # noqa: PLC0415  # imported on first use: plain bodies do not need it

    return _Format("gzip", partial(zlib.decompressobj, 31), zlib.error, _DEFLATE_STEP, (_GZIP,))


def _gzip(body: bytes) -> Iterator[bytes]:
    return _undone(_gzip_format(), body)


def _deflate(body: bytes) -> Iterator[bytes]:
    import zlib  # noqa: PLC0415

    new = partial(zlib.decompressobj, 15 if _is_zlib(body) else -15)
    return _undone(_Format("deflate", new, zlib.error, _DEFLATE_STEP), body)


def _is_zlib(body: bytes) -> bool:
    """Whether a body begins with the two-byte header of zlib. No encoder writes raw deflate that begins like this."""
    return len(body) > 1 and body[0] & 0x8F == 0x08 and int.from_bytes(body[:2], "big") % 31 == 0


def _zstd_format(window_log: int) -> _Format:
    try:
        new, error = _zstd_package(window_log)
    except ImportError as exc:
        raise _missing("zstd") from exc
    limits = f", or needs a dictionary or more than {1 << window_log - 20} MiB of memory"
    return _Format("zstd", new, error, _ZSTD_STEP, (_ZSTD, *_SKIPPABLE), limits, can_copy=False)


def _zstd(body: bytes) -> Iterator[bytes]:
    return _undone(_zstd_format(_WINDOW_LOG), body)


def _zstd_package(window_log: int) -> tuple[Callable[[], _Decompressor], type[Exception]]:
    """A function that makes decompressors, and the class of the errors that they raise.

    Args:
        window_log: The base-2 logarithm of the largest window that they accept, in bytes.
    """
    try:
        zstd: Any = import_module("compression.zstd")  # in the standard library since Python 3.14
    except ImportError:
        zstandard: Any = import_module("zstandard")  # from the extra `compression`
        return zstandard.ZstdDecompressor(max_window_size=1 << window_log).decompressobj, zstandard.ZstdError
    options = {zstd.DecompressionParameter.window_log_max: window_log}
    return partial(zstd.ZstdDecompressor, options=options), zstd.ZstdError


def _br(body: bytes) -> Iterator[bytes]:
    brotli = _br_package()
    decompressor = brotli.Decompressor()
    at = 0
    try:
        while at < len(body) or not decompressor.is_finished():
            piece = body[at : at + _BR_STEP] if decompressor.can_accept_more_data() else b""
            at += len(piece)
            output = decompressor.process(piece, output_buffer_limit=_BR_STEP)
            if not piece and not output:
                raise _too_short("br")
            yield output
    except brotli.error as exc:
        raise _damaged("br", ", or goes on after its end") from exc


def _br_package() -> Any:
    """The package brotli. Versions before 1.2 cannot limit their output, so they count as missing."""
    try:
        import brotli  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]  # noqa: PLC0415
    except ImportError as exc:
        raise _missing("br") from exc
    package: Any = brotli
    if not hasattr(package.Decompressor, "can_accept_more_data"):
        raise _missing("br")
    return package


_CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}


def _undone(format: _Format, body: bytes) -> Iterator[bytes]:
    """Decompress a body of gzip, deflate or zstd, in steps."""
    return _members(format, _cut((body,), format.step), _MOST_MEMBERS)


def _members(format: _Format, pieces: Iterator[bytes], most: int | None) -> Iterator[bytes]:
    """Decompress the members of a body or file, one after another, piece by piece.

    Args:
        format: The format of the body or file.
        pieces: The body or file, cut into steps.
        most: The most members that a body may have. None for a file: it may have any number of members, and all output
            before a fault comes first.
    """
    rest = b""
    begun = 0
    while begun != most:
        begun += 1
        decompressor = format.new()
        while not decompressor.eof:
            piece = rest or next(pieces, b"")
            if not piece:
                raise _too_short(format.name)
            before = decompressor.copy() if most is None and format.can_copy else None
            try:
                output = decompressor.decompress(piece)
            except format.error as exc:
                if before:
                    yield from _up_to_fault(before, piece, format.error)
                raise _damaged(format.name, format.limits) from exc
            if output:
                yield output
            rest = decompressor.unused_data
        while len(rest) < _LONGEST_MARK and (piece := next(pieces, b"")):
            rest += piece
        if not rest:
            return
        if not rest.startswith(format.marks):
            raise _too_long(format.name)
    raise DecodeError(f"Malformed {format.name}: it has more than {most} members")


def _up_to_fault(decompressor: _Decompressor, piece: bytes, error: type[Exception]) -> Iterator[bytes]:
    """The output of a piece before its fault. The fault is found by halving the piece.

    Args:
        decompressor: A decompressor that has read everything before the piece.
        piece: The piece that raised the error.
        error: The class of the error.
    """
    while len(piece) > 1:
        attempt = decompressor.copy()
        half = len(piece) // 2
        try:
            output = attempt.decompress(piece[:half])
        except error:
            piece = piece[:half]
            continue
        if output:
            yield output
        decompressor, piece = attempt, piece[half:]


def _damaged(name: str, limits: str) -> DecodeError:
    return DecodeError(f"Malformed {name}: it is damaged, or not {name} at all{limits}")


def _too_short(name: str) -> DecodeError:
    return DecodeError(f"Malformed {name}: it ends too early")


def _too_long(name: str) -> DecodeError:
    return DecodeError(f"Malformed {name}: it goes on after its end")


def _missing(name: str) -> DecodeError:
    return DecodeError(f"{name} needs an optional package: pip install 'topframe[compression]'")
