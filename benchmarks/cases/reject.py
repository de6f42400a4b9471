"""Rejecting: the time to find a fault, a text as the line number of the last frame.

Only rivals that find the fault are measured, beside orjson, which does not validate. topframe's error gives the place
and the type of the faulty value, without the value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import samples
from facts import survives
from rivals import Rival, rivals

from . import Settings, Turns, Work
from .decode import BASE, label, over


def rejecting(rival: Rival) -> Callable[[bytes], None]:
    """A function that decodes an invalid body and catches the error."""

    def reject(body: bytes) -> None:
        try:
            rival.decode(body)
        except Exception:  # each library raises its own errors
            return
        raise AssertionError(f"{rival.name} takes a text for a line number")

    return reject


def build(body: bytes, times: int) -> Work:
    """Choose the rivals that find the fault, and return their work."""
    chosen = [rival for rival in rivals() if not survives(rival, body)]
    assert "topframe" in {rival.name for rival in chosen}
    (base,) = (rival for rival in rivals() if rival.name == BASE)
    runs = {rival.name: over(rejecting(rival), [body], times) for rival in chosen}
    runs[BASE] = over(base.decode, [body], times)
    labels = {rival.name: label(rival) for rival in (*chosen, base)}
    return Work(runs, labels, times, len(body) * times)


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for a median event, and one for a large event."""
    bodies = (("median", samples.median(), 30), ("large", samples.large(), 6))
    return [
        Turns(
            f"reject: {name}",
            f"Reject a {name} event for one wrong type, deep within it",
            BASE,
            partial(build, samples.with_wrong_leaf(body), 1 if settings.quick else times),
        )
        for name, body, times in bodies
    ]
