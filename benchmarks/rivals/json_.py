"""json of Python's standard library: it makes dicts, and checks only the syntax."""

from __future__ import annotations

import json

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """One rival, the function `json.loads`."""
    return [Rival("json", "", "untyped", "all", json.loads, wire_key)]
