"""Raw events: the time to decode them, and the time to normalize decoded ones, beside parsers that make dicts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import orjson

import samples
import topframe
from rounds import ROOT, over

from . import Label, Settings, Turns, Work


def check(bodies: Sequence[bytes]) -> None:
    """Assert that decoding reads the event, and that `normalize` keeps its exceptions and breadcrumbs."""
    for body in bodies:
        raw, loaded = topframe.decode_raw_event(body), orjson.loads(body)
        assert raw.event_id == loaded.get("event_id")
        event = topframe.normalize(raw)
        assert len(event.exceptions) == len(raw.exceptions)
        assert len(event.breadcrumbs) == len(raw.breadcrumbs)


def build(bodies_of: Callable[[], Sequence[bytes]]) -> Work:
    """Check the bodies, and return the work. `normalize` is measured on events that are already decoded."""
    bodies = bodies_of()
    check(bodies)
    events = [topframe.decode_raw_event(body) for body in bodies]

    def normalize_all() -> None:
        for event in events:
            topframe.normalize(event)

    runs = {
        "topframe.decode_raw_event": over(topframe.decode_raw_event, bodies),
        "topframe.normalize": normalize_all,
        "orjson": over(orjson.loads, bodies),
        "json": over(json.loads, bodies),
    }
    labels = {name: Label("topframe", "lazy") if "." in name else Label("untyped", "all") for name in runs}
    return Work(runs, labels, len(bodies), sum(map(len, bodies)))


def events_of_folder(folder: Path) -> list[bytes]:
    """The bodies of a folder. Security reports are left out, because topframe refuses them as raw events."""
    return [body for body in samples.bodies_of_folder(folder) if b'-report":{' not in body[:40]]


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for our own raw events, and one for published ones."""
    folders = [("samples", "our own raw events", ROOT / "tests" / "data" / "raw")]
    if settings.corpus_folder:
        folders.append(("corpus", "published raw events", settings.corpus_folder / "raw"))
    return [
        Turns(
            f"normalize: {name}",
            f"Normalize {title}",
            "orjson",
            partial(build, partial(events_of_folder, folder)),
        )
        for name, title, folder in folders
    ]
