"""Conversion of contexts to the form that the web API returns.

Source: getsentry/sentry, interfaces/contexts.py; getsentry/relay, relay-event-normalization/src/normalize/contexts.rs
"""

from __future__ import annotations

import re
from typing import Any

from ..wire.freeform import as_array, as_object

_KNOWN = frozenset({"app", "device", "runtime", "browser", "os", "gpu", "monitor", "trace", "otel"})
_LONGEST_NUMBER = 15
"""Maximum number of characters of a number. Browsers store numbers as floats and round longer numbers."""

_SYSTEMS = (
    re.compile(r"^(?P<name>Microsoft Windows) (?P<version>\d++\.\d++\.\d++)"),
    re.compile(r"^(?P<name>Mac OS X|macOS) (?P<version>\d++\.\d++(?:\.\d++)?)"),
    re.compile(r"^(?P<name>[a-zA-Z]++) (?P<kernel_version>\d++\.\d++(?:\.\d++)?)"),
)
"""Patterns for the descriptions of operating systems: Windows, macOS, and the output of `uname` for all others."""


def contexts_of(sent: Any, *, stored: bool) -> dict[str, Any]:
    """Convert contexts: drop nulls and empty texts, set each type as the server does, turn long numbers into text.

    Args:
        sent: The contexts of the raw event.
        stored: False if Relay has not processed the event yet. Then the description of an operating system is
            split into name and version, as Relay does.
    """
    contexts = as_object(sent) or {}
    return {alias: _context(alias, context, stored) for alias, context in contexts.items() if context is not None}


def _system(description: Any) -> dict[str, str]:
    """Return name and version of an operating system, by its description. {} if no pattern matches."""
    text = description if isinstance(description, str) else ""
    found = next((match for pattern in _SYSTEMS if (match := pattern.match(text))), None)
    return {} if found is None else {**found.groupdict(), "name": found["name"].removeprefix("Microsoft ")}


def _context(alias: str, sent: Any, stored: bool) -> Any:
    members = as_object(sent)
    if members is None:
        return sent
    context = {
        key: value if isinstance(value, str) else _shown(value)
        for key, value in members.items()
        if value is not None and value != ""
    }
    type_ = context.get("type", alias)
    context["type"] = type_ if isinstance(type_, str) and type_ in _KNOWN else "default"
    if context["type"] == "os" and "name" not in context and not stored:
        context |= _system(context.get("raw_description"))
    return context


def _shown(value: Any) -> Any:
    """Return a value with its long numbers as text, at any depth."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return digits if len(digits := str(value)) > _LONGEST_NUMBER else value
    if (members := as_object(value)) is not None:
        return {key: _shown(member) for key, member in members.items()}
    items = as_array(value)
    return value if items is None else [_shown(item) for item in items]
