"""serpyco-rs: dataclasses, read from JSON by the serializer itself.

Its documentation of `codec` says: with a byte format, `load` reads the bytes directly, without dicts in between. A
`Discriminator` distinguishes the classes of a union.
"""

from __future__ import annotations

import dataclasses
from functools import reduce
from operator import or_
from typing import Annotated, Any

import serpyco_rs
from serpyco_rs.metadata import Alias, Discriminator

from fields import Member, Model, Words, event_class

from . import Rival, Root, attribute
from .dataclasses_ import dataclass_of, default_of


def field_of(member: Member) -> tuple[Any, Any]:
    """The type and the field of a member, with its JSON name."""
    return Annotated[member.type, Alias(member.wire_name)], dataclasses.field(**default_of(member))


def class_of(model: Model) -> type:
    """A dataclass, built from a `Model`."""
    return dataclass_of(model, field_of)


def union_of(classes: dict[str, Any]) -> Any:
    """The union of entries, distinguished by `type`."""
    return Annotated[reduce(or_, classes.values()), Discriminator("type")]


def make(root: Root) -> list[Rival]:
    """One rival, with one serializer."""
    serializer: Any = serpyco_rs.Serializer(event_class(root, Words(class_of, union_of)), codec=serpyco_rs.JSON)
    return [Rival("serpyco-rs", "serpyco-rs", "typed", "all", serializer.load, attribute)]
