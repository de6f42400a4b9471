"""cattrs: attrs classes, structured from what orjson parsed.

Its documentation says: take the converter that is configured for the format (`cattrs.preconf.orjson`); without
`detailed_validation` structuring is faster; `get_structure_hook` once instead of a look-up for each call; tagged unions
are a strategy, with a `default` for other tags. Where a value can be an array or an object or a text, cattrs asks for a
hook of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from operator import or_
from types import UnionType
from typing import Any, get_args, get_origin

import attrs
import cattrs.gen
import orjson
from cattrs.preconf.orjson import OrjsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from fields import Model, Words, event_class

from . import Rival, Root, attribute


@attrs.define
class AnotherEntry:
    """An entry of unknown type."""

    type: Any = None
    data: Any = None


class Classes:
    """Makes attrs classes, and tells a converter how they are structured."""

    def __init__(self, converter: OrjsonConverter) -> None:
        self.converter = converter
        self.tags: dict[Any, str] = {}

    def class_of(self, model: Model) -> type:
        """An attrs class with slots, and its hook."""
        fields = {
            member.name: attrs.field(type=member.type)
            if member.required
            else attrs.field(default=None, type=member.type)
            for member in model.members
        }
        made: type = attrs.make_class(model.name, fields, kw_only=True, slots=True, eq=False)
        names = {member.name: cattrs.gen.override(rename=member.wire_name) for member in model.members}
        hook: Any = cattrs.gen.make_dict_structure_fn(made, self.converter, **names)  # type: ignore[arg-type]
        self.converter.register_structure_hook(made, hook)
        if model.tag is not None:
            self.tags[made] = model.tag
        return made

    def union_of_entries(self, classes: dict[str, Any]) -> Any:
        """The union of entries, which their types tell apart."""
        union = reduce(or_, classes.values())
        configure_tagged_union(union, self.converter, tag_generator=self.tags.__getitem__, tag_name="type")
        return union

    def open_union_of_entries(self, classes: dict[str, Any]) -> Any:
        """The same, and a class for those of another type."""
        union = reduce(or_, classes.values()) | AnotherEntry
        tags = {**self.tags, AnotherEntry: "another"}
        configure_tagged_union(
            union, self.converter, tag_generator=tags.__getitem__, tag_name="type", default=AnotherEntry
        )
        return union

    def union_of(self, kinds: tuple[Any, ...]) -> Any:
        """A union; cattrs knows those of plain values, and of one class and None."""
        union = reduce(or_, kinds)
        some = [kind for kind in kinds if kind is not None]
        if len(some) > 1 and any(get_origin(kind) or attrs.has(kind) for kind in some):
            hooks = {
                dict if attrs.has(kind) else get_origin(kind) or kind: (self.converter.get_structure_hook(kind), kind)
                for kind in some
            }
            self.converter.register_structure_hook_func(partial(_is_it, union), partial(_by_kind, hooks))
        return union

    def member_of(self, value: Any, name: str, wire_name: str) -> Any:
        """A member; the type of an entry is that of its class."""
        tag = self.tags.get(type(value)) if name == "type" else None
        return tag or attribute(value, name, wire_name)


def _by_kind(hooks: dict[type, tuple[Callable[[Any, Any], Any], Any]], value: Any, _: Any) -> Any:
    """Structure a value by what JSON it is."""
    if value is None:
        return None
    if type(value) not in hooks:
        raise TypeError("none of these kinds")
    hook, kind = hooks[type(value)]
    return hook(value, kind)


def _is_it(union: UnionType, kind: Any) -> bool:
    """Whether cattrs asks for the hook of this union."""
    return get_args(kind) == get_args(union) and bool(get_args(kind))


def rival(root: Root, name: str, tagged: Callable[[Classes, dict[str, Any]], Any]) -> Rival:
    """One hook, found once."""
    classes = Classes(make_converter(detailed_validation=False))
    event = event_class(root, Words(classes.class_of, partial(tagged, classes), classes.union_of))
    structure = classes.converter.get_structure_hook(event)

    def decode(body: bytes) -> Any:
        return structure(orjson.loads(body), event)

    return Rival(name, "cattrs", "typed", "all", decode, classes.member_of)


def make(root: Root) -> list[Rival]:
    """As it is, and open."""
    return [
        rival(root, "cattrs", Classes.union_of_entries),
        rival(root, "cattrs, open", Classes.open_union_of_entries),
    ]
