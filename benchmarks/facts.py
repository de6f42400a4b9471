"""What an event says, as far as it takes to know that a rival has really read it: decoding nothing is fast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from rivals import Rival, wire_key
from topframe.model.entries import KnownEntry

TEXTS = (("event_id", "eventID"), ("title", "title"), ("culprit", "culprit"), ("message", "message"))


TYPES = frozenset(kind.__struct_config__.tag for kind in KnownEntry.__args__)
"""The types of entries that have a class."""


class Facts(NamedTuple):
    """Some values of an event, from its top to the leaves of its stacktraces."""

    texts: tuple[Any, ...]
    created: float | None
    """Seconds since 1970."""
    entries: tuple[Any, ...]
    """Their types."""
    frames: tuple[tuple[Any, ...], ...]
    """Function, line and origin of the frames of all exceptions."""


def facts_of(value: Any, rival: Rival) -> Facts:
    """Read the facts out of what a rival made."""
    assert rival.member is not None
    member = rival.member
    created = member(value, "date_created", "dateCreated")
    assert created is None or isinstance(created, datetime if rival.group == "typed" else str)
    if isinstance(created, str):
        created = datetime.fromisoformat(created)
    entries = member(value, "entries", "entries") or ()
    if not isinstance(value, dict):  # else a dict that was let through would pass for the entry that it should become
        assert not [e for e in entries if isinstance(e, dict) and e.get("type") in TYPES], (
            f"{rival.name} makes no entries"
        )
    frames = [frame for entry in entries for frame in _frames(entry, rival)]
    return Facts(
        tuple(member(value, *names) for names in TEXTS),
        created and created.timestamp(),
        tuple(member(entry, "type", "type") for entry in entries),
        tuple(
            (member(f, "function", "function"), member(f, "lineno", "lineNo"), member(f, "in_app", "inApp"))
            for f in frames
        ),
    )


def _frames(entry: Any, rival: Rival) -> Iterator[Any]:
    """The frames of an entry; none but those of exceptions."""
    assert rival.member is not None
    member = rival.member
    if member(entry, "type", "type") != "exception":
        return
    data = member(entry, "data", "data")
    for exception in (data and member(data, "values", "values")) or ():
        stack = exception and member(exception, "stacktrace", "stacktrace")
        yield from (frame for frame in (stack and member(stack, "frames", "frames")) or () if frame is not None)


UNTYPED = Rival("orjson", "orjson", "untyped", "all", orjson.loads, wire_key)


def survives(rival: Rival, body: bytes) -> bool:
    """Whether a rival takes a body."""
    try:
        rival.decode(body)
    except Exception:  # each library has its own
        return False
    return True


def check(body: bytes, rival: Rival) -> None:
    """Make sure that a rival reads in a body what there is to read.

    Raises:
        AssertionError: It reads something else, or does not read it.
    """
    made = rival.decode(body)
    if rival.member is None:
        assert not survives(rival, body[:-1]), f"{rival.name} does not see the end of the document"
        return
    expected, found = facts_of(orjson.loads(body), UNTYPED), facts_of(made, rival)
    assert found == expected, f"{rival.name} reads {found}, not {expected}"
