"""What the web API would answer of raw events that a test writes down in a few words."""

from __future__ import annotations

import json
from typing import Any

from topframe import decode_raw_event, encode, normalize

STORED: dict[str, Any] = {"received": 1767323045.5, "nodestore_insert": 1767323046.25}
"""What shows that the server has stored an event."""


def answer(**members: Any) -> dict[str, Any]:
    """The event that is made of a raw one with these members, as JSON: what is null is left out."""
    body = json.dumps({"event_id": "0a1b", **members})
    answered: dict[str, Any] = json.loads(encode(normalize(decode_raw_event(body))))
    return answered


def entries(**members: Any) -> dict[str, Any]:
    """The entries of an answer, by type."""
    return {entry["type"]: entry["data"] for entry in answer(**members)["entries"]}


def tags(**members: Any) -> dict[str | None, str | None]:
    """Keys and values of the tags of an answer."""
    return {tag.get("key"): tag.get("value") for tag in answer(**members).get("tags", ())}


def frames(*sent: Any, **members: Any) -> list[dict[str, Any]]:
    """The frames of a stacktrace, as the server answers them once it has taken them in."""
    found: list[dict[str, Any]] = entries(**STORED, stacktrace={"frames": sent}, **members)["stacktrace"]["frames"]
    return found


def frame(**members: Any) -> dict[str, Any]:
    """One frame, likewise."""
    return frames(members)[0]


def sent_frame(**members: Any) -> dict[str, Any]:
    """One frame of an event that the server has not taken in yet."""
    found: dict[str, Any] = entries(stacktrace={"frames": [members]})["stacktrace"]["frames"][0]
    return found
