"""The garbage collector is left as it was found, whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from topframe import Event, RecordError, read_events
from topframe.archive import read

BODIES = [b'{"eventID": "%d", "metadata": {"type": "A"}}' % number for number in range(5)]


@pytest.fixture(autouse=True)
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is set aside before, and nothing after; while events are read, after each, not after each megabyte."""
    monkeypatch.setattr(read, "PIECE", 1)
    gc.unfreeze()  # what CPython 3.12 sets aside itself
    assert gc.isenabled()
    yield
    gc.enable()
    gc.unfreeze()


def test_what_is_alive_is_set_aside_while_events_are_read() -> None:
    """And is back when there are no more."""
    events = read_events(BODIES)
    kept = [next(events), next(events)]
    assert gc.get_freeze_count() > 0
    kept += events
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
    assert len(kept) == 5


def test_it_is_back_after_an_error() -> None:
    """Of ours, or of the reader's."""
    with pytest.raises(RecordError):
        list(read_events([BODIES[0], b"7"]))
    assert gc.get_freeze_count() == 0


def test_it_is_back_when_the_reader_leaves_early() -> None:
    """By closing the iterator, or by forgetting it."""
    events = read_events(BODIES)
    next(events)
    next(events)
    del events
    assert gc.get_freeze_count() == 0


def test_of_several_readers_the_last_one_puts_it_back() -> None:
    """In whichever order they end."""
    outer, inner = read_events(BODIES), read_events(BODIES)
    kept = [next(outer), next(outer), next(inner)]
    kept += outer
    assert gc.get_freeze_count() > 0
    kept += inner
    assert gc.get_freeze_count() == 0


def test_a_program_that_sees_to_it_itself_is_left_alone() -> None:
    """Its own objects stay set aside, and a collector that is off stays off."""
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


def test_garbage_is_collected_meanwhile() -> None:
    """Circles that the reader makes and drops do not pile up."""

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
