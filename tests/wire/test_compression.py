"""Compressed bodies: their output, its limits, and the errors for damaged bodies."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from topframe import DecodeError, TopframeError
from topframe.wire.compression import decompress

brotli: Any = import_module("brotli")

TEXT = b'{"event_id":"9"}\n{"type":"event"}\n{"message":"hi"}\n' * 20
SKIPPABLE = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"
"""A skippable frame of zstd, which holds data of a program and gives no output."""
EXTRA = "needs an optional package: pip install 'topframe[compression]'"


def zstd(data: bytes, *, window: int = 0x58, dictionary: int | None = None) -> bytes:
    """A zstd frame with uncompressed blocks and blocks that repeat one byte.

    Args:
        data: The content of the frame.
        window: The byte of the header that gives the size of the window.
        dictionary: The id of a dictionary; None for a frame without one.
    """
    head = b"\x28\xb5\x2f\xfd" + bytes([0 if dictionary is None else 1, window])
    if dictionary is not None:
        head += bytes([dictionary])
    size = 1 << 17
    parts = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
    blocks = list[bytes]()
    for index, part in enumerate(parts):
        repeated = len(part) > 1 and part.count(part[:1]) == len(part)
        header = len(part) << 3 | repeated << 1 | (index == len(parts) - 1)
        blocks.append(header.to_bytes(3, "little") + (part[:1] if repeated else part))
    return head + b"".join(blocks)


def raw_deflate(data: bytes) -> bytes:
    """Raw deflate, without the header and checksum of zlib."""
    return zlib.compress(data)[2:-4]


def br(data: bytes) -> bytes:
    """Brotli at quality 1, which is fast."""
    compressed: bytes = brotli.compress(data, quality=1)
    return compressed


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": br,
    "zstd": zstd,
}

each_coding = pytest.mark.parametrize("coding", COMPRESSORS)


def failure(body: bytes, encoding: str | None, max_size: int = 1 << 20) -> str:
    """The message of the error for a body. The error has no offset."""
    with pytest.raises(DecodeError) as caught:
        decompress(body, encoding, max_size=max_size)
    assert caught.value.offset is None
    return str(caught.value)


# --- output -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"a", TEXT, TEXT * 1000, bytes(range(256)) * 300], ids=len)
@each_coding
def test_each_coding_gives_the_original_body(coding: str, data: bytes) -> None:
    """Each coding gives back the original body, also if its size is exactly *max_size*."""
    assert decompress(COMPRESSORS[coding](data), coding, max_size=len(data)) == data


@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip", " gzip\t", "identity, gzip", "gzip,,identity", ",gzip"])
def test_names_of_codings_are_parsed_as_in_http(encoding: str) -> None:
    """In the header, upper case, blanks, empty items and `identity` have no effect. `x-gzip` is gzip."""
    assert decompress(gzip.compress(TEXT), encoding, max_size=len(TEXT)) == TEXT


@pytest.mark.parametrize("encoding", ["identity", "Identity", "", "identity,identity", None])
def test_a_body_without_a_coding_is_returned_unchanged(encoding: str | None) -> None:
    """A body without a coding is returned as the same object."""
    assert decompress(TEXT, encoding, max_size=len(TEXT)) is TEXT


def test_identity_turns_detection_off() -> None:
    """With `identity`, a body that begins like gzip is returned unchanged."""
    body = gzip.compress(TEXT)
    assert decompress(body, "identity", max_size=len(body)) == body


def test_several_codings_are_decompressed_last_one_first() -> None:
    """A header lists codings in the order in which they were applied, so the last one is decompressed first."""
    body = zstd(br(zlib.compress(gzip.compress(TEXT))))
    assert decompress(body, "gzip, deflate, br, zstd", max_size=len(TEXT)) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_most_codings_are_detected(coding: str) -> None:
    """Without *encoding*, a body that begins like a known format is decompressed once, and not twice."""
    once = COMPRESSORS[coding](TEXT)
    assert decompress(once, max_size=1 << 20) == TEXT
    assert decompress(COMPRESSORS[coding](once), max_size=1 << 20) == once


@pytest.mark.parametrize("body", [b"", b"x", b"x\x9d", b"80", b"{}", b"\x1f", b"\x28\xb5\x2f", br(TEXT)])
def test_json_is_not_detected_as_compressed(body: bytes) -> None:
    """Without *encoding*, JSON is never read as zlib, also not the number 80. Brotli is not recognized."""
    assert decompress(body, max_size=1 << 20) == body


@pytest.mark.parametrize("wbits", [9, 12, 15, -9, -15])
def test_deflate_accepts_zlib_and_raw_deflate(wbits: int) -> None:
    """`deflate` accepts zlib's format, as the standard requires, and raw deflate, as some clients send it.

    The window can be smaller than usual.
    """
    compressor = zlib.compressobj(wbits=wbits)
    body = compressor.compress(TEXT) + compressor.flush()
    assert decompress(body, "deflate", max_size=len(TEXT)) == TEXT


def test_several_members_are_decompressed() -> None:
    """A body can have several members, as joined files have. Skippable frames of zstd give no output."""
    assert decompress(gzip.compress(b"a") + gzip.compress(b"") + gzip.compress(b"b"), "gzip", max_size=2) == b"ab"
    assert decompress(SKIPPABLE + zstd(b"a") + SKIPPABLE + zstd(b"b"), "zstd", max_size=2) == b"ab"


def test_output_of_other_programs_is_decompressed() -> None:
    """The output of the package zstandard is read: all kinds of blocks, a checksum, and the length in the header."""
    zstandard = pytest.importorskip("zstandard", reason="from Python 3.14 on it is not needed")
    compressed = zstandard.ZstdCompressor(level=19, write_checksum=True).compress(TEXT * 1000)
    assert decompress(compressed, "zstd", max_size=len(TEXT) * 1000) == TEXT * 1000


# --- limits -----------------------------------------------------------------------------------------------------------


@each_coding
def test_one_byte_above_the_limit_is_an_error(coding: str) -> None:
    """A body with one byte more than *max_size* is an error."""
    assert failure(COMPRESSORS[coding](TEXT), coding, len(TEXT) - 1) == f"The body has more than {len(TEXT) - 1} bytes"


@pytest.mark.parametrize("encoding", [None, "identity"])
def test_the_limit_applies_to_a_body_without_a_coding(encoding: str | None) -> None:
    """*max_size* also limits a body without a coding."""
    assert failure(b"abc", encoding, 2) == "The body has more than 2 bytes"


@each_coding
def test_the_limit_can_be_zero(coding: str) -> None:
    """*max_size* can be 0: then only an empty output is allowed."""
    assert decompress(COMPRESSORS[coding](b""), coding, max_size=0) == b""
    assert failure(COMPRESSORS[coding](b"a"), coding, 0) == "The body has more than 0 bytes"


def test_a_negative_limit_raises_a_value_error() -> None:
    """A negative *max_size* raises a plain ValueError, because the caller made the mistake and not the sender."""
    with pytest.raises(ValueError, match="max_size is negative") as caught:
        decompress(b"", max_size=-1)
    assert not isinstance(caught.value, TopframeError)


@each_coding
def test_a_decompression_bomb_is_an_error_and_takes_little_memory(coding: str) -> None:
    """A small body that expands to 256 MiB is an error, and takes less than 16 MiB of memory."""
    bomb = COMPRESSORS[coding](bytes(1 << 28))
    tracemalloc.start()
    try:
        assert failure(bomb, coding, 1 << 20) == "The body has more than 1048576 bytes"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_the_limit_applies_to_the_output_of_each_coding() -> None:
    """*max_size* limits the output of each coding, also of the first of two."""
    bomb = br(gzip.compress(bytes(1 << 24)))
    assert failure(bomb, "gzip, br", 1 << 20) == "The body has more than 1048576 bytes"
    assert failure(gzip.compress(br(TEXT) + bytes(100)), "br, gzip", 99) == "The body has more than 99 bytes"


def test_the_number_of_codings_is_limited() -> None:
    """At most five codings are allowed, because each one can take as much time as *max_size* allows."""
    body = TEXT
    for _ in range(5):
        body = gzip.compress(body)
    assert decompress(body, "gzip,gzip,gzip,gzip,gzip", max_size=len(TEXT)) == TEXT
    assert failure(body, "br,gzip,gzip,gzip,gzip,gzip") == "More than 5 content codings"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_the_number_of_members_is_limited(coding: str) -> None:
    """At most 10 000 members are allowed: an empty member takes time, and compressed a second time hardly a byte."""
    member = COMPRESSORS[coding](b"")
    assert decompress(member * 10_000, coding, max_size=0) == b""
    assert failure(member * 10_001, coding, 0) == f"Malformed {coding}: it has more than 10000 members"


def test_the_window_of_zstd_is_limited() -> None:
    """A zstd window of more than 8 MiB, the limit in HTTP, is an error: a few bytes must not reserve gigabytes."""
    assert decompress(zstd(b"a", window=13 << 3), "zstd", max_size=1) == b"a"
    for window in (13 << 3 | 1, 17 << 3, 31 << 3):
        assert failure(zstd(b"a", window=window), "zstd") == (
            "Malformed zstd: it is damaged, or not zstd at all, or needs a dictionary or more than 8 MiB of memory"
        )


# --- damaged bodies ---------------------------------------------------------------------------------------------------


@each_coding
def test_a_truncated_body_is_an_error(coding: str) -> None:
    """A body that is cut off at any byte is an error."""
    body = COMPRESSORS[coding](TEXT)
    for end in range(len(body)):
        assert failure(body[:end], coding) == f"Malformed {coding}: it ends too early"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
@pytest.mark.parametrize("rest", [b"\0", b"\n", b"garbage" * 1000])
def test_bytes_after_the_end_are_an_error(coding: str, rest: bytes) -> None:
    """Bytes after the end of a compressed body are an error."""
    assert failure(COMPRESSORS[coding](TEXT) + rest, coding) == f"Malformed {coding}: it goes on after its end"


@pytest.mark.parametrize("body", [br(TEXT), br(Random(0).randbytes(65_532))], ids=["short", "64 KiB"])
@pytest.mark.parametrize("size", [1, 1 << 17])
def test_bytes_after_the_end_of_brotli_are_an_error(body: bytes, size: int) -> None:
    """Bytes after the end of a Brotli body are an error. Its package reports them like damage."""
    decompress(body, "br", max_size=1 << 20)
    said = "Malformed br: it is damaged, or not br at all, or goes on after its end"
    assert failure(body + bytes(size), "br") == said


@pytest.mark.parametrize(
    ("encoding", "limits"),
    [
        ("gzip", ""),
        ("deflate", ""),
        ("br", ", or goes on after its end"),
        ("zstd", ", or needs a dictionary or more than 8 MiB of memory"),
    ],
)
def test_a_body_without_the_named_coding_is_an_error(encoding: str, limits: str) -> None:
    """A body that does not have the named coding is an error. Often it is already decompressed."""
    said = f"Malformed {encoding}: it is damaged, or not {encoding} at all{limits}"
    assert failure(b'{"event_id":"9"}\n', encoding) == said
    assert failure(b"\xff" * 5000, encoding) == said


def test_checksums_are_checked() -> None:
    """A wrong checksum at the end of gzip or zlib is an error."""
    said = "it is damaged, or not"
    body = bytearray(gzip.compress(TEXT))
    body[-8] ^= 1
    assert failure(bytes(body), "gzip") == f"Malformed gzip: {said} gzip at all"
    body = bytearray(zlib.compress(TEXT))
    body[-1] ^= 1
    assert failure(bytes(body), "deflate") == f"Malformed deflate: {said} deflate at all"


def test_a_body_that_needs_a_dictionary_is_an_error() -> None:
    """A body that needs a dictionary is an error, because topframe has no dictionaries."""
    compressor = zlib.compressobj(zdict=TEXT)
    body = compressor.compress(TEXT) + compressor.flush()
    assert failure(body, "deflate") == "Malformed deflate: it is damaged, or not deflate at all"
    assert failure(zstd(TEXT, dictionary=7), "zstd") == (
        "Malformed zstd: it is damaged, or not zstd at all, or needs a dictionary or more than 8 MiB of memory"
    )


@pytest.mark.parametrize("encoding", ["s3cret", "gzip;q=1", "gzip, s3cret", "compress", "\u212a", "aws-chunked"])
def test_an_unknown_coding_is_an_error(encoding: str) -> None:
    """An unknown coding is an error. Its name is not in the message, because a header can hold any text."""
    assert failure(TEXT, encoding) == "Unknown content coding: it is none of br, deflate, gzip, identity, zstd"


# --- missing packages -------------------------------------------------------------------------------------------------


def test_the_error_for_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the package for br or zstd is missing, the message says how to install it. gzip needs no package."""
    for name in ("brotli", "zstandard", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    assert failure(br(TEXT), "br") == f"br {EXTRA}"
    assert failure(zstd(TEXT), "zstd") == failure(zstd(TEXT), None) == f"zstd {EXTRA}"
    assert decompress(gzip.compress(TEXT), "gzip", max_size=len(TEXT)) == TEXT


def test_a_version_of_brotli_without_an_output_limit_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of brotli before 1.2, which cannot limit its output, counts as missing."""
    monkeypatch.setitem(sys.modules, "brotli", SimpleNamespace(Decompressor=object))
    assert failure(br(TEXT), "br") == f"br {EXTRA}"


class StandardZstd:
    """A stand-in for the decompressor of Python 3.14. Each frame has four bytes and gives `a`."""

    def __init__(self, *, options: dict[str, int]) -> None:
        assert options == {"window_log_max": 23}
        self.eof = False
        self.unused_data = b""

    def decompress(self, data: bytes) -> bytes:
        """Decompress a frame of four bytes, or raise an error for `damaged`."""
        if data == b"damaged":
            raise ArithmeticError
        self.eof, self.unused_data = True, data[4:]
        return b"a"


def test_zstd_of_the_standard_library_is_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the standard library has zstd (since Python 3.14), it is used, with the same limit for the window."""
    names = SimpleNamespace(window_log_max="window_log_max")
    module = SimpleNamespace(ZstdDecompressor=StandardZstd, DecompressionParameter=names, ZstdError=ArithmeticError)
    monkeypatch.setitem(sys.modules, "compression.zstd", module)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert decompress(b"\x28\xb5\x2f\xfd" * 3, "zstd", max_size=3) == b"aaa"
    assert failure(b"damaged", "zstd").startswith("Malformed zstd: it is damaged")
