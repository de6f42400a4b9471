"""Gives `help` and `inspect.getdoc` the texts under the fields of Structs.

Python does not keep a string under a field: it is only in the source. But pydoc and inspect take the documentation of a
field from the `__slots__` of its class, if that is a dict. So `Documented` makes it a dict that reads the source when
it is asked. Declaring a class therefore stays as fast as before.
"""

from __future__ import annotations

import ast
import inspect
from functools import cached_property
from itertools import pairwise
from typing import Any


class Documented:
    """A base class of Structs. `help` shows the text under each of their fields, if their source is available."""

    __slots__ = ()

    def __init_subclass__(cls, **config: Any) -> None:
        super().__init_subclass__(**config)
        type.__setattr__(cls, "__slots__", _Texts(cls))


class _Texts(dict[str, str | None]):
    """Maps each field that a class declares to its text, or to None if it has no text."""

    def __init__(self, cls: type[Documented]) -> None:
        super().__init__(dict.fromkeys(cls.__slots__))
        self._cls = cls

    def __getitem__(self, name: str) -> str | None:
        super().__getitem__(name)  # raises a KeyError for other names
        return self._texts.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        return self._texts.get(name) if name in self else default

    @cached_property
    def _texts(self) -> dict[str, str]:
        return _field_texts(self._cls)


def _field_texts(cls: type) -> dict[str, str]:
    """The strings under the fields that *cls* itself declares, by name of the field.

    {} if the source is missing or cannot be parsed alone.
    """
    try:
        (node,) = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls))).body
    except (OSError, TypeError, SyntaxError):
        return {}
    texts: dict[str, str] = {}
    for field, text in pairwise(node.body if isinstance(node, ast.ClassDef) else []):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(docstring))):
                texts[name] = docstring
            case _:
                pass
    return texts
