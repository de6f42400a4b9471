"""A view for triage: the summary of an event and its stack traces.

Source: getsentry/sentry, api/serializers/models/event.py
"""

from __future__ import annotations

from ..model.members import HasStacks
from .frames import ExceptionView, StackEntry, StacktraceView, ThreadView
from .summary import EventSummary


class EventOverview(HasStacks[ExceptionView, ThreadView, StacktraceView], EventSummary, frozen=True, kw_only=True):
    """The summary and the stack traces of an event. It has the fields of `EventSummary` and of `EventFrames`."""

    entries: tuple[StackEntry, ...] | None = None
    """The entries, in the server's order. Entries without stack traces become `SkippedEntry`."""
