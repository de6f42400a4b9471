"""cattrs: attrs classes, structured from what orjson parsed.

Its documentation says: take the converter that is configured for the format (`cattrs.preconf.orjson`). Structuring is
faster without `detailed_validation`. Call `get_structure_hook` once, to avoid a look-up for each call. Tagged unions
are a strategy, with a `default` for other tags. Where a value can be an array, an object or a text, cattrs requires a
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
    """Builds attrs classes, and registers with a converter how to structure them."""

    def __init__(self, converter: OrjsonConverter) -> None:
        self.converter = converter
        self.tags: dict[Any, str] = {}

    def class_of(self, model: Model) -> type:
        """An attrs class with slots. Its hook is registered."""
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
        """The union of entries, distinguished by `type`."""
        union = reduce(or_, classes.values())
        configure_tagged_union(union, self.converter, tag_generator=self.tags.__getitem__, tag_name="type")
        return union

    def open_union_of_entries(self, classes: dict[str, Any]) -> Any:
        """The union of entries, with one more class for entries of other types."""
        union = reduce(or_, classes.values()) | AnotherEntry
        tags = {**self.tags, AnotherEntry: "another"}
        configure_tagged_union(
            union, self.converter, tag_generator=tags.__getitem__, tag_name="type", default=AnotherEntry
        )
        return union

    def union_of(self, kinds: tuple[Any, ...]) -> Any:
        """A union of several kinds.

        cattrs itself handles unions of plain values, and unions of one class and None. For others, a hook is
        registered.
        """
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
        """A member of an object. The type of an entry is stored with its class."""
        tag = self.tags.get(type(value)) if name == "type" else None
        return tag or attribute(value, name, wire_name)


def _by_kind(hooks: dict[type, tuple[Callable[[Any, Any], Any], Any]], value: Any, _: Any) -> Any:
    """Structure a value with the hook for its JSON type."""
    if value is None:
        return None
    if type(value) not in hooks:
        raise TypeError("none of these kinds")
    hook, kind = hooks[type(value)]
    return hook(value, kind)


def _is_it(union: UnionType, kind: Any) -> bool:
    """Whether a type is this union, so that cattrs uses the hook of the union."""
    return get_args(kind) == get_args(union) and bool(get_args(kind))


def rival(root: Root, name: str, tagged: Callable[[Classes, dict[str, Any]], Any]) -> Rival:
    """One rival, with one hook, looked up once."""
    classes = Classes(make_converter(detailed_validation=False))
    event = event_class(root, Words(classes.class_of, partial(tagged, classes), classes.union_of))
    structure = classes.converter.get_structure_hook(event)

    def decode(body: bytes) -> Any:
        return structure(orjson.loads(body), event)

    return Rival(name, "cattrs", "typed", "all", decode, classes.member_of)


def make(root: Root) -> list[Rival]:
    """The standard form, and the open form."""
    return [
        rival(root, "cattrs", Classes.union_of_entries),
        rival(root, "cattrs, open", Classes.open_union_of_entries),
    ]
