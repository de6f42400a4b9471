"""msgspec: plain Structs of the same fields, untyped, and skipping the document.

Its documentation ("Performance Tips") says: make a `Decoder` once and use it again; tagged unions; Structs. `gc=False`,
which it names as the last resort, is not used here: this is what a careful person writes who has not read that page to
the end. The skip is msgspec's ceiling: a Struct without fields looks at every byte of the document and makes nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from fields import Model, Words, event_class

from . import Rival, Root, attribute, wire_key


class Nothing(msgspec.Struct):
    """A Struct that skips whatever it is given."""


def struct_of(model: Model) -> type[msgspec.Struct]:
    """A Struct; one with *tag* is a member of the union of entries."""
    fields: list[Any] = [
        (
            member.name,
            member.type,
            msgspec.field(name=member.wire_name)
            if member.required
            else msgspec.field(default=None, name=member.wire_name),
        )
        for member in model.members
    ]
    return msgspec.defstruct(
        model.name, fields, kw_only=True, tag=model.tag, tag_field="type" if model.tag else None, module=__name__
    )


def union_of(classes: dict[str, Any]) -> Any:
    """The union of entries; msgspec sees their tags itself."""
    first, *others = classes.values()
    for other in others:
        first |= other
    return first


def member_of(value: Any, name: str, wire_name: str) -> Any:
    """A member of a Struct; the tag of an entry is in its class."""
    return (
        value.__struct_config__.tag
        if name == "type" and value.__struct_config__.tag
        else attribute(value, name, wire_name)
    )


def make(root: Root) -> list[Rival]:
    """All three."""
    typed: Any = msgspec.json.Decoder(event_class(root, Words(struct_of, union_of)))
    untyped: Any = msgspec.json.Decoder()
    return [
        Rival("msgspec Structs", "msgspec", "typed", "all", typed.decode, member_of),
        Rival("msgspec untyped", "msgspec", "untyped", "all", untyped.decode, wire_key),
        Rival("msgspec skip", "msgspec", "untyped", "syntax", msgspec.json.Decoder(Nothing).decode, None),
    ]
