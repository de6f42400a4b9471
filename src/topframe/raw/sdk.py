"""The SDK that sent the event, as it describes itself.

Source: getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface


class RawSdkPackage(Interface, frozen=True, kw_only=True):
    """A package that the SDK is made of."""

    name: str | None = None
    """With its registry, such as `npm:@sentry/browser`."""
    version: str | None = None
    dotnet_name: str | None = field(default=None, name="Name")
    """*name* as the .NET SDK spelt it until 2019."""
    dotnet_version: str | None = field(default=None, name="Version")


class RawSdk(Interface, frozen=True, kw_only=True):
    """An SDK."""

    name: str | None = None
    """Such as `sentry.python`."""
    version: str | None = None
    packages: tuple[RawSdkPackage | None, ...] | str | None = None
    """What it is made of; a text is of no use, and the server throws it away."""
    integrations: tuple[str | None, ...] | str | None = None
    """What it is hooked into; a text as for *packages*."""
    features: tuple[str | None, ...] | None = None
    client_ip: str | None = None
    """The address that the event came from. The server keeps it to itself."""
    settings: dict[str, Any] | None = None
