"""Records to events, or to views of them, whatever the dialect.

Source: what `topframe.load` takes
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ..codec import decode_event, decode_within, encode
from ..errors import DecodeError
from ..load import load_event, messages_of
from ..views.decode import decode_view
from .records import Record
from .sources import Part

T = TypeVar("T", bound=msgspec.Struct)


class Decoded(NamedTuple):
    """A part, the outcomes of its records in order, and how many line ends it has."""

    part: Part
    outcomes: Iterable[tuple[int, Any]]
    newlines: int


class _Identified(msgspec.Struct):
    """An answer of the web API, as far as it shows that it is one."""

    event_id: msgspec.Raw = msgspec.field(name="eventID")


_IDENTIFIED = msgspec.json.Decoder(_Identified)


class Decoding(Generic[T]):
    """Decodes the records of one source: as a rule, each is of the dialect of the one before.

    Args:
        view: What to make of them; None for events.
    """

    def __init__(self, view: type[T] | None) -> None:
        self._view = view
        self._decode: Callable[[bytes], Any] = decode_event if view is None else _viewer(view)
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
                self._is_api = _is_answer(data)
                if not self._is_api:
                    yield from ((line, self._loaded(body)) for body in _bodies(data))
                    continue
                outcome = self._answer(data) if outcome is None else outcome
            yield line, outcome

    def _answer(self, data: bytes) -> T | DecodeError:
        """An answer of the web API, or what is wrong with it."""
        try:
            found: T = self._decode(data)
        except DecodeError as exc:
            return exc
        return found

    def _loaded(self, body: bytes) -> T | DecodeError:
        """A record of any other dialect."""
        try:
            event: Any = load_event(body)
            found: T = event if self._view is None else decode_view(encode(event), self._view)
        except DecodeError as exc:
            return exc
        return found


def _is_answer(data: bytes) -> bool:
    """Whether a document is an answer of the web API, sound or not."""
    try:
        decode_within(data, _IDENTIFIED, (), 0)
    except DecodeError:
        return False
    return True


def _bodies(data: bytes) -> Iterable[bytes]:
    """A document, or those that the messages of a queue's answer hold."""
    messages = messages_of(data)
    return (data,) if messages is None else messages


def _viewer(view: type[T]) -> Callable[[bytes], T]:
    """What reads views of answers of the web API, and of nothing else."""
    fields = msgspec.structs.fields(view)
    if any(member.encode_name == "eventID" and member.required for member in fields):
        return lambda data: decode_view(data, view)

    def of_answer(data: bytes) -> T:
        decode_within(data, _IDENTIFIED, (), 0)
        return decode_view(data, view)

    return of_answer
