"""The SDK that sent the event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface


class RawSdkPackage(Interface, frozen=True, kw_only=True):
    """One package of the SDK."""

    name: str | None = None
    """Registry and name, for example `npm:@sentry/browser`."""
    version: str | None = None
    dotnet_name: str | None = field(default=None, name="Name")
    """The key that the .NET SDK used for *name* until 2019."""
    dotnet_version: str | None = field(default=None, name="Version")


class RawSdk(Interface, frozen=True, kw_only=True):
    """The SDK that sent the event."""

    name: str | None = None
    """Name of the SDK, for example `sentry.python`."""
    version: str | None = None
    packages: tuple[RawSdkPackage | None, ...] | str | None = None
    """The packages of the SDK. The server ignores a text in place of the list."""
    integrations: tuple[str | None, ...] | str | None = None
    """The names of the active integrations. The server ignores a text in place of the list."""
    features: tuple[str | None, ...] | None = None
    client_ip: str | None = None
    """IP address of the sender. The web API does not return it."""
    settings: dict[str, Any] | None = None
