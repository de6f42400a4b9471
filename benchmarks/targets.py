"""The performance targets of topframe, most of them ratios within one run; see the README of this folder."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from results import Table, Target, ratios, spread
from row_tools import MAPPED, MAPPED_BY_TWO, ORJSON, READ_EVENTS


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
SERVED = "corpus, server's order"
PARSE = "pysimdjson bare parse"
FRAMES = "topframe EventFrames"
OVERVIEW = "topframe EventOverview"
RECEIVE = "topframe.webhooks.receive"
RAW = "topframe.decode_raw_event"

WANTED = (
    Wanted("full decode, server's order", f"decode: {SERVED}", "topframe", "orjson", 0.82),
    Wanted("full decode, as recorded", "decode: corpus", "topframe", "orjson", 0.90),
    Wanted("full decode, one unknown entry each", f"decode: {SERVED}, unknown entry", "topframe", "orjson", 1.05),
    Wanted("full decode / pydantic's best", f"decode: {SERVED}", "topframe", "pydantic*", 0.30),
    Wanted("EventFrames, server's order", f"view: {SERVED}", FRAMES, "orjson", 0.40),
    Wanted("EventFrames, as recorded", "view: corpus", FRAMES, "orjson", 0.42),
    Wanted("EventFrames, documented example", "view: example", FRAMES, "orjson", 0.36),
    Wanted("EventOverview (summary and frames), server's order", f"view: {SERVED}", OVERVIEW, "orjson", 0.48),
    Wanted("EventFrames, as recorded / bare parse", "view: corpus", FRAMES, PARSE, 2.8),
    Wanted("EventFrames, documented example / bare parse", "view: example", FRAMES, PARSE, 1.9),
    Wanted("rejection, median event", "reject: median", "topframe", "orjson", 1.25),
    Wanted("rejection, large event", "reject: large", "topframe", "orjson", 0.75),
    Wanted("20 000 events kept", f"kept: {SERVED}, the collector on", "topframe.read_events", "orjson", 0.5),
    Wanted("memory of a kept event / kept dict", f"memory: {SERVED}", "topframe", "orjson", 0.70),
    Wanted("NDJSON to rows, in process / orjson loop", "lines: mixed", READ_EVENTS, ORJSON, 0.50),
    Wanted("map_events, two workers / the same in process", "lines: mixed", MAPPED_BY_TWO, MAPPED, 0.70),
    Wanted("resident memory while reading 2 GB", "lines: memory", "read_events", None, 200e6, "B"),
    Wanted("decode_raw_event", "normalize: corpus", RAW, "orjson", 1.1),
    Wanted("normalize / decode_raw_event", "normalize: corpus", "topframe.normalize", RAW, 2.6),
    Wanted("load_event / decode_event", "decode: load_event", "topframe.load_event", "topframe.decode_event", 1.10),
    Wanted("receive / SHA-256 and orjson, whole events", "receive: events", RECEIVE, HASHED, 1.5),
    Wanted("receive / the same, published alerts, cut short", "receive: corpus", RECEIVE, HASHED, 1.5),
    Wanted("receive / the same, alerts of 3 kB", "receive: samples", RECEIVE, HASHED, 1.5),
    Wanted("import topframe / import msgspec", "imports: fresh", "topframe", "msgspec", 1.6),
)
"""The targets. A ratio whose text names no other divisor is a ratio to `orjson.loads`."""


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
        table = tables[wanted.table]
        cores = next(row.cores for row in table.rows if row.name == wanted.rival)
        depends = wanted.rival == MAPPED_BY_TWO
        found.append(Target(wanted.text, table.name, wanted.limit, value, wanted.unit, cores if depends else None))
    return found


def fastest(measured: Mapping[str, Sequence[float]], name: str) -> str:
    """The rival *name*. If *name* ends with a star, the fastest of the rivals whose names begin with the rest of it."""
    if not name.endswith("*"):
        return name
    rivals = [rival for rival in measured if rival.startswith(name[:-1])]
    return min(rivals, key=lambda rival: statistics.median(measured[rival]))
