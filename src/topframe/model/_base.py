"""What every interface of the model has in common.

Source: the web API's serializers: camelCase for what Sentry builds, snake_case for what it hands on.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from ..errors import DecodeError
from ..wire.freeform import tokens
from .printed import Printed

T = TypeVar("T")


# Not tracked by the garbage collector: JSON is a tree. Only code that puts an event into its own dicts makes a cycle.
class Interface(Printed, msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an event whose members the wire spells in snake_case.

    A member is None when its key is absent or null; the two mean the same. Keys that are not declared are skipped.

    The large parts that can be any JSON (`contexts`, `context`, `packages`, `_meta`, `user`, local variables, the data
    of breadcrumbs and requests) stay as they came, in a field called `..._json`, which is UNSET when the key is absent.
    The property without that ending decodes them, anew at each use; it raises a `DecodeError` where a number has more
    than 4300 digits, or the nesting is too deep for the stack that is left.

    The list of a payload is in a field called `..._data`: its items can be null, and it is None when its key is absent
    or null. The property without that ending has no nulls, and is () when there is no list.

    A member has the name that SDKs give it, whatever the server writes: `in_app` is `inApp` in Sentry's responses.
    """


class FreeFormInterface(Interface, frozen=True, kw_only=True):
    """An interface with free-form parts. `==` compares these as JSON text, without blanks; a missing part equals null.

    `==` raises a `DecodeError` if a part is nested too deeply for the rest of the stack.
    """

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        try:
            return all(_alike(getattr(self, name), getattr(other, name)) for name in self.__struct_fields__)
        except RecursionError as exc:
            raise DecodeError("Nested too deeply to be compared") from exc

    __hash__ = None  # type: ignore[assignment]  # what an event holds can be a dict


class ApiInterface(Interface, frozen=True, kw_only=True, rename="camel"):
    """A part of an event whose members the web API spells in camelCase."""


class FreeFormApiInterface(FreeFormInterface, frozen=True, kw_only=True, rename="camel"):
    """An interface with free-form parts whose members the web API spells in camelCase."""


def present(items: tuple[T | None, ...] | None) -> tuple[T, ...]:
    """The items of a list without its nulls; () for None. A list without nulls is returned as it is."""
    found = [item for item in items or () if item is not None]
    return items if items is not None and len(found) == len(items) else tuple(found)  # type: ignore[return-value]


def _alike(one: object, other: object) -> bool:
    free = (msgspec.Raw, msgspec.UnsetType)
    if isinstance(one, free) and isinstance(other, free):
        return one == other or _tokens(one) == _tokens(other)
    return one == other


def _tokens(json: msgspec.Raw | msgspec.UnsetType) -> bytes:
    return b"null" if isinstance(json, msgspec.UnsetType) else tokens(json)
