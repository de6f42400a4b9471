"""Decodes records in several worker processes, and calls the function of `map_events` there.

1. The parent process cuts the source into parts of about a megabyte. A part is a list of records, or a span: a path and
   two offsets. A worker process reads the file of a span itself.
2. The parent submits a few parts for each worker in advance. It reads the results in the order of the parts.
3. A worker decodes a part and returns a `Work`: the events as one JSON list, or the results of the function as one
   pickle; the place of each one; and the errors. For events, JSON takes a tenth of the time of pickle. Results of the
   function must keep their types. For them, pickle is as fast as msgpack with a check of all types.
4. The parent decodes the list again, and puts the errors back in their places.
5. A worker refuses a part that is too large, or that has too many records. The parent then decodes this part itself,
   record by record, so that memory stays limited. A worker calls the function only for parts that it does not refuse.
6. Lines of a span count from 1. The parent adds the number of lines in earlier spans of the same file.
7. If the source or the function raises an error, the parent raises it after the outcomes before it.

A view and a function are sent to the workers by name (pickle), so they must be able to import them. This is checked
before they start.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from functools import lru_cache
from itertools import islice, repeat, takewhile
from pathlib import Path
from traceback import format_exception
from typing import Any, NamedTuple, get_origin

import msgspec

from ..decoding.event import decode_event, decode_events, encode
from ..decoding.view import decode_view
from ..errors import DecodeError, EncodeError
from ..wire.document import decode_within
from .decoding import Decoding, Outcome
from .sources import Counted, Part

_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_AHEAD = 3
"""Parts for each worker process, running or waiting: enough to keep it busy, and few enough to limit memory."""
_LARGEST = 8 << 20
"""Bytes of the largest span that a worker process decodes. The parent process decodes a larger one itself."""
_MOST = 20_000
"""The most outcomes that a worker process returns for a part. The parent decodes a part with more itself. An error
takes a kilobyte, and a record can be two bytes long: a megabyte of bad records would give 500 MB of errors."""

_VIEW = "a view must be a class"
_FUNCTION = "a function must be"
_RESULT = "with workers, the results of a function must be objects that pickle can copy"


class Work(NamedTuple):
    """The result of a worker process for one part."""

    results: bytes
    """The events or views of the part, as a JSON list; or, if there is a function, a pickle of its results."""
    places: list[tuple[int, int]]
    """For each result: the line, from 1, and the byte, from 0, at which the record begins."""
    faults: list[tuple[int, int, int, DecodeError]]
    """For each error of a record: the number of results in the part before it, its line, its byte, and the error."""
    end: int
    """The number of the first line after the part."""
    failure: Exception | None = None
    """The error that ended the part early, after all results and errors of records: the function raised it, or its
    result cannot be pickled."""


def in_processes(
    parts: Iterable[Part], view: type[Any] | None, function: Callable[[Any], Any] | None, workers: int
) -> Generator[Outcome, None, None]:
    """Decode several parts at a time, in worker processes.

    Args:
        parts: The parts of a source.
        view: The class that each record is decoded to; None for `Event`.
        function: Called for each event or view in the process that decoded it; None to return the events themselves.
        workers: The number of worker processes.

    Returns:
        The outcomes, in the order of the source. With *function*, its results take the place of the events.

    Raises:
        TypeError: Worker processes cannot import *view* or *function*. Raised at the call, before a process starts.
    """
    if view is not None:
        _check_importable(view, _VIEW)
    if function is not None:
        _check_importable(function, _FUNCTION)
    return _in_processes(parts, view, function, workers)


def _in_processes(
    parts: Iterable[Part], view: type[Any] | None, function: Callable[[Any], Any] | None, workers: int
) -> Generator[Outcome, None, None]:
    waiting: deque[tuple[Part, Future[Work | None]]] = deque()
    reading = _Reading(view, function)
    pickled = pickle.dumps(view), pickle.dumps(function)
    error: Exception | None = None
    with ProcessPoolExecutor(workers) as pool:
        try:
            for part in _up_to_error(parts):
                if isinstance(part, Exception):
                    error = part
                else:
                    waiting.append((part, pool.submit(work, part, *pickled)))
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
        function: The function that workers call for each event or view; None if they return the events themselves.
    """

    def __init__(self, view: type[Any] | None, function: Callable[[Any], Any] | None) -> None:
        self._view = view
        self._function = function
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
                for file, line, offset, fault, found in outcomes:
                    yield file, before + line, offset, fault, self._result(fault, found)
            self._line = before + records.end
            return
        for line, offset, fault, result in self._read_back(done):
            yield part.file, before + line, offset, fault, result
        if done.failure is not None:
            raise done.failure
        self._line = before + done.end

    def _result(self, fault: DecodeError | None, found: Any) -> Any:
        return found if fault is not None or self._function is None else self._function(found)

    def _read_back(self, done: Work) -> list[tuple[int, int, DecodeError | None, Any]]:
        """The results and errors of a part in the order of the source, each after its line and byte."""
        results = _events(done.results, self._view) if self._function is None else _unpickled(done.results)
        pairs = zip(done.places, results, strict=True)
        outcomes = [(line, offset, fault, result) for (line, offset), (fault, result) in pairs]
        for at, line, offset, fault in reversed(done.faults):
            outcomes.insert(at, (line, offset, fault, None))
        return outcomes


def _events(events: bytes, view: type[msgspec.Struct] | None) -> Iterable[tuple[DecodeError | None, Any]]:
    """Decode a list of events. If that fails, decode each one alone: the stack of this process may be nearly full."""
    try:
        return zip(repeat(None), decode_events(events) if view is None else decode_within(events, _list_of(view)))
    except DecodeError:
        return [_event(bytes(item), view) for item in decode_within(events, _ITEMS)]


def _event(event: bytes, view: type[msgspec.Struct] | None) -> tuple[DecodeError | None, Any]:
    try:
        return None, decode_event(event) if view is None else decode_view(event, view)
    except DecodeError as exc:
        return exc, None


def _unpickled(results: bytes) -> Iterable[tuple[None, Any]]:
    try:
        return zip(repeat(None), pickle.loads(results))  # noqa: S301  # written by our own worker process
    except Exception as exc:
        raise TypeError(_RESULT) from exc


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _list_of(view: type[msgspec.Struct]) -> msgspec.json.Decoder[list[msgspec.Struct]]:
    return msgspec.json.Decoder(list[view])  # type: ignore[valid-type]


# --- in a worker process ----------------------------------------------------------------------------------------------


def work(part: Part, view: bytes, function: bytes) -> Work | None:
    """Decode the records of a part, in a worker process, and call the function for each event.

    Args:
        part: The records, or the span of a file.
        view: The view, or None, as a pickle.
        function: The function, or None, as a pickle.

    Returns:
        The results and errors; None if the part is larger than `_LARGEST`, or has more than `_MOST` outcomes.

    Raises:
        TypeError: This process cannot import the view or the function.
    """
    decoding, call = _decoding(_loaded(view, _VIEW)), _loaded(function, _FUNCTION)
    if part.size > _LARGEST:
        return None
    records = Counted(part.records())
    outcomes = list(islice(decoding.outcomes([(None, records)]), _MOST + 1))
    if len(outcomes) > _MOST:
        return None
    if call is not None:
        return _mapped(outcomes, call, records.end)
    try:
        return _packed(outcomes, records.end)
    except EncodeError:  # one event cannot be written as JSON: find it
        return _packed([*map(_as_written, outcomes)], records.end)


def _packed(outcomes: list[Outcome], end: int) -> Work:
    """Pack the events themselves."""
    return Work(encode([found for *_, fault, found in outcomes if fault is None]), *_placed(outcomes), end)


def _placed(outcomes: list[Outcome]) -> tuple[list[tuple[int, int]], list[tuple[int, int, int, DecodeError]]]:
    """The members *places* and *faults* of `Work`."""
    places: list[tuple[int, int]] = []
    faults: list[tuple[int, int, int, DecodeError]] = []
    for _, line, offset, fault, _ in outcomes:
        if fault is None:
            places.append((line, offset))
        else:
            faults.append((len(places), line, offset, fault))
    return places, faults


def _as_written(outcome: Outcome) -> Outcome:
    """The outcome if it is an error or can be written as JSON; otherwise the reason, as an error."""
    file, line, offset, _, found = outcome
    try:
        encode(found)
    except EncodeError as exc:
        return file, line, offset, DecodeError(str(exc)), None
    return outcome


def _mapped(outcomes: list[Outcome], function: Callable[[Any], Any], end: int) -> Work:
    """Pack the results of a function, up to its first error or the first result that pickle cannot copy."""
    results: list[Any] = []
    failure: Exception | None = None
    for at, (*_, fault, found) in enumerate(outcomes):
        if fault is None:
            try:
                results.append(function(found))
            except Exception as exc:
                outcomes, failure = outcomes[:at], _portable(exc)
                break
    places, faults = _placed(outcomes)
    try:
        return Work(_pickled(results), places, faults, end, failure)
    except Exception:
        count = len(list(takewhile(_is_picklable, results)))
    pickled = _pickled(results[:count])
    failure = TypeError(f"{_RESULT}, not this {type(results[count]).__name__}")
    return Work(pickled, places[:count], [each for each in faults if each[0] <= count], end, failure)


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _is_picklable(result: object) -> bool:
    try:
        _pickled(result)
    except Exception:
        return False
    return True


def _portable(error: Exception) -> Exception:
    """The error with its traceback as a note, because pickle drops it; or a RuntimeError if pickle cannot copy it."""
    text = "".join(format_exception(error))
    error.add_note(text)
    try:
        pickle.loads(_pickled(error))  # noqa: S301  # written in the line itself
    except Exception:
        error = RuntimeError(f"function raised {type(error).__name__}, which pickle cannot copy")
        error.add_note(text)
    return error


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _decoding(view: type[msgspec.Struct] | None) -> Decoding:
    return Decoding(view)


@lru_cache(maxsize=2)  # the view and the function of the caller, so that the function keeps its state between parts
def _loaded(pickled: bytes, what: str) -> Any:
    try:
        return pickle.loads(pickled)  # noqa: S301  # written by the process that started this one
    except Exception:
        raise _not_importable(what) from None


# --- views and functions ----------------------------------------------------------------------------------------------


def _check_importable(found: Any, what: str) -> None:
    """Check that worker processes can import a view or a function.

    A forked process inherits the modules of the parent. Any other process imports the module by its name.

    Raises:
        TypeError: Worker processes cannot import it.
    """
    try:
        pickle.dumps(found)
    except Exception:
        raise _not_importable(what) from None
    method = multiprocessing.get_start_method(allow_none=True) or multiprocessing.get_all_start_methods()[0]
    module = getattr(get_origin(found) or found, "__module__", None) or type(found).__module__
    if method != "fork" and not (_is_script() if module == "__main__" else _is_found(module)):
        raise _not_importable(what)


def _not_importable(what: str) -> TypeError:
    return TypeError(f"with workers, {what} at the top level of a module that other processes can import")


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
