"""The user, as the web API shows them.

Source: getsentry/sentry, interfaces/user.py (`get_api_context`); getsentry/relay, relay-event-normalization/src/user.rs
"""

from __future__ import annotations

from typing import Any

from ..freeform import as_object
from .lenient import text

_KNOWN = ("id", "email", "username", "ip_address", "name", "geo")
_OTHER = frozenset({*_KNOWN, "data", "sentry_user"})


def user_of(sent: Any) -> dict[str, Any] | None:
    """The members that the API has, null where unset; whatever else was sent is in `data`. None for an empty user."""
    members = as_object(sent) or {}
    user = {key: members.get(key) for key in _KNOWN}
    for key in ("id", "email", "username", "name"):
        user[key] = text(user[key])
    own = as_object(members.get("data")) or {}
    extra = {key: value for key, value in members.items() if key not in _OTHER and value is not None}
    user["data"] = {**extra, **own} or None
    return user if any(value not in (None, "", {}) for value in user.values()) else None


def user_tag(user: dict[str, Any]) -> str | None:
    """What a user is searched by: the first of id, username, email and address that is known."""
    for key, name in (("id", "id"), ("username", "username"), ("email", "email"), ("ip_address", "ip")):
        value = user.get(key)
        if isinstance(value, str) and value and value != "{{auto}}":
            return f"{name}:{value}"
    return None
