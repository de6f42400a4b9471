"""orjson: it makes dicts, and checks only the syntax. Its documentation calls `loads` of bytes the fastest form."""

from __future__ import annotations

import orjson

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """One rival, the function `orjson.loads`."""
    return [Rival("orjson", "orjson", "untyped", "all", orjson.loads, wire_key)]
