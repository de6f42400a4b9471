"""msgspec: plain Structs with the same fields, untyped decoding, and a skip of the document.

Its documentation ("Performance Tips") says: create a `Decoder` once and reuse it; use tagged unions and Structs. It
calls `gc=False` a last resort, so this rival goes without it, as most careful code does. The skip is the ceiling of
msgspec: a Struct without fields scans every byte of the document and makes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from fields import Model, Words, event_class

from . import Rival, Root, attribute, wire_key


class Nothing(msgspec.Struct):
    """A Struct without fields. It skips all keys of a document."""


def struct_of(model: Model) -> type[msgspec.Struct]:
    """A Struct. With a tag, it is a member of the union of entries."""
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
    """The union of entries. msgspec finds the tags in the classes."""
    first, *others = classes.values()
    for other in others:
        first |= other
    return first


def member_of(value: Any, name: str, wire_name: str) -> Any:
    """A member of a Struct, or of the dict for an entry of unknown type. The tag of an entry is in its class."""
    if isinstance(value, dict):
        return wire_key(value, name, wire_name)
    tag = value.__struct_config__.tag if name == "type" else None
    return tag or attribute(value, name, wire_name)


class Tagged(msgspec.Struct):
    """An entry that decodes only its type."""

    type: str | None = None


def open_decoder(root: Root) -> Callable[[bytes], Any]:
    """A function that decodes an event, and then each entry by its type. An entry of unknown type becomes a dict."""
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
    """Structs, open Structs, untyped decoding and the skip."""
    typed: Any = msgspec.json.Decoder(event_class(root, Words(struct_of, union_of)))
    untyped: Any = msgspec.json.Decoder()
    return [
        Rival("msgspec Structs", "msgspec", "typed", "all", typed.decode, member_of),
        Rival("msgspec Structs, open", "msgspec", "typed", "all", open_decoder(root), member_of),
        Rival("msgspec untyped", "msgspec", "untyped", "all", untyped.decode, wire_key),
        Rival("msgspec skip", "msgspec", "untyped", "syntax", msgspec.json.Decoder(Nothing).decode, None),
    ]
