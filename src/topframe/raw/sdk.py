"""The SDK that sent the event, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface, present
from ..model.sdk import SdkPackage


class RawSdkPackage(SdkPackage, frozen=True, kw_only=True):
    """One package of the SDK."""

    dotnet_name: str | None = field(default=None, name="Name")
    """The key that the .NET SDK used for *name* until 2019."""
    dotnet_version: str | None = field(default=None, name="Version")


class RawSdk(Interface, frozen=True, kw_only=True):
    """The SDK that sent the event."""

    name: str | None = None
    """Name of the SDK, for example `sentry.python`."""
    version: str | None = None
    packages_data: tuple[RawSdkPackage | None, ...] | str | None = field(default=None, name="packages")
    """The packages of the SDK, as sent; items can be null. The server ignores a text."""
    integrations_data: tuple[str | None, ...] | str | None = field(default=None, name="integrations")
    """The names of the active integrations, as sent; items can be null. The server ignores a text."""
    features_data: tuple[str | None, ...] | None = field(default=None, name="features")
    """The names of the active features, as sent; items can be null."""
    client_ip: str | None = None
    """IP address of the sender. The web API does not return it."""
    settings: dict[str, Any] | None = None

    @property
    def packages(self) -> tuple[RawSdkPackage, ...]:
        """The packages of the SDK, without nulls; () when there are none, and for a text, as on the server."""
        return () if isinstance(self.packages_data, str) else present(self.packages_data)

    @property
    def integrations(self) -> tuple[str, ...]:
        """The names of the active integrations, without nulls; () when there are none, and for a text."""
        return () if isinstance(self.integrations_data, str) else present(self.integrations_data)

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the active features, without nulls; () when there are none."""
        return present(self.features_data)
