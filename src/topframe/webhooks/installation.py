"""Deliveries about installing and removing the integration itself.

Source: getsentry/sentry, sentry_apps/installations.py (`installation_webhook`)
"""

from __future__ import annotations

from typing import ClassVar

from ..model._base import Interface
from .delivery import Actions, Delivery, Installation


class InstallationData(Interface, frozen=True, kw_only=True):
    """The installation that was created or deleted."""

    installation: Installation | None = None


class InstallationDelivery(Delivery, frozen=True, kw_only=True):
    """An installation was `created` or `deleted`."""

    actions: ClassVar[Actions] = {"installation": ("created", "deleted")}
    own_keys = ("installation",)

    _unprinted: ClassVar[tuple[str, ...]] = ("body",)

    data: InstallationData
