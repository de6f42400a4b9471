"""dataclass-wizard: dataclasses, loaded from what orjson parsed.

Its documentation says: `fromdict` for dataclasses without a mixin; `Alias` for names of the wire; a `tag` for each
class of a union and `tag_key` for where it stands, so that no class is tried in vain.
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
    """A member, with the name that it has on the wire."""
    return member.type, Alias(member.wire_name, **default_of(member))


def class_of(model: Model) -> type:
    """A dataclass; that of an entry has its tag."""
    made = dataclass_of(model, field_of)
    if model.tag is not None:
        LoadMeta(tag=model.tag, tag_key="type").bind_to(made)
    elif any(len([kind for kind in get_args(member.type) if is_dataclass(kind)]) == 1 for member in model.members):
        LoadMeta(unsafe_parse_dataclass_in_union=True).bind_to(made)  # one dataclass or a text: nothing to tell apart
    return made


def make(root: Root) -> list[Rival]:
    """One class."""
    event = event_class(root, Words(class_of, lambda classes: reduce(or_, classes.values())))
    LoadMeta(tag_key="type").bind_to(event)

    def decode(body: bytes) -> Any:
        return fromdict(event, orjson.loads(body))

    return [Rival("dataclass-wizard", "dataclass-wizard", "typed", "all", decode, attribute)]
