"""The SDK that sent the event, as it describes itself.

Source: getsentry/relay, protocol/client_sdk.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ..model.sdk import SdkPackage


class RawSdk(Interface, frozen=True, kw_only=True):
    """An SDK."""

    name: str | None = None
    """Such as `sentry.python`."""
    version: str | None = None
    packages: tuple[SdkPackage | None, ...] | str | None = None
    """What it is made of; a text is of no use, and the server throws it away."""
    integrations: tuple[str | None, ...] | str | None = None
    """What it is hooked into; a text as for *packages*."""
    features: tuple[str | None, ...] | None = None
    client_ip: str | None = None
    """The address that the event came from. The server keeps it to itself."""
    settings: dict[str, Any] | None = None
