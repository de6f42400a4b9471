"""adaptix: dataclasses, loaded from what orjson parsed.

Its documentation says: get the loader of a type once (`Retort.get_loader`). `DebugTrail.DISABLE` is the fastest mode;
its errors have no path. The benchmarks of adaptix call this form `dt_disable`. `strict_coercion` stays on, which is the
default. adaptix tries the classes of entries one after the other, because release 3.0.0b12 has no discriminators.
"""

from __future__ import annotations

import dataclasses
from functools import reduce
from operator import or_
from typing import Any

import orjson
from adaptix import DebugTrail, Provider, Retort, name_mapping

from fields import Member, Model, Words, event_class

from . import Rival, Root, attribute
from .dataclasses_ import dataclass_of, default_of


def field_of(member: Member) -> tuple[Any, Any]:
    """The type and the field of a member."""
    return member.type, dataclasses.field(**default_of(member))


def union_of(classes: dict[str, Any]) -> Any:
    """The union of entries. The literal `type` lets only one class accept an entry."""
    return reduce(or_, classes.values())


def make(root: Root) -> list[Rival]:
    """One rival, with one loader."""
    recipe: list[Provider] = []

    def class_of(model: Model) -> type:
        made = dataclass_of(model, field_of)
        recipe.append(name_mapping(made, map={member.name: member.wire_name for member in model.members}))
        return made

    event = event_class(root, Words(class_of, union_of))
    load = Retort(recipe=recipe, debug_trail=DebugTrail.DISABLE).get_loader(event)

    def decode(body: bytes) -> Any:
        return load(orjson.loads(body))

    return [Rival("adaptix", "adaptix", "typed", "all", decode, attribute)]
