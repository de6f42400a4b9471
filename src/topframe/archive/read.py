"""`read_events` reads many events, one after the other, in constant memory. `map_events` calls a function for each.

Both are one reader: `read_events` is `map_events` without a function. Without workers, this process calls the function.
With workers, the process that decoded an event calls it, and only the results travel (`pool`).

Source: the web API's lists; data forwarding to Amazon S3; responses of queues
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, overload

import msgspec

from ..errors import RecordError
from ..model.event import Event
from .collector import spared
from .decoding import Decoding, Outcome
from .sources import PIECE, Source, Texts

R = TypeVar("R")
V = TypeVar("V", bound=msgspec.Struct)

OnError: TypeAlias = Literal["raise", "skip"] | Callable[[RecordError], object]
Progress: TypeAlias = Callable[[int, int | None], object]


class Origin(NamedTuple):
    """The place from which an event was read.

    The event begins at this line and byte also if it is an item of a list, or if several documents are on one line. The
    messages of a response of a queue have the origin of the response.

    To read on from an event of an uncompressed file, open the file with `rb`, call `seek(offset)` and pass it to
    `read_events`, which reads this event again and then all later ones. The new origins count from there. After an item
    of a list, the `]` at the end of the list is then a `RecordError`, because its `[` was not read.
    """

    file: str | None
    """The path of the file; None for a stream or an iterable of bodies."""
    line: int
    """The line, from 1; for a compressed file, in the decompressed text. In an iterable, it counts within each body."""
    offset: int
    """The byte, from 0, counted in the same text as the line. A byte order mark counts; a str counts as UTF-8."""


@overload
def read_events(
    source: Source,
    *,
    view: None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[False] = False,
) -> Generator[Event, None, None]: ...
@overload
def read_events(
    source: Source,
    *,
    view: type[V],
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[False] = False,
) -> Generator[V, None, None]: ...
@overload
def read_events(
    source: Source,
    *,
    view: None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[True],
) -> Generator[tuple[Origin, Event], None, None]: ...
@overload
def read_events(
    source: Source,
    *,
    view: type[V],
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[True],
) -> Generator[tuple[Origin, V], None, None]: ...
def read_events(
    source: Source,
    *,
    view: type[Any] | None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: bool = False,
) -> Generator[Any, None, None]:
    """Read many events, one after the other.

    A file holds JSON documents or one envelope. Documents can be NDJSON, several on one line (as Amazon Data Firehose
    writes them), indented over several lines, or items of a list. A file can be compressed with gzip or zstd, which its
    first bytes tell; its name does not matter. Each document can have any dialect that `load_event` accepts. A response
    of a queue gives one event for each message.

    Memory: a few megabytes and a small multiple of the largest record, independent of the size of the file. A zstd file
    also needs its window: usually 8 MiB, at most 128 MiB. With *workers*, several records for each worker process.

    Args:
        source: The path of a file or a folder, an open binary stream, or an iterable of bodies. Each body is read like
            a file. In a folder, at any depth, files are read in the order of their names. Their suffix is `.json`,
            `.jsonl` or `.ndjson`, with or without `.gz` or `.zst`; or they have no suffix, because Sentry forwards
            events to Amazon S3 without one. Names that begin with a dot and links to folders are skipped. `Path("")` is
            the current folder; an empty str is an error.
        view: A class with the part of each event to decode, as for `decode_view`; None for whole events. A record in
            another dialect is first decoded to an event, so the view can only have keys of the model.
        on_error: What to do with a record that cannot be read: `raise` its error, `skip` it, or call a function with
            the error and continue. A damaged line of NDJSON never affects the next line. After any other damaged
            document, reading continues where the next document seems to begin. In a damaged compressed file, all
            records before the damage are read, and the rest is one error. An error keeps no part of the file in memory.
        workers: The number of worker processes that decode; 0 to decode in this process. Events keep their order.
            Workers are faster with a view or with raw events, in uncompressed files with a document on each line. The
            usual rules of `multiprocessing` apply. *view* must be at the top level of a module that worker processes
            can import. Views travel between processes as JSON: a `__post_init__` runs twice, and JSON must be able to
            represent each default.
        progress: Called about once a megabyte and at the end, with the number of bytes read so far and the total number
            of bytes. The total is None for streams and iterables.
        origin: Whether to return pairs of an `Origin` and an event or view.

    Returns:
        An iterator. While it runs, living objects are frozen (`gc.freeze`), so that the garbage collector does not
        traverse the same events again and again. They are unfrozen when the last iterator ends. Nothing is frozen in a
        program that freezes objects itself or has turned the collector off.

    Raises:
        RecordError: A record cannot be read, and *on_error* is `raise`. It has the file, the line, the byte and the
            reason.
        OSError: A file or folder cannot be read, or the path is empty.
        TypeError: *source* or *view* has a wrong type, for example JSON text instead of a path; worker processes cannot
            import *view*; or a stream gives something other than bytes.
        ValueError: *on_error* has another value, or *workers* is negative.
        BrokenProcessPool: A worker process was killed (`concurrent.futures.process`).
    """
    return _read(source, None, view, on_error, workers, progress, origin=origin)


@overload
def map_events(
    source: Source,
    function: Callable[[Event], R],
    *,
    view: None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[False] = False,
) -> Generator[R, None, None]: ...
@overload
def map_events(
    source: Source,
    function: Callable[[V], R],
    *,
    view: type[V],
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[False] = False,
) -> Generator[R, None, None]: ...
@overload
def map_events(
    source: Source,
    function: Callable[[Event], R],
    *,
    view: None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[True],
) -> Generator[tuple[Origin, R], None, None]: ...
@overload
def map_events(
    source: Source,
    function: Callable[[V], R],
    *,
    view: type[V],
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: Literal[True],
) -> Generator[tuple[Origin, R], None, None]: ...
def map_events(  # noqa: PLR0913  # keyword-only arguments read well
    source: Source,
    function: Callable[[Any], Any],
    *,
    view: type[Any] | None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
    origin: bool = False,
) -> Generator[Any, None, None]:
    """Call a function for each event, and return its results in the order of the events.

    With workers, the worker process that decoded an event also calls the function. Only the results travel to this
    process, so that it does not decode the events again, as `read_events` does.

    Args:
        source: As for `read_events`.
        function: Called once for each event; with *view*, for each view. With workers, it must be at the top level of a
            module that worker processes can import, and `pickle` must be able to copy its results, which come back as
            they were.
        view: As for `read_events`.
        on_error: As for `read_events`. It does not apply to an error that *function* raises.
        workers: The number of worker processes that decode and call *function*; 0 for this process. The usual rules of
            `multiprocessing` apply. A worker returns the results of about a megabyte of the source at once.
        progress: As for `read_events`.
        origin: Whether to return pairs of an `Origin` and a result.

    Returns:
        An iterator over the results, as for `read_events`.

    Raises:
        RecordError: As for `read_events`.
        OSError: As for `read_events`.
        TypeError: As for `read_events`; or *function* is not callable, worker processes cannot import it, or `pickle`
            cannot copy one of its results.
        ValueError: As for `read_events`.
        BrokenProcessPool: As for `read_events`.
        Exception: An error of *function*, after the results before it. With workers, its traceback is in its notes. If
            `pickle` cannot copy it, it is a RuntimeError.
    """
    if not callable(function):
        raise TypeError(f"function is a callable, not {type(function).__name__}")
    return _read(source, function, view, on_error, workers, progress, origin=origin)


def _read(  # noqa: PLR0913  # the arguments of `map_events`
    source: Source,
    function: Callable[[Any], Any] | None,
    view: type[Any] | None,
    on_error: OnError,
    workers: int,
    progress: Progress | None,
    *,
    origin: bool,
) -> Generator[Any, None, None]:
    """Check the arguments of `map_events`, and start to read. Without a function, the results are the events."""
    if not callable(on_error) and on_error not in ("raise", "skip"):
        raise ValueError("on_error is 'raise', 'skip' or a function")
    if workers < 0:
        raise ValueError("workers is negative")
    texts = Texts(source)
    decoding = Decoding(view)  # also needed with workers: a wrong view raises its error here
    if workers:
        from .pool import in_processes  # noqa: PLC0415  # imported on first use: multiprocessing takes 0.1 s to import

        outcomes, function = in_processes(texts.parts(), view, function, workers), None
    else:
        outcomes = decoding.outcomes(texts)
    return _results(texts, outcomes, function, on_error, progress or _no_progress, origin=origin)


def _results(
    texts: Texts,
    outcomes: Generator[Outcome, None, None],
    function: Callable[[Any], Any] | None,
    on_error: OnError,
    progress: Progress,
    *,
    origin: bool,
) -> Generator[Any, None, None]:
    """The results of *function* for *outcomes*, or the outcomes themselves if *function* is None.

    Handles errors as *on_error* says, freezes objects, and reports progress.
    """
    count = seen = 0
    # *outcomes* is closed before an error leaves: its traceback keeps this frame, which would keep a piece of the file.
    with spared() as set_aside, closing(outcomes):
        for file, line, offset, fault, found in outcomes:
            if fault is not None:
                _report(RecordError(file, line, offset, count, fault), on_error)
            else:
                result = found if function is None else function(found)
                yield (Origin(file, line, offset), result) if origin else result
            count += 1
            if texts.done - seen >= PIECE:
                seen = texts.done
                set_aside()
                progress(seen, texts.total)
    progress(texts.done, texts.total)


def _no_progress(_done: int, _total: int | None) -> None:
    """The default for *progress*, which does nothing."""


def _report(error: RecordError, on_error: OnError) -> None:
    if on_error == "raise":
        raise error from error.reason
    if callable(on_error):
        on_error(error)
