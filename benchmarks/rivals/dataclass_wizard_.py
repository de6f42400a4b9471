"""dataclass-wizard: dataclasses, loaded from what orjson parsed.

Its documentation says: use `fromdict` for dataclasses without a mixin, and `Alias` for JSON names. Give each class of a
union a `tag`, and name its key with `tag_key`, so that the library never tries a wrong class.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import reduce
from operator import or_
from typing import Any, get_args

import orjson
from dataclass_wizard import Alias, LoadMeta, fromdict

from fields import Member, Model, Words, event_class

from . import Rival, Root, attribute
from .dataclasses_ import dataclass_of, default_of


def field_of(member: Member) -> tuple[Any, Any]:
    """The type and the field of a member, with its JSON name."""
    return member.type, Alias(member.wire_name, **default_of(member))


def class_of(model: Model) -> type:
    """A dataclass. The class of an entry has its tag."""
    made = dataclass_of(model, field_of)
    if model.tag is not None:
        LoadMeta(tag=model.tag, tag_key="type").bind_to(made)
    elif any(len([kind for kind in get_args(member.type) if is_dataclass(kind)]) == 1 for member in model.members):
        LoadMeta(unsafe_parse_dataclass_in_union=True).bind_to(made)  # a single dataclass needs no tag
    return made


def make(root: Root) -> list[Rival]:
    """One rival, with one class."""
    event = event_class(root, Words(class_of, lambda classes: reduce(or_, classes.values())))
    LoadMeta(tag_key="type").bind_to(event)

    def decode(body: bytes) -> Any:
        return fromdict(event, orjson.loads(body))

    return [Rival("dataclass-wizard", "dataclass-wizard", "typed", "all", decode, attribute)]
