"""Showing what was received, in a thread of its own: a request never waits for the terminal."""

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
"""Seconds after which a delivery is said to be shown late."""


class Arrival(NamedTuple):
    """A request, and what became of it."""

    at: datetime
    outcome: Delivery | TopframeError | str
    """A delivery; why there is none; or in words what else went wrong."""
    status: int
    """What was answered."""
    saved: str | None = None
    """The file that the body is in; None when there is none."""

    @property
    def size(self) -> int:
        """Bytes of the body that is held."""
        return len(self.outcome.body) if isinstance(self.outcome, (Delivery, DeliveryError)) else 0


class Display:
    """A queue of bounded length, and the thread that shows what is in it.

    Args:
        show: Prints what is laid out.
        missing: What to say of arrivals that are not shown: what became of their bodies.
        most: How many arrivals may wait.
        most_bytes: How many bytes of bodies may wait with them.
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
        """Why the last output failed, without text of a delivery; None if the last output worked."""

    def start(self) -> None:
        """Begin to show."""
        self._thread.start()

    def offer(self, arrival: Arrival) -> None:
        """Have an arrival shown; only counted, and said to be missing, when too many wait."""
        with self._changed:
            if len(self._waiting) >= self._most or self._bytes + arrival.size > self._most_bytes:
                self._skipped += 1
                return
            self._note_skipped()
            self._waiting.append(arrival)
            self._bytes += arrival.size
            self._changed.notify()

    def close(self, grace: float) -> None:
        """Show what waits, and end.

        Args:
            grace: Seconds after which what waits is only counted, and then again for printing the number. After that,
                `is_running` says whether the thread has ended.
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
        self._thread.join(grace)  # for the item that is being shown, and for the number

    @property
    def is_running(self) -> bool:
        """Whether the thread runs. After `close`, the output takes no more; a second Ctrl-C prevents `close`."""
        return self._thread.is_alive()

    def _note_skipped(self) -> None:
        """Put a note where arrivals are missing."""
        if self._skipped:
            self._waiting.append(self._skipped)
            self._skipped = 0

    def _run(self) -> None:
        while (item := self._next()) is not None:
            self._print(item)

    def _print(self, item: Arrival | int) -> None:
        """Show an arrival, or how many are missing. After a failed output, first say how many were lost."""
        try:
            if self._lost:
                self._show(render_note(f"{self._lost} could not be printed: {self._missing}"))
                self._lost = 0
            if isinstance(item, Arrival):
                self._print_arrival(item)
            else:
                self._show(render_note(f"{item} more came faster than they can be shown: {self._missing}"))
            self.error = None
        except Exception as exc:  # a full disk, a closed pipe: receiving goes on
            self._lost += 1 if isinstance(item, Arrival) else item
            self.error = exc if isinstance(exc, OSError) else OSError(type(exc).__name__)

    def _print_arrival(self, arrival: Arrival) -> None:
        """Show an arrival. If topframe fails to, say so, without text of the payload."""
        try:
            self._show(_layout(arrival, datetime.now(UTC)))
        except OSError:
            raise
        except Exception as exc:
            words = f"received, and cannot be shown ({type(exc).__name__})"
            self._show(render_note(words, lead=_lead(arrival), remark=_saved(arrival)))

    def _next(self) -> Arrival | int | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            item = self._waiting.popleft() if self._waiting else None
            if isinstance(item, Arrival):
                self._bytes -= item.size
            return item


def _layout(arrival: Arrival, now: datetime) -> Group:
    """An arrival as it is shown."""
    lead = _lead(arrival)
    late = (now - arrival.at).total_seconds()
    remark = ", ".join(filter(None, (_saved(arrival), f"shown {late:.0f} s late" if late > _LATE else "")))
    outcome = arrival.outcome
    if isinstance(outcome, Delivery):
        return render_delivery(outcome, lead=lead, remark=remark)
    if isinstance(outcome, DeliveryError) and not isinstance(outcome, SignatureError):
        return render_damage(outcome, lead=lead, remark=remark)
    return render_note(f"answered {arrival.status}: {visible(str(outcome))}", lead=lead)


def _lead(arrival: Arrival) -> str:
    return f"{arrival.at.astimezone():%H:%M:%S} "


def _saved(arrival: Arrival) -> str:
    return f"saved as {visible(arrival.saved)}" if arrival.saved else ""
