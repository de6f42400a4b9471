"""Placeholders for the entries that a view does not read.

msgspec needs a class for every type of entry that can occur, even if the view skips the entry. The classes made here
have no fields, so msgspec skips the content of these entries.
Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`)
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import msgspec

from ..model.entries import KNOWN_TYPES


class SkippedEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="type"):
    """Takes the place of an entry that the view does not read."""

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (str(self.__struct_config__.tag),)


def skipped_but(types: Collection[str]) -> tuple[type[SkippedEntry], ...]:
    """Make a placeholder class for each known type of entry except *types*."""
    return tuple(_skipped(type) for type in sorted(KNOWN_TYPES.difference(types)))


@lru_cache(maxsize=64)  # one class for each known type of entry: at most 0.2 MB
def _skipped(type: str) -> type[SkippedEntry]:
    entry = msgspec.defstruct("SkippedEntry", [], bases=(SkippedEntry,), frozen=True, kw_only=True, tag=type)
    assert issubclass(entry, SkippedEntry)
    return entry


def _made(type: str) -> SkippedEntry:
    return _skipped(type)()
