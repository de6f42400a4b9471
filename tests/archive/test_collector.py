"""The garbage collector has the same state after `read_events` as before it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from topframe import Event, RecordError, read_events
from topframe.archive import read

BODIES = [b'{"eventID": "%d", "metadata": {"type": "A"}}' % number for number in range(5)]


@pytest.fixture(autouse=True)
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start and end without frozen objects. While events are read, freeze after each event instead of each megabyte."""
    monkeypatch.setattr(read, "PIECE", 1)
    gc.unfreeze()  # CPython 3.12 freezes objects itself
    assert gc.isenabled()
    yield
    gc.enable()
    gc.unfreeze()


def test_living_objects_are_frozen_while_events_are_read() -> None:
    """While events are read, living objects are frozen. After the last event, no object is frozen."""
    events = read_events(BODIES)
    kept = [next(events), next(events)]
    assert gc.get_freeze_count() > 0
    kept += events
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
    assert len(kept) == 5


def test_no_object_stays_frozen_after_an_error() -> None:
    """An error for a bad record ends the reading, and no object stays frozen."""
    with pytest.raises(RecordError):
        list(read_events([BODIES[0], b"7"]))
    assert gc.get_freeze_count() == 0


def test_no_object_stays_frozen_after_the_iterator_is_deleted() -> None:
    """If the caller deletes the iterator before its end, no object stays frozen."""
    events = read_events(BODIES)
    next(events)
    next(events)
    del events
    assert gc.get_freeze_count() == 0


def test_objects_stay_frozen_until_the_last_iterator_ends() -> None:
    """With several active iterators, objects stay frozen until the last iterator ends."""
    outer, inner = read_events(BODIES), read_events(BODIES)
    kept = [next(outer), next(outer), next(inner)]
    kept += outer
    assert gc.get_freeze_count() > 0
    kept += inner
    assert gc.get_freeze_count() == 0


def test_settings_of_the_program_are_not_changed() -> None:
    """Objects that the program froze stay frozen, and a collector that the program turned off stays off."""
    gc.freeze()
    frozen = gc.get_freeze_count()
    assert len(list(read_events(BODIES))) == 5
    assert gc.get_freeze_count() <= frozen
    assert gc.get_freeze_count() > frozen // 2
    gc.unfreeze()

    gc.disable()
    events = read_events(BODIES)
    kept = [next(events), next(events)]
    assert gc.get_freeze_count() == 0
    kept += events
    assert not gc.isenabled()


def test_garbage_is_collected_while_events_are_read() -> None:
    """Reference cycles that the caller makes and drops while it reads are collected."""

    class Circle:
        alive = 0

        def __init__(self, event: Event) -> None:
            self.event, self.me = event, self
            Circle.alive += 1

        def __del__(self) -> None:
            Circle.alive -= 1

    most = 0
    for event in read_events(b'{"eventID": "%d"}' % number for number in range(3000)):
        Circle(event)
        most = max(most, Circle.alive)
    assert most < 1000
