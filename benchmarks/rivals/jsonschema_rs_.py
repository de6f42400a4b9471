"""jsonschema-rs: the dicts of orjson, validated against the published schema of an event.

Its documentation says: build the validator once (`validator_for`); `is_valid` is the fastest check. The result is the
dicts of orjson.
"""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import orjson

from topframe.schema import event_schema

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """One rival, with one validator."""
    validator = jsonschema_rs.validator_for(event_schema())

    def decode(body: bytes) -> Any:
        loaded = orjson.loads(body)
        if not validator.is_valid(loaded):
            raise ValueError("not an event")
        return loaded

    return [Rival("jsonschema-rs after orjson", "jsonschema-rs", "untyped", "all", decode, wire_key)]
