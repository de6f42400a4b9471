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

    A file holds JSON documents or one envelope. Documents can be NDJSON, several on one line (as Amazon Data Firehose
    writes them), laid out over several lines, or lists, whose items count. A file can be compressed with gzip or zstd,
    and its name does not matter. Each document is what `load_event` takes; a response of a queue gives an event for
    each message.

    Memory: some megabytes, and a small multiple of the largest record, whatever the size of the file. A zstd file also
    takes its window: usually 8 MiB, 128 MiB at most. With *workers*, several records for each process.

    Args:
        source: The path of a file or a folder, an open binary stream, or an iterable of bodies, each the content of a
            file. In a folder, at any depth, the files are read by name that end in `.json`, `.jsonl` or `.ndjson`, with
            or without `.gz` or `.zst`, or that have no suffix, as Sentry forwards events to Amazon S3. Names that begin
            with a dot and links to folders are left out. `Path("")` is the current folder; an empty str is an error.
        view: What to read of each event, as for `decode_view`; None for all of it. A record in another dialect is
            made an event first, so the view sees only what the model has.
        on_error: What to do with a record that cannot be read: `raise` its error, `skip` it, or call a function with
            the error and go on. A damaged line of NDJSON never affects the next line. After any other damaged document,
            reading goes on where the next one seems to begin. Of a damaged compressed file, everything before the
            damage is read, and the rest is one such record. An error keeps nothing of the file in memory.
        workers: How many processes decode; 0 to decode in this process. Events come in order. More processes are
            faster with a view or with raw events, in files of lines that are not compressed. The usual rules of
            `multiprocessing` apply. *view* must be at the top level of a module that other processes can import. Views
            travel as JSON: a `__post_init__` runs twice, and JSON must be able to hold each default.
        progress: Called about once a megabyte, and at the end, with the number of bytes read so far, and the number of
            all bytes, which is None for streams and iterables.

    Returns:
        An iterator. While it runs, living objects are frozen (`gc.freeze`), so that the garbage collector does not look
        through the same events again and again. They are unfrozen when the last iterator ends. A program that freezes
        objects itself is left alone.

    Raises:
        RecordError: A record cannot be read, and *on_error* is `raise`. It says in which file, on which line, and why.
        OSError: A file or folder cannot be read, or the path is empty.
        TypeError: *source* or *view* has a wrong type, such as JSON text in place of a path, or a view that other
            processes cannot import; or a stream gives something other than bytes.
        ValueError: *on_error* is none of the above, or *workers* is negative.
        BrokenProcessPool: A process was killed (`concurrent.futures.process`).
    """
    if not callable(on_error) and on_error not in ("raise", "skip"):
        raise ValueError("on_error is 'raise', 'skip' or a function")
    if workers < 0:
        raise ValueError("workers is negative")
    texts = Texts(source)
    decoding = Decoding(view)  # also with workers, so that a wrong view raises here
    outcomes = _in_processes(texts, view, workers) if workers else decoding.outcomes(texts)
    return _events(texts, outcomes, on_error, progress or _no_progress)


def _in_processes(texts: Texts, view: type[Any] | None, workers: int) -> Generator[Outcome, None, None]:
    from .pool import in_processes  # noqa: PLC0415  # importing multiprocessing takes long

    return in_processes(texts.parts(), view, workers)


def _events(
    texts: Texts, outcomes: Generator[Outcome, None, None], on_error: OnError, progress: Progress
) -> Generator[Any, None, None]:
    """The events. Handles faults as *on_error* says."""
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
    """Ignore the progress."""


def _report(error: RecordError, on_error: OnError) -> None:
    if on_error == "raise":
        raise error from error.reason
    if callable(on_error):
        on_error(error)
