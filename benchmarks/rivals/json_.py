"""The json module of Python's standard library: dicts, and nothing checked but the syntax."""

from __future__ import annotations

import json

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """The function."""
    return [Rival("json", "", "untyped", "all", json.loads, wire_key)]
