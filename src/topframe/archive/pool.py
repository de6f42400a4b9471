"""Records to events in several processes.

Between processes, events go as JSON: to write and to read that takes a tenth of what pickle takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from ..codec import decode_events, decode_within, encode
from ..errors import DecodeError
from .decoding import Decoded, Decoding
from .records import Chunk, Record, lines
from .sources import Part, Span

T = TypeVar("T", bound=msgspec.Struct)

_AHEAD = 3
"""Parts for each process that are worked on or wait, so that none is idle, and memory is bounded."""


class Work(NamedTuple):
    """What a process made of a part."""

    events: bytes
    """A list of events, or of views."""
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
    decode = _decoder(view)
    waiting: deque[tuple[Part, Future[Work]]] = deque()
    with ProcessPoolExecutor(workers) as pool:
        try:
            for part in parts:
                waiting.append((part, pool.submit(work, part.content, view)))
                if len(waiting) > workers * _AHEAD:
                    yield _decoded(*waiting.popleft(), decode)
            while waiting:
                yield _decoded(*waiting.popleft(), decode)
        finally:
            pool.shutdown(cancel_futures=True)


def _decoder(view: type[T] | None) -> Callable[[bytes], list[Any]]:
    if view is None:
        return decode_events
    decoder = msgspec.json.Decoder(list[view])  # type: ignore[valid-type]
    return lambda data: decode_within(data, decoder, (), 0)


def _decoded(part: Part, future: Future[Work], decode: Callable[[bytes], list[Any]]) -> Decoded:
    work = future.result()
    outcomes: list[tuple[int, Any]] = [(0, event) for event in decode(work.events)]
    for at, line, fault in reversed(work.faults):
        outcomes.insert(at, (line, fault))
    return Decoded(part, outcomes, work.newlines)


def work(content: Chunk | Span, view: type[T] | None) -> Work:
    """Do what is done in another process: decode the records of a part."""
    chunk = _of_span(content) if isinstance(content, Span) else content
    events: list[Any] = []
    faults: list[tuple[int, int, DecodeError]] = []
    for line, outcome in _decoding(view).outcomes(chunk.records):
        if isinstance(outcome, DecodeError):
            faults.append((len(events), line, outcome))
        else:
            events.append(outcome)
    return Work(encode(events), faults, chunk.newlines)


@cache
def _decoding(view: type[T] | None) -> Decoding[T]:
    return Decoding(view)


def _of_span(span: Span) -> Chunk:
    records: list[Record] = []
    newlines = 0
    for chunk in lines((span.read(),)):
        records += ((newlines + line, data) for line, data in chunk.records)
        newlines += chunk.newlines
    return Chunk(tuple(records), newlines)
