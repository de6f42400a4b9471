"""What every interface of the model has in common.

Source: the web API's serializers: camelCase for what Sentry builds, snake_case for what it hands on.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from ..errors import DecodeError

# Python's float gives infinity where msgspec refuses: a number such as 1e400 is legal JSON.
_FREE_FORM = msgspec.json.Decoder(float_hook=float)


# No garbage collection: JSON is a tree, and what is frozen stays one.
class Interface(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of an event whose members the wire spells in snake_case.

    A member is None when its key is absent or null; the two mean the same. Keys that are not declared are skipped. The
    parts that can hold any JSON and can be large stay as they came, in a field called `..._json` (UNSET when the key is
    absent), and the property without that ending decodes them, anew at each use.
    """


class ApiInterface(Interface, frozen=True, kw_only=True, rename="camel"):
    """A part of an event whose members the web API spells in camelCase.

    GlitchTip hands some members on under the names that the SDK sent them with. Where such a name is a second spelling
    of one that Sentry has, the field that holds it is called `sent_...`.
    """


K = TypeVar("K", bound=Interface)


def as_known(value: Any, kind: type[K]) -> K | None:
    """Read a value that clients wrote and nobody checked as *kind*.

    Returns:
        A Struct in which members of the wrong type are None; None when *value* is no object.
    """
    if not isinstance(value, dict):
        return None
    members: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    whole: K | None = _converted(members, kind)
    if whole is not None:
        return whole
    fields = msgspec.structs.fields(kind)
    return kind(**{field.name: _converted(members.get(field.encode_name), field.type) for field in fields})


def _converted(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def free_form(json: msgspec.Raw | msgspec.UnsetType) -> Any:
    """Decode a part of an event that can be any JSON value; None when it is absent.

    Raises:
        DecodeError: It is nested too deeply for the stack that is left, or has a number of more than 4300 digits.
    """
    if isinstance(json, msgspec.UnsetType):
        return None
    try:
        return _FREE_FORM.decode(json)
    except (msgspec.DecodeError, RecursionError) as exc:
        raise DecodeError("Nested too deeply, or a number is too long - in a free-form part") from exc
