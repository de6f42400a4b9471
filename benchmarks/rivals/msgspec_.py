"""msgspec: plain Structs of the same fields, untyped, and skipping the document.

Its documentation ("Performance Tips") says: make a `Decoder` once and use it again; tagged unions; Structs. `gc=False`,
which it names as the last resort, is not used here: this is what a careful person writes who has not read that page to
the end. The skip is msgspec's ceiling: a Struct without fields looks at every byte of the document and makes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
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
    """A member of a Struct, or of the dict for an entry of unknown type; the tag of an entry is in its class."""
    if isinstance(value, dict):
        return wire_key(value, name, wire_name)
    tag = value.__struct_config__.tag if name == "type" else None
    return tag or attribute(value, name, wire_name)


class Tagged(msgspec.Struct):
    """An entry of which only the type is wanted."""

    type: str | None = None


def open_decoder(root: Root) -> Callable[[bytes], Any]:
    """Decodes the event with its entries as they came, and then each of these as what it says that it is."""
    known: dict[str | None, Any] = {}

    def remember(classes: dict[str, Any]) -> Any:
        known.update({tag: msgspec.json.Decoder(made) for tag, made in classes.items()})
        return msgspec.Raw

    event: Any = msgspec.json.Decoder(event_class(root, Words(struct_of, remember)))
    tagged, untyped = msgspec.json.Decoder(Tagged), msgspec.json.Decoder()

    def decode(body: bytes) -> Any:
        made = event.decode(body)
        if made.entries is not None:
            made.entries = [known.get(tagged.decode(raw).type, untyped).decode(raw) for raw in made.entries]
        return made

    return decode


def make(root: Root) -> list[Rival]:
    """All of them."""
    typed: Any = msgspec.json.Decoder(event_class(root, Words(struct_of, union_of)))
    untyped: Any = msgspec.json.Decoder()
    return [
        Rival("msgspec Structs", "msgspec", "typed", "all", typed.decode, member_of),
        Rival("msgspec Structs, open", "msgspec", "typed", "all", open_decoder(root), member_of),
        Rival("msgspec untyped", "msgspec", "untyped", "all", untyped.decode, wire_key),
        Rival("msgspec skip", "msgspec", "untyped", "syntax", msgspec.json.Decoder(Nothing).decode, None),
    ]
