"""Records to events, or to views of them, whatever the dialect.

Source: what `topframe.load` takes
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ..codec import decode_event, encode
from ..dialect import API, kind_in
from ..errors import DecodeError, ValidationError
from ..load import load_event, messages_of
from ..model.event import Event
from ..views.decode import decode_view
from .records import Record
from .sources import Part

T = TypeVar("T", bound=msgspec.Struct)


class Decoded(NamedTuple):
    """A part, the outcomes of its records in order, and how many line ends it has."""

    part: Part
    outcomes: Iterable[tuple[int, Any]]
    newlines: int


_OF_USER_REPORTS = frozenset({"id", "eventID", "name", "email", "comments", "dateCreated", "user", "issue", "event"})
"""Members of a user report. Those that an event has too do not show that a record is an event."""


class Decoding(Generic[T]):
    """Decodes the records of one source: as a rule, each is of the dialect of the one before.

    Args:
        view: What to make of them; None for events.
    """

    def __init__(self, view: type[T] | None) -> None:
        self._view = view
        self._decode: Callable[[bytes], Any] = decode_event if view is None else partial(decode_view, view=view)
        self._telling = _telling(view or Event)
        self._is_api = True
        """Whether the last record was an answer of the web API, which is decoded without further ado."""

    def outcomes(self, records: Iterable[Record]) -> Iterator[tuple[int, T | DecodeError]]:
        """What each record holds: one event as a rule, several where it is an answer of a queue.

        Returns:
            The line as it is given, and an event, or why there is none.
        """
        for line, data in records:
            if isinstance(data, DecodeError):
                yield line, data
                continue
            outcome = self._answer(data) if self._is_api else None
            if isinstance(outcome, DecodeError) or outcome is None:
                self._is_api = kind_in(data) == API
                if not self._is_api:
                    yield from ((line, self._loaded(body)) for body in _bodies(data))
                    continue
                outcome = self._answer(data) if outcome is None else outcome
            yield line, outcome

    def _answer(self, data: bytes) -> T | DecodeError:
        """A response of the web API, or what is wrong with it."""
        try:
            found: T = self._decode(data)
        except DecodeError as exc:
            return exc
        for name in self._telling:
            if getattr(found, name):
                return found
        kind = kind_in(data)
        return found if kind == API else ValidationError("$", "event", kind or "other object")

    def _loaded(self, body: bytes) -> T | DecodeError:
        """A record of any other dialect."""
        try:
            event: Any = load_event(body)
            found: T = event if self._view is None else decode_view(encode(event), self._view)
        except DecodeError as exc:
            return exc
        return found


def _bodies(data: bytes) -> Iterable[bytes]:
    """A document, or those that the messages of a queue's answer hold."""
    messages = messages_of(data)
    return (data,) if messages is None else messages


def _telling(view: type[msgspec.Struct]) -> tuple[str, ...]:
    """The members of a view that show, where they are not empty, that a response of the web API is an event."""
    fields = msgspec.structs.fields(view)
    if not any(field.encode_name == "eventID" and field.required for field in fields):
        return ()
    return tuple(field.name for field in fields if field.encode_name not in _OF_USER_REPORTS)
