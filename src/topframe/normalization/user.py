"""Conversion of the user to the form that the web API returns.

Source: getsentry/sentry, interfaces/user.py (`get_api_context`); getsentry/relay, relay-event-normalization/src/user.rs
"""

from __future__ import annotations

from typing import Any

from ..raw.lenient import text
from ..wire.freeform import as_object

_KNOWN = frozenset({"id", "email", "username", "ip_address", "name", "geo", "data", "sentry_user"})
_NOTHING: tuple[Any, ...] = (None, "", {})


def user_of(sent: Any) -> dict[str, Any] | None:
    """Convert a user. Return None if all its values are empty.

    The result has every key of the web API; the value is None if it was not sent. `data` also holds all keys that the
    web API does not have. If the sender's own `data` has the same key, its value wins.
    """
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
    """Return the value of the tag `user`, for example `id:7`: the first of id, username, email and IP address.

    None if none of them is known. The placeholder `{{auto}}` counts as unknown.
    """
    for key, name in (("id", "id"), ("username", "username"), ("email", "email"), ("ip_address", "ip")):
        value = user.get(key)
        if isinstance(value, str) and value and value != "{{auto}}":
            return f"{name}:{value}"
    return None
