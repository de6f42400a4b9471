"""Decoding in worker processes gives the same outcomes as decoding in the parent process."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import sys
from concurrent.futures import Future
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import topframe
from topframe import DecodeError, EncodeError, ValidationError, decode_event, decode_view, read_events
from topframe.archive import pool
from topframe.archive.pool import Work, work
from topframe.archive.sources import Part, Span
from topframe.views import EventSummary
from topframe.wire.freeform import as_array

LINES = [b'{"eventID": "%d", "title": "Event"}' % number for number in range(4)]
NONE = pickle.dumps(None)
"""The pickled view for whole events, or the pickled function for `read_events`."""


def done_with(part: Part, view: Any = None, function: Any = None) -> Work:
    """The result of a worker process for a part."""
    done = work(part, pickle.dumps(view), pickle.dumps(function))
    assert done is not None
    return done


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_span_of_a_file_has_whole_lines(tmp_path: Path, end: bytes) -> None:
    """All lines of a span are decoded. The last line of the file can lack its line break."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join(LINES) + end)
    start = len(LINES[0]) + 1
    done = done_with(Part(str(path), Span(str(path), start, path.stat().st_size)))
    assert [decode_event(json.dumps(event)) for event in json.loads(done.results)] == [*map(decode_event, LINES[1:])]
    assert done.end == 3 + len(end)
    assert done.faults == []


def test_errors_have_their_line_and_number_of_events() -> None:
    """Each error has its line in the file, and the number of events before it."""
    done = done_with(
        Part(None, [(1, 0, LINES[0]), (4, 40, b'{"eventID": 7}'), (5, 60, LINES[1]), (6, 99, b'{"eventID": 8}')]),
        EventSummary,
    )
    views = [decode_view(json.dumps(event), EventSummary) for event in json.loads(done.results)]
    assert views == [decode_view(line, EventSummary) for line in LINES[:2]]
    assert done.places == [(1, 0), (5, 60)]
    assert [each[:3] for each in done.faults] == [(1, 4, 40), (2, 6, 99)]
    assert all(isinstance(fault, ValidationError) for *_, fault in done.faults)


def test_an_event_that_the_parent_process_cannot_decode_is_one_error() -> None:
    """An event that only the parent process cannot decode, because its stack is nearly full, becomes an error.

    The events before and after it are returned.
    """
    part = Part("a.ndjson", [(1, 0, line) for line in LINES])
    future: Future[Work | None] = Future()
    events = b"[%b]" % b",".join([LINES[0], b'{"eventID": 7}', LINES[1]])
    future.set_result(Work(events, [(1, 0), (3, 9), (5, 20)], [(3, 6, 40, DecodeError("bad"))], 7))
    outcomes = list(pool._Reading(None, None).outcomes(part, future))  # pyright: ignore[reportPrivateUsage]
    assert [each[:3] for each in outcomes] == [("a.ndjson", *place) for place in ((1, 0), (3, 9), (5, 20), (6, 40))]
    assert [str(fault) if fault else event for *_, fault, event in outcomes] == [
        decode_event(LINES[0]),
        "Expected `str`, got `int` - at `$.eventID`",
        decode_event(LINES[1]),
        "bad",
    ]


def test_an_event_that_cannot_be_encoded_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that cannot be written as JSON becomes an error. The other events of its part are returned."""

    def encode(value: Any) -> bytes:
        if any(event.event_id == "1" for event in as_array(value) or (value,) if event):
            raise EncodeError("nested too deeply")
        return topframe.encode(value)

    monkeypatch.setattr(pool, "encode", encode)
    done = done_with(Part(None, [(1, 0, line) for line in [*LINES, b"7"]]))
    assert [event["eventID"] for event in json.loads(done.results)] == ["0", "2", "3"]
    assert [(at, line, str(fault)) for at, line, _, fault in done.faults] == [
        (1, 1, "nested too deeply"),
        (3, 1, "Expected `event`, got `int` - at `$`"),
    ]


@pytest.mark.parametrize(("name", "most"), [("_MOST", 2), ("_LARGEST", 60)])
def test_a_large_part_is_decoded_in_the_parent_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    """The parent process decodes a part with too many records or bytes. Line numbers stay correct."""
    monkeypatch.setattr(pool, name, most)
    monkeypatch.setattr("topframe.archive.sources.PIECE", 50)
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join(LINES) + b"\n" + LINES[0] * 4 + b'\n{"eventID": 7}\n' + LINES[1])
    assert work(Part(str(path), Span(str(path), 0, path.stat().st_size)), NONE, NONE) is None
    for workers in (0, 1):
        lines: list[int] = []
        found = read_events(path, workers=workers, on_error=lambda error, lines=lines: lines.append(error.line))
        assert [event.event_id for event in found] == ["0", "1", "2", "3", "0", "0", "0", "0", "1"]
        assert lines == [6]


# --- views that worker processes cannot import ------------------------------------------------------------------------

MESSAGE = "with workers, a view must be a class at the top level of a module that other processes can import"


class OfTests(EventSummary, frozen=True, kw_only=True):
    """A view at the top level of a module."""


def shadowed() -> type[EventSummary]:
    """A view with the name of another view."""

    class OfTests(EventSummary, frozen=True, kw_only=True):
        pass

    OfTests.__qualname__ = "OfTests"
    return OfTests


def local() -> type[EventSummary]:
    """A view inside a function."""

    class Local(EventSummary, frozen=True, kw_only=True):
        pass

    return Local


def in_module(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> type[EventSummary]:
    """A view in a module that is added to `sys.modules` of this process."""
    view = local()
    view.__module__, view.__qualname__ = module.__name__, "Local"
    module.__dict__["Local"] = view
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return view


def start_by(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the start method of processes."""

    def get_start_method(allow_none: bool = False) -> str:
        return method if allow_none else "another"

    monkeypatch.setattr(multiprocessing, "get_start_method", get_start_method)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("view", [local(), shadowed()], ids=["local", "shadowed"])
def test_a_view_that_pickle_cannot_find_is_rejected(
    method: str, view: type[EventSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view that pickle cannot find by its name raises a TypeError at the call, before a process starts."""
    start_by(method, monkeypatch)
    with pytest.raises(TypeError, match=f"^{MESSAGE}$"):
        read_events([LINES[0]], view=view, workers=1)
    assert read_events([LINES[0]], view=view)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_view_of_a_module_that_cannot_be_imported_is_rejected(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that only `sys.modules` has exists in forked processes, but other worker processes cannot import it.

    The same applies if the name of the module is that of another module on the import path.
    """
    made = ModuleType("made_up")
    view = in_module(made, monkeypatch)
    start_by("fork", monkeypatch)
    read_events([], view=view, workers=1).close()
    start_by(method, monkeypatch)
    for name in ("made_up", "json.made_up", "json.tool"):
        made = ModuleType(name)
        made.__spec__ = ModuleSpec(name, None, origin="elsewhere")
        with pytest.raises(TypeError, match=MESSAGE):
            read_events([], view=in_module(made, monkeypatch), workers=1)
    read_events([], view=OfTests, workers=1).close()


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_view_of_the_main_module_needs_a_file(method: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Worker processes cannot run a main module again that came from a REPL, from `-c` or from standard input."""
    start_by(method, monkeypatch)
    main = ModuleType("__main__")
    view = in_module(main, monkeypatch)
    for file in (None, "<stdin>"):
        main.__file__ = file
        with pytest.raises(TypeError, match=MESSAGE):
            read_events([], view=view, workers=1)
    main.__file__ = str(tmp_path / "script.py")
    Path(main.__file__).write_text("")
    read_events([], view=view, workers=1).close()
    main.__file__, main.__spec__ = None, ModuleSpec("package.__main__", None)
    read_events([], view=view, workers=1).close()


def test_a_view_that_a_worker_process_lacks_is_reported() -> None:
    """A class under `if __name__ == "__main__"` raises a TypeError: worker processes do not run that block."""
    name = pickle.dumps(OfTests).replace(b"OfTests", b"Missing")
    with pytest.raises(TypeError, match=MESSAGE):
        work(Part(None, []), name, NONE)
