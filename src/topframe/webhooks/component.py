"""Requests by the UI components of an integration: a user is waiting for the answer.

Source: getsentry/sentry, sentry_apps/external_requests/
"""

from __future__ import annotations

from typing import Any

from ..model._base import ApiInterface
from .delivery import Actor, Delivery, Id
from .event_alert import Setting
from .issue import IssueProject


class IssueLinkData(ApiInterface, frozen=True, kw_only=True):
    """A form that links an issue to another tracker, or creates one there."""

    fields: dict[str, Any] | None = None
    """Name of each field to what the user put there."""
    installation_id: str | None = None
    issue_id: Id | None = None
    web_url: str | None = None
    """Of the issue's page."""
    project: IssueProject | None = None
    actor: Actor | None = None


class AlertRuleActionData(ApiInterface, frozen=True, kw_only=True):
    """The settings of an alert rule's action, which a user wants to save."""

    fields: tuple[Setting | None, ...] | None = None
    installation_id: str | None = None


class IssueLinkRequest(Delivery, frozen=True, kw_only=True):
    """A user links an issue or creates one. Answer `webUrl`, `project` and `identifier`."""

    data: IssueLinkData


class AlertRuleActionRequest(Delivery, frozen=True, kw_only=True):
    """A user saves an alert rule. An answer of 400 and more forbids it, and shows its `message`."""

    data: AlertRuleActionData


class SelectOptionsRequest(Delivery, frozen=True, kw_only=True):
    """A form needs its options: a GET, whose body is empty. Answer a list of `label` and `value`.

    What it is about stands in the query of the address, which Sentry does not sign.
    """
