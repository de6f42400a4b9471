"""A part of an event: the frames of its stack traces, and little else.

`decode_view` skips what `EventFrames` does not name, and validates the rest. The other typed rivals get the same
fields. Beside them are simdjson's native interface, which takes function, file, line and origin from every frame; the
libraries that make dicts, which always read the whole document; and the two ceilings, msgspec's skip of a whole
document and simdjson's bare parse. The other views of topframe read other fields; they are there to show their cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
import orjson
import simdjson

import samples
from rivals import Rival, named, wire_key
from topframe.views import EventFrames, EventSummary, SourcemapErrors

from . import Label, Settings, Turns, Work
from .decode import BASE, label, over

TYPED = ("msgspec Structs", "pydantic models", "pydantic TypedDict", "serpyco-rs")
WHOLE = ("topframe", "orjson", "json", "pysimdjson", "msgspec skip", "pysimdjson bare parse")
LAZY = "pysimdjson, frames taken"

Row = tuple[Any, ...]
"""Function, file, line number and `in_app` of a frame."""


def rows_of(value: Any, rival: Rival) -> list[Row]:
    """The frames of all exceptions in the object that a rival made."""
    member = rival.member
    assert member is not None
    names = (("function", "function"), ("filename", "filename"), ("lineno", "lineNo"), ("in_app", "inApp"))
    return [
        tuple(member(frame, *name) for name in names)
        for entry in member(value, "entries", "entries") or ()
        if member(entry, "type", "type") == "exception"
        for exception in (
            member(entry, "data", "data") and member(member(entry, "data", "data"), "values_data", "values")
        )
        or ()
        if exception is not None
        for stack in [member(exception, "stacktrace", "stacktrace")]
        for frame in (stack and member(stack, "frames_data", "frames")) or ()
        if frame is not None
    ]


def rows_of_proxy(event: Any) -> Iterator[Row]:
    """The frames of all exceptions in an event that simdjson has parsed."""
    for entry in event.get("entries") or ():
        data = entry["data"] if entry["type"] == "exception" else None
        for exception in (data and data.get("values")) or ():
            stack = exception and exception.get("stacktrace")
            for frame in (stack and stack.get("frames")) or ():
                if frame is not None:
                    yield frame.get("function"), frame.get("filename"), frame.get("lineNo"), frame.get("inApp")


def build(bodies_of: Callable[[], Sequence[bytes]], times: int) -> Work:
    """Check that all rivals that read frames read the same ones, and return the work."""
    bodies = bodies_of()
    parser = simdjson.Parser()

    def take_frames(body: bytes) -> list[Row]:
        return list(rows_of_proxy(parser.parse(body)))

    ours = named("topframe EventFrames", root=EventFrames)
    typed = [rival._replace(reads="part") for rival in named(*TYPED, root=EventFrames)]
    others = [
        *named("topframe EventSummary", root=EventSummary),
        *named("topframe SourcemapErrors", root=SourcemapErrors),
    ]
    whole = named(*WHOLE)
    untyped = Rival(BASE, "orjson", "untyped", "all", orjson.loads, wire_key)
    for body in bodies:
        expected = rows_of(orjson.loads(body), untyped)
        assert take_frames(body) == expected
        for rival in (*ours, *typed):
            found = rows_of(rival.decode(body), rival)
            assert found == expected, f"{rival.name} reads {found}, not {expected}"
        for rival in others:
            assert rival.decode(body).event_id == orjson.loads(body)["eventID"]
    rivals = (*ours, *others, *typed, *whole)
    runs = {rival.name: over(rival.decode, bodies, times) for rival in rivals}
    runs[LAZY] = over(take_frames, bodies, times)
    labels = {rival.name: label(rival) for rival in rivals}
    labels[LAZY] = Label("untyped", "part")
    return Work(runs, labels, len(bodies) * times, sum(map(len, bodies)) * times)


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for our own events; with the corpus, two more for the documented example and for published events."""
    few = settings.quick
    made = [table("mixture", "200 events of all sizes", lambda: samples.mixture(8 if few else 200), 1)]
    folder = settings.corpus_folder
    if folder:
        made += [
            table(
                "example",
                "the documented example",
                lambda: [msgspec.json.format((folder / "latest_event.json").read_bytes(), indent=-1)],
                1 if few else 100,
            ),
            table("corpus", "published answers", lambda: samples.bodies_of_folder(folder / "api"), 1),
        ]
    return made


def table(name: str, title: str, bodies_of: Callable[[], Sequence[bytes]], times: int) -> Turns:
    """A table of this case."""
    return Turns(f"view: {name}", f"Read the frames of {title}", BASE, partial(build, bodies_of, times), rounds=40)
