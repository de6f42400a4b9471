"""Reads free-form parts of a payload: clients write them, no server checks them, and they can be any JSON."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from ..errors import DecodeError

S = TypeVar("S", bound=msgspec.Struct)

# 1e400 is valid JSON. Python's float converts it to infinity; without a hook, msgspec raises an error.
_DECODER = msgspec.json.Decoder(float_hook=float)


def free_form(json: msgspec.Raw | msgspec.UnsetType) -> Any:
    """Decode a free-form part of a payload; None if it is absent.

    Raises:
        DecodeError: *json* is nested too deeply for the free stack, or has a number with more than 4300 digits.
    """
    if isinstance(json, msgspec.UnsetType):
        return None
    try:
        return _DECODER.decode(json)
    except (msgspec.DecodeError, RecursionError):
        pass  # our error is raised below, because here it would get msgspec's error as its context
    raise DecodeError("Nested too deeply, or a number is too long - in a free-form part")


def tokens(json: msgspec.Raw | bytes) -> bytes:
    """The JSON text without blanks between its tokens; unchanged if it is not valid JSON."""
    try:
        return msgspec.json.format(bytes(json), indent=-1)
    except (msgspec.DecodeError, RecursionError):
        return bytes(json)


def as_object(value: Any) -> dict[str, Any] | None:
    """The value if it is a JSON object; None for any other value."""
    return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]  # a cast is a call


def as_array(value: Any) -> Sequence[Any] | None:
    """The value if it is a JSON array; None for any other value."""
    return value if isinstance(value, (list, tuple)) else None  # pyright: ignore[reportUnknownVariableType]


def as_known(value: Any, kind: type[S]) -> S | None:
    """Convert a free-form value to a Struct of the class *kind*, as far as its members have the right types.

    Args:
        value: A decoded JSON value.
        kind: The class. None must be allowed for each of its fields.

    Returns:
        The Struct, with None for each member of the wrong type; None if *value* is not a JSON object.
    """
    members = as_object(value)
    if members is None:
        return None
    whole: S | None = _converted(members, kind)
    if whole is not None:
        return whole
    return kind(**{name: _converted(members.get(wire_name), type) for name, wire_name, type in _fields(kind)})


@lru_cache(maxsize=64)  # classes, never payload text: at most 1 MB
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    return tuple((field.name, field.encode_name, field.type) for field in msgspec.structs.fields(kind))


def _converted(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError):
        return None
