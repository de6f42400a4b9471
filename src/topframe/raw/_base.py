"""What the interfaces of the raw dialect have in common: how lenient it is.

Source: getsentry/relay, relay-event-schema/src/processor and protocol/types.rs (`LenientString`, `Values`, `PairList`)
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Scalar: TypeAlias = str | int | float | bool
"""What SDKs send where a text is meant; the server writes it as text."""
Number: TypeAlias = int | float | str
"""What SDKs send where a number is meant: also text that says it."""
Pairs: TypeAlias = tuple[tuple[Any, ...] | None, ...]
"""Names with their values, in order. SDKs send any JSON as value; the server keeps texts, numbers and booleans."""


class Listed(Protocol[T_co]):
    """An object with a list, or, where it has none, one item of such a list."""

    @property
    def values(self) -> tuple[T_co | None, ...] | None:
        """The items; None when the object is an item itself."""
        ...

    @property
    def alone(self) -> T_co | None:
        """The object as an item; None when it says nothing."""
        ...


def items(sent: Listed[T] | tuple[T | None, ...] | None) -> tuple[T, ...]:
    """The items of a list interface, in whichever of its shapes it was sent, without nulls; () for none."""
    if sent is None:
        return ()
    if not isinstance(sent, tuple):
        sent = (sent.alone,) if sent.values is None else sent.values
    return tuple(filter(None, sent))


def pairs(sent: Pairs | dict[str, Any] | None) -> tuple[tuple[Any, Any], ...]:
    """Name and value of each pair, in whichever shape they were sent, without rows that are no pairs; () for none."""
    if isinstance(sent, dict):
        return tuple(sent.items())
    return tuple([(row[0], row[1]) for row in sent or () if row is not None and len(row) == 2])
