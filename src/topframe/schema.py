"""JSON Schemas of the Structs. `python -m topframe.schema` writes them.

The schemas are as open as the decoder: they allow unknown keys and unknown entries. Their descriptions are the
docstrings of the model, and the texts under its fields.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from pathlib import Path
from typing import Any

import msgspec

from .model.entries import KnownEntry
from .model.event import Event

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DEFINITION = "#/$defs/{name}"


def event_schema() -> dict[str, Any]:
    """The schema of one event in a response of the web API (JSON Schema 2020-12)."""
    (_,), definitions = msgspec.json.schema_components([Event], ref_template=_DEFINITION)
    classes = {cls.__name__: cls for cls in _structs(Event)}
    for name, definition in definitions.items():
        _describe(definition, classes[name])
    event = definitions.pop("Event")
    event["properties"]["entries"]["anyOf"][0]["items"] = _entries_schema()
    return {"$schema": _DRAFT, **event, "$defs": dict(sorted(definitions.items()))}


def main(folder: Path) -> None:
    """Write all schemas into *folder*, which is created if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "event.schema.json"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(event_schema()), indent=2) + b"\n")
    sys.stdout.write(f"{file}\n")


def _structs(kind: Any) -> set[type[msgspec.Struct]]:
    """All Structs that the type *kind* refers to, itself included."""
    found: set[type[msgspec.Struct]] = set()

    def walk(node: Any) -> None:
        if isinstance(node, msgspec.inspect.StructType):
            if node.cls not in found:
                found.add(node.cls)
                for field in node.fields:
                    walk(field.type)
        elif isinstance(node, msgspec.inspect.UnionType):
            for member in node.types:
                walk(member)
        elif isinstance(node, msgspec.inspect.VarTupleType):
            walk(node.item_type)
        elif isinstance(node, msgspec.inspect.DictType):
            walk(node.value_type)

    walk(msgspec.inspect.type_info(kind))
    return found


def _describe(definition: dict[str, Any], cls: type[msgspec.Struct]) -> None:
    """Add the texts of *cls* and its fields to its schema, and remove the defaults, which are all null.

    The text of a free-form field is the docstring of the property that decodes it.
    """
    definition["description"] = inspect.cleandoc(cls.__doc__ or "")
    names: dict[str, str] = dict(zip(cls.__struct_encode_fields__, cls.__struct_fields__, strict=True))
    members: dict[str, Any] = definition.get("properties") or dict(zip(names, definition["prefixItems"], strict=True))
    for wire_name, name in names.items():
        member = members[wire_name]
        member.pop("default", None)
        described = getattr(cls, name.removesuffix("_json"), getattr(cls, name))
        if text := inspect.getdoc(described):
            member["description"] = " ".join(text.split())


def _entries_schema() -> dict[str, Any]:
    """The schema of one entry: one of the known entries, or a value whose type is none of theirs."""
    entries = KnownEntry.__args__
    types = [entry.__struct_config__.tag for entry in entries]
    unknown = {
        "description": "An entry of a type that is not known yet.",
        "not": {"type": "object", "properties": {"type": {"enum": types}}, "required": ["type"]},
    }
    return {"anyOf": [*({"$ref": _DEFINITION.format(name=entry.__name__)} for entry in entries), unknown]}


if __name__ == "__main__":
    _parser = argparse.ArgumentParser("python -m topframe.schema", description="Write the JSON Schema of an event.")
    _parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("schemas"), help="output folder (default: schemas)"
    )
    main(_parser.parse_args().folder)
