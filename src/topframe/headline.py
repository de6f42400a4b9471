"""What an event is, in a line: title, time and release, wherever its server put them.

Source: getsentry/sentry, eventtypes/ (titles); GlitchTip and list endpoints give the release as a tag alone.
"""

from __future__ import annotations

from datetime import datetime

from .model.event import Event
from .moments import moment


def title_of(event: Event) -> str:
    """The title, or what the server would make one of: the exception that was raised last, the log message.

    Empty when the event has none of them.
    """
    if event.title:
        return event.title
    raised = event.exceptions[-1] if event.exceptions else None
    named = ": ".join(part for part in (raised.type, raised.value) if part) if raised else ""
    return named or event.message or ""


def time_of(event: Event) -> datetime | None:
    """When it happened: by the corrected clock of the sender, the start of a transaction; else when it came in.

    None when the event has no time, or one that no calendar has.
    """
    return event.date_created or event.sent_datetime or moment(event.start_timestamp) or event.date_received


def release_of(event: Event) -> str | None:
    """The version of the release; None when the event has none."""
    return (event.release and event.release.version) or event.tag("release")
