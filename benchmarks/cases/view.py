"""A part of an event: the frames of its stack traces, and little else.

`decode_view` skips what `EventFrames` does not name, and validates the rest. The other typed rivals get the same
fields. Beside them are simdjson's native interface, which takes function, file, line and origin from every frame; the
libraries that make dicts, which always read the whole document; and the two ceilings, msgspec's skip of a whole
document and simdjson's bare parse. topframe's other views read other fields, and show what these cost; `EventOverview`
reads the frames and what a list of events shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import orjson
import simdjson

import sets
from rivals import OPEN, Rival, named, wire_key
from sets import Bodies
from topframe.views import EventFrames, EventOverview, EventSummary, SourcemapErrors
from wanted_frames import FramesOnly

from . import Label, Settings, Turns, Work
from .decode import BASE, label, over

TYPED = ("msgspec Structs", "pydantic models", "pydantic TypedDict", "serpyco-rs")
TYPED_OPEN = ("msgspec Structs", "pydantic models", "pydantic TypedDict")
VIEWS = (EventOverview, EventSummary, SourcemapErrors)
"""The views that read other fields."""
WHOLE = ("topframe", "orjson", "json", "pysimdjson", "msgspec skip", "pysimdjson bare parse")
LAZY = "pysimdjson, frames taken"

Row = tuple[Any, ...]
"""Function, file, line number and `in_app` of a frame."""


def rows_of(value: Any, rival: Rival) -> list[Row]:
    """The frames of all exceptions in the object that a rival made."""
    names = (("function", "function"), ("filename", "filename"), ("lineno", "lineNo"), ("in_app", "inApp"))
    member = rival.member
    assert member is not None
    return [
        tuple(member(frame, *name) for name in names)
        for exception in exceptions_of(value, rival)
        for stack in [member(exception, "stacktrace", "stacktrace")]
        for frame in (stack and member(stack, "frames_data", "frames")) or ()
        if frame is not None
    ]


def exceptions_of(value: Any, rival: Rival) -> list[Any]:
    """The exceptions in the object that a rival made."""
    member = rival.member
    assert member is not None
    if rival.package == "topframe":
        return list(value.exceptions)
    entries = member(value, "entries", "entries") or ()
    found = [member(entry, "data", "data") for entry in entries if member(entry, "type", "type") == "exception"]
    values = [each for data in found if data for each in member(data, "values_data", "values") or ()]
    return [exception for exception in values if exception is not None]


def rows_of_proxy(event: Any) -> Iterator[Row]:
    """The frames of all exceptions in an event that simdjson has parsed."""
    for entry in event.get("entries") or ():
        data = entry["data"] if entry["type"] == "exception" else None
        for exception in (data and data.get("values")) or ():
            stack = exception and exception.get("stacktrace")
            for frame in (stack and stack.get("frames")) or ():
                if frame is not None:
                    yield frame.get("function"), frame.get("filename"), frame.get("lineNo"), frame.get("inApp")


def rivals_of_view(*, tolerant: bool) -> list[Rival]:
    """The rivals that read only the frames. Bodies with entries of unknown type need the tolerant ones."""
    names = [f"{name}{OPEN}" for name in TYPED_OPEN] if tolerant else TYPED
    typed = [rival._replace(reads="part") for rival in named(*names, root=FramesOnly)]
    return [*named("topframe EventFrames", root=EventFrames), *typed]


def checked(bodies: Sequence[bytes], rivals: Sequence[Rival], summaries: Sequence[Rival]) -> None:
    """Assert that all rivals read the same frames, and the other views the same event."""
    untyped = Rival(BASE, "orjson", "untyped", "all", orjson.loads, wire_key)
    overviews = [rival for rival in summaries if rival.name == "topframe EventOverview"]
    assert overviews
    for body in bodies:
        expected = rows_of(orjson.loads(body), untyped)
        assert list(rows_of_proxy(simdjson.Parser().parse(body))) == expected
        for rival in (*rivals, *overviews):
            found = rows_of(rival.decode(body), rival)
            assert found == expected, f"{rival.name} reads {found}, not {expected}"
        for rival in summaries:
            assert rival.decode(body).event_id == orjson.loads(body)["eventID"]


def build(bodies_of: Callable[[], Sequence[bytes]], times: int, *, tolerant: bool) -> Work:
    """Check the rivals, and return their work."""
    bodies = bodies_of()
    parser = simdjson.Parser()

    def take_frames(body: bytes) -> list[Row]:
        return list(rows_of_proxy(parser.parse(body)))

    ours = rivals_of_view(tolerant=tolerant)
    others = [rival for view in VIEWS for rival in named(f"topframe {view.__name__}", root=view)]
    checked(bodies, ours, others)
    rivals = (*ours, *others, *named(*WHOLE))
    runs = {rival.name: over(rival.decode, bodies, times) for rival in rivals}
    runs[LAZY] = over(take_frames, bodies, times)
    labels = {rival.name: label(rival) for rival in rivals}
    labels[LAZY] = Label("untyped", "part")
    return Work(runs, labels, len(bodies) * times, sum(map(len, bodies)) * times)


def tables(settings: Settings) -> Sequence[Turns]:
    """One table for each set of bodies, and one for each set with an entry of unknown type in each event."""
    few, folder = settings.quick, settings.corpus_folder
    own = sets.own(20 if few else 200)
    corpora = sets.published(folder)
    return [
        *map(table, own),
        *(table(bodies, 1 if few else 100) for bodies in sets.example(folder)),
        *map(table, corpora),
        *(table(sets.with_unknown_entries(bodies), tolerant=True) for bodies in (own[0], *corpora)),
    ]


def table(bodies: Bodies, times: int = 1, *, tolerant: bool = False) -> Turns:
    """A table of this case."""
    work = partial(build, bodies.read, times, tolerant=tolerant)
    return Turns(f"view: {bodies.name}", f"Read the frames of {bodies.title}", BASE, work, rounds=40)
