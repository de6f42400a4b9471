"""Deliveries about comments on issues.

Source: getsentry/sentry, sentry_apps/tasks/sentry_apps.py (`build_comment_webhook`)
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from ..model._base import Interface
from .delivery import Actions, Delivery, Id


class CommentData(Interface, frozen=True, kw_only=True):
    """A comment on an issue."""

    comment_id: Id | None = None
    issue_id: Id | None = None
    """Id of the issue: a number, unlike `Issue.id`, which is text."""
    project_slug: str | None = None
    timestamp: datetime | None = None
    comment: str | None = None
    """The text, in Markdown."""


class CommentDelivery(Delivery, frozen=True, kw_only=True):
    """A comment was `created`, `updated` or `deleted`."""

    actions: ClassVar[Actions] = {"comment": ("created", "updated", "deleted")}
    own_keys = ("comment_id", "comment")

    data: CommentData
