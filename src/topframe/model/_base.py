"""The base classes of all interfaces of the model.

An interface is one part of an event, for example the request or a frame. The web API spells the keys of an object in
camelCase if its own code builds the object. Objects that it passes on unchanged keep the snake_case of the SDKs.

Source: the serializers of the web API in getsentry/sentry
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from ..errors import DecodeError
from ..wire.freeform import tokens
from .printed import Printed

T = TypeVar("T")


# With `gc=False` the garbage collector does not track these objects. That is safe because JSON is a tree, so decoded
# objects contain no cycles. A cycle arises only if a caller puts an event into a dict inside that same event.
class Interface(Printed, msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an event whose keys are in snake_case in the JSON.

    A field is None when its key is absent or null; both mean the same. Keys without a field are skipped.

    Free-form parts can hold any JSON: `contexts`, `context`, `packages`, `_meta`, `user`, local variables, the data of
    breadcrumbs and requests. A field named `..._json` keeps the JSON text exactly as received; it is UNSET when the
    key is absent. The property without that suffix decodes the text again on each access. It raises a `DecodeError` if
    a number has more than 4300 digits, or if the nesting is too deep for the free stack.

    A field named `..._data` holds a list as the server sent it: its items can be null, and it is None when the key is
    absent or null. The property without that suffix leaves out the nulls; it is () when the list is missing.

    Field names follow the SDKs, even if the server uses another spelling: `in_app` is `inApp` in Sentry's responses.
    """


class FreeFormInterface(Interface, frozen=True, kw_only=True):
    """An interface with free-form parts. `==` compares these parts as JSON text and ignores whitespace between tokens.

    A missing part equals null. `==` raises a `DecodeError` if a part is nested too deeply for the free stack.
    """

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        try:
            return all(_alike(getattr(self, name), getattr(other, name)) for name in self.__struct_fields__)
        except RecursionError as exc:
            raise DecodeError("Nested too deeply to be compared") from exc

    __hash__ = None  # type: ignore[assignment]  # fields can hold dicts, which have no hash


class ApiInterface(Interface, frozen=True, kw_only=True, rename="camel"):
    """A part of an event whose keys are in camelCase in the JSON."""


class FreeFormApiInterface(FreeFormInterface, frozen=True, kw_only=True, rename="camel"):
    """An interface with free-form parts whose keys are in camelCase in the JSON."""


def present(items: tuple[T | None, ...] | None) -> tuple[T, ...]:
    """The items that are not None, in order; () for None. A tuple without None is returned itself, not a copy."""
    whole: Any = items or ()
    found = [item for item in whole if item is not None]
    return whole if len(found) == len(whole) else tuple(found)


def _alike(one: object, other: object) -> bool:
    free = (msgspec.Raw, msgspec.UnsetType)
    if isinstance(one, free) and isinstance(other, free):
        return one == other or _tokens(one) == _tokens(other)
    return one == other


def _tokens(json: msgspec.Raw | msgspec.UnsetType) -> bytes:
    return b"null" if isinstance(json, msgspec.UnsetType) else tokens(json)
