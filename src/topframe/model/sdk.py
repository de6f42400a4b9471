"""The SDK that sent the event, and what a newer one would bring.

Source: getsentry/sentry, interfaces/sdk.py (`get_api_context`), sdk_updates.py; getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, Interface, present


class SdkUpstream(ApiInterface, frozen=True, kw_only=True):
    """The newest SDK that a server of 2018 to 2020 knew."""

    name: str | None = None
    url: str | None = None
    is_newer: bool | None = None


class SdkPackage(Interface, frozen=True, kw_only=True):
    """A package that the SDK is made of."""

    name: str | None = None
    """With its registry, such as `npm:@sentry/browser`."""
    version: str | None = None


class Sdk(Interface, frozen=True, kw_only=True):
    """An SDK. Sentry gives name and version; GlitchTip hands on all that was sent."""

    name: str | None = None
    """Such as `sentry.python`."""
    version: str | None = None
    upstream: SdkUpstream | None = None
    packages_data: tuple[SdkPackage | None, ...] | None = field(default=None, name="packages")
    """The packages that the SDK consists of; items can be null."""
    integrations_data: tuple[str | None, ...] | None = field(default=None, name="integrations")
    """The names of the active integrations; items can be null."""
    features_data: tuple[str | None, ...] | None = field(default=None, name="features")
    """The names of the active features; items can be null."""
    settings: dict[str, Any] | None = None
    client_ip: str | None = field(default=None, name="clientIP")
    """Sent until 2017."""

    @property
    def packages(self) -> tuple[SdkPackage, ...]:
        """The packages that the SDK consists of; () when there are none."""
        return present(self.packages_data)

    @property
    def integrations(self) -> tuple[str, ...]:
        """The names of the active integrations; () when there are none."""
        return present(self.integrations_data)

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the active features; () when there are none."""
        return present(self.features_data)


class SdkUpdate(ApiInterface, frozen=True, kw_only=True):
    """A step that the server proposes; *type* says which members it has."""

    type: str | None = None
    """`updateSdk`, `changeSdk`, `enableIntegration`, ..."""
    sdk_name: str | None = None
    new_sdk_name: str | None = None
    new_sdk_version: str | None = None
    sdk_url: str | None = None
    integration_name: str | None = None
    integration_url: str | None = None
    enables_data: tuple[SdkUpdate | None, ...] | None = field(default=None, name="enables")
    """What becomes possible after this step; items can be null."""

    @property
    def enables(self) -> tuple[SdkUpdate, ...]:
        """What becomes possible after this step; () when there are none."""
        return present(self.enables_data)
