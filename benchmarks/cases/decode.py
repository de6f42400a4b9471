"""Decoding: all rivals, on events of several sizes. Each result is dropped at once.

Some rivals leave parts of the document undecoded, or make no objects at all. The column *reads* says so. Times compare
only between rivals that read the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

import samples
from facts import check, survives
from rivals import Rival, rivals

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


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for each set of bodies."""
    few = settings.quick
    made = [
        table("small", "one small event, 1.4 kB", lambda: [samples.small()], 1 if few else 60),
        table("median", "one median event, 5 kB", lambda: [samples.median()], 1 if few else 30),
        table("large", "one large event, 50 kB", lambda: [samples.large()], 1 if few else 6),
        table("mixture", "200 events of all sizes", lambda: samples.mixture(8 if few else 200), 1),
        table(
            "unknown",
            "200 events of all sizes, each with an entry of unknown type",
            lambda: list(map(samples.with_unknown_entry, samples.mixture(8 if few else 200))),
            1,
            tolerant=True,
        ),
    ]
    folder = settings.corpus_folder
    if folder:
        example = folder / "latest_event.json"

        def corpus() -> list[bytes]:
            return samples.bodies_of_folder(folder / "api")

        made += [
            table(
                "example",
                "the documented example of the web API",
                lambda: [msgspec.json.format(example.read_bytes(), indent=-1)],
                1 if few else 30,
            ),
            table("corpus", "published answers of the web API", corpus, 1),
            table(
                "corpus indented",
                "published answers, indented, as no server sends them",
                lambda: [msgspec.json.format(body, indent=2) for body in corpus()],
                1,
            ),
            table(
                "corpus unknown",
                "published answers, each with an entry of unknown type",
                lambda: list(map(samples.with_unknown_entry, corpus())),
                1,
                tolerant=True,
            ),
        ]
    return made


def table(
    name: str, title: str, bodies_of: Callable[[], Sequence[bytes]], times: int, *, tolerant: bool = False
) -> Turns:
    """A table of this case."""
    return Turns(f"decode: {name}", f"Decode {title}", BASE, partial(build, bodies_of, times, tolerant=tolerant))
