"""Deliveries about the integration itself.

Source: getsentry/sentry, sentry_apps/installations.py (`installation_webhook`)
"""

from __future__ import annotations

from typing import ClassVar

from ..model._base import Interface
from .delivery import Delivery, Installation


class InstallationData(Interface, frozen=True, kw_only=True):
    """What was installed, or is no more."""

    installation: Installation | None = None


class InstallationDelivery(Delivery, frozen=True, kw_only=True):
    """An installation was `created` or `deleted`."""

    _unprinted: ClassVar[tuple[str, ...]] = ("body",)

    data: InstallationData
