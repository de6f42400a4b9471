"""The reaction of each rival to faulty and unusual bodies: the table that stands beside the times."""

from __future__ import annotations

import json
from typing import Any

from cases.decode import label
from facts import survives
from results import Manners
from rivals import rivals

FRAME = {"function": "total", "lineNo": 7, "inApp": True}
REJECTS: dict[str, dict[str, Any]] = {
    "text for a number": {"frame": {"lineNo": "7"}},
    "number for a text": {"event": {"title": 7}},
    "text for a flag": {"frame": {"inApp": "yes"}},
    "number for a flag": {"frame": {"inApp": 1}},
    "flag for a number": {"frame": {"lineNo": True}},
    "fraction for a whole number": {"frame": {"lineNo": 7.5}},
    "object for an array": {"event": {"entries": {}}},
    "text for an object": {"event": {"sdk": "python"}},
    "number within an array of texts": {"event": {"fingerprints": ["a", 7]}},
    "no time": {"event": {"dateCreated": "yesterday"}},
    "no event id": {"event": {"eventID": None}},
}
SURVIVES: dict[str, dict[str, Any]] = {
    "null for any member": {
        "event": {"title": None, "entries": None, "tags": None, "dateCreated": None, "sdk": None, "type": None},
        "frame": {"function": None, "lineNo": None, "inApp": None},
    },
    "null within arrays": {"event": {"tags": [None], "fingerprints": [None]}, "entry": {"values": [None]}},
    "an unknown member": {"event": {"hologram": 1}, "frame": {"hologram": {"depth": 2}}},
    "an unknown type of event": {"event": {"type": "hologram"}},
    "an entry of unknown type": {"entries": [{"type": "hologram", "data": {"layers": []}}]},
    "an entry without a type": {"entries": [{"data": {}}]},
}


def body_of(change: dict[str, Any]) -> bytes:
    """A valid event with some changes."""
    data = {"values": [{"type": "Error", "stacktrace": {"frames": [{**FRAME, **change.get("frame", {})}]}}]}
    entries: list[Any] = [
        {"type": "exception", "data": {**data, **change.get("entry", {})}},
        *change.get("entries", ()),
    ]
    event = {
        "eventID": "5d2c9e1f0b7a4c3d8e6f1a2b3c4d5e6f",
        "title": "Error",
        "dateCreated": "2026-03-03T09:32:11Z",
        "tags": [{"key": "level", "value": "error"}],
        "entries": entries,
    }
    return json.dumps({**event, **change.get("event", {})}).encode()


def manners() -> list[Manners]:
    """The reaction of each rival to each of these bodies."""
    found: list[Manners] = []
    for rival in rivals(open_too=True):
        assert survives(rival, body_of({})), f"{rival.name} refuses a sound event"
        group, reads = label(rival)
        found.append(
            Manners(
                rival.name,
                group,
                reads,
                {name: not survives(rival, body_of(change)) for name, change in REJECTS.items()},
                {name: survives(rival, body_of(change)) for name, change in SURVIVES.items()},
            )
        )
    return found
