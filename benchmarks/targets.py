"""The performance targets of topframe, most of them ratios within one run; see the README of this folder."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from results import Table, Target, ratios, spread


class Wanted(NamedTuple):
    """One target."""

    text: str
    table: str
    rival: str
    beside: str | None
    """The rival that the ratio compares with. With a star, the fastest rival whose name begins like this. None if the
    value itself counts."""
    limit: float
    unit: str = ""


HASHED = "SHA-256 and orjson"

WANTED = (
    Wanted("full decode / orjson.loads, corpus, dropped", "decode: corpus", "topframe", "orjson", 0.95),
    Wanted("the same, one unknown entry in each event", "decode: corpus unknown", "topframe", "orjson", 1.3),
    Wanted("full decode / pydantic's best, corpus", "decode: corpus", "topframe", "pydantic*", 0.3),
    Wanted("read_events / orjson.loads, 20 000 kept", "kept: collector on", "topframe.read_events", "orjson", 0.5),
    Wanted("memory of a kept event / kept dict", "memory: kept", "topframe", "orjson", 0.75),
    Wanted("EventFrames / orjson.loads, corpus", "view: corpus", "topframe EventFrames", "orjson", 0.42),
    Wanted("EventFrames / orjson.loads, example", "view: example", "topframe EventFrames", "orjson", 0.34),
    Wanted("EventFrames / bare parse, corpus", "view: corpus", "topframe EventFrames", "pysimdjson bare parse", 2.8),
    Wanted("EventFrames / bare parse, example", "view: example", "topframe EventFrames", "pysimdjson bare parse", 1.9),
    Wanted("NDJSON to rows, two workers / one", "lines: rows", "read_events, 2 workers", "read_events, 1 worker", 0.6),
    Wanted("resident memory while reading 2 GB", "lines: memory", "read_events", None, 200e6, "B"),
    Wanted("decode_raw_event / orjson.loads", "normalize: corpus", "topframe.decode_raw_event", "orjson", 1.1),
    Wanted("normalize / decode_raw_event", "normalize: corpus", "topframe.normalize", "topframe.decode_raw_event", 3),
    Wanted("receive / SHA-256 and orjson, whole events", "receive: events", "topframe.webhooks.receive", HASHED, 1.5),
    Wanted("the same, published alerts, cut short", "receive: corpus", "topframe.webhooks.receive", HASHED, 1.5),
    Wanted("the same, alerts of 3 kB", "receive: samples", "topframe.webhooks.receive", HASHED, 1.5),
    Wanted("import topframe", "imports: fresh", "topframe", None, 0.08, "s"),
)


def reached(tables: Mapping[str, Table], values: Mapping[str, Mapping[str, Sequence[float]]]) -> list[Target]:
    """The targets with what a run reached. Targets whose tables were not measured are left out.

    Args:
        tables: The measured tables, by name.
        values: The raw values of each table, by rival, round by round.
    """
    found: list[Target] = []
    for wanted in WANTED:
        measured = values.get(wanted.table, {})
        if wanted.rival not in measured:
            continue
        if wanted.beside is None:
            value = spread(measured[wanted.rival])
        else:
            value = ratios(measured, wanted.rival, fastest(measured, wanted.beside))
        found.append(Target(wanted.text, tables[wanted.table].name, wanted.limit, value, wanted.unit))
    return found


def fastest(measured: Mapping[str, Sequence[float]], name: str) -> str:
    """The rival *name*. If *name* ends with a star, the fastest of the rivals whose names begin with the rest of it."""
    if not name.endswith("*"):
        return name
    rivals = [rival for rival in measured if rival.startswith(name[:-1])]
    return min(rivals, key=lambda rival: statistics.median(measured[rival]))
