"""What another process does with a part of a file is what this one does with it."""

from __future__ import annotations

import json
from concurrent.futures import Future
from pathlib import Path

import pytest

from topframe import DecodeError, Event, ValidationError, decode_event, decode_view
from topframe.archive import pool
from topframe.archive.pool import work
from topframe.archive.records import Chunk
from topframe.archive.sources import Part, Span
from topframe.views import EventSummary

LINES = [b'{"eventID": "%d", "title": "Event"}' % number for number in range(4)]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_span_of_a_file_is_whole_lines(tmp_path: Path, end: bytes) -> None:
    """Of which the last one of the file may have no end."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join(LINES) + end)
    start = len(LINES[0]) + 1
    done = work(Span(str(path), start, path.stat().st_size), None)
    assert [decode_event(json.dumps(event)) for event in json.loads(done.events)] == [*map(decode_event, LINES[1:])]
    assert done.newlines == 2 + len(end)
    assert done.faults == []


def test_faults_say_where_they_belong() -> None:
    """Among the events, and in the file."""
    done = work(Chunk(((0, LINES[0]), (3, b'{"eventID": 7}'), (4, LINES[1]), (5, b'{"eventID": 8}')), 6), EventSummary)
    views = [decode_view(json.dumps(event), EventSummary) for event in json.loads(done.events)]
    assert views == [decode_view(line, EventSummary) for line in LINES[:2]]
    assert [(at, line) for at, line, _ in done.faults] == [(1, 3), (2, 5)]
    assert all(isinstance(fault, ValidationError) for _, _, fault in done.faults)
    assert done.newlines == 6


def test_an_event_that_this_process_cannot_read_back_costs_itself() -> None:
    """As where the stack is nearly full here, and was not there: the events around it are had."""
    part = Part(None, True, Chunk(tuple((0, line) for line in LINES), 0))
    future: Future[pool.Work] = Future()
    events = b"[%b]" % b",".join([LINES[0], b'{"eventID": 7}', LINES[1]])
    future.set_result(pool.Work(events, [0, 2, 4], [(3, 5, DecodeError("bad"))], 6))
    decoded = pool.read_back(part, future, None)
    assert [line for line, _ in decoded.outcomes] == [0, 2, 4, 5]
    assert [outcome if isinstance(outcome, Event) else str(outcome) for _, outcome in decoded.outcomes] == [
        decode_event(LINES[0]),
        "Expected `str`, got `int` - at `$.eventID`",
        decode_event(LINES[1]),
        "bad",
    ]
    assert decoded.newlines == 6
