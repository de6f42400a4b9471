"""Members that an event computes from its own fields; views that have these fields have them, too.

Servers put the same fact in different places, such as the release, which list items have only as a tag. These members
look in all of them.

Source: getsentry/sentry, eventtypes/ (titles), api/serializers/models/event.py (times, releases)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from ..wire.moments import moment
from .tags import HasTags

E = TypeVar("E")
T = TypeVar("T")
S = TypeVar("S")

_TIMES = ("date_created", "datetime", "end_timestamp", "start_timestamp", "date_received")
"""Fields with the time of an event. The first that has one counts."""


class HasTitle:
    """An event that has a title, or what one is made of."""

    __slots__ = ()

    title: str | None
    message: str | None

    @property
    def display_title(self) -> str:
        """*title*; where it is missing, the raised exception, as in `ValueError: no`, or the log message.

        Empty when the event has none of them. A view without exceptions goes by the other two.
        """
        if self.title:
            return self.title
        exceptions: Sequence[Any] = getattr(self, "exceptions", ())
        raised = exceptions[-1] if exceptions else None
        named = ": ".join(part for part in (raised.type, raised.value) if part) if raised else ""
        return named or self.message or ""


class HasTime:
    """An event that has some of the times that servers send."""

    __slots__ = ()

    @property
    def time(self) -> datetime | None:
        """When the event happened, by the corrected clock of the sender; else when the server received it.

        For a transaction, this is its end, as on Sentry's pages, or its start if the end is missing. None when the
        event has no time, or one outside of the years 1 to 9999. In UTC, unless the server wrote no time zone.
        """
        for name in _TIMES:
            sent: datetime | float | str | None = getattr(self, name, None)  # a view has some of them
            if found := sent if isinstance(sent, datetime) else moment(sent):
                return found
        return None


class HasStacks(Generic[E, T, S]):
    """An event that has entries with stack traces. The parameters are the classes of exceptions, threads and stacks."""

    __slots__ = ()
    entries: Any
    """Entries that are tagged by `type`, or None."""

    @property
    def exceptions(self) -> tuple[E, ...]:
        """The chain of exceptions, oldest cause first, the one that was raised last at the end; () if there is none."""
        return tuple(value for data in self._data_of("exception") for value in data.values)

    @property
    def threads(self) -> tuple[T, ...]:
        """The threads that were sent, in no particular order; () when none were."""
        return tuple(thread for data in self._data_of("threads") for thread in data.values)

    @property
    def stacktrace(self) -> S | None:
        """The stack trace of a message, or None. The stack traces of an error are in its exceptions."""
        return next(self._data_of("stacktrace"), None)

    def _data_of(self, kind: str) -> Iterator[Any]:
        """The data of all entries of a type; in practice there is one at most."""
        found = (entry for entry in self.entries or () if getattr(entry, "type", None) == kind)
        return (data for entry in found if (data := getattr(entry, "data", None)) is not None)


class HasRelease(HasTags):
    """An event that has a release, or a tag in its place."""

    __slots__ = ()

    release: Any
    """An object with a *version*, or None."""

    @property
    def release_version(self) -> str | None:
        """The version of the release, or the tag `release`; None when the event has neither."""
        version: str | None = self.release.version if self.release else None
        return version or self.tag("release")
