"""Records to events in several processes.

Between processes, events go as JSON: to write and to read that takes a tenth of what pickle takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from ..codec import decode_event, decode_events, decode_within, encode
from ..errors import DecodeError
from ..views.decode import decode_view
from .decoding import Decoded, Decoding
from .records import Chunk, Record, lines
from .sources import Part, Span

T = TypeVar("T", bound=msgspec.Struct)

_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_AHEAD = 3
"""Parts for each process that are worked on or wait, so that none is idle, and memory is bounded."""


class Work(NamedTuple):
    """What a process made of a part."""

    events: bytes
    """A list of events, or of views."""
    lines: list[int]
    """Of the events."""
    faults: list[tuple[int, int, DecodeError]]
    """For each: how many events came before it, its line, and what is wrong."""
    newlines: int


def in_processes(parts: Iterable[Part], view: type[T] | None, workers: int) -> Generator[Decoded, None, None]:
    """Decode parts, several at a time.

    Args:
        parts: The parts of a source.
        view: What to make of the records; None for events.
        workers: How many processes there are.
    """
    waiting: deque[tuple[Part, Future[Work]]] = deque()
    error: Exception | None = None
    with ProcessPoolExecutor(workers) as pool:
        try:
            for part in _up_to_error(parts):
                if isinstance(part, Exception):
                    error = part
                else:
                    waiting.append((part, pool.submit(work, part.content, view)))
                if len(waiting) > workers * _AHEAD:
                    yield read_back(*waiting.popleft(), view)
            while waiting:
                yield read_back(*waiting.popleft(), view)
        finally:
            pool.shutdown(cancel_futures=True)
    if error:
        raise error


def _up_to_error(parts: Iterable[Part]) -> Iterator[Part | Exception]:
    """The parts, and what keeps them from going on: it is raised when those before it are done."""
    iterator = iter(parts)
    while True:
        try:
            part = next(iterator)
        except StopIteration:
            return
        except Exception as exc:
            yield exc
            return
        yield part


def read_back(part: Part, future: Future[Work], view: type[T] | None) -> Decoded:
    """Wait for what another process makes of a part, and read it."""
    work = future.result()
    outcomes: list[tuple[int, Any]] = list(zip(work.lines, _events(work.events, view), strict=True))
    for at, line, fault in reversed(work.faults):
        outcomes.insert(at, (line, fault))
    return Decoded(part, outcomes, work.newlines)


def _events(events: bytes, view: type[T] | None) -> list[Any]:
    """Events as they were in another process; one by one where that fails, as here the stack may be nearly full."""
    try:
        return decode_events(events) if view is None else decode_within(events, _list_of(view), (), 0)
    except DecodeError:
        return [_event(bytes(item), view) for item in decode_within(events, _ITEMS, (), 0)]


def _event(event: bytes, view: type[T] | None) -> Any:
    try:
        return decode_event(event) if view is None else decode_view(event, view)
    except DecodeError as exc:
        return exc


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _list_of(view: type[T]) -> msgspec.json.Decoder[list[T]]:
    return msgspec.json.Decoder(list[view])  # type: ignore[valid-type]


def work(content: Chunk | Span, view: type[T] | None) -> Work:
    """Do what is done in another process: decode the records of a part."""
    chunk = _of_span(content) if isinstance(content, Span) else content
    events: list[Any] = []
    at: list[int] = []
    faults: list[tuple[int, int, DecodeError]] = []
    for line, outcome in _decoding(view).outcomes(chunk.records):
        if isinstance(outcome, DecodeError):
            faults.append((len(events), line, outcome))
        else:
            events.append(outcome)
            at.append(line)
    return Work(encode(events), at, faults, chunk.newlines)


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _decoding(view: type[T] | None) -> Decoding[T]:
    return Decoding(view)


def _of_span(span: Span) -> Chunk:
    records: list[Record] = []
    newlines = 0
    for chunk in lines(span.pieces()):
        records += ((newlines + line, data) for line, data in chunk.records)
        newlines += chunk.newlines
    return Chunk(tuple(records), newlines)
