"""mashumaro: dataclasses, decoded with its codec for orjson.

Its documentation says: create codecs once and reuse them when performance matters. `ORJSONDecoder` is the codec that
parses with orjson. A `Discriminator` finds the class of an entry by a field. `no_copy_collections` avoids copies of
lists and dicts whose values need no conversion. mashumaro "deliberately does not try to be a validation framework".
"""

from __future__ import annotations

import dataclasses
import sys
from functools import reduce
from operator import or_
from typing import Annotated, Any

from mashumaro import field_options
from mashumaro.codecs.orjson import ORJSONDecoder
from mashumaro.dialect import Dialect
from mashumaro.types import Discriminator

from fields import Member, Model, Words, event_class

from . import Rival, Root, attribute
from .dataclasses_ import dataclass_of, default_of

TAGS: dict[type, str] = {}
"""The type of each class of entries."""


class NoCopies(Dialect):
    """A dialect that copies lists and dicts only if their items need conversion."""

    no_copy_collections = (list, dict)


def field_of(member: Member) -> tuple[Any, Any]:
    """The type and the field of a member, with its JSON name."""
    return member.type, dataclasses.field(metadata=field_options(alias=member.wire_name), **default_of(member))


def class_of(model: Model) -> type:
    """A dataclass. It is added to its module, because the code that mashumaro generates looks for it there."""
    made = dataclass_of(model, field_of)
    if model.tag is not None:
        TAGS[made] = model.tag
    setattr(sys.modules[made.__module__], made.__name__, made)
    return made


def union_of(classes: dict[str, Any]) -> Any:
    """The union of entries, distinguished by `type`."""
    return Annotated[
        reduce(or_, classes.values()),
        Discriminator(field="type", include_supertypes=True, variant_tagger_fn=lambda cls: TAGS[cls]),
    ]


def make(root: Root) -> list[Rival]:
    """One rival, with one codec."""
    decoder: Any = ORJSONDecoder(event_class(root, Words(class_of, union_of)), default_dialect=NoCopies)
    return [Rival("mashumaro", "mashumaro", "typed", "all", decoder.decode, attribute)]
