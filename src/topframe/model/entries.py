"""The items of an event's `entries`: each has a type, and data of that type.

Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from ..wire.freeform import tokens
from .breadcrumbs import BreadcrumbsData
from .debugmeta import DebugMeta
from .exception import ExceptionData
from .logentry import LogEntry
from .nel import Nel
from .printed import written
from .request import Request
from .security import Csp, ExpectCt, ExpectStaple, Hpkp
from .spans import Span
from .stacktrace import Stacktrace
from .template import Template
from .threads import ThreadsData

D = TypeVar("D")


class TypedEntry(Struct, Generic[D], frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="type"):
    """An entry of a type that topframe knows."""

    data: D | None = None
    """None when it is absent or null."""

    @property
    def type(self) -> str:
        """The wire's name of the entry."""
        return str(self.__struct_config__.tag)


class ExceptionEntry(TypedEntry[ExceptionData], frozen=True, kw_only=True, tag="exception"):
    """The chain of exceptions."""


class BreadcrumbsEntry(TypedEntry[BreadcrumbsData], frozen=True, kw_only=True, tag="breadcrumbs"):
    """What happened before."""


class RequestEntry(TypedEntry[Request], frozen=True, kw_only=True, tag="request"):
    """The HTTP request."""


class MessageEntry(TypedEntry[LogEntry], frozen=True, kw_only=True, tag="message"):
    """The log message."""


class StacktraceEntry(TypedEntry[Stacktrace], frozen=True, kw_only=True, tag="stacktrace"):
    """A stacktrace that belongs to no exception."""


class ThreadsEntry(TypedEntry[ThreadsData], frozen=True, kw_only=True, tag="threads"):
    """The threads of the process."""


class TemplateEntry(TypedEntry[Template], frozen=True, kw_only=True, tag="template"):
    """The place in a template."""


class CspEntry(TypedEntry[Csp], frozen=True, kw_only=True, tag="csp"):
    """A violation of a Content Security Policy."""


class HpkpEntry(TypedEntry[Hpkp], frozen=True, kw_only=True, tag="hpkp"):
    """A failed public key pinning."""


class ExpectCtEntry(TypedEntry[ExpectCt], frozen=True, kw_only=True, tag="expectct"):
    """A failed check of certificate transparency."""


class ExpectStapleEntry(TypedEntry[ExpectStaple], frozen=True, kw_only=True, tag="expectstaple"):
    """A failed check of OCSP stapling."""


class NelEntry(TypedEntry[Nel], frozen=True, kw_only=True, tag="nel"):
    """A network error."""


class DebugMetaEntry(TypedEntry[DebugMeta], frozen=True, kw_only=True, tag="debugmeta"):
    """The images that were loaded."""


class SpansEntry(TypedEntry[tuple[Span | None, ...]], frozen=True, kw_only=True, tag="spans"):
    """The spans of a transaction: the one entry whose data is an array."""


# Not a dataclass, which msgspec would write as an object of its own.
class UnknownEntry:
    """An entry that topframe has no type for, word for word; two are equal when they are spelt alike, blanks aside.

    Args:
        type: What the entry calls itself; None when it does not say, or not with a text.
        json: The whole entry as it came.
    """

    __slots__ = ("json", "type")
    __match_args__ = ("type", "json")

    type: str | None
    json: bytes

    def __init__(self, type: str | None, json: bytes) -> None:
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "json", json)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"immutable type: {self.__class__.__name__!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UnknownEntry):
            return NotImplemented
        return self.json == other.json or tokens(self.json) == tokens(other.json)

    def __hash__(self) -> int:
        return hash(tokens(self.json))

    def __repr__(self) -> str:
        return f"UnknownEntry(type={written(self.type)}, json={written(self.json)})"

    def __reduce__(self) -> tuple[object, ...]:
        return UnknownEntry, (self.type, self.json)


KnownEntry = (
    ExceptionEntry
    | BreadcrumbsEntry
    | RequestEntry
    | MessageEntry
    | StacktraceEntry
    | ThreadsEntry
    | TemplateEntry
    | CspEntry
    | HpkpEntry
    | ExpectCtEntry
    | ExpectStapleEntry
    | NelEntry
    | DebugMetaEntry
    | SpansEntry
)

KNOWN_TYPES = frozenset(str(entry.__struct_config__.tag) for entry in KnownEntry.__args__)
"""The types of entries that topframe has a class for."""

if TYPE_CHECKING:
    Entry = KnownEntry | UnknownEntry
else:
    Entry = KnownEntry  # msgspec takes no ordinary class in a union: the codec puts `UnknownEntry` in its place


def data_of(entries: Sequence[Any] | None, kind: type[TypedEntry[D]]) -> Iterator[D]:
    """The data of all entries of one kind; in practice there is one at most."""
    for entry in entries or ():
        if type(entry) is kind and entry.data is not None:
            yield entry.data
