"""The facts of an event that every rival must read, because a rival that decodes nothing would be fast but wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from rivals import Rival, wire_key
from topframe.model.entries import KnownEntry

TEXTS = (("event_id", "eventID"), ("title", "title"), ("culprit", "culprit"), ("message", "message"))


TYPES = frozenset(kind.__struct_config__.tag for kind in KnownEntry.__args__)
"""The types of the entries that have a class."""


class Facts(NamedTuple):
    """Some values of an event, from its top level down to the frames of its stack traces."""

    texts: tuple[Any, ...]
    created: float | None
    """Seconds since 1970; None if the event has no date."""
    entries: tuple[Any, ...]
    """The types of the entries, in order."""
    frames: tuple[tuple[Any, ...], ...]
    """Function, line number and `in_app` of each frame of all exceptions."""


def facts_of(value: Any, rival: Rival) -> Facts:
    """The facts in the object that a rival made."""
    assert rival.member is not None
    member = rival.member
    created = member(value, "date_created", "dateCreated")
    assert created is None or isinstance(created, datetime if rival.group == "typed" else str)
    if isinstance(created, str):
        created = datetime.fromisoformat(created)
    entries = member(value, "entries", "entries") or ()
    if not isinstance(value, dict):  # an entry that stayed a dict would pass for a typed one
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
    """The frames of an entry of type `exception`. Other entries give none."""
    assert rival.member is not None
    member = rival.member
    if member(entry, "type", "type") != "exception":
        return
    data = member(entry, "data", "data")
    for exception in (data and member(data, "values_data", "values")) or ():
        stack = exception and member(exception, "stacktrace", "stacktrace")
        yield from (frame for frame in (stack and member(stack, "frames_data", "frames")) or () if frame is not None)


UNTYPED = Rival("orjson", "orjson", "untyped", "all", orjson.loads, wire_key)


def survives(rival: Rival, body: bytes) -> bool:
    """Whether a rival decodes a body without an error."""
    try:
        rival.decode(body)
    except Exception:  # each library raises its own errors
        return False
    return True


def check(body: bytes, rival: Rival) -> None:
    """Assert that a rival reads the facts of a body.

    A rival that makes no objects must instead refuse the body without its last byte.

    Raises:
        AssertionError: The rival reads other facts, or accepts the truncated body.
    """
    made = rival.decode(body)
    if rival.member is None:
        assert not survives(rival, body[:-1]), f"{rival.name} does not see the end of the document"
        return
    expected, found = facts_of(orjson.loads(body), UNTYPED), facts_of(made, rival)
    assert found == expected, f"{rival.name} reads {found}, not {expected}"
