"""Decodes records to events or to views, in any dialect.

The records of a source usually have the same dialect. So the first record, and each record after a response of the web
API, is first decoded as a response of the web API. If that fails, its keys show its dialect. A record that is not one
JSON document is split into its documents. Each document gives an outcome: an event, a view or an error.

Source: the dialects of `topframe.decoding.load`
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
"""The path of the file, or None; the line, from 1; and the event or view, or the `DecodeError` of the record."""


class Decoding(Generic[T]):
    """A decoder of records to events or views. It remembers if the previous record was a response of the web API.

    Args:
        view: The class that each record is decoded to; None for `Event`.

    Raises:
        TypeError: *view* is not a view.
    """

    def __init__(self, view: type[T] | None) -> None:
        self._view = view
        self._decode: Callable[[bytes], Any] = decode_event if view is None else partial(decode_view, view=view)
        if view is not None:
            with suppress(ValidationError):  # `null` is always invalid; a TypeError for a wrong *view* passes
                decode_view(b"null", view)
        self._telling = () if view is None else _telling(view)
        """Fields of the view. If one has a value, the record is an event, and `kind_in` need not decode it again."""
        self._is_api = True
        """Whether the next record is first decoded as a response of the web API: the previous record was one."""

    def outcomes(self, texts: Iterable[tuple[str | None, Iterable[Record]]]) -> Generator[Outcome, None, None]:
        """Decode all records. A record gives one outcome for each document or message that it holds, usually one.

        Args:
            texts: For each file, its path and its records. The path is None for a stream or an iterable of bodies.
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
        """Decode a record in any dialect. Gives the line and the event, view or error of each document in it.

        Args:
            line: The line on which the record begins, from 1.
            data: The record.
            is_document: Whether `documents_in` found the record. If so, it is not split again.
        """
        if b"{" not in data:  # no object, so no event; a damaged file can have millions of these
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
        """Decode each document of a record that could not be decoded as one document.

        Args:
            line: The line on which the record begins, from 1.
            data: The record.
            fault: The error of the whole record. It is the outcome if the record holds fewer than two documents.
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
        """The event or view in a response of the web API, or the error if the record is not one."""
        try:
            found: T = self._decode(data)
        except TopframeError as exc:
            return _alone(exc)
        if self._view is None or any(getattr(found, name) for name in self._telling):
            return found  # `decode_event` raises an error for other objects
        kind = kind_in(data)
        return found if kind == API else ValidationError("$", "event", kind or "other object")

    def _loaded(self, body: bytes) -> T | DecodeError:
        """The event or view in a record of any dialect, decoded by `load_event`, or the error."""
        try:
            event: Any = load_event(body)
            found: T = event if self._view is None else decode_view(encode(event), self._view)
        except TopframeError as exc:
            return _alone(exc)
        return found


def _alone(error: TopframeError) -> DecodeError:
    """The error as a `DecodeError` without traceback, cause and context: these would keep the record in memory."""
    fault = error if isinstance(error, DecodeError) else DecodeError(str(error))
    fault.__traceback__ = fault.__cause__ = fault.__context__ = None
    return fault


def _one_by_one(name: str, messages: bytes) -> Iterator[bytes]:
    """Split a response of a queue into responses with one message each.

    Args:
        name: The key of the list of messages.
        messages: The list, as JSON.
    """
    found = (message for _, message in documents_in(0, messages) if isinstance(message, bytes))
    return (b'{"%b": [%b]}' % (name.encode(), message) for message in found)


def _telling(view: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a view that a user report does not have; () if *view* does not require an `eventID`.

    Events and user reports both have an `eventID`. If one of these fields also has a value, the record is an event.
    """
    fields = msgspec.structs.fields(view)
    if not any(field.encode_name == "eventID" and field.required for field in fields):
        return ()
    return tuple(field.name for field in fields if field.encode_name not in OF_USER_REPORTS)
