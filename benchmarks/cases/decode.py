"""Decoding: all rivals, on events of several sizes. Each result is dropped at once.

Some rivals leave parts of the document undecoded, or make no objects at all. The column *reads* says so. Times compare
only between rivals that read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
import orjson

import samples
import sets
import topframe
from facts import check, survives
from rivals import Rival, rivals
from sets import Bodies

from . import Label, Settings, Turns, Work

BASE = "orjson"


def label(rival: Rival) -> Label:
    """The label of a rival in a table."""
    return Label("topframe" if rival.package == "topframe" else rival.group, rival.reads)


def over(run: Callable[[bytes], object], bodies: Sequence[bytes], times: int) -> Callable[[], None]:
    """A function that calls *run* with each body, and repeats this *times* times."""

    def all_of_them() -> None:
        for _ in range(times):
            for body in bodies:
                run(body)

    return all_of_them


def build(bodies_of: Callable[[], Sequence[bytes]], times: int, *, tolerant: bool = False) -> Work:
    """Check what the rivals read in the bodies, and return their work.

    Args:
        bodies_of: Returns the bodies.
        times: Number of passes over the bodies in a round; it makes a round long enough for the clock.
        tolerant: Measure only the rivals that decode the bodies without an error, and include the "open" ones.
    """
    bodies = bodies_of()
    chosen = rivals(open_too=tolerant)
    if tolerant:
        chosen = [rival for rival in chosen if all(survives(rival, body) for body in bodies)]
    assert not tolerant or {"topframe", BASE} <= {rival.name for rival in chosen}
    for rival in chosen:
        for body in bodies:
            check(body, rival)
    runs = {rival.name: over(rival.decode, bodies, times) for rival in chosen}
    labels = {rival.name: label(rival) for rival in chosen}
    return Work(runs, labels, len(bodies) * times, sum(map(len, bodies)) * times)


def build_load(read: Callable[[], Sequence[bytes]]) -> Work:
    """Check that `load_event` returns what `decode_event` returns, and return their work beside orjson's."""
    bodies = read()
    for body in bodies:
        assert topframe.load_event(body) == topframe.decode_event(body)
    runs = {
        "topframe.decode_event": over(topframe.decode_event, bodies, 1),
        "topframe.load_event": over(topframe.load_event, bodies, 1),
        BASE: over(orjson.loads, bodies, 1),
    }
    labels = {name: Label("untyped", "all") if name == BASE else Label("topframe", "lazy") for name in runs}
    return Work(runs, labels, len(bodies), sum(map(len, bodies)))


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for each set of bodies."""
    few, folder = settings.quick, settings.corpus_folder
    count = 20 if few else 200
    alone = (("small", samples.small, 60), ("median", samples.median, 30), ("large", samples.large, 6))
    mixture, type_first = sets.own(count)
    corpora = sets.published(folder)
    made = [
        *(table(_alone(name, make), 1 if few else times) for name, make, times in alone),
        table(mixture),
        table(type_first),
        table(_others_first(mixture)),
        *(table(bodies, 1 if few else 30) for bodies in sets.example(folder)),
        *map(table, corpora),
        *(table(_indented(bodies)) for bodies in corpora if bodies.name == sets.RECORDED),
    ]
    unknown = (sets.with_unknown_entries(bodies) for bodies in (mixture, *corpora))
    made += [table(bodies, tolerant=True) for bodies in unknown]
    whole = corpora[0] if corpora else mixture
    title = f"Decode {whole.title}: `load_event` recognizes the dialect first"
    return [*made, Turns("decode: load_event", title, "topframe.decode_event", partial(build_load, whole.read))]


def _alone(name: str, make: Callable[[], bytes]) -> Bodies:
    """A set of one of our own events."""
    return Bodies(name, f"one {name} event, {len(make()) / 1e3:.0f} kB", lambda: [make()])


def _others_first(bodies: Bodies) -> Bodies:
    """The events of a set that have breadcrumbs or threads, with that entry first."""
    title = f"those of {bodies.title} that have breadcrumbs or threads, with that entry first"
    return Bodies("other values first", title, lambda: samples.with_other_values_first(bodies.read()))


def _indented(bodies: Bodies) -> Bodies:
    """The same set, indented."""
    return Bodies(
        f"{bodies.name} indented",
        f"{bodies.title}, but indented, as no server sends them",
        lambda: [msgspec.json.format(body, indent=2) for body in bodies.read()],
    )


def table(bodies: Bodies, times: int = 1, *, tolerant: bool = False) -> Turns:
    """A table of this case."""
    return Turns(
        f"decode: {bodies.name}",
        f"Decode {bodies.title}",
        BASE,
        partial(build, bodies.read, times, tolerant=tolerant),
    )
