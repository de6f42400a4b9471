"""The display of `topframe listen`. It prints in a thread of its own, so that requests never wait for the terminal."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from rich.console import Group

from topframe.errors import DeliveryError, SignatureError, TopframeError
from topframe.render.delivery import render_damage, render_delivery, render_note
from topframe.render.escape import visible
from topframe.webhooks import Delivery

_MOST = 1000
_MOST_BYTES = 64 * 1024 * 1024
_LATE = 2.0
"""Seconds between receipt and output; above this, the line says how late the delivery is shown."""


class Arrival(NamedTuple):
    """One request and its outcome."""

    at: datetime
    outcome: Delivery | TopframeError | str
    """The delivery; or the error if there is none; or a text that describes any other failure."""
    status: int
    """The HTTP status of the response."""
    saved: str | None = None
    """Name of the file that holds the body. None if the body is not saved."""

    @property
    def size(self) -> int:
        """Bytes of the body that this object keeps in memory; 0 if it keeps no body."""
        return len(self.outcome.body) if isinstance(self.outcome, (Delivery, DeliveryError)) else 0


class Display:
    """A bounded queue of arrivals, and the thread that prints them.

    Args:
        show: Prints one layout.
        missing: Ends each note about arrivals that are not shown. It says what happened to their bodies.
        most: Maximum length of the queue, in arrivals and notes.
        most_bytes: Maximum total size of the queued bodies, in bytes.
    """

    def __init__(
        self,
        show: Callable[[Group], None],
        missing: str,
        *,
        most: int = _MOST,
        most_bytes: int = _MOST_BYTES,
    ) -> None:
        self._show = show
        self._missing = missing
        self._most = most
        self._most_bytes = most_bytes
        self._waiting: deque[Arrival | int] = deque()
        self._bytes = 0
        self._skipped = 0
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="topframe-display", daemon=True)
        self._lost = 0
        self.error: OSError | None = None
        """The error of the last output, without text of a delivery. None if the last output worked."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def offer(self, arrival: Arrival) -> None:
        """Queue an arrival. If the queue is full, only count it; a note in the output gives the number later."""
        with self._changed:
            if len(self._waiting) >= self._most or self._bytes + arrival.size > self._most_bytes:
                self._skipped += 1
                return
            self._note_skipped()
            self._waiting.append(arrival)
            self._bytes += arrival.size
            self._changed.notify()

    def close(self, grace: float) -> None:
        """Print the queue and end the thread.

        Args:
            grace: Seconds for printing the queue. After that, one note with the number of remaining arrivals replaces
                them, and gets the same time again. Then `is_running` says whether the thread has ended.
        """
        with self._changed:
            self._note_skipped()
            self._closing = True
            self._changed.notify()
        self._thread.join(grace)
        with self._changed:
            if rest := sum(1 if isinstance(item, Arrival) else item for item in self._waiting):
                self._waiting.clear()
                self._waiting.append(rest)
        self._thread.join(grace)  # time for the item in progress and for the note

    @property
    def is_running(self) -> bool:
        """Whether the thread runs.

        If it runs after `close`, the output is blocked. After a second Ctrl-C it runs as well, because nothing calls
        `close`.
        """
        return self._thread.is_alive()

    def _note_skipped(self) -> None:
        """Queue a note with the number of skipped arrivals, in the place where they are missing."""
        if self._skipped:
            self._waiting.append(self._skipped)
            self._skipped = 0

    def _run(self) -> None:
        while (item := self._next()) is not None:
            self._print(item)

    def _print(self, item: Arrival | int) -> None:
        """Print an arrival or a note. After a failed output, first print how many arrivals were lost."""
        try:
            if self._lost:
                self._show(render_note(f"{self._lost} could not be printed: {self._missing}"))
                self._lost = 0
            if isinstance(item, Arrival):
                self._print_arrival(item)
            else:
                self._show(render_note(f"{item} more arrived faster than they can be shown: {self._missing}"))
            self.error = None
        except Exception as exc:  # e.g. a full disk or a closed pipe; the receiver goes on
            self._lost += 1 if isinstance(item, Arrival) else item
            self.error = exc if isinstance(exc, OSError) else OSError(type(exc).__name__)

    def _print_arrival(self, arrival: Arrival) -> None:
        """Print an arrival. If rendering fails, print the type of the error instead, without payload text."""
        try:
            self._show(_layout(arrival, datetime.now(UTC)))
        except OSError:
            raise
        except Exception as exc:
            words = f"received, but cannot be shown ({type(exc).__name__})"
            self._show(render_note(words, lead=_lead(arrival), remark=_saved(arrival)))

    def _next(self) -> Arrival | int | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            item = self._waiting.popleft() if self._waiting else None
            if isinstance(item, Arrival):
                self._bytes -= item.size
            return item


def _layout(arrival: Arrival, now: datetime) -> Group:
    """The layout of an arrival, for rich to print."""
    lead = _lead(arrival)
    late = (now - arrival.at).total_seconds()
    remark = ", ".join(filter(None, (_saved(arrival), f"shown {late:.0f} s late" if late > _LATE else "")))
    outcome = arrival.outcome
    if isinstance(outcome, Delivery):
        return render_delivery(outcome, lead=lead, remark=remark)
    if isinstance(outcome, DeliveryError) and not isinstance(outcome, SignatureError):
        return render_damage(outcome, lead=lead, remark=remark)
    return render_note(f"responded {arrival.status}: {visible(str(outcome))}", lead=lead)


def _lead(arrival: Arrival) -> str:
    return f"{arrival.at.astimezone():%H:%M:%S} "


def _saved(arrival: Arrival) -> str:
    return f"saved as {visible(arrival.saved)}" if arrival.saved else ""
