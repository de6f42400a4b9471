"""Requests from the legacy WebHooks plugin, which does not sign them.

Source: getsentry/sentry, plugins/sentry_webhooks/plugin.py
"""

from __future__ import annotations

from msgspec import UNSET, Raw, UnsetType, field

from ..decoding.raw_event import raw_event_within
from ..model._base import FreeFormInterface, present
from ..model.event import Event
from ..normalization import normalize
from .delivery import Delivery, Id, part


class PluginData(FreeFormInterface, frozen=True, kw_only=True):
    """An event of a new issue, or an event that a rule fired for."""

    id: Id | None = None
    """Id of the issue."""
    project: str | None = None
    """Slug of the project, like *project_slug*."""
    project_name: str | None = None
    project_slug: str | None = None
    logger: str | None = None
    level: Id | None = None
    culprit: str | None = None
    message: str | None = None
    url: str | None = None
    """Address of the issue's page."""
    triggering_rules_data: tuple[str | None, ...] | None = field(default=None, name="triggering_rules")
    """The rules that fired, as sent; items can be null."""
    checksum: str | None = None
    """Sent until 2014."""
    event_json: Raw | UnsetType = field(default=UNSET, name="event")
    """The JSON of the event as the server stores it, unchanged."""

    @property
    def triggering_rules(self) -> tuple[str, ...]:
        """Labels of the rules that fired; () when there are none."""
        return present(self.triggering_rules_data)


class PluginDelivery(Delivery, frozen=True, kw_only=True):
    """A request from the plugin. It is not signed, so anyone can have sent it."""

    data: PluginData

    @property
    def event(self) -> Event | None:
        """The event, normalized by `topframe.normalize` at each access; None when the delivery has no event.

        Raises:
            ValidationError: A known key of the event holds the wrong type; `.path` says where.
        """
        event = part(self.data.event_json)
        return None if event is None else normalize(raw_event_within(event, ("event",)))
