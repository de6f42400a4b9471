"""Requests by the UI components of an integration. A user waits for the response.

Source: getsentry/sentry, sentry_apps/external_requests/
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import ApiInterface, present
from .delivery import Actor, Delivery, Id
from .event_alert import Setting
from .issue import IssueProject


class IssueLinkData(ApiInterface, frozen=True, kw_only=True):
    """A form that links an issue to an issue of another tracker, or creates one there."""

    fields: dict[str, Any] | None = None
    """Field names mapped to the values that the user entered."""
    installation_id: str | None = None
    issue_id: Id | None = None
    web_url: str | None = None
    """Address of the issue's page."""
    project: IssueProject | None = None
    actor: Actor | None = None


class AlertRuleActionData(ApiInterface, frozen=True, kw_only=True):
    """The settings that a user wants to save for the action of an alert rule."""

    fields_data: tuple[Setting | None, ...] | None = field(default=None, name="fields")
    """The fields of the form, as sent; items can be null."""
    installation_id: str | None = None

    @property
    def fields(self) -> tuple[Setting, ...]:
        """The fields of the form, with the values that the user entered; () when there are none."""
        return present(self.fields_data)


class IssueLinkRequest(Delivery, frozen=True, kw_only=True):
    """A user links an issue or creates one. Respond with `webUrl`, `project` and `identifier`."""

    data: IssueLinkData


class AlertRuleActionRequest(Delivery, frozen=True, kw_only=True):
    """A user saves an alert rule. A response with status 400 or higher rejects it; the user sees its `message`."""

    data: AlertRuleActionData


class SelectOptionsRequest(Delivery, frozen=True, kw_only=True):
    """A form requests its options: a GET with an empty body. Respond with a list of `label` and `value`.

    The query of the URL says which options the form needs. Sentry does not sign the query.
    """
