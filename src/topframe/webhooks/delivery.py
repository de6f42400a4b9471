"""The base class of all deliveries, and the class of deliveries with an unknown resource or action.

Source: getsentry/sentry, sentry_apps/api/serializers/app_platform_event.py
"""

from __future__ import annotations

from collections.abc import Mapping
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
"""An identifier: an id, a build number or a code.

Servers write an identifier as a number in some places or versions, and as text in others: `target_identifier` is a
number for PagerDuty and text for Slack. Decoding keeps the type. Convert identifiers to text before you compare them.
"""
Actions: TypeAlias = Mapping[str, tuple[str, ...]]
"""Resources, each with its known actions."""
Number: TypeAlias = int | float
"""A quantity. Servers write whole numbers with and without `.0`."""


class Actor(Interface, frozen=True, kw_only=True):
    """The user or application that caused a delivery."""

    type: str | None = None
    """`user`, or `application` for Sentry itself and for an integration."""
    id: Id | None = None
    """A number for a user, `sentry` for Sentry itself, a UUID for an integration."""
    name: str | None = None


class InstallationApp(Interface, frozen=True, kw_only=True):
    """The integration that is installed."""

    uuid: str | None = None
    slug: str | None = None
    sentry_app_id: Id | None = field(default=None, name="sentryAppId")


class InstallationOrganization(Interface, frozen=True, kw_only=True):
    """The organization that installed the integration."""

    slug: str | None = None
    id: Id | None = None


class Installation(Interface, frozen=True, kw_only=True):
    """An integration that is installed in an organization.

    Most deliveries set only *uuid*. Deliveries about the installation itself set the other fields in their *data*.
    """

    _unprinted: ClassVar[tuple[str, ...]] = ("code",)

    uuid: str | None = None
    """UUID with dashes."""
    app: InstallationApp | None = None
    organization: InstallationOrganization | None = None
    status: str | None = None
    """State of the installation: `pending`, `installed` or `pending_deletion`."""
    code: str | None = None
    """A secret that can be exchanged for a token once. Sent only when a public integration is installed."""


class Hook(Interface, Generic[T], frozen=True, kw_only=True):
    """The body of a webhook."""

    action: str | None = None
    installation: Installation | None = None
    actor: Actor | None = None
    data: T | UnsetType = UNSET
    text: str | None = None
    """A one-line summary for receivers that are language models."""


class Delivery(Printed, msgspec.Struct, frozen=True, kw_only=True):
    """One request from Sentry. Its class determines the type of *data*."""

    actions: ClassVar[Actions] = {}
    """The resources of the class, each with its known actions. Empty for requests other than webhooks."""
    own_keys: ClassVar[tuple[str, ...]] = ()
    """Keys of `data` that show what a webhook is about: the body of each webhook of the class has at least one."""

    resource: str
    """What the delivery is about, such as `issue`: the value of `Sentry-Hook-Resource`, which Sentry does not sign.

    Without this header, it comes from the signature header or from the keys of the body.
    """
    action: str | None = None
    """What happened, such as `created`. None for requests by UI components, service hooks and the plugin."""
    installation: Installation | None = None
    """The installation that Sentry notifies. None for requests by UI components, service hooks and the plugin."""
    actor: Actor | None = None
    """The user or application that caused the delivery. None when the delivery does not name one."""
    body: bytes
    """The body as it was received."""
    request_id: str | None = None
    """Differs for each attempt to send a delivery, so it cannot detect a repeated delivery. None when absent."""
    idempotency_key: str | None = None
    """The same for each attempt to send a delivery. Sent since 2026, and not signed. None when absent."""
    sent_timestamp: str | None = None
    """*timestamp* as the header has it: text, in seconds since 1970. None when absent."""

    @property
    def timestamp(self) -> datetime | None:
        """When Sentry made the request, according to a header that Sentry does not sign.

        None when the header is missing or is not a number of seconds.
        """
        return moment_of(self.sent_timestamp)

    @property
    def digest(self) -> str:
        """SHA-256 of the body in hexadecimal digits. Store it to detect a delivery that an attacker sends again.

        When Sentry itself sends a delivery again, the digest is the same unless Sentry reads the issue again first.
        """
        return sha256(self.body).hexdigest()


class UnknownDelivery(Delivery, frozen=True, kw_only=True):
    """A delivery with a resource or an action that this version of topframe does not know."""

    data_json: Raw | UnsetType = UNSET
    """The JSON of *data*, unchanged. UNSET when the body has no *data*."""

    @property
    def data(self) -> Any:
        """The decoded *data*: any JSON value. None when it is null or absent.

        Raises:
            DecodeError: *data* is nested too deeply, or has a number of more than 4300 digits.
        """
        return free_form(self.data_json)


def part(json: Raw | UnsetType) -> bytes | None:
    """The JSON of a part of a body that is decoded later; None when the part is absent or null."""
    return None if isinstance(json, UnsetType) or bytes(json) == b"null" else bytes(json)
