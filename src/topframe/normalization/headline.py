"""Builds title, culprit, location and metadata of an event, as the server does.

Source: getsentry/sentry, eventtypes/, culprit.py, utils/event_frames.py (`get_crash_location`), interfaces/security.py
"""

from __future__ import annotations

from typing import Any

from ..model.exception import ExceptionData, ExceptionValue
from ..model.security import Csp
from ..model.stacktrace import Frame, Stacktrace
from ..raw.event import RawEvent
from ..raw.lenient import text
from ..wire.freeform import as_object
from .address import parts_of_address
from .parts import Parts

_UNLABELED = "<unlabeled event>"
_UNLABELED_TRANSACTION = "<unlabeled transaction>"
_UNNAMED = frozenset({None, "", "<redacted>", "<unknown>"})
_REPORTS = ("csp", "hpkp", "expectct", "expectstaple", "nel")
_NATIVE = ("objc", "cocoa", "native")
_JAVASCRIPT = ("javascript", "node")
_LOCAL = ("", "self", "'self'")
_LONGEST_TITLE = 256
_LONGEST_TITLE_VALUE = 100
_LONGEST_VALUE = 1024
_LONGEST_TYPE = 128
_LONGEST_CULPRIT = 200
_LOCATIONS = {
    "error": "filename",
    "csp": "uri",
    "hpkp": "origin",
    "expectct": "origin",
    "expectstaple": "origin",
    "nel": "uri",
    "transaction": "location",
}
"""Maps each type of event to the key of its metadata that holds the location."""
# Maps each CSP directive to the word for it in a title, for example `Blocked 'image' from 'cdn.test'`.
# Other directives appear under their own name.
_BLOCKED = {
    "img-src": "image",
    "script-src": "script",
    "script-src-elem": "script",
    "script-src-attr": "script",
    "style-src": "style",
    "style-src-elem": "style",
    "style-src-attr": "style",
    "child-src": "child",
    "connect-src": "connect",
    "font-src": "font",
    "manifest-src": "manifest",
    "media-src": "media",
    "object-src": "object",
}


def type_of(raw: RawEvent, parts: Parts) -> str:
    """Return the type of an event: *type* if it is set, else the type that its interfaces imply."""
    if raw.type:
        return raw.type
    if parts.exception is not None:
        return "error"
    for name in _REPORTS:
        if getattr(parts, name) is not None:
            return name
    return "default"


def metadata_of(raw: RawEvent, type: str, parts: Parts, contexts: dict[str, Any]) -> dict[str, Any]:
    """Return the values that the title is built from. If the server stored these values, return them unchanged."""
    if raw.metadata is not None:
        return raw.metadata
    if type == "error":
        return _metadata_of_error(parts)
    if type == "csp" and parts.csp is not None:
        return {"message": _blocked(parts.csp), "uri": _blocked_uri(parts.csp), "directive": _directive(parts.csp)}
    if type == "feedback":
        return _metadata_of_feedback(as_object(contexts.get("feedback")) or {})
    if type == "transaction":
        name = text(raw.transaction)
        return {"title": name or _UNLABELED_TRANSACTION, "location": name}
    title = raw.occurrence.issue_title if raw.occurrence else _first_line(message_of(raw, parts))
    return {"title": _cut(title or _UNLABELED, _LONGEST_TITLE)}


def title_of(type: str, metadata: dict[str, Any]) -> str:
    """Build the title of an event from its metadata."""
    if type == "error":
        name, value = metadata.get("type"), metadata.get("value")
        if not isinstance(name, str):
            function = metadata.get("function")
            return function if isinstance(function, str) else "<unknown>"
        line = _cut(_first_line(value), _LONGEST_TITLE_VALUE) if isinstance(value, str) else ""
        return f"{name}: {line}" if line else name
    title = metadata.get("title")
    if not isinstance(title, str):
        title = metadata.get("message")
        if type == "feedback":
            return "User Feedback"
    return title if isinstance(title, str) and title else _UNLABELED


def location_of(type: str, metadata: dict[str, Any]) -> str | None:
    """Return the location of an event, by its metadata.

    The location of an error is a file, of a security report an address, and of a transaction its name. None for other
    types, or if the metadata does not have it.
    """
    found = metadata.get(_LOCATIONS[type]) if type in _LOCATIONS else None
    return found if isinstance(found, str) else None


def culprit_of(raw: RawEvent, type: str, parts: Parts) -> str:
    """Return the culprit: the place where the event happened.

    It is the first of these that is set: *culprit*, *transaction*, the violated directive of a CSP report, the in-app
    frame nearest to the failure, the nearest other frame, the URL of the request. If none is set, the culprit is empty.
    For a synthetic exception, frames and URL are not used.
    """
    if own := raw.culprit or text(raw.transaction):
        return own
    if type == "csp" and parts.csp is not None:
        return _violated(parts.csp)
    raised = _raised(parts)
    if raised and raised.mechanism and raised.mechanism.synthetic:
        return ""
    stack = parts.stacktrace if parts.exception is None else _last_stack(parts.exception)
    found = None if stack is None else _culprit_of_stack(stack, raw.platform)
    return _cut(found or (parts.request and parts.request.url) or "", _LONGEST_CULPRIT)


def message_of(raw: RawEvent, parts: Parts) -> str:
    """Return the log message. Empty if there is none."""
    log = parts.logentry
    if log is not None:
        return log.formatted or log.message or ""
    return (text(raw.message) or "") if isinstance(raw.message, (str, int, float)) else ""


# --- errors -----------------------------------------------------------------------------------------------------------


def _metadata_of_error(parts: Parts) -> dict[str, Any]:
    raised = _raised(parts)
    if raised is None:
        return {}
    metadata: dict[str, Any] = {"value": _cut(raised.value or "", _LONGEST_VALUE)}
    if not (raised.mechanism and raised.mechanism.synthetic):
        metadata["type"] = _cut(raised.type or "Error", _LONGEST_TYPE)
    frame = _crash_frame(parts)
    if frame is not None:
        place = frame.filename or frame.abs_path
        if place is not None:
            metadata["filename"] = place
        metadata["function"] = frame.function
    return metadata


def _raised(parts: Parts) -> ExceptionValue | None:
    """Return the last exception of the chain, which is the exception that was raised."""
    return parts.exception.values_data[-1] if parts.exception and parts.exception.values_data else None


def _last_stack(chain: ExceptionData) -> Stacktrace | None:
    """Return the stack trace of the last exception that has a stack trace."""
    for value in reversed(chain.values):
        if value.stacktrace is not None:
            return value.stacktrace
    return None


def _crash_frame(parts: Parts) -> Frame | None:
    """Return the in-app frame with a function name that is nearest to the failure.

    If there is none, return the nearest frame with a function name.
    """
    nearest: Frame | None = None
    for frame in reversed(_crash_frames(parts)):
        if frame.function in _UNNAMED:
            continue
        if frame.in_app:
            return frame
        nearest = nearest or frame
    return nearest


def _crash_frames(parts: Parts) -> tuple[Frame, ...]:
    raised = _raised(parts)
    stack = (raised and raised.stacktrace) or parts.stacktrace
    if stack is None and parts.threads is not None:
        crashed = (it for it in parts.threads.values if it.crashed and it.stacktrace)
        stack = next((it.stacktrace for it in crashed), None)
    return stack.frames if stack else ()


def _culprit_of_stack(stack: Stacktrace, platform: str | None) -> str | None:
    default: str | None = None
    for frame in reversed(stack.frames):
        if frame.in_app and (culprit := _culprit_of_frame(frame, platform)):
            return culprit
        if default is None and not frame.in_app:
            default = _culprit_of_frame(frame, platform)
    return default


def _culprit_of_frame(frame: Frame, platform: str | None) -> str:
    platform = frame.platform or platform
    function = frame.function or "?"
    if platform in _NATIVE:
        return function
    place = frame.module or frame.filename
    if not place:
        return ""
    return f"{function}({place})" if platform in _JAVASCRIPT else f"{place} in {function}"


# --- other types ------------------------------------------------------------------------------------------------------


def _metadata_of_feedback(feedback: dict[str, Any]) -> dict[str, Any]:
    return {key: feedback[key] for key in ("contact_email", "message", "name", "source") if key in feedback}


def _directive(csp: Csp) -> str:
    return csp.effective_directive or (csp.violated_directive or "").partition(" ")[0]


def _blocked_uri(csp: Csp) -> str:
    """Return the blocked source: a host, a scheme with a colon, `self`, or the original text for other sources."""
    uri = csp.blocked_uri or ""
    if uri in _LOCAL:
        return "self"
    parts = parts_of_address(uri)
    if parts is None:
        return uri
    return parts.host or (f"{parts.scheme}:" if parts.scheme else uri)


def _blocked(csp: Csp) -> str:
    directive = _directive(csp)
    what = _BLOCKED.get(directive, directive)
    local = (csp.blocked_uri or "") in ("", "self", "inline", "eval", "data")
    if local and directive.startswith("script-src") and "unsafe-" in (csp.violated_directive or ""):
        return f"Blocked unsafe (eval() or inline) '{what}'"
    if local and csp.blocked_uri in ("", None, "inline", "eval"):
        return f"Blocked inline '{what}'"
    kind = "action to" if directive == "form-action" else "from"
    return f"Blocked '{'form' if directive == 'form-action' else what}' {kind} '{_blocked_uri(csp)}'"


def _violated(csp: Csp) -> str:
    """Return the violated directive with its values, as written in the policy."""
    return _cut(csp.violated_directive or _directive(csp), _LONGEST_CULPRIT)


# --- texts ------------------------------------------------------------------------------------------------------------


def _first_line(message: str) -> str:
    lines = message.strip().splitlines()
    return lines[0] if lines else ""


def _cut(message: str, longest: int) -> str:
    return message if len(message) <= longest else f"{message[: longest - 3]}..."
