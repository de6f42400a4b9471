"""Helpers that convert a raw event and return parts of the result as the web API's JSON."""

from __future__ import annotations

import json
from typing import Any

from topframe import decode_raw_event, encode, normalize

STORED: dict[str, Any] = {"received": 1767323045.5, "nodestore_insert": 1767323046.25}
"""Keys that mark an event as stored by the server."""


def answer(**members: Any) -> dict[str, Any]:
    """Convert a raw event with these keys, and return the result as JSON without nulls."""
    body = json.dumps({"event_id": "0a1b", **members})
    answered: dict[str, Any] = json.loads(encode(normalize(decode_raw_event(body))))
    return answered


def entries(**members: Any) -> dict[str, Any]:
    """Convert a raw event, and return the data of its entries by type."""
    return {entry["type"]: entry["data"] for entry in answer(**members)["entries"]}


def tags(**members: Any) -> dict[str | None, str | None]:
    """Convert a raw event, and return the values of its tags by key."""
    return {tag.get("key"): tag.get("value") for tag in answer(**members).get("tags", ())}


def frames(*sent: Any, **members: Any) -> list[dict[str, Any]]:
    """Convert the stack trace of a stored event, and return its frames."""
    found: list[dict[str, Any]] = entries(**STORED, stacktrace={"frames": sent}, **members)["stacktrace"]["frames"]
    return found


def frame(**members: Any) -> dict[str, Any]:
    """Convert one frame of a stored event."""
    return frames(members)[0]


def sent_frame(**members: Any) -> dict[str, Any]:
    """Convert one frame of an event from an SDK, which Relay has not processed yet."""
    found: dict[str, Any] = entries(stacktrace={"frames": [members]})["stacktrace"]["frames"][0]
    return found
