"""The SDK that sent the event, and what a newer one would bring.

Source: getsentry/sentry, interfaces/sdk.py (`get_api_context`), sdk_updates.py; getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import ApiInterface, Interface


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
    packages: tuple[SdkPackage | None, ...] | None = None
    integrations: tuple[str | None, ...] | None = None
    features: tuple[str | None, ...] | None = None
    settings: dict[str, Any] | None = None
    client_ip: str | None = field(default=None, name="clientIP")
    """Sent until 2017."""


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
    enables: tuple[SdkUpdate | None, ...] | None = None
    """What becomes possible after this step."""
