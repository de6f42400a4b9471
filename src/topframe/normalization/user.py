"""The user, as the web API shows them.

Source: getsentry/sentry, interfaces/user.py (`get_api_context`); getsentry/relay, relay-event-normalization/src/user.rs
"""

from __future__ import annotations

from typing import Any

from ..wire.freeform import as_object
from .lenient import text

_KNOWN = frozenset({"id", "email", "username", "ip_address", "name", "geo", "data", "sentry_user"})
_NOTHING: tuple[Any, ...] = (None, "", {})


def user_of(sent: Any) -> dict[str, Any] | None:
    """The members that the API has, null where unset; whatever else was sent is in `data`. None for an empty user."""
    members = as_object(sent) or {}
    extra = {key: value for key, value in members.items() if key not in _KNOWN and value is not None}
    own = as_object(members.get("data")) or {}
    user = {
        "id": text(members.get("id")),
        "email": text(members.get("email")),
        "username": text(members.get("username")),
        "ip_address": members.get("ip_address"),
        "name": text(members.get("name")),
        "geo": members.get("geo"),
        "data": {**extra, **own} or None,
    }
    return user if any(value not in _NOTHING for value in user.values()) else None


def user_tag(user: dict[str, Any]) -> str | None:
    """What a user is searched by: the first of id, username, email and address that is known."""
    for key, name in (("id", "id"), ("username", "username"), ("email", "email"), ("ip_address", "ip")):
        value = user.get(key)
        if isinstance(value, str) and value and value != "{{auto}}":
            return f"{name}:{value}"
    return None
