"""Dataclasses for the libraries that read them, built from the description of the fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Literal

from fields import Member, Model


def dataclass_of(model: Model, field_of: Callable[[Member], tuple[Any, Any]]) -> type:
    """A dataclass with slots.

    Args:
        model: The class to build.
        field_of: Returns the type and the `dataclasses.field` of a member, as the library needs them.
    """
    fields = [(member.name, *field_of(member)) for member in model.members]
    if model.tag is not None:
        fields.insert(0, ("type", Literal[model.tag], dataclasses.field()))
    return dataclasses.make_dataclass(
        model.name, fields, kw_only=True, slots=True, eq=False, namespace={"__module__": __name__}
    )


def default_of(member: Member) -> dict[str, Any]:
    """The default of a member, as keyword arguments of `dataclasses.field`."""
    return {} if member.required else {"default": None}
