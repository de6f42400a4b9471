"""Tools that make rows of a file of events, each written as a skilled user of the tool would write it.

A row has the event id, the time, the release, the title, and the top in-app frame: function, file and line of the last
frame marked as in-app in the exception that was raised last. The time of a transaction is its end.

Each tool returns what its users work with: a list of tuples, or a table with these columns. `rows_of` makes tuples of
a table, so that the results can be compared.

topframe and the loops read line by line. Polars, DuckDB and pyarrow get a schema with exactly the columns they need,
which is much faster than to let them infer it. Both forms of Polars and of DuckDB are here, because the plain form does
not accept the array that entries of type `spans` have as data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec
import orjson

import topframe
from topframe.views import EventOverview

Row: TypeAlias = tuple[str, datetime | None, str | None, str | None, str | None, str | None, int | None]
"""Event id, time, release, title, and function, file and line of the top in-app frame."""
COLUMNS = ("event_id", "time", "release", "title", "function", "filename", "lineno")


class Tool(NamedTuple):
    """A tool that makes rows."""

    group: str
    """`topframe`, `typed` or `untyped`."""
    reads: str
    """What exists after reading, see `rivals.Reads`."""
    make: Callable[[Path], Any]
    """Returns the rows of a file."""
    limit: str = ""
    """Why the tool fails for some files."""


# --- topframe ---------------------------------------------------------------------------------------------------------


def row_of(event: EventOverview) -> Row:
    """The row of an event. Worker processes import this function."""
    frame = topframe.in_app_frames(event).top
    place = (frame.function, frame.filename, frame.lineno) if frame else (None, None, None)
    return event.event_id, event.time, event.release_version, event.title, *place


def with_read_events(file: Path) -> list[Row]:
    """Read views, and make the rows of them."""
    return [row_of(event) for event in topframe.read_events(file, view=EventOverview)]


def with_map_events(workers: int, file: Path) -> list[Row]:
    """Make the rows where the views are decoded: in worker processes, or in this process if there are none."""
    return list(topframe.map_events(file, row_of, view=EventOverview, workers=workers))


# --- loops over dicts -------------------------------------------------------------------------------------------------


def with_orjson(file: Path) -> list[Row]:
    """Make a dict of each line, and the row of the dict."""
    with file.open("rb") as lines:
        return [row_of_dict(orjson.loads(line)) for line in lines]


def row_of_dict(event: Any) -> Row:
    """The row of an event in a dict, or in something that reads like a dict."""
    release = event["release"]
    frame = next(in_app_frames_of_dict(event), None)
    place = (frame["function"], frame["filename"], frame["lineNo"]) if frame else (None, None, None)
    return event["eventID"], time_of_dict(event), release["version"] if release else None, event["title"], *place


def time_of_dict(event: Any) -> datetime:
    """The time of an event."""
    created = event.get("dateCreated")
    return datetime.fromisoformat(created) if created else datetime.fromtimestamp(event["endTimestamp"], UTC)


def in_app_frames_of_dict(event: Any) -> Iterator[Any]:
    """The application's frames in the exception that was raised last, the last call first."""
    for entry in event["entries"]:
        if entry["type"] == "exception":
            stack = entry["data"]["values"][-1]["stacktrace"]
            yield from (frame for frame in reversed(stack["frames"]) if frame["inApp"])


def with_simdjson(file: Path) -> list[Row]:
    """Parse each line, and read only the members of the row from it."""
    import simdjson  # noqa: PLC0415  # like all tools, so that the process of one does not hold the others

    parser = simdjson.Parser()
    with file.open("rb") as lines:
        return [row_of_dict(parser.parse(line)) for line in lines]


# --- plain msgspec ----------------------------------------------------------------------------------------------------


class Frame(msgspec.Struct):
    """A frame."""

    function: str | None = None
    filename: str | None = None
    lineNo: int | None = None  # noqa: N815
    inApp: bool | None = None  # noqa: N815


class Stack(msgspec.Struct):
    """A stack trace."""

    frames: list[Frame] | None = None


class Value(msgspec.Struct):
    """An exception. Threads have a stack trace, too, and breadcrumbs have nothing of it."""

    stacktrace: Stack | None = None


class Data(msgspec.Struct):
    """The data of an entry."""

    values: list[Value] | None = None


class Entry(msgspec.Struct):
    """An entry. The data of spans is an array."""

    data: Data | list[msgspec.Raw] | None
    type: str


class Release(msgspec.Struct):
    """A release."""

    version: str


class Event(msgspec.Struct):
    """An event."""

    eventID: str  # noqa: N815
    entries: list[Entry]
    title: str
    dateCreated: datetime | None = None  # noqa: N815
    endTimestamp: float | None = None  # noqa: N815
    release: Release | None = None


def with_msgspec(file: Path) -> list[Row]:
    """Decode each line into Structs with exactly the fields of the row."""
    decode = msgspec.json.Decoder(Event).decode
    with file.open("rb") as lines:
        return [row_of_struct(decode(line)) for line in lines]


def row_of_struct(event: Event) -> Row:
    """The row of an event in Structs."""
    frame = next(in_app_frames_of_struct(event), None)
    place = (frame.function, frame.filename, frame.lineNo) if frame else (None, None, None)
    ended = datetime.fromtimestamp(event.endTimestamp, UTC) if event.endTimestamp else None
    version = event.release.version if event.release else None
    return event.eventID, event.dateCreated or ended, version, event.title, *place


def in_app_frames_of_struct(event: Event) -> Iterator[Frame]:
    """The application's frames in the exception that was raised last, the last call first."""
    for entry in event.entries:
        if entry.type == "exception" and isinstance(entry.data, Data) and entry.data.values:
            stack = entry.data.values[-1].stacktrace
            yield from (frame for frame in reversed((stack and stack.frames) or ()) if frame.inApp)


# --- tables -----------------------------------------------------------------------------------------------------------


def with_polars(ignore_errors: bool, file: Path) -> Any:
    """Scan the file with Polars. With *ignore_errors*, a value of another type than in the schema becomes null."""
    import polars as pl  # noqa: PLC0415

    field = pl.element().struct.field
    exception = pl.col("entries").list.filter(field("type") == "exception").list.last()
    last = exception.struct.field("data").struct.field("values").list.last()
    frames = last.struct.field("stacktrace").struct.field("frames").list.filter(field("inApp"))
    created = pl.col("dateCreated").str.to_datetime("%+", time_zone="UTC", time_unit="us")
    ended = pl.from_epoch((pl.col("endTimestamp") * 1e6).round().cast(pl.Int64), "us").dt.replace_time_zone("UTC")
    return (
        pl.scan_ndjson(file, schema=_schema_of_polars(pl), ignore_errors=ignore_errors)
        .with_columns(frame=frames.list.last())
        .select(
            pl.col("eventID").alias("event_id"),
            pl.coalesce(created, ended).alias("time"),
            pl.col("release").struct.field("version").alias("release"),
            "title",
            *(pl.col("frame").struct.field(name).alias(name.lower()) for name in ("function", "filename", "lineNo")),
        )
        .collect()
    )


def _schema_of_polars(pl: Any) -> dict[str, Any]:
    """The columns that the rows need, for Polars."""
    text = pl.String
    frame = pl.Struct({"function": text, "filename": text, "lineNo": pl.Int64, "inApp": pl.Boolean})
    value = pl.Struct({"stacktrace": pl.Struct({"frames": pl.List(frame)})})
    entry = pl.Struct({"data": pl.Struct({"values": pl.List(value)}), "type": text})
    return {
        "eventID": text,
        "entries": pl.List(entry),
        "title": text,
        "dateCreated": text,
        "endTimestamp": pl.Float64,
        "release": pl.Struct({"version": text}),
    }


FRAMES = 'STRUCT("function" VARCHAR, filename VARCHAR, lineNo BIGINT, inApp BOOLEAN)[]'
TYPED = f'STRUCT("values" STRUCT(stacktrace STRUCT(frames {FRAMES}))[])'
AS_JSON = """json_transform(entry.data, '{"values": [{"stacktrace": {"frames": [
    {"function": "VARCHAR", "filename": "VARCHAR", "lineNo": "BIGINT", "inApp": "BOOLEAN"}]}}]}')"""
QUERY = """
SELECT eventID AS event_id,
       coalesce(dateCreated, make_timestamptz(CAST(round(endTimestamp * 1e6) AS BIGINT))) AS time,
       release.version AS release, title, frame."function" AS "function", frame.filename AS filename,
       frame.lineNo AS lineno
FROM (
    SELECT *, list_last(list_filter(DATA.values[-1].stacktrace.frames, lambda f: f.inApp)) AS frame
    FROM (
        SELECT *, list_last(list_filter(entries, lambda e: e.type = 'exception')) AS entry
        FROM read_json(?, format = 'newline_delimited', columns = {
            eventID: 'VARCHAR', entries: 'STRUCT(data TYPE, type VARCHAR)[]', title: 'VARCHAR',
            dateCreated: 'TIMESTAMPTZ', endTimestamp: 'DOUBLE', release: 'STRUCT(version VARCHAR)'})
    )
)
"""


def with_duckdb(as_json: bool, file: Path) -> Any:
    """Query the file with DuckDB. With *as_json*, the data of an entry stays JSON until the query reads it."""
    import duckdb  # noqa: PLC0415

    kind, data = ("JSON", AS_JSON) if as_json else (TYPED, "entry.data")
    query = QUERY.replace("TYPE,", f"{kind},").replace("DATA.", f"{data}.").replace("?", f"'{file}'")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection.sql(query).to_arrow_table()


def with_pyarrow(file: Path) -> Any:
    """Read the file with pyarrow, and find the frames with its functions for nested arrays."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.json as pj  # noqa: PLC0415

    options = pj.ParseOptions(explicit_schema=_schema_of_pyarrow(pa), unexpected_field_behavior="ignore")
    read = pj.read_json(file, pj.ReadOptions(block_size=8 << 20), options).combine_chunks()
    rows, frames = _frames_of_pyarrow(pa, pc, read["entries"].combine_chunks())
    place = pc.index_in(pa.array(range(len(read))), rows)
    columns = [
        read["eventID"],
        pc.cast(_times_of_pyarrow(pa, pc, read), pa.timestamp("us", "UTC")),
        pc.struct_field(read["release"], "version"),
        read["title"],
        *(pc.struct_field(frames, name).take(place) for name in ("function", "filename", "lineNo")),
    ]
    return pa.table(columns, names=list(COLUMNS))


def _schema_of_pyarrow(pa: Any) -> Any:
    """The columns that the rows need, for pyarrow."""
    text = pa.string()
    frame = pa.struct({"function": text, "filename": text, "lineNo": pa.int64(), "inApp": pa.bool_()})
    value = pa.struct({"stacktrace": pa.struct({"frames": pa.list_(frame)})})
    entry = pa.struct({"data": pa.struct({"values": pa.list_(value)}), "type": text})
    return pa.schema(
        {
            "eventID": text,
            "entries": pa.list_(entry),
            "title": text,
            "dateCreated": text,
            "endTimestamp": pa.float64(),
            "release": pa.struct({"version": text}),
        }
    )


def _frames_of_pyarrow(pa: Any, pc: Any, entries_of: Any) -> tuple[Any, Any]:
    """The top in-app frames, each with its row."""
    rows, entries = _flat(pc, pa.array(range(len(entries_of))), entries_of)
    is_exception = pc.equal(pc.struct_field(entries, "type"), "exception")
    rows, exceptions = rows.filter(is_exception), entries.filter(is_exception)
    rows, values = _last(pc, *_flat(pc, rows, pc.struct_field(exceptions, ["data", "values"])))
    rows, frames = _flat(pc, rows, pc.struct_field(values, ["stacktrace", "frames"]))
    in_app = pc.struct_field(frames, "inApp")
    return _last(pc, rows.filter(in_app), frames.filter(in_app))


def _times_of_pyarrow(pa: Any, pc: Any, read: Any) -> Any:
    """The times in microseconds since 1970. pyarrow parses no fractions of seconds, so they are added."""
    whole = pc.strptime(pc.utf8_slice_codeunits(read["dateCreated"], 0, 19), "%Y-%m-%dT%H:%M:%S", "us")
    fraction = pc.cast(pc.utf8_slice_codeunits(read["dateCreated"], 20, 26), pa.int64())
    ended = pc.cast(pc.round(pc.multiply(read["endTimestamp"], 1e6)), pa.int64())
    return pc.coalesce(pc.add(pc.cast(whole, pa.int64()), fraction), ended)


def _flat(pc: Any, rows: Any, lists: Any) -> tuple[Any, Any]:
    """The items of all lists, each with the row of its list."""
    return rows.take(pc.list_parent_indices(lists)), pc.list_flatten(lists)


def _last(pc: Any, rows: Any, items: Any) -> tuple[Any, Any]:
    """The last item of each row. Items of a row are adjacent."""
    import pyarrow as pa  # noqa: PLC0415

    is_last = pa.concat_arrays([pc.not_equal(rows[:-1], rows[1:]), pa.array([True] * min(len(rows), 1))])
    return rows.filter(is_last), items.filter(is_last)


# --- all --------------------------------------------------------------------------------------------------------------

ARRAY = "span entries have an array as `data`"
ORJSON = "orjson loop"
READ_EVENTS = "read_events, in process"
MAPPED = "map_events, in process"
MAPPED_BY_TWO = "map_events, 2 workers"
TOOLS = {
    READ_EVENTS: Tool("topframe", "part", with_read_events),
    MAPPED: Tool("topframe", "part", partial(with_map_events, 0)),
    MAPPED_BY_TWO: Tool("topframe", "part", partial(with_map_events, 2)),
    "msgspec loop": Tool("typed", "part", with_msgspec),
    "pyarrow": Tool("typed", "part", with_pyarrow, ARRAY),
    "Polars": Tool("typed", "part", partial(with_polars, False), ARRAY),
    "Polars, errors ignored": Tool("typed", "part", partial(with_polars, True)),
    "DuckDB": Tool("typed", "part", partial(with_duckdb, False), ARRAY),
    "DuckDB, data as JSON": Tool("typed", "part", partial(with_duckdb, True)),
    "pysimdjson loop": Tool("untyped", "part", with_simdjson),
    ORJSON: Tool("untyped", "all", with_orjson),
}


def rows_of(made: Any) -> list[Row]:
    """The rows that a tool returned, as tuples."""
    if isinstance(made, list):
        return made
    columns = [made[name].to_list() if hasattr(made[name], "to_list") else made[name].to_pylist() for name in COLUMNS]
    return list(zip(*columns, strict=True))
