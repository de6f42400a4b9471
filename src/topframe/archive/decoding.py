"""Decodes records to events or to views, in any dialect.

A record that is not one JSON document is split into its documents, and a response of a queue into its messages. Each of
them gives an outcome: an event, a view or an error.

Source: the dialects of `topframe.decoding.load`
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from ..decoding.load import load_event, load_view, messages_of
from ..decoding.view import decode_view
from ..errors import DecodeError, TopframeError, ValidationError
from .records import Record, documents_in

T = TypeVar("T", bound=msgspec.Struct)

Outcome: TypeAlias = tuple[str | None, int, Any]
"""The path of the file, or None; the line, from 1; and the event or view, or the `DecodeError` of the record."""


class Decoding(Generic[T]):
    """A decoder of records to events or views.

    Args:
        view: The class that each record is decoded to; None for `Event`.

    Raises:
        TypeError: *view* is not a view.
    """

    def __init__(self, view: type[T] | None) -> None:
        self._load: Callable[[bytes], Any] = load_event if view is None else partial(load_view, view=view)
        if view is not None:
            with suppress(ValidationError):  # `null` is always invalid; a TypeError for a wrong *view* passes
                decode_view(b"null", view)

    def outcomes(self, texts: Iterable[tuple[str | None, Iterable[Record]]]) -> Generator[Outcome, None, None]:
        """Decode all records. A record gives one outcome for each document or message that it holds, usually one.

        Args:
            texts: For each file, its path and its records. The path is None for a stream or an iterable of bodies.
        """
        for file, records in texts:
            for line, data in records:
                outcome = self._loaded(data)
                if isinstance(outcome, DecodeError):
                    for at, found in self._split(line, data, outcome):
                        yield file, at, found
                else:
                    yield file, line, outcome

    def _split(
        self, line: int, data: bytes | DecodeError, outcome: T | DecodeError, *, is_document: bool = False
    ) -> Iterator[tuple[int, T | DecodeError]]:
        """Decode each message or document of a record that could not be decoded as a whole.

        Args:
            line: The line on which the record begins, from 1.
            data: The record.
            outcome: The outcome of the whole record. It is the only one if there is nothing to split.
            is_document: Whether `documents_in` found the record. If so, it is not split into documents again.
        """
        # Without an object, there is no event. A damaged file can have millions of such records.
        if not isinstance(outcome, DecodeError) or isinstance(data, DecodeError) or b"{" not in data:
            yield line, outcome
        elif messages := messages_of(data):
            yield from ((line, self._loaded(message)) for message in _one_by_one(*messages))
        elif is_document or isinstance(outcome, ValidationError):
            yield line, outcome
        else:
            yield from self._of_documents(line, data, outcome)

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
            yield from self._split(at, document, self._loaded(document), is_document=True)

    def _loaded(self, data: bytes | DecodeError) -> T | DecodeError:
        """The event or view in a record, or the error."""
        if isinstance(data, DecodeError):
            return _alone(data)
        try:
            found: T = self._load(data)
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
