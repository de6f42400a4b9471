"""The rivals: one library a file, each set up once, in the fastest form that its documentation names.

Each file has `make() -> list[Rival]`, and in its docstring where the facts about its fastest form are from. Whoever
maintains one of these libraries and knows a faster form is asked to correct us.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

import topframe

Reads = Literal["all", "lazy", "part", "syntax"]
"""`all`: every value is an object of Python afterwards. `lazy`: the typed parts are, and free-form parts are left as
they came. `part`: what was asked for is. `syntax`: the document is known to be JSON, and nothing was made of it."""
Root: TypeAlias = type[msgspec.Struct]
"""The Struct whose fields are read: `topframe.Event`, or a view."""

MODULES = (
    "topframe_",
    "msgspec_",
    "pydantic_",
    "serpyco_rs_",
    "mashumaro_",
    "cattrs_",
    "adaptix_",
    "dataclass_wizard_",
    "marshmallow_",
    "orjson_",
    "json_",
    "pysimdjson_",
    "jsonschema_rs_",
)


class Rival(NamedTuple):
    """One way to read an event."""

    name: str
    """As the tables call it."""
    package: str
    """The distribution that it is from, for its version; "" for Python itself."""
    group: Literal["typed", "untyped"]
    reads: Reads
    decode: Callable[[bytes], Any]
    member: Callable[[Any, str, str], Any] | None
    """A member of what it makes, by its Python and its wire name, None where it is absent. None: it makes nothing."""


def attribute(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of an object."""
    return getattr(value, name)


def key(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of a dict whose keys are Python names."""
    return value.get(name)


def wire_key(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of a dict whose keys are those of the wire."""
    return value.get(wire_name)


@cache
def _made(module: str, root: Root) -> Sequence[Rival]:
    """What a module makes; once, because models take long to make."""
    return tuple(import_module(f"rivals.{module}").make(root))


def attribute_or_key(value: Any, name: str, wire_name: str) -> Any:
    """A member of an object, or of the dict that stands for an entry of unknown type."""
    return wire_key(value, name, wire_name) if isinstance(value, dict) else attribute(value, name, wire_name)


OPEN = ", open"
"""How the names end of those that were told what to do with an entry of unknown type, at some cost."""


def rivals(*, open_too: bool = False) -> list[Rival]:
    """All of them.

    Args:
        open_too: Those too that are told what to do with an entry of unknown type, where a library has words for that.
    """
    made = (rival for module in MODULES for rival in _made(module, topframe.Event))
    return [rival for rival in made if open_too or not rival.name.endswith(OPEN)]


def named(*names: str, root: Root = topframe.Event) -> list[Rival]:
    """The rivals of these names, in their order; nothing else is imported than what the names begin with."""
    modules = [module for module in MODULES if any(_begins(name, module) for name in names)]
    found = {rival.name: rival for module in modules for rival in _made(module, root)}
    return [found[name] for name in names]


def _begins(name: str, module: str) -> bool:
    """Whether the module may make a rival of this name."""
    return name.replace("-", "_").startswith(module.rstrip("_"))
