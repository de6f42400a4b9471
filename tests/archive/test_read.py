"""`read_events` reads events in order from any source. A bad record never affects another record."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import msgspec
import pytest

from tests.conftest import DATA, RAW_SAMPLES, read_sample
from tests.wire.test_compression import SKIPPABLE, zstd
from topframe import (
    DecodeError,
    EncodeError,
    Event,
    RecordError,
    ValidationError,
    decode_event,
    decode_view,
    encode,
    load_event,
    read_events,
)
from topframe.archive import read, sources
from topframe.decoding import load
from topframe.views import EventFrames, EventSummary
from topframe.wire.document import Body

RAW = b'{"event_id": "5d2c9e1f0b7a4c3d8e6f1a2b3c4d5e6f", "platform": "python", "message": "raw"}'
BAD = b'{"eventID": "2", "size": "big"}'


class Title(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the caller that does not require an `eventID`."""

    title: str | None = None


class Custom(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the caller with a key that the model of topframe does not have."""

    event_id: str = msgspec.field(name="eventID")
    custom: str | None = None


def body(event_id: object, **members: Any) -> bytes:
    """A response of the web API for one event, on one line."""
    return json.dumps({"eventID": str(event_id), "title": f"Event {event_id}", **members}).encode()


def ids(events: Iterable[Event]) -> list[str]:
    """The ids of events, in their order."""
    return [event.event_id for event in events]


def ndjson(count: int) -> bytes:
    """A text of *count* lines with an event on each line."""
    return b"".join(body(number) + b"\n" for number in range(count))


LAID_OUT: dict[str, Callable[[], bytes]] = {
    "lines": lambda: ndjson(3),
    "lines-without-the-last-end": lambda: ndjson(3).rstrip(),
    "list": lambda: json.dumps([json.loads(line) for line in ndjson(3).splitlines()]).encode(),
    "indented-list": lambda: json.dumps([json.loads(line) for line in ndjson(3).splitlines()], indent=2).encode(),
    "indented-documents": lambda: b"\n".join(msgspec.json.format(body(number), indent=2) for number in range(3)),
    "gzip": lambda: gzip.compress(ndjson(3)),
    "gzip-members": lambda: b"".join(gzip.compress(body(number) + b"\n") for number in range(3)),
    "zstd": lambda: zstd(ndjson(3)),
    "message-of-a-queue": lambda: json.dumps(
        {"Records": [{"messageId": "m", "body": body(number).decode()} for number in range(3)]}
    ).encode(),
    "answer-of-a-queue": lambda: json.dumps(
        {"Messages": [{"Body": body(number).decode()} for number in range(3)]}
    ).encode(),
}


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("name", LAID_OUT)
def test_the_content_of_a_file_shows_its_layout(tmp_path: Path, name: str, workers: int) -> None:
    """The content of a file, and not its name, shows its layout and its compression."""
    (tmp_path / "events").write_bytes(LAID_OUT[name]())
    assert ids(read_events(tmp_path / "events", workers=workers)) == ["0", "1", "2"]
    assert ids(read_events(str(tmp_path / "events"))) == ["0", "1", "2"]


@pytest.mark.parametrize("name", LAID_OUT)
def test_streams_and_bodies_can_have_each_layout_of_a_file(name: str) -> None:
    """A stream or a body can have each layout of a file. A stream only needs the method `read`."""

    class Socket:
        def __init__(self) -> None:
            self.read = io.BytesIO(LAID_OUT[name]()).read

    assert ids(read_events(Socket())) == ["0", "1", "2"]
    assert ids(read_events([LAID_OUT[name](), body(3)])) == ["0", "1", "2", "3"]


def test_bodies_can_be_str_or_bytes_like() -> None:
    """A body can be str, bytes, bytearray or memoryview, as for `load_event`."""
    bodies: list[Body] = [body(0).decode(), bytearray(body(1)), memoryview(body(2)), body(3)]
    assert ids(read_events(iter(bodies))) == ["0", "1", "2", "3"]


ZSTD = import_module("zstandard") if sys.version_info < (3, 14) else import_module("compression.zstd")
"""A package that compresses like real programs: a block takes many pieces."""


@pytest.mark.parametrize("compress", [gzip.compress, ZSTD.compress])
def test_a_piece_of_a_compressed_file_can_give_no_output(compress: Callable[[bytes], bytes]) -> None:
    """A piece of a compressed file that gives no output does not end the file."""
    random = Random(7)
    bodies = [json.loads(body(number, message=random.randbytes(30).hex())) for number in range(300)]
    for text in (json.dumps(bodies), json.dumps(bodies, indent=1), "\n".join(json.dumps(each) for each in bodies)):
        assert ids(read_events(io.BytesIO(compress(text.encode())))) == [str(number) for number in range(300)]


def test_an_envelope_is_one_record() -> None:
    """An envelope in a body or stream is one record. A body can also be compressed in the format of zlib."""
    envelope = b'{"event_id": "9"}\n{"type": "event"}\n{"message": "hi"}\n'
    assert list(read_events([envelope])) == [load_event(envelope)]
    assert list(read_events(io.BytesIO(envelope))) == [load_event(envelope)]
    assert ids(read_events([zlib.compress(ndjson(2)), body(2)])) == ["0", "1", "2"]


@pytest.mark.parametrize("workers", [0, 1])
def test_headers_of_an_envelope_can_be_empty_or_have_unknown_members(tmp_path: Path, workers: int) -> None:
    """An envelope without an id in its header has the id of its event, as in Relay. Items can have unknown members."""
    path = tmp_path / "envelope"
    path.write_bytes(b'{}\n{"type":"transaction"}\n{"event_id":"9","transaction":"/cart"}\n')
    (event,) = read_events(path, workers=workers)
    assert (event.event_id, event.type, event.title) == ("9", "transaction", "/cart")
    with_unknown = b'{"event_id":"8"}\n{"type":"event","length":2,"unheard_of":1}\n{}\n'
    assert ids(read_events([with_unknown], workers=workers)) == ["8"]
    errors: list[RecordError] = []
    assert ids(read_events([b'{}\n{"eventID":"1"}'], on_error=errors.append)) == ["1"]
    assert [error.line for error in errors] == [1]


@pytest.mark.parametrize("workers", [0, 1])
def test_an_undecodable_body_is_one_error(workers: int) -> None:
    """A body with half a surrogate pair or with damaged compression is one error. The bodies around it are read."""
    bodies: list[Body] = [body(0), "\ud800", b"x\x9c" + b"damaged" * 9, body(1)]
    errors: list[RecordError] = []
    assert ids(read_events(bodies, on_error=errors.append, workers=workers)) == ["0", "1"]
    assert [str(error.reason) for error in errors] == [
        "Half a surrogate pair - at byte 0",
        "Malformed deflate: it is damaged, or not deflate at all",
    ]


@pytest.mark.parametrize("workers", [0, 1])
def test_an_error_of_the_source_comes_after_its_events(workers: int) -> None:
    """If an iterable of bodies raises an error, the events of the bodies before it are returned first."""

    def bodies() -> Iterator[bytes]:
        yield body(0)
        yield body(1)
        raise KeyError("lost")

    came: list[str] = []
    with pytest.raises(KeyError):
        came.extend(event.event_id for event in read_events(bodies(), workers=workers))
    events = read_events(bodies(), workers=workers)
    assert [next(events).event_id, next(events).event_id] == ["0", "1"]
    with pytest.raises(KeyError):
        next(events)
    with pytest.raises(ZeroDivisionError):
        next(read_events((body(1 // number) for number in (0,)), workers=workers))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_record_does_not_depend_on_earlier_records(workers: int) -> None:
    """A view gets the same keys of a response of the web API, whether or not a raw event comes before it."""
    odd = body(7, measurements={"lcp": {"value": "fast"}}, custom="kept")
    bad = body(8, custom=8)
    for bodies in ([odd, bad], [RAW, odd, bad]):
        errors: list[RecordError] = []
        views = list(read_events(bodies, view=Custom, on_error=errors.append, workers=workers))
        assert [view.custom for view in views] == [None] * (len(bodies) - 2) + ["kept"]
        assert [str(error.reason) for error in errors] == ["Expected `str | null`, got `int` - at `$.custom`"]


def test_an_empty_response_of_a_queue_has_no_events() -> None:
    """A response of a queue without messages gives neither events nor errors."""
    assert ids(read_events([b'{"Messages": []}'])) == []


def test_a_raw_event_can_have_any_key() -> None:
    """A raw event with a key of a queue is still read as a raw event."""
    for key in ("Records", "Messages"):
        raw = json.dumps({"event_id": "9", "platform": "python", key: []}).encode()
        assert list(read_events([raw])) == [load_event(raw)]


def test_an_empty_body_is_an_error() -> None:
    """An empty body is an error, as for `load_event`. Empty lines and empty files are not errors."""
    errors: list[RecordError] = []
    assert ids(read_events([b"", b" ", zlib.compress(b""), body(1)], on_error=errors.append)) == ["1"]
    assert [str(error.reason) for error in errors] == ["Malformed JSON: the body is empty"] * 3
    assert ids(read_events(io.BytesIO(b"\n \r\n"))) == []


def test_a_missing_package_affects_only_files_that_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zstd file without its package is an error. The other files of the folder are read."""
    for package in ("zstandard", "compression.zstd"):
        monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "a.json.zst").write_bytes(zstd(body(0)))
    (tmp_path / "b.json").write_bytes(body(1))
    errors: list[RecordError] = []
    assert ids(read_events(tmp_path, on_error=errors.append)) == ["1"]
    assert "pip install 'topframe[compression]'" in str(errors[0])


def test_only_files_are_read_in_a_folder(tmp_path: Path) -> None:
    """In a folder, pipes (which might never end) and broken links are skipped."""
    (tmp_path / "a.json").write_bytes(body(1))
    (tmp_path / "broken.json").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert ids(read_events(tmp_path)) == ["1"]


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be read raises an OSError; it does not look like a folder without events."""

    def scandir(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(PermissionError):
        read_events(tmp_path)


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize(
    "text",
    [
        b'{"title": "' + b"a" * 300 + b'",\n"eventID": "1"}',
        b" " * 300 + b'[{"eventID": "1"}]',
        b'\xef\xbb\xbf\n{"eventID": "1"}\n',
        b'{"eventID": "1", "title": "' + b"a" * 300 + b'"}\n\n',
        b"{\n" + b" " * 300 + b'\n"eventID": "1"}',
        b'{"event_id": "1", "dsn": "' + b"a" * 60 + b'"}\n{"type": "event"}\n{"platform": "c"}',
    ],
)
def test_the_layout_is_found_for_pieces_of_any_size(
    tmp_path: Path, workers: int, text: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The layout of a file is found for pieces of any size, in this process and in worker processes."""
    monkeypatch.setattr(sources, "PIECE", 100)
    (tmp_path / "events").write_bytes(text)
    assert ids(read_events(tmp_path / "events", workers=workers)) == ["1"]


def test_a_folder_is_read_by_name_at_any_depth(tmp_path: Path) -> None:
    """A folder is read by name at any depth, also files without a suffix, as Sentry forwards events to Amazon S3.

    Files with other suffixes, and names that begin with a dot, are skipped.
    """
    for path, content in {
        "web/2026-03-02/aa": body("aa"),
        "web/2026-03-03/cc": body("cc"),
        "web/2026-03-03/bb": body("bb"),
        "api/more.ndjson.gz": gzip.compress(body(1) + b"\n" + body(2)),
        "api/page.json": b"[" + body(3) + b"]",
        "api/notes.txt": b"not events",
        "api/picture.png.gz": b"nor this",
        ".git/config": b"nor this",
        "web/.hidden.json": b"nor this",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    for workers in (0, 1):
        assert ids(read_events(tmp_path, workers=workers)) == ["1", "2", "3", "aa", "bb", "cc"]


@pytest.mark.parametrize("workers", [0, 1])
def test_records_of_all_dialects_can_be_mixed(tmp_path: Path, workers: int) -> None:
    """Records of different dialects can be mixed in a file. Each record gives the same event or view as alone."""
    samples = [(DATA / "raw" / f"{name}.json").read_bytes() for name in RAW_SAMPLES if name != "envelope"]
    bodies = [msgspec.json.format(sample, indent=-1) for sample in samples]
    bodies = [text for sample in bodies for text in (sample, body(7), read_line("python_chained"))]
    (tmp_path / "mixed.ndjson").write_bytes(b"\n".join(bodies))
    events = list(read_events(tmp_path / "mixed.ndjson", workers=workers))
    assert events == [load_event(text) for text in bodies]
    summaries = list(read_events(tmp_path / "mixed.ndjson", view=EventSummary, workers=workers))
    assert summaries == [decode_view(encode(event), EventSummary) for event in events]


def read_line(name: str) -> bytes:
    """A sample of a response, on one line."""
    return msgspec.json.format(read_sample(name), indent=-1)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_view_is_decoded_from_each_record(tmp_path: Path, workers: int) -> None:
    """A view of topframe or of the caller is decoded from each record, also if the view does not require an id."""
    lines = [read_line("javascript_mapped"), RAW, read_line("native_threads")]
    (tmp_path / "events.ndjson").write_bytes(b"\n".join(lines))
    views = list(read_events(tmp_path / "events.ndjson", view=EventFrames, workers=workers))
    assert views == [decode_view(encode(load_event(line)), EventFrames) for line in lines]
    titles = [view.title for view in read_events(tmp_path / "events.ndjson", view=Title, workers=workers)]
    assert titles == [load_event(line).title for line in lines]
    assert "raw" in titles


@pytest.mark.parametrize("workers", [0, 1])
def test_a_bad_record_is_one_error(tmp_path: Path, workers: int) -> None:
    """A bad record gives an error with its file, its line, the number of records before it, and the reason."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join([body(0), b"", BAD, body(1), b"{", body(2)]))
    errors: list[RecordError] = []
    assert ids(read_events(path, on_error=errors.append, workers=workers)) == ["0", "1", "2"]
    assert [str(error) for error in errors] == [
        f"{path}, line 3: Expected `int | null`, got `str` - at `$.size`",
        f"{path}, line 5: Malformed JSON: it ends too early - at byte 1",
    ]
    assert [(error.file, error.line, error.record) for error in errors] == [(str(path), 3, 1), (str(path), 5, 3)]
    assert isinstance(errors[0].reason, ValidationError)
    assert str(pickle.loads(pickle.dumps(errors[0]))) == str(errors[0])
    assert ids(read_events(path, on_error="skip", workers=workers)) == ["0", "1", "2"]


@pytest.mark.parametrize("workers", [0, 1])
def test_lines_are_counted_across_pieces_and_files(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are counted from 1 in each file, and across the seams of pieces. Records are counted across files."""
    monkeypatch.setattr(sources, "PIECE", 100)
    for name in ("a.ndjson", "b.ndjson"):
        (tmp_path / name).write_bytes(ndjson(50) + BAD + b"\n" + ndjson(3) + BAD)
    errors: list[RecordError] = []
    assert len(ids(read_events(tmp_path, on_error=errors.append, workers=workers))) == 106
    assert [(Path(error.file or "").name, error.line, error.record) for error in errors] == [
        *(("a.ndjson", 51, 50), ("a.ndjson", 55, 54)),
        *(("b.ndjson", 51, 105), ("b.ndjson", 55, 109)),
    ]


@pytest.mark.parametrize("workers", [0, 1])
def test_an_error_is_raised_after_the_events_before_it(tmp_path: Path, workers: int) -> None:
    """With `on_error="raise"`, the events before the bad record are returned first."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join([body(0), BAD, body(1)]))
    events = read_events(path, workers=workers)
    assert next(events).event_id == "0"
    with pytest.raises(RecordError, match="line 2: Expected `int") as caught:
        next(events)
    assert isinstance(caught.value, DecodeError)
    assert isinstance(caught.value.__cause__, ValidationError)


def test_the_error_of_a_bad_body_has_its_number() -> None:
    """The message of a bad body has its number, because a body has no file."""
    with pytest.raises(RecordError) as caught:
        list(read_events([body(0), b"7"]))
    assert str(caught.value) == "record 1, line 1: Expected `event`, got `int` - at `$`"
    assert caught.value.file is None


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (gzip.compress(ndjson(2))[:-12], "Malformed gzip: it ends too early"),
        (gzip.compress(ndjson(2)) + b"more", "Malformed gzip: it goes on after its end"),
        (b"\x1f\x8bdamaged", "Malformed gzip: it is damaged, or not gzip at all"),
    ],
)
def test_a_damaged_file_is_one_error_for_its_rest(tmp_path: Path, damaged: bytes, reason: str) -> None:
    """A damaged compressed file gives an error for its rest. The next file is read."""
    (tmp_path / "a.ndjson.gz").write_bytes(damaged)
    (tmp_path / "b.ndjson").write_bytes(body("b"))
    errors: list[RecordError] = []
    assert ids(read_events(tmp_path, on_error=errors.append))[-1] == "b"
    assert str(errors[-1].reason) == reason


def test_a_bad_message_of_a_queue_is_one_error() -> None:
    """Each message in a response of a queue is read alone, so a bad one does not affect the others."""
    messages = [{"messageId": str(at), "body": text.decode()} for at, text in enumerate([body(0), BAD, body(1)])]
    errors: list[RecordError] = []
    answer = json.dumps({"Records": messages}).encode()
    assert ids(read_events([answer], on_error=errors.append)) == ["0", "1"]
    assert str(errors[0].reason) == "Expected `int | null`, got `str` - at `$.size`"


@pytest.mark.parametrize("workers", [0, 1])
def test_lines_can_be_longer_than_pieces(tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that are longer than one or several pieces are read, among short lines."""
    monkeypatch.setattr(sources, "PIECE", 100)
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join([body(0), body(1, message="x" * 950), body(2), BAD, body(3, message="y" * 300)]))
    errors: list[RecordError] = []
    assert ids(read_events(path, on_error=errors.append, workers=workers)) == ["0", "1", "2", "3"]
    assert [error.line for error in errors] == [4]


def test_progress_counts_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The progress counts the bytes of all files. For a stream, the total is None."""
    monkeypatch.setattr(sources, "PIECE", 100)
    monkeypatch.setattr(read, "PIECE", 100)
    for name in ("a.ndjson", "b.ndjson"):
        (tmp_path / name).write_bytes(ndjson(9))
    total = 2 * len(ndjson(9))
    seen: list[tuple[int, int | None]] = []

    def see(done: int, of: int | None) -> None:
        seen.append((done, of))

    for workers in (0, 1):
        seen.clear()
        list(read_events(tmp_path, progress=see, workers=workers))
        assert seen[-1] == (total, total)
        assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    list(read_events(io.BytesIO(ndjson(9)), progress=see))
    assert seen[-1] == (total // 2, None)


@pytest.mark.parametrize("size", [1, 100, 1 << 20])
def test_bodies_go_to_worker_processes_in_batches(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several bodies go to a worker process as one part. Events keep their order; lines count from 1 in each body."""
    monkeypatch.setattr(sources, "PIECE", size)
    bodies = [body(0), body(1), BAD, ndjson(2) + BAD, body(4), b"7"]
    errors: list[RecordError] = []
    assert ids(read_events(bodies, on_error=errors.append, workers=1)) == ["0", "1", "0", "1", "4"]
    assert [(error.line, error.record) for error in errors] == [(1, 2), (3, 5), (1, 7)]


def test_an_event_is_returned_before_the_next_body_is_taken() -> None:
    """An event is returned before the next body is taken, so a source can produce bodies over a long time."""
    taken: list[int] = []

    def bodies() -> Iterator[bytes]:
        for number in range(3):
            taken.append(number)
            yield body(number)

    events = read_events(bodies())
    assert next(events).event_id == "0"
    assert taken == [0]


def test_the_iterator_can_be_closed_early(tmp_path: Path) -> None:
    """The iterator can be closed early, also with workers."""
    (tmp_path / "events.ndjson").write_bytes(ndjson(20))
    for workers in (0, 2):
        events = read_events(tmp_path / "events.ndjson", workers=workers)
        assert next(events).event_id == "0"
        events.close()


@pytest.mark.parametrize("source", [b"{}", bytearray(b"{}"), memoryview(b"{}"), 7, None, {"eventID": "1"}])
def test_a_source_of_a_wrong_type_raises_a_type_error(source: Any) -> None:
    """A source of a wrong type raises a TypeError at the call, and not only at the first event."""
    with pytest.raises(TypeError, match="a source is a path, a stream or an iterable of bodies"):
        read_events(source)


def test_wrong_arguments_raise_at_the_call(tmp_path: Path) -> None:
    """A missing file, a wrong *on_error*, a wrong *view* and a negative *workers* raise their error at the call."""
    with pytest.raises(FileNotFoundError):
        read_events(tmp_path / "missing")
    with pytest.raises(ValueError, match="on_error is 'raise', 'skip' or a function"):
        read_events([], on_error="ignore")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    instance: Any = EventSummary(event_id="1")
    for workers in (0, 1):
        with pytest.raises(TypeError, match=r"not a view: a view is a class of msgspec.Struct, not dict"):
            read_events([], view=dict, workers=workers)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError, match=r"not a view: a view is a class of msgspec.Struct, not EventSummary"):
            read_events([], view=instance, workers=workers)
    with pytest.raises(ValueError, match="workers is negative"):
        read_events([], workers=-1)


def test_an_empty_path_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty str is probably a missing setting, so it is an error. `Path("")` is the same as `Path(".")`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_bytes(body(1))
    with pytest.raises(FileNotFoundError, match="The path is empty"):
        read_events("")
    assert ids(read_events(Path())) == ["1"]


@pytest.mark.parametrize(
    "text", ['{"eventID": "1"}', ' \n[{"eventID": "1"}]', "\ufeff{}", "[]", '{\n"a": "' + "x" * 9999 + '"}']
)
def test_a_body_is_not_a_path(text: str) -> None:
    """JSON text instead of a path raises a TypeError. Its message does not contain the text."""
    with pytest.raises(TypeError, match="for one body use load_event") as caught:
        read_events(text)
    assert "eventID" not in str(caught.value)


def test_a_file_can_be_named_like_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with a name that looks like JSON is read if it exists."""
    monkeypatch.chdir(tmp_path)
    Path("{}.json").write_bytes(body(1))
    assert ids(read_events("{}.json")) == ["1"]
    with pytest.raises(FileNotFoundError):
        read_events("[2026] events.json")


# --- several documents on one line ------------------------------------------------------------------------------------

ONE, TWO, THREE = (body(number) for number in (1, 2, 3))
LAID = msgspec.json.format(TWO, indent=2)
MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize(
    "text",
    [
        ONE + TWO + THREE,
        ONE + b" " + TWO + b"\r" + THREE,
        ONE + TWO + b"\n" + THREE,
        ONE + b"\n" + TWO + THREE + b"\n",
        ONE + b"\n" + LAID + b"\n" + THREE,
        ONE + b"\n" + LAID + THREE,
        LAID.replace(b"2", b"1") + LAID + THREE,
        ONE + LAID + b"\n" + THREE + b"\n",
        *(mark.join((mark + ONE, LAID, THREE)) for mark in (MARK, b"\n" + MARK, b",\r\n" + MARK, MARK + b"\n")),
        ONE + b"\n[" + TWO + b", " + THREE + b"]\n",
    ],
)
def test_documents_on_one_line_are_read_one_by_one(tmp_path: Path, text: bytes, workers: int) -> None:
    """Documents without line breaks between them, as Amazon Data Firehose writes them, are read in any mixture."""
    (tmp_path / "events").write_bytes(text)
    assert ids(read_events(tmp_path / "events", workers=workers)) == ["1", "2", "3"]
    assert ids(read_events([text], on_error="skip")) == ["1", "2", "3"]
    assert ids(read_events(io.BytesIO(gzip.compress(text)), on_error="skip")) == ["1", "2", "3"]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_bad_document_on_a_line_is_one_error(tmp_path: Path, workers: int) -> None:
    """Only the bad document on a line is an error. It has its line and the number of records before it."""
    path = tmp_path / "events"
    path.write_bytes(ONE + b"\n" + ONE + BAD + TWO + RAW + b"\n" + TWO + b'{"eventID": "7", "tit' + THREE)
    errors: list[RecordError] = []
    found = ids(read_events(path, on_error=errors.append, workers=workers))
    assert [event_id for event_id in found if len(event_id) == 1] == ["1", "1", "2", "2", "3"]
    assert [(error.line, error.record, str(error.reason)) for error in errors] == [
        (2, 2, "Expected `int | null`, got `str` - at `$.size`"),
        (3, 6, "Malformed JSON: it ends too early - at byte 21"),
    ]


@pytest.mark.parametrize("text", [b"1\n", b'"a"\n', b"null\n"])
def test_a_record_without_an_object_is_rejected_without_a_search(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """A record without an object is refused without a search for events, because a file can have millions of these."""
    looked: list[object] = []
    for name in ("messages_of", "documents_in"):
        monkeypatch.setattr(f"topframe.archive.decoding.{name}", looked.append)
    errors: list[RecordError] = []
    assert list(read_events(io.BytesIO(text * 3), on_error=errors.append)) == []
    assert (len(errors), looked) == (3, [])


@pytest.mark.parametrize("frame", [b"%b\n", b"[%b]"])
def test_an_event_after_a_document_cut_off_before_a_value_is_read(frame: bytes) -> None:
    """If an event is cut off before a value and the next event follows directly, the next event is read."""
    errors: list[RecordError] = []
    text = frame % b'{"eventID": {"eventID": "1"}, {"eventID": "2"}'
    assert [event.event_id for event in read_events(io.BytesIO(text), on_error=errors.append)] == ["1", "2"]
    assert len(errors) == 1


@pytest.mark.parametrize("text", [b"]", b"}]}]", b"},", b"{", b"{ "])
def test_unmatched_brackets_are_one_record(text: bytes) -> None:
    """Many unmatched brackets in a row give one error, not millions. The documents before and after them are read."""
    errors: list[RecordError] = []
    stream = io.BytesIO(b'{"eventID": "1"} ' + text * 1000 + b' {"eventID": "2"}')
    assert [event.event_id for event in read_events(stream, on_error=errors.append)] == ["1", "2"]
    assert len(errors) == 1


def test_the_missing_end_of_a_list_is_reported() -> None:
    """The items of a list without an end are read. Then an error says that the end is missing."""
    errors: list[str] = []
    found = read_events([ONE + b"[" + TWO], on_error=lambda error: errors.append(str(error.reason)))
    assert ids(found) == ["1", "2"]
    assert errors == ["Malformed JSON: the list ends too early"]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_path_can_name_a_pipe(tmp_path: Path, workers: int) -> None:
    """A path can name a pipe. A pipe can be read only once, so no byte is read twice."""
    os.mkfifo(tmp_path / "pipe")
    events = read_events(tmp_path / "pipe", workers=workers)
    writer = Thread(target=(tmp_path / "pipe").write_bytes, args=(ndjson(3),))
    writer.start()
    assert ids(events) == ["0", "1", "2"]
    writer.join()


def test_skippable_frames_of_a_zstd_file_are_skipped() -> None:
    """Skippable frames of zstd are skipped. Other bytes between frames, or a skippable frame cut off, are an error."""
    for end, count in ((b"", 0), (SKIPPABLE, 0), (b"garbage", 1), (SKIPPABLE[:-1], 1)):
        errors: list[RecordError] = []
        text = SKIPPABLE + zstd(body(1) + b"\n") + SKIPPABLE + zstd(body(2)) + end
        assert ids(read_events(io.BytesIO(text), on_error=errors.append)) == ["1", "2"]
        assert len(errors) == count


# --- what is kept, and how much memory is taken -----------------------------------------------------------------------


@pytest.mark.parametrize("workers", [0, 1])
def test_an_error_keeps_no_reference_to_the_record(workers: int) -> None:
    """An error has no traceback, cause or context, which would keep the record or a piece of the file in memory."""
    errors: list[RecordError] = []
    bodies: list[Body] = [BAD, b"{", b'{"eventID": "\xff"}', b"7", "\ud800", RAW[:-1], b"\x1f\x8b", b'{"detail": 1}']
    list(read_events(bodies, on_error=errors.append, workers=workers))
    assert len(errors) == len(bodies)
    for error in errors:
        for each in (error, error.reason):
            assert (each.__traceback__, each.__cause__, each.__context__) == (None, None, None)


def test_a_raised_error_keeps_no_piece_of_the_file() -> None:
    """A raised error keeps no piece of the file in memory: `read_events` closes its generators before it leaves."""
    text = BAD + b"\n" + body(1, message="x" * 500_000)
    compressed = gzip.compress(text)
    tracemalloc.start()
    try:
        errors: list[RecordError] = []
        for _ in range(20):
            with pytest.raises(RecordError) as caught:
                list(read_events(io.BytesIO(compressed)))
            errors.append(caught.value)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(errors) == 20
    assert held < 2_000_000


SHAPES = {
    "newlines": b"\n",
    "blank lines": b" \r\n",
    "carriage returns": b"\r",
    "blanks": b" ",
    "nulls": b"\0",
    "text": b"no newline ",
    "quotes": b'"a" ',
    "events on one line": b'{"eventID":"1"}',
    "list of numbers": b"1,",
    "list of texts": b'"a",',
}
LARGE = 600_000


@pytest.mark.parametrize("head", [b"", b"[", b'{"eventID": "1"}\n'])
@pytest.mark.parametrize("shape", SHAPES)
def test_memory_does_not_grow_with_the_file(shape: str, head: bytes) -> None:
    """Reading takes less than 5 MB for each kind of content, also for a single very long line."""
    unit = SHAPES[shape]
    source = io.BytesIO(gzip.compress(head + unit * (LARGE // len(unit) // (8 if b"{" in unit else 1)), 1))
    assert peak_of(source) < 5_000_000


def test_memory_does_not_grow_with_the_members_of_a_file() -> None:
    """Reading a compressed file with 20 000 members takes less than 4 MB."""
    assert peak_of(io.BytesIO(gzip.compress(b"") * 20_000)) < 4_000_000
    assert peak_of(io.BytesIO(zstd(b"") * 20_000)) < 4_000_000


def peak_of(source: io.BytesIO) -> int:
    """The most bytes of memory in use while a source is read."""
    tracemalloc.start()
    try:
        for _ in read_events(source, on_error="skip"):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize("workers", [0, 1])
def test_an_event_that_cannot_be_encoded_for_a_view_is_one_error(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """If the event of a record cannot be written as JSON for a view, only this record is an error."""

    def encode(_event: object) -> bytes:
        raise EncodeError("nested too deeply")

    monkeypatch.setattr(load, "encode", encode)
    errors: list[RecordError] = []
    assert len(list(read_events([RAW, body(1)], view=Title, on_error=errors.append, workers=workers))) == 1
    assert [str(error.reason) for error in errors] == ["nested too deeply"]


def test_events_before_a_fault_of_a_compressed_file_are_read() -> None:
    """All events before a fault of a compressed file are read. The fault is a wrong checksum or a missing byte."""
    lines = ndjson(2000)
    for compressed in (gzip.compress(lines), checked_zstd(lines)):
        wrong = compressed[:-7] + bytes([compressed[-7] ^ 1]) + compressed[-6:]
        if compressed[:1] != b"\x1f":
            wrong = compressed[:-1] + bytes([compressed[-1] ^ 1])
        for damaged in (wrong, compressed[:-1]):
            errors: list[RecordError] = []
            assert len(ids(read_events(io.BytesIO(damaged), on_error=errors.append))) == 2000
            assert [(error.line, str(error.reason)[:9]) for error in errors] == [(2001, "Malformed")]


def checked_zstd(data: bytes) -> bytes:
    """A zstd frame with a checksum."""
    if sys.version_info < (3, 14):
        compressed: bytes = ZSTD.ZstdCompressor(write_checksum=True).compress(data)
    else:
        compressed = ZSTD.compress(data, options={ZSTD.CompressionParameter.checksum_flag: 1})
    return compressed


def test_a_stream_of_text_raises_a_type_error() -> None:
    """A stream that gives str raises a TypeError: files must be opened in binary mode."""
    with pytest.raises(TypeError, match="a stream gives bytes, not str"):
        list(read_events(io.StringIO("{}")))


def test_read_events_and_decode_event_give_the_same_event() -> None:
    """`read_events` gives the same event as `decode_event`."""
    assert list(read_events([body(1)])) == [decode_event(body(1))]
