"""Contexts, as the web API shows them.

Source: getsentry/sentry, interfaces/contexts.py; getsentry/relay, relay-event-normalization/src/normalize/contexts.rs
"""

from __future__ import annotations

import re
from typing import Any, cast

_KNOWN = frozenset({"app", "device", "runtime", "browser", "os", "gpu", "monitor", "trace", "otel"})
_LONGEST_NUMBER = 15
"""Characters of a number that browsers, which have floats alone, still show as it is."""

_SYSTEMS = (
    re.compile(r"^(?P<name>Microsoft Windows) (?P<version>\d+\.\d+\.\d+)"),
    re.compile(r"^(?P<name>Mac OS X|macOS) (?P<version>\d+\.\d+(?:\.\d+)?)"),
    re.compile(r"^(?P<name>[a-zA-Z]+) (?P<kernel_version>\d+\.\d+(?:\.\d+)?)"),
)
"""How operating systems describe themselves: Windows, macOS, and `uname` of the others."""


def contexts_of(sent: Any, *, stored: bool) -> dict[str, Any]:
    """The contexts without empty members, each with the type that the server gives it, long numbers as text.

    Args:
        sent: The contexts of the raw event.
        stored: False where the server has not seen them yet, and would take an operating system's description apart.
    """
    contexts = cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}
    shown = {alias: _context(alias, context) for alias, context in contexts.items() if context is not None}
    if not stored:
        for context in shown.values():
            if isinstance(context, dict) and context.get("type") == "os" and "name" not in context:
                context |= _system(context.get("raw_description"))
    return shown


def _system(description: Any) -> dict[str, str]:
    """Name and version of an operating system."""
    text = description if isinstance(description, str) else ""
    found = next((match for pattern in _SYSTEMS if (match := pattern.match(text))), None)
    return {} if found is None else {**found.groupdict(), "name": found["name"].removeprefix("Microsoft ")}


def _context(alias: str, sent: Any) -> Any:
    if not isinstance(sent, dict):
        return sent
    members = cast("dict[str, Any]", sent)
    context = {key: _shown(value) for key, value in members.items() if value is not None and value != ""}
    type_ = context.get("type", alias)
    context["type"] = type_ if type_ in _KNOWN else "default"
    return context


def _shown(value: Any) -> Any:
    """A value with its long numbers as text, at any depth."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if len(str(value)) > _LONGEST_NUMBER else value
    if isinstance(value, list):
        return [_shown(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in cast("dict[str, Any]", value).items()}
    return value
