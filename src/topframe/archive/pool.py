"""Records to events in several processes.

Events travel between processes as JSON, which takes a tenth of the time of pickle.
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
"""Parts for each process, running or waiting: enough to keep it busy, and few enough to limit memory."""
_LARGEST = 8 << 20
"""Bytes of the largest part that a process decodes. This process decodes a larger one itself."""
_MOST = 20_000
"""Records of a part that a process decodes. An error takes a kilobyte, and a record can be two bytes long."""


class Work(NamedTuple):
    """What a process decoded from a part."""

    events: bytes
    """A JSON list of events, or of views."""
    lines: list[int]
    """The lines of the events."""
    faults: list[tuple[int, int, DecodeError]]
    """For each fault: how many events came before it, its line, and the error."""
    end: int
    """The line after the part."""


def in_processes(parts: Iterable[Part], view: type[T] | None, workers: int) -> Generator[Outcome, None, None]:
    """Decode parts, several at a time. The outcomes come in order.

    Args:
        parts: The parts of a source.
        view: What to make of the records; None for events.
        workers: How many processes there are.

    Raises:
        TypeError: Other processes cannot import *view*. Raised at the call, before any process starts.
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
    """The parts, then the error that ended them, if any. The caller raises it after the outcomes of all parts."""
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


# --- in this process --------------------------------------------------------------------------------------------------


class _Reading:
    """Reads what other processes decoded from parts.

    Args:
        view: What they decode; None for events.
    """

    def __init__(self, view: type[Any] | None) -> None:
        self._view = view
        self._decoding = Decoding(view)
        self._line = 1
        """The first line of the next part."""

    def outcomes(self, part: Part, future: Future[Work | None]) -> Iterator[Outcome]:
        """Wait for the outcomes of a part. If it was too large for the process, decode it here, record by record."""
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
    """The events and faults of a part in order, with their lines."""
    outcomes: list[tuple[int, Any]] = list(zip(done.lines, _events(done.events, view), strict=True))
    for at, line, fault in reversed(done.faults):
        outcomes.insert(at, (line, fault))
    return outcomes


def _events(events: bytes, view: type[T] | None) -> list[Any]:
    """Decode a list of events. If that fails, decode them one by one: the stack of this process may be nearly full."""
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


# --- in another process -----------------------------------------------------------------------------------------------


def work(part: Part, view: bytes) -> Work | None:
    """Decode the records of a part.

    Args:
        part: The part.
        view: The view, or None, as `pickle` writes it.

    Returns:
        None if the result would take too much memory.
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
    except EncodeError:  # one of the events cannot be written: find it
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
    """The outcome if it can be written as JSON, else an error that says why not."""
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
    """Raise a TypeError if other processes cannot import *view*.

    A process that was forked has the modules of this one. Any other process imports the module by its name.
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
    """Whether other processes can run the main module again. With `-c`, standard input or a session, it has no file."""
    main = sys.modules["__main__"]
    return main.__spec__ is not None or Path(getattr(main, "__file__", None) or "").is_file()


def _is_found(name: str) -> bool:
    """Whether other processes can import a module: it is found on the path, and not only in `sys.modules`."""
    parent, _, _ = name.rpartition(".")
    path = getattr(sys.modules.get(parent), "__path__", None) if parent else None
    specs = (finder.find_spec(name, path) for finder in sys.meta_path)
    spec = next(filter(None, specs), None)
    known = sys.modules[name].__spec__
    return spec is not None and known is not None and spec.origin == known.origin
