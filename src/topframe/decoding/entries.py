"""Decodes entries one by one. msgspec rejects a whole array if one entry in it has an unknown type.

Each entry is decoded as the class of its type. Servers write the type after the data, so it is read from the end of the
entry if possible: then msgspec need not read the entry twice.

Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ..wire.diagnosis import Path, decode_error, fault_of, is_unknown_tag

T = TypeVar("T")


class _Tagged(msgspec.Struct):
    """Reads only the type of an entry."""

    type: str | None = None


_TAGGED = msgspec.json.Decoder(_Tagged)
_LAST_MEMBER = re.compile(rb'[,{]"type":"(\w++)"\}\Z')
"""The type of an entry, as the last member of the object. The quote before `type` is not in a string: it would follow a
backslash there."""
_TAIL = 64
"""The number of bytes at the end of an entry in which the last member is searched."""


def decode_entries(
    entries: tuple[msgspec.Raw, ...], decoders: Mapping[str, msgspec.json.Decoder[T]], root: Path = ()
) -> list[T | None]:
    """Decode entries one by one.

    Args:
        entries: The entries of an event, as JSON.
        decoders: Maps types of entries to their decoders.
        root: The path of the event in the whole document; () if the event is the whole document.

    Returns:
        The decoded entries, in order. An entry of a type without a decoder gives None.

    Raises:
        ValidationError: An entry does not match the class of its type; the path begins with *root*.
        DecodeError: An entry is nested too deeply.
    """
    try:
        return [_decode_entry(data, decoders, (*root, "entries", at)) for at, data in enumerate(entries)]
    except RecursionError as exc:
        fault = decode_error(exc, b"")
    raise fault


def _decode_entry(data: msgspec.Raw, decoders: Mapping[str, msgspec.json.Decoder[T]], root: Path) -> T | None:
    decoder = decoders.get(tag_of(data) or "")
    if decoder is None:
        return None
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as exc:
        if is_unknown_tag(exc):
            return None  # `type` is repeated, with another value
        fault = fault_of(exc, data, decoder, root)
    raise fault


def tag_of(data: msgspec.Raw) -> str | None:
    """The `type` of an entry; None if the entry is not an object, or its `type` is missing or not a string."""
    json = memoryview(data)
    if found := _LAST_MEMBER.search(bytes(json[-_TAIL:])):
        return found[1].decode()
    if bytes(json[:1]) != b"{":
        return None
    try:
        return _TAGGED.decode(data).type
    except msgspec.ValidationError:
        return None
