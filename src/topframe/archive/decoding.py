"""Records to events, or to views of them, whatever the dialect.

Source: what `topframe.load` takes
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ..codec import decode_event, decode_within, encode
from ..errors import DecodeError
from ..load import loaded, messages_of
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
            elif (event := self._at_once(data)) is not None:
                yield line, event
            else:
                for body in messages_of(data) or (data,):
                    yield line, self._loaded(body)

    def _at_once(self, data: bytes) -> T | None:
        """An answer of the web API; None for what seems to be none, or is damaged."""
        if self._is_api:
            try:
                found: T = self._decode(data)
            except DecodeError:
                return None
            return found
        return None

    def _loaded(self, body: bytes) -> T | DecodeError:
        try:
            dialect, event = loaded(body)
            self._is_api = dialect == "api"
            viewed: Any = event if self._view is None else decode_view(encode(event), self._view)
        except DecodeError as exc:
            return exc
        found: T = viewed
        return found


def _viewer(view: type[T]) -> Callable[[bytes], T]:
    """What reads views of answers of the web API, and of nothing else."""
    fields = msgspec.structs.fields(view)
    if any(member.encode_name == "eventID" and member.required for member in fields):
        return lambda data: decode_view(data, view)

    def of_answer(data: bytes) -> T:
        decode_within(data, _IDENTIFIED, (), 0)
        return decode_view(data, view)

    return of_answer
