"""Reads the free-form parts of a payload: any JSON that clients write and no server checks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from ..errors import DecodeError

S = TypeVar("S", bound=msgspec.Struct)

# Python's float gives infinity where msgspec refuses: a number such as 1e400 is legal JSON.
_DECODER = msgspec.json.Decoder(float_hook=float)


def free_form(json: msgspec.Raw | msgspec.UnsetType) -> Any:
    """Decode a free-form part of a payload; None when it is absent.

    Raises:
        DecodeError: It is nested too deeply for the rest of the stack, or has a number of more than 4300 digits.
    """
    if isinstance(json, msgspec.UnsetType):
        return None
    try:
        return _DECODER.decode(json)
    except (msgspec.DecodeError, RecursionError):
        pass  # msgspec's error must not become the context of ours
    raise DecodeError("Nested too deeply, or a number is too long - in a free-form part")


def tokens(json: msgspec.Raw | bytes) -> bytes:
    """A JSON text without the blanks between its tokens; unchanged if it is not JSON."""
    try:
        return msgspec.json.format(bytes(json), indent=-1)
    except (msgspec.DecodeError, RecursionError):
        return bytes(json)


def as_object(value: Any) -> dict[str, Any] | None:
    """A JSON value if it is an object, else None."""
    return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]  # a cast is a call


def as_array(value: Any) -> Sequence[Any] | None:
    """A JSON value if it is an array, else None."""
    return value if isinstance(value, (list, tuple)) else None  # pyright: ignore[reportUnknownVariableType]


def as_known(value: Any, kind: type[S]) -> S | None:
    """Read a value as *kind*, although clients wrote it and no server checked it.

    Returns:
        A Struct in which members of the wrong type are None; None when *value* is no object.
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
