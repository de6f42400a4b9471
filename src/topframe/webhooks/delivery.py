"""What all deliveries have, and those that are not known.

Source: getsentry/sentry, sentry_apps/api/serializers/app_platform_event.py
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from ..freeform import free_form
from ..model._base import Interface
from ..printed import Printed
from .headers import moment_of

T = TypeVar("T")


class Actor(Interface, frozen=True, kw_only=True):
    """Who did what a delivery tells of."""

    type: str | None = None
    """`user`, or `application`: Sentry itself, or an integration."""
    id: int | str | None = None
    """A number for a user; `sentry`, or the UUID of an integration."""
    name: str | None = None


class InstallationApp(Interface, frozen=True, kw_only=True):
    """The integration that is installed."""

    uuid: str | None = None
    slug: str | None = None
    sentry_app_id: int | None = field(default=None, name="sentryAppId")


class InstallationOrganization(Interface, frozen=True, kw_only=True):
    """The organization that installed it."""

    slug: str | None = None
    id: int | None = None


class Installation(Interface, frozen=True, kw_only=True):
    """An integration in an organization. Deliveries that are not about it give its *uuid* alone."""

    uuid: str | None = None
    """With dashes."""
    app: InstallationApp | None = None
    organization: InstallationOrganization | None = None
    status: str | None = None
    """`pending`, `installed`, `pending_deletion`."""
    code: str | None = None
    """A secret that a token can be had for, once; of public integrations, when they are installed."""


class Hook(Interface, Generic[T], frozen=True, kw_only=True):
    """The body of a webhook."""

    action: str | None = None
    installation: Installation | None = None
    actor: Actor | None = None
    data: T | UnsetType = UNSET
    text: str | None = None
    """The delivery in a line, for receivers that are language models."""


class Delivery(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """One request that Sentry made, verified; its class tells what is in *data*."""

    resource: str
    """What it is about, such as `issue`; the request says it, and Sentry does not sign it."""
    action: str | None = None
    """What happened, such as `created`; None for requests that are no webhooks."""
    installation: Installation | None = None
    """Whose integration is told; None for requests that are no webhooks."""
    actor: Actor | None = None
    """Who did it; None where the delivery does not say."""
    body: bytes
    """As it was received."""
    request_id: str | None = None
    """New for each attempt: of no use to recognize a delivery again."""
    idempotency_key: str | None = None
    """The same for each attempt to deliver one thing. Sent since 2026, and not signed."""
    sent_timestamp: str | None = None
    """*timestamp* as it came: seconds since 1970."""

    @property
    def timestamp(self) -> datetime | None:
        """When the request was made, as it says itself, which is not signed; None when it does not say."""
        return moment_of(self.sent_timestamp)

    @property
    def digest(self) -> str:
        """SHA-256 of the body in hexadecimal digits: what to remember against deliveries that are sent again by others.

        An honest second attempt has the same digest, unless Sentry read the issue anew for it.
        """
        return sha256(self.body).hexdigest()


class UnknownDelivery(Delivery, frozen=True, kw_only=True):
    """A delivery of a resource or with an action that is not known yet."""

    data_json: Raw | UnsetType = UNSET
    """*data* word for word; UNSET when the body has none."""

    @property
    def data(self) -> Any:
        """Any JSON value; None when there is none."""
        return free_form(self.data_json)


def part(json: Raw | UnsetType) -> bytes | None:
    """A part of a body that is decoded later; None when it is absent or null."""
    return None if isinstance(json, UnsetType) or bytes(json) == b"null" else bytes(json)
