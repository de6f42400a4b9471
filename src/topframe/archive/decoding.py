"""Decodes records to events or to views, in any dialect.

A record that is not one JSON document is split into its documents, and a response of a queue into its messages. Each of
them gives an outcome: an event, a view or an error.

Source: the dialects of `topframe.decoding.load`
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, TypeAlias

import msgspec

from ..decoding.load import load_event, load_view, messages_of
from ..decoding.view import decode_view
from ..errors import DecodeError, TopframeError, ValidationError
from .documents import Record, documents_in

Outcome: TypeAlias = tuple[str | None, int, int, DecodeError | None, Any]
"""The path of the file, or None; the line, from 1, and the byte, from 0, at which the record begins; the error of the
record, or None; and the event or view, which is None after an error."""

_RECORD, _DOCUMENT, _MESSAGE = range(3)
"""What is decoded: a record of the source, one of several documents in it, or a message in one of these."""


class Decoding:
    """A decoder of records to events or views.

    Args:
        view: The class that each record is decoded to; None for `Event`.

    Raises:
        TypeError: *view* is not a view.
    """

    def __init__(self, view: type[msgspec.Struct] | None) -> None:
        self._view = view
        if view is not None:
            with suppress(ValidationError):  # `null` is always invalid; a TypeError for a wrong *view* passes
                decode_view(b"null", view)

    def outcomes(
        self, texts: Iterable[tuple[str | None, Iterable[Record]]], kind: int = _RECORD
    ) -> Generator[Outcome, None, None]:
        """Decode all records. A record gives one outcome for each document or message that it holds, usually one.

        Args:
            texts: For each file, its path and its records. The path is None for a stream or an iterable of bodies.
            kind: What the records are: `_RECORD`, or the parts of a record that could not be decoded as a whole.
        """
        view = self._view
        for file, records in texts:
            # This loop runs for each event, so it calls functions of this module only for bad records.
            for line, offset, data in records:
                try:
                    if not isinstance(data, bytes):
                        raise data
                    found = load_event(data) if view is None else load_view(data, view)
                except TopframeError as exc:
                    fault = _alone(exc)
                else:
                    yield file, line, offset, None, found
                    continue
                parts = _parts(line, offset, data, fault, kind)
                if parts is None:
                    yield file, line, offset, fault, None
                else:
                    yield from self.outcomes([(file, parts[0])], parts[1])


def _parts(
    line: int, offset: int, data: bytes | DecodeError, fault: DecodeError, kind: int
) -> tuple[Iterable[Record], int] | None:
    """Split a record that could not be decoded as a whole.

    Args:
        line: The line on which the record begins, from 1.
        offset: The byte at which the record begins, from 0.
        data: The record.
        fault: The error of the whole record.
        kind: What the record is. A document is not split into documents again, and a message is not split.

    Returns:
        The messages or documents of the record, and what they are; None if there is nothing to split.
    """
    # Without an object, there is no event. A damaged file can have millions of such records.
    if isinstance(data, DecodeError) or kind == _MESSAGE or b"{" not in data:
        return None
    if messages := messages_of(data):
        return ((line, offset, message) for message in _one_by_one(*messages)), _MESSAGE
    if isinstance(fault, ValidationError) or kind == _DOCUMENT:
        return None
    documents = documents_in(line, offset, data)
    first, second = next(documents, None), next(documents, None)
    return (chain((first, second), documents), _DOCUMENT) if first and second else None


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
    found = (message for _, _, message in documents_in(1, 0, messages) if isinstance(message, bytes))
    return (b'{"%b": [%b]}' % (name.encode(), message) for message in found)
