"""The SDK that sent the event, and the SDK updates that the server suggests.

Source: getsentry/sentry, interfaces/sdk.py (`get_api_context`), sdk_updates.py; getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, Interface, present


class SdkUpstream(ApiInterface, frozen=True, kw_only=True):
    """The newest version of the SDK that the server knows. Sent from 2018 to 2020."""

    name: str | None = None
    url: str | None = None
    is_newer: bool | None = None


class SdkPackage(Interface, frozen=True, kw_only=True):
    """One package of the SDK."""

    name: str | None = None
    """Name of the package with its registry, for example `npm:@sentry/browser`."""
    version: str | None = None


class Sdk(Interface, frozen=True, kw_only=True):
    """The SDK that sent the event. Sentry sends *name* and *version*; GlitchTip passes on all keys from the SDK."""

    name: str | None = None
    """Name of the SDK, for example `sentry.python`."""
    version: str | None = None
    upstream: SdkUpstream | None = None
    packages_data: tuple[SdkPackage | None, ...] | None = field(default=None, name="packages")
    """The packages of the SDK, as sent; items can be null."""
    integrations_data: tuple[str | None, ...] | None = field(default=None, name="integrations")
    """The names of the active integrations, as sent; items can be null."""
    features_data: tuple[str | None, ...] | None = field(default=None, name="features")
    """The names of the active features, as sent; items can be null."""
    settings: dict[str, Any] | None = None
    client_ip: str | None = field(default=None, name="clientIP")
    """Sent until 2017."""

    @property
    def packages(self) -> tuple[SdkPackage, ...]:
        """The packages of the SDK, without nulls; () when there are none."""
        return present(self.packages_data)

    @property
    def integrations(self) -> tuple[str, ...]:
        """The names of the active integrations, without nulls; () when there are none."""
        return present(self.integrations_data)

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the active features, without nulls; () when there are none."""
        return present(self.features_data)


class SdkUpdate(ApiInterface, frozen=True, kw_only=True):
    """One SDK change that the server suggests. *type* decides which other fields are set."""

    type: str | None = None
    """The suggested change: `updateSdk`, `changeSdk`, `enableIntegration`; other values are possible."""
    sdk_name: str | None = None
    new_sdk_name: str | None = None
    new_sdk_version: str | None = None
    sdk_url: str | None = None
    integration_name: str | None = None
    integration_url: str | None = None
    enables_data: tuple[SdkUpdate | None, ...] | None = field(default=None, name="enables")
    """The further changes that this change makes possible, as sent; items can be null."""

    @property
    def enables(self) -> tuple[SdkUpdate, ...]:
        """The further changes that this change makes possible, without nulls; () when there are none."""
        return present(self.enables_data)
