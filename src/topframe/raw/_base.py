"""Types and helpers that the interfaces of the raw dialect share.

SDKs send the same value in several types and shapes. These types accept all of them, and the helpers read them.
Source: getsentry/relay, relay-event-schema/src/processor and protocol/types.rs (`LenientString`, `Values`, `PairList`)
"""

from __future__ import annotations

from typing import Any, Generic, TypeAlias, TypeVar, cast

from ..model._base import present

T = TypeVar("T")

Scalar: TypeAlias = str | int | float | bool
"""The types that SDKs send for a text. The server converts numbers and booleans to text."""
Number: TypeAlias = int | float | str
"""The types that SDKs send for a number. A text holds the number, or in a timestamp also an ISO 8601 time."""
Pairs: TypeAlias = tuple[tuple[Any, ...] | None, ...]
"""Rows of name and value, in the sender's order.

SDKs send any JSON as a value; most interfaces of the server keep only texts, numbers and booleans. A row can be null,
and can have more or less than two elements.
"""


class Listed(Generic[T]):
    """A mixin for the object form of a list interface: the object holds a list of items, or is one item itself."""

    __slots__ = ()

    values_data: tuple[T | None, ...] | None

    @property
    def values(self) -> tuple[T, ...]:
        """The items without nulls. If there is no list: the object itself as the only item, or () if it is empty."""
        if self.values_data is not None:
            return present(self.values_data)
        return () if self == type(self)() else (cast("T", self),)


def items(sent: Listed[T] | tuple[T | None, ...] | None) -> tuple[T, ...]:
    """Return the items of a list interface without nulls, for every shape that SDKs send. () if there are no items."""
    return sent.values if isinstance(sent, Listed) else present(sent)


def pairs(sent: Pairs | dict[str, Any] | None) -> tuple[tuple[Any, Any], ...]:
    """Return name and value of each pair, from a list of rows or from an object. () if there are no pairs.

    Rows that are null or do not have two elements are skipped.
    """
    if isinstance(sent, dict):
        return tuple(sent.items())
    return tuple([(row[0], row[1]) for row in sent or () if row is not None and len(row) == 2])
