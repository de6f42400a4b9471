"""Mixins with properties that are computed from the fields of an event or of a view.

Servers send the same fact in different places. For example, list items have the release only as a tag. Each property
looks in all of these places. A view gets the properties if it has the fields that the mixin reads.

Source: getsentry/sentry, eventtypes/ (titles), api/serializers/models/event.py (times, releases)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from ..wire.moments import moment
from ._base import present
from .tags import HasTags

E = TypeVar("E")
T = TypeVar("T")
S = TypeVar("S")

_TIMES = ("date_created", "datetime", "end_timestamp", "start_timestamp", "date_received")
"""Fields that can hold the time of an event. The first field with a valid time is used."""


class HasTitle:
    """A mixin for events and views with the fields *title* and *message*. They can also have *exceptions*."""

    __slots__ = ()

    title: str | None
    message: str | None

    @property
    def display_title(self) -> str:
        """The title for people: *title*, else the exception that was raised last, else the log message.

        An exception reads as `ValueError: no`. A view without exceptions uses the title or the message. The text is
        empty when none of the three is known.
        """
        if self.title:
            return self.title
        exceptions: Sequence[Any] = getattr(self, "exceptions", ())
        raised = exceptions[-1] if exceptions else None
        named = ": ".join(part for part in (raised.type, raised.value) if part) if raised else ""
        return named or self.message or ""


class HasTime:
    """A mixin for events and views with a time.

    They have at least one of the fields *date_created*, *datetime*, *end_timestamp*, *start_timestamp* and
    *date_received*.
    """

    __slots__ = ()

    @property
    def time(self) -> datetime | None:
        """When the event happened, by the sender's clock as corrected by the server.

        For a transaction this is its end, as on Sentry's pages, or its start if the end is missing. If none of these is
        known, it is the time when the server received the event. Times outside the years 1 to 9999 are ignored. None
        when no time is left. The time is in UTC; it is naive if the server sent no time zone.
        """
        for name in _TIMES:
            sent: datetime | float | str | None = getattr(self, name, None)  # a view may lack some of these fields
            if found := sent if isinstance(sent, datetime) else moment(sent):
                return found
        return None


class HasStacks(Generic[E, T, S]):
    """A mixin for events and views with a field *entries*, whose entries have stack traces.

    The data of the entries has the same fields as in the model. `in_app_frames` also needs a field *platform*. The type
    parameters are the classes of exceptions, threads and stack traces.
    """

    __slots__ = ()
    entries: Any
    """The entries; each has a `type` and `data`. None when they are missing."""

    @property
    def exceptions(self) -> tuple[E, ...]:
        """The chain of exceptions, oldest cause first. The last item was raised last. () when there are none."""
        return tuple(value for data in self._data_of("exception") for value in data.values)

    @property
    def threads(self) -> tuple[T, ...]:
        """The threads that the SDK sent, in no particular order; () when there are none."""
        return tuple(thread for data in self._data_of("threads") for thread in present(data.values_data))

    @property
    def stacktrace(self) -> S | None:
        """The stack trace of a message; None when the event has none. An error has its stack traces in *exceptions*."""
        return next(self._data_of("stacktrace"), None)

    def _data_of(self, kind: str) -> Iterator[Any]:
        """Yield the data of each entry with the type *kind*. In practice an event has at most one."""
        found = (entry for entry in self.entries or () if getattr(entry, "type", None) == kind)
        return (data for entry in found if (data := getattr(entry, "data", None)) is not None)


class HasRelease(HasTags):
    """A mixin for events and views with the fields *release* and *tags_data*, as `HasTags` describes it."""

    __slots__ = ()

    release: Any
    """An object with the attribute *version*, or None."""

    @property
    def release_version(self) -> str | None:
        """The version of the release, else the value of the tag `release`; None when both are missing."""
        version: str | None = self.release.version if self.release else None
        return version or self.tag("release")
