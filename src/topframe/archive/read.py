"""Reading many events, one after the other, in constant memory.

Source: what the web API's lists, data forwarding and queues hold
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
    """Read many events.

    A file is NDJSON, one JSON document, several one after the other, or an envelope; of documents that are lists, each
    item counts. It can be compressed with gzip or zstd, and has any name. Each record is what `load_event` takes: an
    answer of the web API, a raw event, a webhook, a message of a queue; an answer of a queue with several messages
    gives an event for each. It takes as much memory as the largest record, and a few MB.

    Args:
        source: The path of a file; that of a folder, in which, at any depth, all files are read, by name, that end in
            `.json`, `.jsonl`, `.ndjson`, with or without `.gz` or `.zst`, or in nothing, as those that Sentry forwards
            to Amazon S3, but for names with a dot in front and folders that are links; an open binary stream; or an
            iterable of bodies, each as it could stand in a file.
        view: What to read of each event, as for `decode_view`; None for all of it. Of a record in another dialect the
            event is made first, and what the model does not have is not there.
        on_error: What to do with a record that cannot be read: `raise` its error, `skip` it, or call a function with
            the error and go on. Where a file cannot be decompressed further, what is left of it is one such record; so
            is what follows an item of a list, or a document of several lines, whose brackets do not match.
        workers: How many processes decode; 0 for this one alone. Events come in order nevertheless. It pays with a
            view, or with raw events, in files that are not compressed. The usual rules of `multiprocessing` apply:
            *view* must be one that a module has. Views go from process to process as JSON, so that a `__post_init__`
            is run twice, and defaults must be such that JSON can say them, and of the type of their member.
        progress: Called with each megabyte, and at the end, with how many bytes have been read, and how many there are:
            None for streams and iterables.

    Returns:
        An iterator. While it is alive, the garbage collector sets aside what is alive (`gc.freeze`), which spares it
        from looking through the same events again; with the end of the last iterator nothing is set aside any more. A
        program that sets objects aside itself before that is left alone.

    Raises:
        RecordError: A record cannot be read, and *on_error* is `raise`. It says in which file, on which line, and why.
        OSError: A file or folder cannot be read.
        TypeError: *source* or *view* is not what it should be, or a stream gives no bytes.
        ValueError: *on_error* is none of these, or *workers* is negative.
        BrokenProcessPool: A process was killed (`concurrent.futures.process`).
    """
    if not callable(on_error) and on_error not in ("raise", "skip"):
        raise ValueError("on_error is 'raise', 'skip' or a function")
    if workers < 0:
        raise ValueError("workers is negative")
    texts = Texts(source)
    decoding = Decoding(view)  # also where others decode: a mistake is told at once
    outcomes = _in_processes(texts, view, workers) if workers else decoding.outcomes(texts)
    return _events(texts, outcomes, on_error, progress or _no_progress)


def _in_processes(texts: Texts, view: type[Any] | None, workers: int) -> Generator[Outcome, None, None]:
    from .pool import in_processes  # noqa: PLC0415  # importing multiprocessing takes long

    return in_processes(texts.parts(), view, workers)


def _events(
    texts: Texts, outcomes: Generator[Outcome, None, None], on_error: OnError, progress: Progress
) -> Generator[Any, None, None]:
    """The events. With the faults it does what *on_error* says."""
    count = seen = 0
    # Closed before an error is raised: the error keeps this frame, which would otherwise keep a piece of the file.
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
    """Report progress to nobody."""


def _report(error: RecordError, on_error: OnError) -> None:
    if on_error == "raise":
        raise error from error.reason
    if callable(on_error):
        on_error(error)
