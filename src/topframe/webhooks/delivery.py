"""What all deliveries have in common, and deliveries of unknown resources.

Source: getsentry/sentry, sentry_apps/api/serializers/app_platform_event.py
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import Interface
from ..model.printed import Printed
from ..wire.freeform import free_form
from .headers import moment_of

T = TypeVar("T")

Id: TypeAlias = int | str
"""What names a thing: an id, the number of a build, a code.

Servers write it as a number in one place or version and as text in another: `target_identifier` is a number for
PagerDuty and text for Slack. It stays as it came; compare ids as text.
"""
Number: TypeAlias = int | float
"""A quantity. Servers write whole ones with and without `.0`."""


class Actor(Interface, frozen=True, kw_only=True):
    """The user or application that caused a delivery."""

    type: str | None = None
    """`user`, or `application`: Sentry itself, or an integration."""
    id: Id | None = None
    """A number for a user; `sentry`, or the UUID of an integration."""
    name: str | None = None


class InstallationApp(Interface, frozen=True, kw_only=True):
    """The integration that is installed."""

    uuid: str | None = None
    slug: str | None = None
    sentry_app_id: Id | None = field(default=None, name="sentryAppId")


class InstallationOrganization(Interface, frozen=True, kw_only=True):
    """The organization that installed it."""

    slug: str | None = None
    id: Id | None = None


class Installation(Interface, frozen=True, kw_only=True):
    """An integration in an organization. Only deliveries about the installation itself have more than its *uuid*."""

    _unprinted: ClassVar[tuple[str, ...]] = ("code",)

    uuid: str | None = None
    """With dashes."""
    app: InstallationApp | None = None
    organization: InstallationOrganization | None = None
    status: str | None = None
    """`pending`, `installed`, `pending_deletion`."""
    code: str | None = None
    """A secret to exchange for a token, once. Only public integrations have it, when they are installed."""


class Hook(Interface, Generic[T], frozen=True, kw_only=True):
    """The body of a webhook."""

    action: str | None = None
    installation: Installation | None = None
    actor: Actor | None = None
    data: T | UnsetType = UNSET
    text: str | None = None
    """A summary in one line, for receivers that are language models."""


class Delivery(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """One request of Sentry. Its class tells the type of *data*."""

    resource: str
    """What it is about, such as `issue`. It comes from a header, which Sentry does not sign."""
    action: str | None = None
    """What happened, such as `created`. None for requests of UI components, service hooks and the plugin."""
    installation: Installation | None = None
    """The installation that Sentry tells. None for requests of UI components, service hooks and the plugin."""
    actor: Actor | None = None
    """The user or application that did it. None when the delivery does not say."""
    body: bytes
    """The body as it was received."""
    request_id: str | None = None
    """New for each attempt, so it does not tell whether a delivery came before."""
    idempotency_key: str | None = None
    """The same for each attempt to send a delivery. Sent since 2026, and not signed."""
    sent_timestamp: str | None = None
    """*timestamp* as text: seconds since 1970."""

    @property
    def timestamp(self) -> datetime | None:
        """When the request was made, by its own account, which is not signed. None when it does not say."""
        return moment_of(self.sent_timestamp)

    @property
    def digest(self) -> str:
        """SHA-256 of the body in hexadecimal digits. Remember it to detect a delivery that an attacker sends again.

        Sentry's own second attempt has the same digest, unless Sentry read the issue again for it.
        """
        return sha256(self.body).hexdigest()


class UnknownDelivery(Delivery, frozen=True, kw_only=True):
    """A delivery with a resource or an action that topframe does not know yet."""

    data_json: Raw | UnsetType = UNSET
    """The JSON of *data*, unchanged. UNSET when the body has none."""

    @property
    def data(self) -> Any:
        """Any JSON value; None when there is none."""
        return free_form(self.data_json)


def part(json: Raw | UnsetType) -> bytes | None:
    """A part of a body that is decoded later; None when it is absent or null."""
    return None if isinstance(json, UnsetType) or bytes(json) == b"null" else bytes(json)
