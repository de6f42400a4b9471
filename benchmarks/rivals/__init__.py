"""The rivals: one library per file, each set up once, in the fastest form that its documentation names.

Each file has `make(root) -> list[Rival]`. Its docstring repeats what the documentation says about the fastest form. If
you maintain one of these libraries and know a faster form, please correct us.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

import topframe

Reads = Literal["all", "lazy", "part", "syntax"]
"""What exists after decoding. `all`: every value is a Python object. `lazy`: the typed parts are objects, and free-form
parts stay undecoded. `part`: the requested fields are objects. `syntax`: the document is valid JSON, and no objects
are made."""
Root: TypeAlias = type[msgspec.Struct]
"""The Struct whose fields are read: `topframe.Event` or a view."""

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
    """Its name in the tables."""
    package: str
    """The distribution, for its version; "" for the standard library."""
    group: Literal["typed", "untyped"]
    reads: Reads
    decode: Callable[[bytes], Any]
    member: Callable[[Any, str, str], Any] | None
    """Returns a member of the decoded object, by its Python name and its JSON name; None if it is absent. The function
    itself is None for a rival that makes no objects."""


def attribute(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of an object, by its Python name."""
    return getattr(value, name)


def key(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of a dict whose keys are Python names."""
    return value.get(name)


def wire_key(value: Any, name: str, wire_name: str) -> Any:  # noqa: ARG001
    """A member of a dict whose keys are those of the JSON."""
    return value.get(wire_name)


@cache
def _made(module: str, root: Root) -> Sequence[Rival]:
    """The rivals of a module, cached because some libraries take long to build models."""
    return tuple(import_module(f"rivals.{module}").make(root))


def attribute_or_key(value: Any, name: str, wire_name: str) -> Any:
    """A member of an object, or of the dict for an entry of unknown type."""
    return wire_key(value, name, wire_name) if isinstance(value, dict) else attribute(value, name, wire_name)


OPEN = ", open"
"""Suffix of the rivals that are configured to accept entries of unknown type, at some cost."""


def rivals(*, open_too: bool = False) -> list[Rival]:
    """All rivals, for whole events.

    Args:
        open_too: Include the rivals that are configured to accept entries of unknown type. Some libraries have no way
            to configure this.
    """
    made = (rival for module in MODULES for rival in _made(module, topframe.Event))
    return [rival for rival in made if open_too or not rival.name.endswith(OPEN)]


def named(*names: str, root: Root = topframe.Event) -> list[Rival]:
    """The rivals with these names, in this order. Only modules that can make one of them are imported."""
    modules = [module for module in MODULES if any(_begins(name, module) for name in names)]
    found = {rival.name: rival for module in modules for rival in _made(module, root)}
    return [found[name] for name in names]


def _begins(name: str, module: str) -> bool:
    """Whether a module may make a rival with this name."""
    return name.replace("-", "_").startswith(module.rstrip("_"))
