"""User accounts on the Sentry server, for example the owner of a release or the author of a commit.

Source: getsentry/sentry, api/serializers/models/user.py
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import field

from ._base import ApiInterface, present


class Avatar(ApiInterface, frozen=True, kw_only=True):
    """The profile picture of an account."""

    avatar_type: str | None = None
    """`letter_avatar`, `upload` or `gravatar`."""
    avatar_uuid: str | None = None
    avatar_url: str | None = None


class AccountEmail(ApiInterface, frozen=True, kw_only=True):
    """One email address of an account."""

    id: str | int | None = None
    email: str | None = None
    is_verified: bool | None = field(default=None, name="is_verified")


class Account(ApiInterface, frozen=True, kw_only=True):
    """A user account on the server.

    A commit author without an account has only *name* and *email*. All fields of an unknown author are None.
    """

    id: str | int | None = None
    name: str | None = None
    username: str | None = None
    email: str | None = None
    avatar_url: str | None = None
    is_active: bool | None = None
    has_password_auth: bool | None = None
    is_managed: bool | None = None
    date_joined: datetime | None = None
    last_login: datetime | None = None
    has_2fa: bool | None = field(default=None, name="has2fa")
    """True: two-factor authentication is enabled."""
    last_active: datetime | None = None
    is_superuser: bool | None = None
    is_staff: bool | None = None
    experiments: Any = None
    emails_data: tuple[AccountEmail | None, ...] | None = field(default=None, name="emails")
    """The email addresses as sent; items can be null."""
    avatar: Avatar | None = None
    options: Any = None
    """Sent only for the caller's own account. The same applies to the fields from *flags* to *can_reset_2fa*."""
    flags: Any = None
    identities: Any = None
    permissions: Any = None
    can_reset_2fa: bool | None = field(default=None, name="canReset2fa")
    type: str | None = None
    """`user` or `team`. Sent only where the account is listed as an actor."""

    @property
    def emails(self) -> tuple[AccountEmail, ...]:
        """The email addresses, without nulls; () when the list is missing or empty."""
        return present(self.emails_data)
