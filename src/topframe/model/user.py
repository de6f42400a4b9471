"""The person that the event happened to.

Source: getsentry/sentry, interfaces/user.py (`get_api_context`); getsentry/relay, protocol/user.rs
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class Geo(Interface, frozen=True, kw_only=True):
    """A place, made out from the address; the server leaves null members out."""

    country_code: str | None = None
    """ISO 3166-1, two letters."""
    city: str | None = None
    region: str | None = None
    """Despite its name: the country, in English."""
    subdivision: str | None = None
    """The part of the country."""


class User(Interface, frozen=True, kw_only=True):
    """A user of the application, as its SDK described them; a member of another type than it should be is None.

    Sentry moves what else the SDK sent into *data*; GlitchTip leaves it beside the others, see `Event.user_json`.
    """

    id: str | int | None = None
    """Text from Sentry; GlitchTip hands on what the SDK sent."""
    email: str | None = None
    username: str | int | None = None
    ip_address: str | None = None
    name: str | None = None
    geo: Geo | None = None
    data: Any = None
    """Every other member that the SDK sent: an object."""
    segment: str | None = None
    sentry_user: str | None = None
    """The value of the tag `user`: `id:...`, `email:...`, `username:...` or `ip:...`."""
