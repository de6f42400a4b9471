"""Records to events, or to views of them, whatever the dialect.

Source: what `topframe.decoding.load` takes
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from ..decoding.dialect import API, OF_USER_REPORTS, kind_in
from ..decoding.event import decode_event, encode
from ..decoding.load import load_event, messages_of
from ..decoding.view import decode_view
from ..errors import DecodeError, TopframeError, ValidationError
from .records import Record, documents_in

T = TypeVar("T", bound=msgspec.Struct)

Outcome: TypeAlias = tuple[str | None, int, Any]
"""The file of a record, or None; its line; and its event or view, or a `DecodeError` that says why there is none."""


class Decoding(Generic[T]):
    """Decodes records. It tries the dialect of the previous record first, as records of a source are usually alike.

    Args:
        view: What to make of each record; None for events.
    """

    def __init__(self, view: type[T] | None) -> None:
        self._view = view
        self._decode: Callable[[bytes], Any] = decode_event if view is None else partial(decode_view, view=view)
        if view is not None:
            with suppress(ValidationError):  # null is no event; a TypeError says that *view* is no view
                decode_view(b"null", view)
        self._telling = () if view is None else _telling(view)
        """If one of these is not empty, a decoded record is an event, and `kind_in` need not read the record again."""
        self._is_api = True
        """Whether the last record was a response of the web API. If so, the next one is first decoded as one."""

    def outcomes(self, texts: Iterable[tuple[str | None, Iterable[Record]]]) -> Generator[Outcome, None, None]:
        """Decode all records: usually one event each, several for a line or response with several documents.

        Args:
            texts: The name of each file, or None, with its records.
        """
        for file, records in texts:
            for line, data in records:
                if isinstance(data, DecodeError):
                    yield file, line, _alone(data)
                    continue
                outcome = self._of_api(data) if self._is_api else None
                if outcome is None or isinstance(outcome, DecodeError):
                    for at, found in self._of_any_dialect(line, data):
                        yield file, at, found
                else:
                    yield file, line, outcome

    def _of_any_dialect(
        self, line: int, data: bytes, *, is_document: bool = False
    ) -> Iterator[tuple[int, T | DecodeError]]:
        """The events of a record in any dialect, with their lines.

        Args:
            line: The line on which the record begins.
            data: The record.
            is_document: Whether `documents_in` gave the record. If so, it is not split again.
        """
        if b"{" not in data:  # it holds no event; a file can have millions of such records
            self._is_api = False
            yield line, self._loaded(data)
            return
        self._is_api = kind_in(data) == API
        if self._is_api:
            yield line, self._of_api(data)
        elif messages := messages_of(data):
            yield from ((line, self._loaded(message)) for message in _one_by_one(*messages))
        else:
            outcome = self._loaded(data)
            if not is_document and isinstance(outcome, DecodeError) and not isinstance(outcome, ValidationError):
                yield from self._of_documents(line, data, outcome)
            else:
                yield line, outcome

    def _of_documents(self, line: int, data: bytes, fault: DecodeError) -> Iterator[tuple[int, T | DecodeError]]:
        """The events of a record that could not be decoded as a whole: it may hold several documents.

        Args:
            line: Its line.
            data: The record.
            fault: Why it could not be decoded. This is the outcome if the record is a single document.
        """
        documents = documents_in(line, data)
        first, second = next(documents, None), next(documents, None)
        if first is None or second is None:
            yield line, fault
            return
        for at, document in chain((first, second), documents):
            if isinstance(document, DecodeError):
                yield at, document
            else:
                yield from self._of_any_dialect(at, document, is_document=True)

    def _of_api(self, data: bytes) -> T | DecodeError:
        """The event or view in a response of the web API, or the error."""
        try:
            found: T = self._decode(data)
        except TopframeError as exc:
            return _alone(exc)
        if self._view is None or any(getattr(found, name) for name in self._telling):
            return found  # `decode_event` refuses what is no event
        kind = kind_in(data)
        return found if kind == API else ValidationError("$", "event", kind or "other object")

    def _loaded(self, body: bytes) -> T | DecodeError:
        """The event or view in a record of any other dialect, or the error."""
        try:
            event: Any = load_event(body)
            found: T = event if self._view is None else decode_view(encode(event), self._view)
        except TopframeError as exc:
            return _alone(exc)
        return found


def _alone(error: TopframeError) -> DecodeError:
    """The error without traceback, cause and context, which would keep the record in memory."""
    fault = error if isinstance(error, DecodeError) else DecodeError(str(error))
    fault.__traceback__ = fault.__cause__ = fault.__context__ = None
    return fault


def _one_by_one(name: str, messages: bytes) -> Iterator[bytes]:
    """Make a response with one message from each message in a response of a queue."""
    found = (message for _, message in documents_in(0, messages) if isinstance(message, bytes))
    return (b'{"%b": [%b]}' % (name.encode(), message) for message in found)


def _telling(view: type[msgspec.Struct]) -> tuple[str, ...]:
    """The members of a view that a user report does not have; none if *view* takes objects without an `eventID`.

    User reports have an `eventID` too. If one of these members has a value, the record is an event.
    """
    fields = msgspec.structs.fields(view)
    if not any(field.encode_name == "eventID" and field.required for field in fields):
        return ()
    return tuple(field.name for field in fields if field.encode_name not in OF_USER_REPORTS)
