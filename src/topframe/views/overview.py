"""A view for triage: the summary of an event and its stack traces.

Source: getsentry/sentry, api/serializers/models/event.py
"""

from __future__ import annotations

from ..model.members import HasStacks
from .frames import RaisedView, StackData, StackEntry
from .summary import EventSummary


class EventOverview(HasStacks[RaisedView, RaisedView, StackData], EventSummary, frozen=True, kw_only=True):
    """The summary and the stack traces of an event. It has the fields of `EventSummary` and of `EventFrames`."""

    entries: tuple[StackEntry, ...] | None = None
    """The entries, with stack traces, in the server's order. Other entries are left out."""
