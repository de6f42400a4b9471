"""`read_events`: reads many events, one after the other, in constant memory.

Source: the web API's lists; data forwarding to Amazon S3; responses of queues
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, Literal, TypeAlias, TypeVar, overload

import msgspec

from ..errors import DecodeError, RecordError
from ..model.event import Event
from .collector import spared
from .decoding import Decoding, Outcome
from .sources import PIECE, Source, Texts

V = TypeVar("V", bound=msgspec.Struct)

OnError: TypeAlias = Literal["raise", "skip"] | Callable[[RecordError], object]
Progress: TypeAlias = Callable[[int, int | None], object]


@overload
def read_events(
    source: Source,
    *,
    view: None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
) -> Generator[Event, None, None]: ...
@overload
def read_events(
    source: Source,
    *,
    view: type[V],
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
) -> Generator[V, None, None]: ...
def read_events(
    source: Source,
    *,
    view: type[Any] | None = None,
    on_error: OnError = "raise",
    workers: int = 0,
    progress: Progress | None = None,
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

    Returns:
        An iterator. While it runs, living objects are frozen (`gc.freeze`), so that the garbage collector does not
        traverse the same events again and again. They are unfrozen when the last iterator ends. Nothing is frozen in a
        program that freezes objects itself or has turned the collector off.

    Raises:
        RecordError: A record cannot be read, and *on_error* is `raise`. It has the file, the line and the reason.
        OSError: A file or folder cannot be read, or the path is empty.
        TypeError: *source* or *view* has a wrong type, for example JSON text instead of a path; worker processes cannot
            import *view*; or a stream gives something other than bytes.
        ValueError: *on_error* has another value, or *workers* is negative.
        BrokenProcessPool: A worker process was killed (`concurrent.futures.process`).
    """
    if not callable(on_error) and on_error not in ("raise", "skip"):
        raise ValueError("on_error is 'raise', 'skip' or a function")
    if workers < 0:
        raise ValueError("workers is negative")
    texts = Texts(source)
    decoding = Decoding(view)  # also needed with workers: a wrong view raises its error here
    outcomes = _in_processes(texts, view, workers) if workers else decoding.outcomes(texts)
    return _events(texts, outcomes, on_error, progress or _no_progress)


def _in_processes(texts: Texts, view: type[Any] | None, workers: int) -> Generator[Outcome, None, None]:
    from .pool import in_processes  # noqa: PLC0415  # imported on first use: multiprocessing takes 0.1 s to import

    return in_processes(texts.parts(), view, workers)


def _events(
    texts: Texts, outcomes: Generator[Outcome, None, None], on_error: OnError, progress: Progress
) -> Generator[Any, None, None]:
    """The events or views of *outcomes*. Handles errors as *on_error* says, freezes objects, and reports progress."""
    count = seen = 0
    # *outcomes* is closed before an error leaves: its traceback keeps this frame, which would keep a piece of the file.
    with spared() as set_aside, closing(outcomes):
        for file, line, outcome in outcomes:
            if isinstance(outcome, DecodeError):
                _report(RecordError(file, line, count, outcome), on_error)
            else:
                yield outcome
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
