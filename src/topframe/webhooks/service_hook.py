"""Legacy service hooks, which are older than integrations.

Source: getsentry/sentry, sentry_apps/tasks/service_hooks.py
"""

from __future__ import annotations

from msgspec import UNSET, Raw, UnsetType, field

from ..decoding.event import event_within
from ..model._base import FreeFormInterface
from ..model.event import Event
from .delivery import Delivery, part
from .issue import Issue, IssueProject


class ServiceHookData(FreeFormInterface, frozen=True, kw_only=True):
    """An event, its issue and its project."""

    project: IssueProject | None = None
    group: Issue | None = None
    event_json: Raw | UnsetType = field(default=UNSET, name="event")
    """The JSON of the event in the web API's format, unchanged."""


class ServiceHookDelivery(Delivery, frozen=True, kw_only=True):
    """An event was created or an alert rule fired. The delivery does not say which."""

    data: ServiceHookData

    @property
    def event(self) -> Event | None:
        """The event, decoded at each access; None when the delivery has no event.

        Raises:
            ValidationError: A known key of the event holds the wrong type; `.path` says where.
        """
        event = part(self.data.event_json)
        return None if event is None else event_within(event, ("event",))
