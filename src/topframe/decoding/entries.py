"""Decodes entries one by one. msgspec rejects a whole array if one entry in it has an unknown type.

Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import msgspec

from ..model.entries import UnknownEntry
from ..wire.diagnosis import Path, decode_error, fault_of, is_unknown_tag

T = TypeVar("T")


class _Tagged(msgspec.Struct):
    """Reads only the type of an entry."""

    type: str | None = None


_TAGGED = msgspec.json.Decoder(_Tagged)


def decode_entries(
    entries: tuple[msgspec.Raw, ...], decoder: msgspec.json.Decoder[T], types: Collection[str], root: Path = ()
) -> tuple[T | UnknownEntry, ...]:
    """Decode entries one by one.

    Args:
        entries: The entries of an event, as JSON.
        decoder: Decodes entries of *types*.
        types: The types that *decoder* knows. An entry of any other type becomes an `UnknownEntry`.
        root: The path of the event in the whole document; () if the event is the whole document.

    Raises:
        ValidationError: An entry of a known type does not match its class; the path begins with *root*.
        DecodeError: An entry is nested too deeply.
    """
    decoded: list[T | UnknownEntry] = []
    try:
        for at, data in enumerate(entries):
            entry = _decode_entry(data, decoder, types, (*root, "entries", at))
            decoded.append(entry)
    except RecursionError as exc:
        fault = decode_error(exc, b"")
    else:
        return tuple(decoded)
    raise fault


def _decode_entry(
    data: msgspec.Raw, decoder: msgspec.json.Decoder[T], types: Collection[str], root: Path
) -> T | UnknownEntry:
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as exc:
        json = bytes(data)
        tag = tag_of(json)
        # The tag alone does not decide. If `type` is repeated, `tag_of` reads the last one, but msgspec may have failed
        # on an unknown first one.
        if tag not in types or is_unknown_tag(exc):
            return UnknownEntry(tag, json)
        fault = fault_of(exc, json, decoder, root)
    raise fault


def tag_of(data: bytes | msgspec.Raw) -> str | None:
    """The `type` of an entry; None if the entry is not an object, or its `type` is missing or not a string."""
    if bytes(data)[:1] != b"{":
        return None
    try:
        return _TAGGED.decode(data).type
    except msgspec.ValidationError:
        return None
