"""Decodes records in several worker processes.

1. The parent process cuts the source into parts of about a megabyte. A part is a list of records, or a span: a path and
   two offsets. A worker process reads the file of a span itself.
2. The parent submits a few parts for each worker in advance. It reads the results in the order of the parts.
3. A worker decodes a part and returns a `Work`: the events as one JSON list, their lines, and the errors. JSON takes a
   tenth of the time of pickle.
4. The parent decodes the JSON list to events again, and puts the errors back in their places.
5. A worker refuses a part that is too large, or that has too many records. The parent then decodes this part itself,
   record by record, so that memory stays limited.
6. Lines of a span count from 1. The parent adds the number of lines in earlier spans of the same file.
7. If the source raises an error, the parent raises it after the outcomes of all parts before it.

A view is sent to the workers by name (pickle), so they must be able to import it. This is checked before they start.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_origin

import msgspec

from ..decoding.event import decode_event, decode_events, encode
from ..decoding.view import decode_view
from ..errors import DecodeError, EncodeError
from ..wire.document import decode_within
from .decoding import Decoding, Outcome
from .sources import Counted, Part

T = TypeVar("T", bound=msgspec.Struct)

_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_AHEAD = 3
"""Parts for each worker process, running or waiting: enough to keep it busy, and few enough to limit memory."""
_LARGEST = 8 << 20
"""Bytes of the largest span that a worker process decodes. The parent process decodes a larger one itself."""
_MOST = 20_000
"""The most outcomes that a worker process returns for a part. The parent decodes a part with more itself. An error
takes a kilobyte, and a record can be two bytes long: a megabyte of bad records would give 500 MB of errors."""


class Work(NamedTuple):
    """The result of a worker process for one part."""

    events: bytes
    """The events or views of the part, as a JSON list."""
    lines: list[int]
    """The line of each event, from 1."""
    faults: list[tuple[int, int, DecodeError]]
    """For each error: the number of events in the part before it, its line, and the error itself."""
    end: int
    """The number of the first line after the part."""


def in_processes(parts: Iterable[Part], view: type[T] | None, workers: int) -> Generator[Outcome, None, None]:
    """Decode several parts at a time, in worker processes.

    Args:
        parts: The parts of a source.
        view: The class that each record is decoded to; None for `Event`.
        workers: The number of worker processes.

    Returns:
        The outcomes, in the order of the source.

    Raises:
        TypeError: Worker processes cannot import *view*. Raised at the call, before a process starts.
    """
    if view is not None:
        _check_importable(view)
    return _in_processes(parts, view, workers)


def _in_processes(parts: Iterable[Part], view: type[T] | None, workers: int) -> Generator[Outcome, None, None]:
    waiting: deque[tuple[Part, Future[Work | None]]] = deque()
    reading = _Reading(view)
    pickled = pickle.dumps(view)
    error: Exception | None = None
    with ProcessPoolExecutor(workers) as pool:
        try:
            for part in _up_to_error(parts):
                if isinstance(part, Exception):
                    error = part
                else:
                    waiting.append((part, pool.submit(work, part, pickled)))
                if len(waiting) > workers * _AHEAD:
                    yield from reading.outcomes(*waiting.popleft())
            while waiting:
                yield from reading.outcomes(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)
    if error:
        raise error


def _up_to_error(parts: Iterable[Part]) -> Iterator[Part | Exception]:
    """The parts, then the error that *parts* raised, if any. The caller raises it after the outcomes of all parts."""
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


# --- in the parent process --------------------------------------------------------------------------------------------


class _Reading:
    """Reads the results of worker processes in the parent process, and counts the lines of each file.

    Args:
        view: The class that each record is decoded to; None for `Event`.
    """

    def __init__(self, view: type[Any] | None) -> None:
        self._view = view
        self._decoding = Decoding(view)
        self._line = 1
        """The first line of the next part, in its file."""

    def outcomes(self, part: Part, future: Future[Work | None]) -> Iterator[Outcome]:
        """Wait for the outcomes of a part. If the worker refused it, decode it here, record by record."""
        before = 0 if part.is_first else self._line - 1
        done = future.result()
        if done is None:
            records = Counted(part.records())
            with closing(self._decoding.outcomes([(part.file, records)])) as outcomes:
                for file, line, outcome in outcomes:
                    yield file, before + line, outcome
            self._line = before + records.end
            return
        for line, outcome in read_back(done, self._view):
            yield part.file, before + line, outcome
        self._line = before + done.end


def read_back(done: Work, view: type[Any] | None) -> list[tuple[int, Any]]:
    """The events and errors of a part in the order of the source, each after its line."""
    outcomes: list[tuple[int, Any]] = list(zip(done.lines, _events(done.events, view), strict=True))
    for at, line, fault in reversed(done.faults):
        outcomes.insert(at, (line, fault))
    return outcomes


def _events(events: bytes, view: type[T] | None) -> list[Any]:
    """Decode a list of events. If that fails, decode each one alone: the stack of this process may be nearly full."""
    try:
        return decode_events(events) if view is None else decode_within(events, _list_of(view))
    except DecodeError:
        return [_event(bytes(item), view) for item in decode_within(events, _ITEMS)]


def _event(event: bytes, view: type[T] | None) -> Any:
    try:
        return decode_event(event) if view is None else decode_view(event, view)
    except DecodeError as exc:
        return exc


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _list_of(view: type[T]) -> msgspec.json.Decoder[list[T]]:
    return msgspec.json.Decoder(list[view])  # type: ignore[valid-type]


# --- in a worker process ----------------------------------------------------------------------------------------------


def work(part: Part, view: bytes) -> Work | None:
    """Decode the records of a part, in a worker process.

    Args:
        part: The records, or the span of a file.
        view: The view, or None, as a pickle.

    Returns:
        The events and errors; None if the part is larger than `_LARGEST`, or has more than `_MOST` outcomes.

    Raises:
        TypeError: This process cannot import the view.
    """
    decoding = _decoding(_loaded(view))
    if part.size > _LARGEST:
        return None
    records = Counted(part.records())
    found = islice(decoding.outcomes([(None, records)]), _MOST + 1)
    outcomes = [(line, outcome) for _, line, outcome in found]
    if len(outcomes) > _MOST:
        return None
    try:
        return _packed(outcomes, records.end)
    except EncodeError:  # one event cannot be written as JSON: find it
        return _packed([(line, _as_written(outcome)) for line, outcome in outcomes], records.end)


def _packed(outcomes: list[tuple[int, Any]], end: int) -> Work:
    events: list[Any] = []
    lines: list[int] = []
    faults: list[tuple[int, int, DecodeError]] = []
    for line, outcome in outcomes:
        if isinstance(outcome, DecodeError):
            faults.append((len(events), line, outcome))
        else:
            events.append(outcome)
            lines.append(line)
    return Work(encode(events), lines, faults, end)


def _as_written(outcome: Any) -> Any:
    """The outcome if it is an error or can be written as JSON; otherwise the reason, as an error."""
    try:
        encode(outcome if isinstance(outcome, msgspec.Struct) else None)
    except EncodeError as exc:
        return DecodeError(str(exc))
    return outcome


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _decoding(view: type[msgspec.Struct] | None) -> Decoding[msgspec.Struct]:
    return Decoding(view)


def _loaded(view: bytes) -> type[msgspec.Struct] | None:
    try:
        found: type[msgspec.Struct] | None = pickle.loads(view)  # noqa: S301  # written by the process that started this one
    except Exception:
        raise _not_importable() from None
    return found


# --- views ------------------------------------------------------------------------------------------------------------


def _check_importable(view: type[Any]) -> None:
    """Check that worker processes can import *view*.

    A forked process inherits the modules of the parent. Any other process imports the module by its name.

    Raises:
        TypeError: Worker processes cannot import it.
    """
    try:
        pickle.dumps(view)
    except Exception:
        raise _not_importable() from None
    method = multiprocessing.get_start_method(allow_none=True) or multiprocessing.get_all_start_methods()[0]
    module = (get_origin(view) or view).__module__
    if method != "fork" and not (_is_script() if module == "__main__" else _is_found(module)):
        raise _not_importable()


def _not_importable() -> TypeError:
    return TypeError(
        "with workers, a view must be a class at the top level of a module that other processes can import"
    )


def _is_script() -> bool:
    """Whether worker processes can run the main module again. It needs a file, which `-c` and a REPL do not have."""
    main = sys.modules["__main__"]
    return main.__spec__ is not None or Path(getattr(main, "__file__", None) or "").is_file()


def _is_found(name: str) -> bool:
    """Whether worker processes can import a module. Being in `sys.modules` is not enough: a finder must find it."""
    parent, _, _ = name.rpartition(".")
    path = getattr(sys.modules.get(parent), "__path__", None) if parent else None
    specs = (finder.find_spec(name, path) for finder in sys.meta_path)
    spec = next(filter(None, specs), None)
    known = sys.modules[name].__spec__
    return spec is not None and known is not None and spec.origin == known.origin
