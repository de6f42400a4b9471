"""The fields that every typed rival reads: those of `topframe.Event`, told to each library in its own words.

All classes of all rivals are made from one description, the Structs of topframe as `msgspec.inspect` sees them, so that
no rival has a field more or less than another. What is written differently, and why:

- Free-form parts, which topframe leaves as they came (`Raw`), are `Any`, which every library decodes at once.
- `int | float` is `float`, which takes both in every library and is a branch less.
- Tuples are lists, the form that the documentation of every rival uses.
- A source line, on the wire the pair `[lineno, text]`, is a tuple of two.
- A class within itself (`SdkUpdate.enables` is the one place) is `Any`: classes are made here before they can be named.
- An entry has the literal `type` that tells it from the others, and `data`.
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
    """One class to be made."""

    name: str
    members: tuple[Member, ...]
    tag: str | None
    """What its `type` is on the wire, in the classes of entries; None in all others."""


class Words(NamedTuple):
    """How a library says what a model is made of."""

    make: Callable[[Model], Any]
    """Makes the class of a model."""
    tagged: Callable[[dict[str, Any]], Any]
    """The type of a value that is one of these classes, by tag."""
    union: Callable[[tuple[Any, ...]], Any] = lambda kinds: reduce(or_, kinds)
    """The type of a value that is one of these kinds."""


def event_class(root: type[msgspec.Struct], words: Words) -> Any:
    """The class of an event, or of a view, in the words of a library."""
    return _Translation(words).of(inspect.type_info(root))


class _Translation:
    """Makes every class once, those that a class is made of before itself."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.made: dict[type[msgspec.Struct], Any] = {}

    def of(self, node: inspect.Type) -> Any:
        """The type of a node of the description."""
        if type(node) in SIMPLE:
            return SIMPLE[type(node)]
        match node:
            case inspect.StructType(cls=cls):
                if cls not in self.made:
                    self.made[cls] = Any  # what it is within itself
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
        """A value that is one of several kinds."""
        tagged = {str(node.tag): self.of(node) for node in nodes if isinstance(node, inspect.StructType) and node.tag}
        if tagged:
            assert len(tagged) == len(nodes)
            return self.words.tagged(tagged)
        is_float = any(isinstance(node, inspect.FloatType) for node in nodes)
        # None stands last, as people write it.
        kinds = [self.of(node) for node in nodes if not (is_float and isinstance(node, inspect.IntType))]
        return self.words.union((*(kind for kind in kinds if kind is not None), *([None] if None in kinds else ())))

    def _class(self, node: inspect.StructType) -> Any:
        """The class of a Struct; a tuple for one that is an array on the wire."""
        members = tuple(Member(f.name, f.encode_name, self.of(f.type), f.required) for f in node.fields)
        if node.array_like:
            return tuple[tuple(member.type for member in members)]  # type: ignore[misc]
        if node.tag is None:
            return self.words.make(Model(node.cls.__name__, members, None))
        return self.words.make(Model(f"{str(node.tag).title()}Entry", members, str(node.tag)))
