"""A view for triage: the summary of an event and its stack traces.

Source: getsentry/sentry, api/serializers/models/event.py
"""

from __future__ import annotations

from ..model.members import HasStacks
from .frames import ExceptionView, StackEntry, StacktraceView, ThreadView
from .summary import EventSummary


class EventOverview(HasStacks[ExceptionView, ThreadView, StacktraceView], EventSummary, frozen=True, kw_only=True):
    """The summary and the stacks of an event: the members of `EventSummary` and of `EventFrames`."""

    entries: tuple[StackEntry, ...] | None = None
    """In the server's order. The data of entries without stack traces is skipped."""
