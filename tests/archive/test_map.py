"""`map_events` calls a function for each event in the process that decoded it, and returns its results in order."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from topframe import DecodeError, Event, RecordError, ValidationError, decode_event, encode, map_events
from topframe.archive import pool
from topframe.archive.pool import work
from topframe.archive.sources import Part
from topframe.views import EventSummary

LINES = [json.dumps({"eventID": str(number), "title": f"Event {number}"}).encode() for number in range(5)]
BAD = b'{"eventID": 7}'
NONE = pickle.dumps(None)

in_both = pytest.mark.parametrize("workers", [0, 1])
"""Once in this process, and once in a worker process."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A result of a class of the caller."""

    event_id: str
    place: tuple[int, ...] = ()


class Text(str):
    """A subclass of str, which JSON and msgpack would turn into a str."""

    __slots__ = ()


ODD: list[Any] = [
    (1, (2.5, None), ["a", True], {1: b"\x00\xff", (2, 3): "\ud800"}),
    {"big": 2**100, "small": -(2**70), "nan": str(float("nan")), "set": frozenset({1})},
    (datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=5))), datetime(2026, 3, 1, fold=1), datetime.now(UTC)),
    Row(event_id="3", place=(1, 2)),
    Text("4"),
]
"""One result for each event. Most of them would change on the way through JSON or msgpack."""


def odd(event: Event) -> Any:
    """The result in `ODD` for an event."""
    return ODD[int(event.event_id)]


def event_id(event: Event | EventSummary) -> str:
    """The id of an event."""
    return event.event_id


def with_process(event: Any) -> tuple[str, int]:
    """The class of the argument, and the process that calls the function."""
    return type(event).__name__, os.getpid()


class OddError(Exception):
    """An error that pickle writes, but cannot read."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def refusing(event: Event, error: str) -> str:
    """The id of an event. For the event with the id 3, an error is raised."""
    if event.event_id == "3":
        errors: dict[str, Callable[[], Exception]] = {
            "KeyError": lambda: KeyError("three"),
            "ValidationError": lambda: ValidationError("$.three", "int", "str"),
            "OddError": lambda: OddError("three", "four"),
        }
        raise errors[error]()
    return event.event_id


def unfit(event: Event, kind: str) -> Any:
    """The id of an event. For the event with the id 2, a result that pickle cannot copy."""
    results: dict[str, Any] = {"generator": (number for number in (1, 2)), "OddError": OddError("two", "three")}
    return results[kind] if event.event_id == "2" else event.event_id


class Counting:
    """A function with a state. It numbers its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, event: Event) -> tuple[str, int]:
        """The id of an event, and the number of the call."""
        self.calls += 1
        return event.event_id, self.calls


def up_to_error(results: Iterator[Any]) -> tuple[list[Any], BaseException]:
    """The results before an error, and the error."""
    came: list[Any] = []
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the callers look at it
        came.extend(results)
    return came, caught.value


@in_both
def test_results_come_back_as_the_function_returned_them(workers: int) -> None:
    """Each result has the same type and value as in the process that made it, also deep inside."""
    results = list(map_events(LINES, odd, workers=workers))
    assert results == ODD
    assert [repr(result) for result in results] == [repr(result) for result in ODD]
    assert [type(result) for result in results] == [type(result) for result in ODD]


@in_both
def test_the_function_gets_events_or_views_where_they_were_decoded(workers: int) -> None:
    """The function gets an `Event` or the given view. It is called in the process that decoded the event."""
    for view, name in ((None, "Event"), (EventSummary, "EventSummary")):
        results: list[Any] = list(map_events(LINES, with_process, view=view, workers=workers))
        assert {kind for kind, _ in results} == {name}
        assert ({process for _, process in results} == {os.getpid()}) is (workers == 0)


@in_both
@pytest.mark.parametrize(
    "function",
    [event_id, str, repr, encode, Event.__str__, attrgetter("event_id"), partial(refusing, error="KeyError")],
)
def test_any_callable_that_can_be_imported_is_a_function(workers: int, function: Callable[[Event], Any]) -> None:
    """A function can also be a class, a built-in function, a method of a class, or an object that can be called."""
    results = list(map_events(LINES[:3], function, workers=workers))
    assert results == [function(decode_event(line)) for line in LINES[:3]]


@in_both
def test_a_bad_record_is_one_error_between_the_results(workers: int) -> None:
    """A record that cannot be read is handled as in `read_events`; the function is not called for it."""
    bodies = [LINES[0], BAD, LINES[1]]
    errors: list[RecordError] = []
    assert list(map_events(bodies, event_id, on_error=errors.append, workers=workers)) == ["0", "1"]
    assert [(error.line, error.start, error.record) for error in errors] == [(1, 0, 1)]
    assert list(map_events(bodies, event_id, on_error="skip", workers=workers)) == ["0", "1"]
    came, error = up_to_error(map_events(bodies, event_id, workers=workers))
    assert (came, type(error)) == (["0"], RecordError)


@in_both
@pytest.mark.parametrize(("name", "kind"), [("KeyError", KeyError), ("ValidationError", ValidationError)])
def test_an_error_of_the_function_reaches_the_caller(workers: int, name: str, kind: type[Exception]) -> None:
    """An error of the function comes after the results before it, unchanged. *on_error* does not apply to it."""
    errors: list[RecordError] = []
    bodies = [BAD, *LINES, BAD]
    results = map_events(bodies, partial(refusing, error=name), on_error=errors.append, workers=workers)
    came, error = up_to_error(results)
    assert came == ["0", "1", "2"]
    assert type(error) is kind
    assert "three" in str(error)
    assert len(errors) == 1
    notes = "".join(getattr(error, "__notes__", []))
    assert ("in refusing" in notes) is (workers > 0)


def test_an_error_that_pickle_cannot_copy_is_a_runtime_error() -> None:
    """With workers, an error of the function that pickle cannot copy is a RuntimeError with the traceback as a note."""
    function = partial(refusing, error="OddError")
    came, error = up_to_error(map_events(LINES, function, workers=1))
    assert came == ["0", "1", "2"]
    assert (type(error), str(error)) == (RuntimeError, "function raised OddError, which pickle cannot copy")
    assert "OddError: three four" in "".join(getattr(error, "__notes__", []))
    assert type(up_to_error(map_events(LINES, function))[1]) is OddError


def test_a_result_that_pickle_cannot_copy_is_a_type_error() -> None:
    """With workers, such a result raises a TypeError after the results before it. Without workers, it is returned."""
    bodies = [LINES[0], BAD, *LINES[1:], BAD]
    errors: list[RecordError] = []
    function = partial(unfit, kind="generator")
    came, error = up_to_error(map_events(bodies, function, on_error=errors.append, workers=1))
    assert (came, type(error), len(errors)) == (["0", "1"], TypeError, 1)
    message = "with workers, the results of a function must be objects that pickle can copy"
    assert str(error) == f"{message}, not this generator"
    assert len(list(map_events(LINES, function))) == 5
    _, error = up_to_error(map_events(LINES, partial(unfit, kind="OddError"), workers=1))
    assert (type(error), str(error)) == (TypeError, message)


def returning_an_error(event: Event) -> object:
    """An error as a result."""
    return DecodeError("a result") if event.event_id == "0" else None


@in_both
def test_a_result_can_be_an_error_or_none(workers: int) -> None:
    """An error that the function returns is a result like any other. It is not the error of a record."""
    results = list(map_events(LINES[:2], returning_an_error, workers=workers))
    assert list(map(str, results)) == ["a result", "None"]


@in_both
def test_an_error_of_the_source_comes_after_the_results_before_it(workers: int) -> None:
    """If the source raises an error, the results for the bodies before it are returned first."""

    def bodies() -> Iterator[bytes]:
        yield LINES[0]
        raise KeyError("lost")

    came, error = up_to_error(map_events(bodies(), event_id, workers=workers))
    assert (came, type(error)) == (["0"], KeyError)


@pytest.mark.parametrize(("name", "most"), [("_MOST", 2), ("_LARGEST", 60)])
def test_the_parent_process_calls_the_function_for_a_refused_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    """For a part that is too large for a worker process, the parent calls the function. No event is left out."""
    monkeypatch.setattr(pool, name, most)
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join([*LINES[:2], BAD, *LINES[2:]]))
    errors: list[RecordError] = []
    results = map_events(path, with_process, on_error=errors.append, workers=1)
    if multiprocessing.get_start_method() == "fork":  # the worker process inherits the limit
        assert list(results) == [("Event", os.getpid())] * 5
    assert len(list(map_events(path, event_id, on_error=errors.append, workers=1))) == 5
    assert {error.line for error in errors} == {3}


def test_a_function_keeps_its_state_between_parts() -> None:
    """A worker process unpickles the function once, so an object with a state keeps it from part to part."""
    function = pickle.dumps(Counting())
    results: list[Any] = []
    for part in (LINES[:2], LINES[2:]):
        done = work(Part(None, [(1, 0, line) for line in part]), NONE, function)
        assert done is not None
        results += pickle.loads(done.results)
    assert results == [("0", 1), ("1", 2), ("2", 3), ("3", 4), ("4", 5)]


@pytest.mark.parametrize(
    ("function", "places", "failure"),
    [
        (partial(refusing, error="KeyError"), [(1, 0), (3, 0), (4, 0)], KeyError),
        (partial(refusing, error="OddError"), [(1, 0), (3, 0), (4, 0)], RuntimeError),
        (partial(unfit, kind="generator"), [(1, 0), (3, 0)], TypeError),
        (event_id, [(1, 0), (3, 0), (4, 0), (5, 0), (6, 0)], None),
    ],
)
def test_a_worker_stops_at_the_first_error_of_the_function(
    function: Callable[[Event], object], places: list[tuple[int, int]], failure: type[Exception] | None
) -> None:
    """The work for a part ends at an error of the function. The errors of records after it are not part of it."""
    bodies = [LINES[0], BAD, *LINES[1:], BAD]
    part = Part(None, [(line, 0, body) for line, body in enumerate(bodies, 1)])
    done = work(part, NONE, pickle.dumps(function))
    assert done is not None
    assert done.places == places
    assert pickle.loads(done.results) == [str(number) for number in range(len(places))]
    assert type(done.failure) is (failure or type(None))
    assert [each[:2] for each in done.faults] == [(1, 2), *([] if failure else [(5, 7)])]


def test_a_function_must_be_importable_with_workers() -> None:
    """A function that worker processes cannot import raises a TypeError at the call, before a process starts."""
    with pytest.raises(TypeError) as caught:
        map_events(LINES, lambda event: event.event_id, workers=1)
    message = "with workers, a function must be at the top level of a module that other processes can import"
    assert str(caught.value) == message
    assert list(map_events(LINES[:1], lambda event: event.event_id)) == ["0"]
    missing = pickle.dumps(event_id).replace(b"event_id", b"event_ix")
    with pytest.raises(TypeError, match=f"^{message}$"):
        work(Part(None, []), NONE, missing)


def test_a_function_must_be_callable() -> None:
    """Anything else raises a TypeError at the call."""
    function: Any = "title"
    with pytest.raises(TypeError, match=r"^function is a callable, not str$"):
        map_events(LINES, function)


@in_both
def test_a_result_can_have_its_origin(tmp_path: Path, workers: int) -> None:
    """With *origin*, each result comes with the file, line and byte of its event."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"\n".join(LINES))
    for origin, result in map_events(path, event_id, view=EventSummary, origin=True, workers=workers):
        assert (origin.file, origin.line) == (str(path), int(result) + 1)
        assert path.read_bytes().startswith(LINES[int(result)], origin.offset)
