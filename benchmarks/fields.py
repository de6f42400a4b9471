"""The fields that every typed rival reads: those of `topframe.Event`, declared as each library needs them.

All classes of all rivals are built from one description: the Structs of topframe, as `msgspec.inspect` reports them. So
all rivals have exactly the same fields. Some types differ from those of topframe:

- Free-form parts, which topframe keeps undecoded (`Raw`), are `Any`, which every library decodes at once.
- `int | float` is `float`, which accepts both in every library and saves a branch.
- Tuples are lists, the form that the documentation of every rival uses.
- A source line, in JSON the pair `[lineno, text]`, is a tuple of two.
- A reference of a class to itself (only `SdkUpdate.enables`) is `Any`, because a class has no name while it is built.
- An entry has `data`, and the literal `type` that distinguishes it from the others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

SIMPLE: dict[type[inspect.Type], Any] = {
    inspect.AnyType: Any,
    inspect.RawType: Any,
    inspect.NoneType: None,
    inspect.BoolType: bool,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.StrType: str,
    inspect.DateTimeType: datetime,
}


class Member(NamedTuple):
    """One field of a class."""

    name: str
    wire_name: str
    type: Any
    required: bool


class Model(NamedTuple):
    """One class to build."""

    name: str
    members: tuple[Member, ...]
    tag: str | None
    """The value of `type` in JSON, for the classes of entries; None for all other classes."""


class Words(NamedTuple):
    """The way in which a library declares classes and unions."""

    make: Callable[[Model], Any]
    """Builds the class of a model."""
    tagged: Callable[[dict[str, Any]], Any]
    """Returns the type for a value of one of these classes, which are given by tag."""
    union: Callable[[tuple[Any, ...]], Any] = lambda kinds: reduce(or_, kinds)
    """Returns the type for a value of one of these kinds."""


def event_class(root: type[msgspec.Struct], words: Words) -> Any:
    """The class of an event, or of a view, built for one library."""
    return _Translation(words).of(inspect.type_info(root))


class _Translation:
    """Builds each class once, after the classes that it refers to."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.made: dict[type[msgspec.Struct], Any] = {}

    def of(self, node: inspect.Type) -> Any:
        """The type for a node of the description."""
        if type(node) in SIMPLE:
            return SIMPLE[type(node)]
        match node:
            case inspect.StructType(cls=cls):
                if cls not in self.made:
                    self.made[cls] = Any  # for a reference to itself
                    self.made[cls] = self._class(node)
                return self.made[cls]
            case inspect.VarTupleType(item_type=item):
                return list[self.of(item)]  # type: ignore[misc]
            case inspect.DictType(value_type=value):
                return dict[str, self.of(value)]  # type: ignore[misc]
            case inspect.UnionType(types=nodes):
                return self._union(nodes)
        raise TypeError(f"no words for {node}")

    def _union(self, nodes: tuple[inspect.Type, ...]) -> Any:
        """The type for a value of one of several kinds."""
        tagged = {str(node.tag): self.of(node) for node in nodes if isinstance(node, inspect.StructType) and node.tag}
        if tagged:
            assert len(tagged) == len(nodes)
            return self.words.tagged(tagged)
        is_float = any(isinstance(node, inspect.FloatType) for node in nodes)
        # None comes last, as in handwritten annotations.
        kinds = [self.of(node) for node in nodes if not (is_float and isinstance(node, inspect.IntType))]
        return self.words.union((*(kind for kind in kinds if kind is not None), *([None] if None in kinds else ())))

    def _class(self, node: inspect.StructType) -> Any:
        """The class for a Struct; a tuple type for a Struct that is an array in JSON."""
        members = tuple(Member(f.name, f.encode_name, self.of(f.type), f.required) for f in node.fields)
        if node.array_like:
            return tuple[tuple(member.type for member in members)]  # type: ignore[misc]
        if node.tag is None:
            return self.words.make(Model(node.cls.__name__, members, None))
        return self.words.make(Model(f"{str(node.tag).title()}Entry", members, str(node.tag)))
