"""An origin tells where an event was read: the document begins there, and reading can go on from there."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.test_compression import zstd
from topframe import Origin, RecordError, read_events
from topframe.archive import pool, sources
from topframe.wire.document import Body

MARK = b"\xef\xbb\xbf"


def body(event_id: object) -> bytes:
    """A response of the web API for one event, on one line. A part of it is not ASCII."""
    return json.dumps({"eventID": str(event_id), "title": "Café {"}, ensure_ascii=False).encode()


def indented(event_id: object) -> bytes:
    """The same response on several lines."""
    return msgspec.json.format(body(event_id), indent=2)


BAD = b'{"eventID": "x", "tit'


def numbers() -> Iterator[int]:
    """Numbers from 0."""
    yield from range(10**6)


@dataclass
class File:
    """A file of events, and the document of each event by its id."""

    text: bytes
    documents: dict[str, bytes]


def file_of(layouts: list[str], end: bytes = b"\n") -> File:
    """A file with parts of these layouts."""
    ids = numbers()
    documents: dict[str, bytes] = {}

    def new(make: Callable[[object], bytes] = body) -> bytes:
        number = next(ids)
        documents[str(number)] = make(number)
        return documents[str(number)]

    parts: dict[str, Callable[[], bytes]] = {
        "line": new,
        "line after blanks": lambda: b" \t" + new(),
        "lines of Windows": lambda: new() + b"\r",
        "blank line": lambda: b"  ",
        "several on a line": lambda: new() + new() + b" " + new(),
        "several with commas": lambda: new() + b", " + new(),
        "indented": lambda: new(indented),
        "indented, then a line": lambda: new(indented) + new(),
        "mark": lambda: MARK + new(),
        "list": lambda: b"[" + new() + b", " + new() + b"]",
        "list on lines": lambda: b"[\n" + new() + b",\n" + new(indented) + b"\n]",
        "damaged": lambda: BAD,
        "text": lambda: b"WARN no event",
        "wrong type": lambda: b'{"eventID": 7}',
    }
    return File(end.join(parts[layout]() for layout in layouts) + end, documents)


SOUND = [
    *("line", "line after blanks", "lines of Windows", "blank line", "several on a line", "several with commas"),
    *("indented", "indented, then a line", "mark", "list", "list on lines"),
]
ALL = [*SOUND, "damaged", "text", "wrong type"]


def check_origins(file: File, found: list[tuple[Origin, str]]) -> None:
    """Check that each origin is the beginning of the document of its event."""
    for origin, event_id in found:
        assert file.text.startswith(file.documents[event_id], origin.offset)
        assert origin.line == 1 + file.text.count(b"\n", 0, origin.offset)


def origins(file: File, *, start: int = 0) -> list[tuple[Origin, str]]:
    """The origin and the id of each event of a file, from a byte on."""
    stream = io.BytesIO(file.text)
    stream.seek(start)
    return [(origin, event.event_id) for origin, event in read_events(stream, on_error="skip", origin=True)]


@given(st.lists(st.sampled_from(ALL), max_size=12), st.sampled_from([b"\n", b"\r\n", b"\n\n"]))
def test_an_event_begins_at_its_origin(layouts: list[str], end: bytes) -> None:
    """In any mixture of layouts, the document of an event begins at its line and byte."""
    file = file_of(layouts, end)
    check_origins(file, origins(file))


@given(st.lists(st.sampled_from(SOUND), max_size=12), st.sampled_from([b"\n", b"\r\n"]))
def test_reading_can_go_on_from_any_origin(layouts: list[str], end: bytes) -> None:
    """A reader that begins at the byte of an event reads this event and all later ones, with origins from there."""
    file = file_of(layouts, end)
    found = origins(file)
    assert [event_id for _, event_id in found] == list(file.documents)
    for at, (origin, _) in enumerate(found):
        later = origins(file, start=origin.offset)
        assert [event_id for _, event_id in later] == [event_id for _, event_id in found[at:]]
        assert [each.offset + origin.offset for each, _ in later] == [each.offset for each, _ in found[at:]]


@pytest.mark.parametrize(("piece", "most"), [(100, 99), (1000, 99), (1 << 20, 999), (1000, 3)])
def test_worker_processes_give_the_same_origins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int, most: int
) -> None:
    """With workers, lines and bytes are those of the whole file, for events and for errors.

    This is also true for parts that have too many records for a worker process.
    """
    monkeypatch.setattr(sources, "PIECE", piece)
    monkeypatch.setattr(pool, "_MOST", most)
    file = file_of(["line", "line", *Random(7).choices([*ALL, *["line"] * 10], k=150)])
    path = tmp_path / "events.ndjson"
    path.write_bytes(file.text)
    came: list[list[tuple[Origin, str]]] = []
    places: list[list[tuple[int, int, int]]] = []
    for workers in (0, 2):
        errors: list[RecordError] = []
        events = read_events(path, on_error=errors.append, workers=workers, origin=True)
        came.append([(origin, event.event_id) for origin, event in events])
        places.append([(error.line, error.start, error.record) for error in errors])
    assert came[0] == came[1]
    assert places[0] == places[1]
    assert len(places[0]) > 3
    assert {origin.file for origin, _ in came[0]} == {str(path)}
    check_origins(file, came[0])


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_origins_count_in_the_decompressed_text(
    tmp_path: Path, compress: Callable[[bytes], bytes], workers: int
) -> None:
    """In a compressed file, lines and bytes are those of the decompressed text. A byte order mark has three bytes."""
    file = file_of(["mark", *SOUND])
    path = tmp_path / "events"
    path.write_bytes(compress(file.text))
    events = read_events(path, origin=True, workers=workers, on_error="skip")
    found = [(origin, event.event_id) for origin, event in events]
    assert found[0][0] == Origin(str(path), 1, 3)
    assert [event_id for _, event_id in found] == list(file.documents)
    check_origins(file, found)


@pytest.mark.parametrize("workers", [0, 1])
def test_origins_count_within_each_body(workers: int) -> None:
    """In an iterable, lines and bytes count from the beginning of each body, in UTF-8. There is no file."""
    bodies: list[Body] = [
        body(0),
        ("é\n" + body(1).decode()),
        zlib.compress(body(2) + body(3)),
        b"\n [" + body(4) + b"]",
        b"",
    ]
    errors: list[RecordError] = []
    found = read_events(bodies, on_error=errors.append, workers=workers, origin=True)
    assert [tuple(origin) for origin, _ in found] == [
        (None, 1, 0),
        (None, 2, 3),
        (None, 1, 0),
        (None, 1, len(body(2))),
        (None, 2, 3),
    ]
    assert [(error.line, error.start) for error in errors] == [(1, 0), (1, 0)]


@pytest.mark.parametrize("workers", [0, 1])
def test_messages_of_a_queue_have_the_origin_of_their_response(tmp_path: Path, workers: int) -> None:
    """The text of a message is a string inside the response, so its events have the origin of the response."""
    response = json.dumps({"Messages": [{"Body": body(number).decode()} for number in (1, 2)]}).encode()
    path = tmp_path / "events.ndjson"
    path.write_bytes(body(0) + b"\n" + response + b"\n" + body(3))
    found = [(event.event_id, origin) for origin, event in read_events(path, origin=True, workers=workers)]
    start = len(body(0)) + 1
    assert [(event_id, origin.line, origin.offset) for event_id, origin in found] == [
        ("0", 1, 0),
        ("1", 2, start),
        ("2", 2, start),
        ("3", 3, start + len(response) + 1),
    ]


def test_an_envelope_begins_at_its_origin() -> None:
    """The origin of an event in an envelope is the beginning of the envelope."""
    envelope = b'{"event_id": "9"}\n{"type": "event"}\n{"message": "hi"}\n'
    ((origin, _),) = read_events(io.BytesIO(b"\n\n" + envelope), origin=True)
    assert origin == Origin(None, 3, 2)


def test_an_error_tells_where_its_record_begins() -> None:
    """`RecordError.start` is the byte at which the record begins, also for the end of a damaged file."""
    text = body(0) + b"\n  " + BAD + b"\n" + body(1) + b"\n"
    damaged = gzip.compress(text)[:-4]
    errors: list[RecordError] = []
    assert len(list(read_events(io.BytesIO(damaged), on_error=errors.append))) == 2
    assert [(error.line, error.start) for error in errors] == [(2, len(body(0)) + 3), (4, len(text))]
    errors.clear()
    assert len(list(read_events(io.BytesIO(b"[" + body(0) + b",\n"), on_error=errors.append))) == 1
    assert [(error.line, error.start) for error in errors] == [(2, len(body(0)) + 3)]


def test_a_list_can_be_resumed_up_to_its_bracket() -> None:
    """After an item of a list, the events that remain are read. The `]` at the end of the list is one error."""
    text = b"[" + b",\n".join(map(body, range(3))) + b"]"
    found = list(read_events(io.BytesIO(text), origin=True))
    errors: list[RecordError] = []
    stream = io.BytesIO(text)
    stream.seek(found[1][0].offset)
    assert [event.event_id for event in read_events(stream, on_error=errors.append)] == ["1", "2"]
    assert [text[found[1][0].offset + error.start :] for error in errors] == [b"]"]
