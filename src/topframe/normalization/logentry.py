"""Conversion of the log message to the form that the web API returns.

Source: getsentry/sentry, interfaces/message.py (`get_api_context`); getsentry/relay,
relay-event-normalization/src/logentry.rs
"""

from __future__ import annotations

import re
from typing import Any

from ..model.logentry import LogEntry
from ..raw._base import Scalar
from ..raw.lenient import text
from ..raw.logentry import RawLogEntry
from ..wire.freeform import as_array, as_object

# Widths and precisions are not supported, because `%999999999d` in a payload would take gigabytes of memory.
# A name cannot contain a bracket, so that `%(%(%(...` takes linear time.
_PERCENT = re.compile(r"%(?:\((?P<name>[^()]*+)\))?(?P<kind>.)")
_PERCENT_KINDS = frozenset("sdriu")
_BRACES = re.compile(r"\{(?P<name>\w*+)\}")
_LONGEST = 8192
"""Maximum number of characters that all parameters add to a message. The server cuts messages at a lower limit.

Without this limit, a short template can name a long parameter many times and take gigabytes of memory.
"""


def logentry_of(sent: RawLogEntry | Scalar) -> LogEntry | None:
    """Convert a log message. Return None if it is empty.

    If only *message* is set, *formatted* becomes *message* with its parameters filled in. If both are then equal, the
    result has only *formatted*.
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
    """Fill parameters into a template that uses Python's `%` or `{}`. Return None if the parameters do not fit."""
    form = _PERCENT if "%" in message else _BRACES
    values = _Values(params)
    try:
        return form.sub(values.of, message)
    except (LookupError, ValueError, RecursionError):
        return None


class _Values:
    """The parameters of one message, read in turn, by index or by name."""

    def __init__(self, params: Any) -> None:
        self.named = as_object(params) or {}
        self.listed = as_array(params) or ()
        self.used = 0
        self.room = _LONGEST

    def of(self, place: re.Match[str]) -> str:
        """Return the text that replaces one conversion of the template.

        Raises:
            LookupError: The parameter does not exist.
            ValueError: The conversion is not supported, or all parameters together are too long.
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
