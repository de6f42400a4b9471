"""The log message, as the web API shows it.

Source: getsentry/sentry, interfaces/message.py (`get_api_context`); getsentry/relay,
relay-event-normalization/src/logentry.rs
"""

from __future__ import annotations

import re
from typing import Any

from ..model.logentry import LogEntry
from ..raw._base import Scalar
from ..raw.logentry import RawLogEntry
from ..wire.freeform import as_array, as_object
from .lenient import text

# What can be put in without the arithmetic of widths and precisions, by which a stranger could ask for gigabytes.
# A name has no bracket, so that `%(%(%(...` takes linear time.
_PERCENT = re.compile(r"%(?:\((?P<name>[^()]*+)\))?(?P<kind>.)")
_PERCENT_KINDS = frozenset("sdriu")
_BRACES = re.compile(r"\{(?P<name>\w*+)\}")
_LONGEST = 8192
"""Characters of all parameters of a message, as they are put in: more than the server keeps of a message. A short one
can say many times where a long parameter belongs."""


def logentry_of(sent: RawLogEntry | Scalar) -> LogEntry | None:
    """The message; None where it says nothing.

    *message* is left out where it is the same as *formatted*, or the only one.
    """
    if not isinstance(sent, RawLogEntry):
        plain = None if isinstance(sent, bool) else text(sent)
        return LogEntry(formatted=plain) if plain else None
    message, formatted, params = text(sent.message) or None, text(sent.formatted) or None, sent.params
    if formatted is None and message is not None and params:
        formatted = with_params(message, params)
    if formatted is None or message == formatted:
        message, formatted = None, formatted or message
    entry = LogEntry(formatted=formatted, message=message, params=params or None)
    return None if entry == LogEntry() else entry


def with_params(message: str, params: Any) -> str | None:
    """A message with its parameters put in, as Python's `%` or as `{}`; None where they do not fit."""
    form = _PERCENT if "%" in message else _BRACES
    values = _Values(params)
    try:
        return form.sub(values.of, message)
    except (LookupError, ValueError, RecursionError):
        return None


class _Values:
    """The parameters of one message, handed out in turn or by name."""

    def __init__(self, params: Any) -> None:
        self.named = as_object(params) or {}
        self.listed = as_array(params) or ()
        self.used = 0
        self.room = _LONGEST

    def of(self, place: re.Match[str]) -> str:
        """What stands in place of a conversion.

        Raises:
            LookupError: There is no such parameter.
            ValueError: The conversion is not one that the server's own simple ones cover, or the message gets too long.
            RecursionError: The parameter is nested too deeply.
        """
        groups = place.groupdict()
        kind = groups.get("kind", "s")
        if kind == "%":
            return "%"
        if kind not in _PERCENT_KINDS:
            raise ValueError(kind)
        shown = self._shown(groups["name"])
        self.room -= len(shown)
        if self.room < 0:
            raise ValueError("too long")
        return shown

    def _shown(self, name: str | None) -> str:
        if not name:
            self.used += 1
            return str(self.listed[self.used - 1])
        return str(self.listed[int(name)] if name.isdecimal() and self.listed else self.named[name])
