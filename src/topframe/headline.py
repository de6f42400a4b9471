"""What an event is, in a line: its title and its release, wherever its server put them.

Source: getsentry/sentry, eventtypes/ (titles); GlitchTip and list endpoints give the release as a tag alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from .model.exception import ExceptionValue
from .shapes import ReleasedLike, TitledLike


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


def release_of(event: ReleasedLike) -> str | None:
    """The version of the release; None when the event has none."""
    version = event.release.version if event.release else None
    return version or event.tag("release")
