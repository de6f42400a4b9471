"""Types and helpers that the interfaces of the raw dialect share.

SDKs send the same value in several types and shapes. These types accept all of them, and the helpers read them.
Source: getsentry/relay, relay-event-schema/src/processor and protocol/types.rs (`LenientString`, `Values`, `PairList`)
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Scalar: TypeAlias = str | int | float | bool
"""The types that SDKs send for a text. The server converts numbers and booleans to text."""
Number: TypeAlias = int | float | str
"""The types that SDKs send for a number. A text holds the number, or in a timestamp also an ISO 8601 time."""
Pairs: TypeAlias = tuple[tuple[Any, ...] | None, ...]
"""Rows of name and value, in the sender's order.

SDKs send any JSON as a value; most interfaces of the server keep only texts, numbers and booleans. A row can be null,
and can have more or less than two elements.
"""


class Listed(Protocol[T_co]):
    """The object form of a list interface: it holds a list of items in *values*, or is one item itself."""

    @property
    def values(self) -> tuple[T_co | None, ...] | None:
        """The items. None: the object is one item itself."""
        ...

    @property
    def alone(self) -> T_co | None:
        """The object, read as one item. None: the object is empty."""
        ...


def items(sent: Listed[T] | tuple[T | None, ...] | None) -> tuple[T, ...]:
    """Return the items of a list interface without nulls, for every shape that SDKs send. () if there are no items."""
    if sent is None:
        return ()
    if not isinstance(sent, tuple):
        sent = (sent.alone,) if sent.values is None else sent.values
    return tuple(filter(None, sent))


def pairs(sent: Pairs | dict[str, Any] | None) -> tuple[tuple[Any, Any], ...]:
    """Return name and value of each pair, from a list of rows or from an object. () if there are no pairs.

    Rows that are null or do not have two elements are skipped.
    """
    if isinstance(sent, dict):
        return tuple(sent.items())
    return tuple([(row[0], row[1]) for row in sent or () if row is not None and len(row) == 2])
