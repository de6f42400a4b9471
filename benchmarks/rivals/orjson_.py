"""orjson: dicts, and nothing checked but the syntax. `loads` of bytes is its fastest form, says its documentation."""

from __future__ import annotations

import orjson

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """The function."""
    return [Rival("orjson", "orjson", "untyped", "all", orjson.loads, wire_key)]
