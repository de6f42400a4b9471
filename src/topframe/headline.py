"""What an event is, in a line: title, time and release, wherever its server put them.

Source: getsentry/sentry, eventtypes/ (titles); GlitchTip and list endpoints give the release as a tag alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .model.exception import ExceptionValue
from .moments import moment
from .shapes import ReleasedLike, TimedLike, TitledLike


def title_of(event: TitledLike) -> str:
    """The title, or what the server would make one of: the exception that was raised last, the log message.

    Empty when the event has none of them.
    """
    if event.title:
        return event.title
    exceptions: Sequence[ExceptionValue] = getattr(event, "exceptions", ())
    raised = exceptions[-1] if exceptions else None
    named = ": ".join(part for part in (raised.type, raised.value) if part) if raised else ""
    return named or event.message or ""


def time_of(event: TimedLike) -> datetime | None:
    """When the event happened, by the corrected clock of the sender; else when the server received it.

    For a transaction, this is its end, as on Sentry's pages, or its start if the end is missing. None when the event
    has no time, or one outside of the years 1 to 9999.
    """
    sent: datetime | None = getattr(event, "sent_datetime", None)
    if created := event.date_created or sent:
        return created
    ended = (getattr(event, name, None) for name in ("end_timestamp", "sent_timestamp"))
    return next(filter(None, map(moment, (*ended, event.start_timestamp))), event.date_received)


def release_of(event: ReleasedLike) -> str | None:
    """The version of the release; None when the event has none."""
    version = event.release.version if event.release else None
    return version or event.tag("release")
