"""The fields of the view `EventFrames`, declared with a class for each type of entry.

The typed rivals of the case `view` are built from these classes, as `fields.py` says. topframe's own view cannot serve
as their description, because it depends on what `decode_view` does after decoding.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

import msgspec

from order import DATA


class Frame(msgspec.Struct, kw_only=True, rename="camel"):
    """One call on the stack."""

    filename: str | None = None
    abs_path: str | None = None
    module: str | None = None
    platform: str | None = None
    function: str | None = None
    lineno: int | None = msgspec.field(default=None, name="lineNo")
    in_app: bool | None = None


class Stacktrace(msgspec.Struct, kw_only=True):
    """The frames of one thread."""

    frames_data: tuple[Frame | None, ...] | None = msgspec.field(default=None, name="frames")


class ExceptionValue(msgspec.Struct, kw_only=True):
    """One exception of the chain."""

    type: str | None = None
    value: str | None = None
    stacktrace: Stacktrace | None = None


class Thread(msgspec.Struct, kw_only=True):
    """One thread."""

    current: bool | None = None
    crashed: bool | None = None
    stacktrace: Stacktrace | None = None


class Exceptions(msgspec.Struct, kw_only=True):
    """The chain of exceptions."""

    values_data: tuple[ExceptionValue | None, ...] | None = msgspec.field(default=None, name="values")


class Threads(msgspec.Struct, kw_only=True):
    """The threads of the process."""

    values_data: tuple[Thread | None, ...] | None = msgspec.field(default=None, name="values")


class ExceptionEntry(msgspec.Struct, kw_only=True, tag_field="type", tag="exception"):
    """The entry `exception`."""

    data: Exceptions | None = None


class ThreadsEntry(msgspec.Struct, kw_only=True, tag_field="type", tag="threads"):
    """The entry `threads`."""

    data: Threads | None = None


class StacktraceEntry(msgspec.Struct, kw_only=True, tag_field="type", tag="stacktrace"):
    """The entry `stacktrace`."""

    data: Stacktrace | None = None


READ = (ExceptionEntry, ThreadsEntry, StacktraceEntry)
OTHERS = {*DATA, "hpkp", "expectct", "expectstaple", "nel"} - {str(entry.__struct_config__.tag) for entry in READ}
SKIPPED = [msgspec.defstruct(f"Skipped_{name}", [], tag_field="type", tag=name) for name in sorted(OTHERS)]
"""Classes without fields for the other types of entries; their data is skipped."""
Entry: Any = reduce(or_, (*READ, *SKIPPED))


class FramesOnly(msgspec.Struct, kw_only=True):
    """The stack traces of an event."""

    event_id: str = msgspec.field(name="eventID")
    project_id: str | int | None = msgspec.field(default=None, name="projectID")
    entries: tuple[Entry, ...] | None = None
    platform: str | None = None
