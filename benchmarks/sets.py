"""The sets of bodies that several cases measure, each with the name and the title that tables use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

import samples
from order import in_server_order, with_types_first

RECORDED = "corpus"
SERVED = "corpus, server's order"
"""The published events with their members in the order of the serializers. Its values are those of `RECORDED`."""


class Bodies(NamedTuple):
    """A set of bodies."""

    name: str
    """Its name in the name of a table."""
    title: str
    """Its name in a heading."""
    read: Callable[[], list[bytes]]
    """Makes the bodies; called in the process that measures."""


def own(count: int) -> list[Bodies]:
    """Our own samples, in the server's order and in the order of the documented example."""
    return [
        Bodies("mixture", f"{count} events of all types and sizes", partial(samples.mixture, count)),
        Bodies(
            "mixture, type first",
            f"the same {count} events, `type` before `data` in each entry",
            lambda: [with_types_first(body) for body in samples.mixture(count)],
        ),
    ]


def published(folder: Path | None) -> list[Bodies]:
    """The published responses of the web API, in the server's order and as recorded; nothing without a corpus."""
    if folder is None:
        return []
    recorded = partial(samples.bodies_of_folder, folder / "api")
    return [
        Bodies(
            SERVED, "published events, in the server's order", lambda: [in_server_order(body) for body in recorded()]
        ),
        Bodies(RECORDED, "published events, as recorded", recorded),
    ]


def example(folder: Path | None) -> list[Bodies]:
    """The documented example of the web API, as recorded; nothing without a corpus."""
    if folder is None:
        return []
    file = folder / "latest_event.json"
    return [
        Bodies(
            "example",
            "the documented example of the web API",
            lambda: [msgspec.json.format(file.read_bytes(), indent=-1)],
        )
    ]


def with_unknown_entries(bodies: Bodies) -> Bodies:
    """The same set, with an entry of unknown type in each event."""
    return Bodies(
        f"{bodies.name}, unknown entry",
        f"{bodies.title}, each with an entry of unknown type",
        lambda: list(map(samples.with_unknown_entry, bodies.read())),
    )
