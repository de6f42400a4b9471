"""The user for whom the event happened.

Source: getsentry/sentry, interfaces/user.py (`get_api_context`); getsentry/relay, protocol/user.rs
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class Geo(Interface, frozen=True, kw_only=True):
    """A location, which the server looks up by IP address. The server leaves out keys whose value is null."""

    country_code: str | None = None
    """Country code of ISO 3166-1: two letters."""
    city: str | None = None
    region: str | None = None
    """Name of the country in English. The field name is misleading."""
    subdivision: str | None = None
    """Name of the state or province in the country."""


class User(Interface, frozen=True, kw_only=True):
    """A user of the application, as the SDK described the user. A field is None if its value has the wrong type.

    Sentry moves additional keys from the SDK into *data*. GlitchTip leaves them at the top level, where only
    `Event.user_json` has them.
    """

    id: str | int | None = None
    """Id of the user. Sentry sends text; GlitchTip passes on the number or text from the SDK."""
    email: str | None = None
    username: str | int | None = None
    ip_address: str | None = None
    name: str | None = None
    geo: Geo | None = None
    data: Any = None
    """The additional keys that the SDK sent: an object."""
    segment: str | None = None
    sentry_user: str | None = None
    """The value of the tag `user`: `id:...`, `email:...`, `username:...` or `ip:...`."""
