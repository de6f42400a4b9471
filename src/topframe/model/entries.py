"""The items of `entries` in an event. Each item has a type, and data in the form of that type.

Source: getsentry/sentry, api/serializers/models/event.py (`get_entries`)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from ..wire.freeform import tokens
from .breadcrumbs import BreadcrumbsData
from .debugmeta import DebugMeta
from .documented import Documented
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


class TypedEntry(
    Documented, Struct, Generic[D], frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="type"
):
    """An entry whose type has a class in topframe."""

    data: D | None = None
    """The content of the entry. None when the key is absent or null."""

    @property
    def type(self) -> str:
        """The type of the entry, spelled as in the JSON."""
        return str(self.__struct_config__.tag)


class ExceptionEntry(TypedEntry[ExceptionData], frozen=True, kw_only=True, tag="exception"):
    """The entry `exception`: the chain of exceptions."""


class BreadcrumbsEntry(TypedEntry[BreadcrumbsData], frozen=True, kw_only=True, tag="breadcrumbs"):
    """The entry `breadcrumbs`: the steps before the event."""


class RequestEntry(TypedEntry[Request], frozen=True, kw_only=True, tag="request"):
    """The entry `request`: the HTTP request."""


class MessageEntry(TypedEntry[LogEntry], frozen=True, kw_only=True, tag="message"):
    """The entry `message`: the log message."""


class StacktraceEntry(TypedEntry[Stacktrace], frozen=True, kw_only=True, tag="stacktrace"):
    """The entry `stacktrace`: a stack trace outside of exceptions and threads."""


class ThreadsEntry(TypedEntry[ThreadsData], frozen=True, kw_only=True, tag="threads"):
    """The entry `threads`: the threads of the process."""


class TemplateEntry(TypedEntry[Template], frozen=True, kw_only=True, tag="template"):
    """The entry `template`: the template line that failed."""


class CspEntry(TypedEntry[Csp], frozen=True, kw_only=True, tag="csp"):
    """The entry `csp`: a violation of a Content Security Policy."""


class HpkpEntry(TypedEntry[Hpkp], frozen=True, kw_only=True, tag="hpkp"):
    """The entry `hpkp`: a failed check of HTTP public key pins."""


class ExpectCtEntry(TypedEntry[ExpectCt], frozen=True, kw_only=True, tag="expectct"):
    """The entry `expectct`: a failed check of certificate transparency."""


class ExpectStapleEntry(TypedEntry[ExpectStaple], frozen=True, kw_only=True, tag="expectstaple"):
    """The entry `expectstaple`: a failed check of OCSP stapling."""


class NelEntry(TypedEntry[Nel], frozen=True, kw_only=True, tag="nel"):
    """The entry `nel`: a network error."""


class DebugMetaEntry(TypedEntry[DebugMeta], frozen=True, kw_only=True, tag="debugmeta"):
    """The entry `debugmeta`: the loaded debug images."""


class SpansEntry(TypedEntry[tuple[Span | None, ...]], frozen=True, kw_only=True, tag="spans"):
    """The entry `spans`: the spans of a transaction. It is the only entry whose data is an array."""


# A plain class, because msgspec would encode a dataclass as a JSON object with the keys `type` and `json`.
class UnknownEntry:
    """An entry whose type has no class in topframe. It keeps the JSON of the entry exactly as received.

    Two unknown entries are equal when their JSON text is equal; whitespace between tokens is ignored.

    Args:
        type: The type of the entry; None when the type is missing or is not text.
        json: The whole entry as JSON text, exactly as received.
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

CLASSES: dict[str, type[KnownEntry]] = {str(entry.__struct_config__.tag): entry for entry in KnownEntry.__args__}
"""Maps each known type of entry to its class."""
KNOWN_TYPES = frozenset(CLASSES)
"""The entry types that have a class in topframe."""

if TYPE_CHECKING:
    Entry = KnownEntry | UnknownEntry
else:
    Entry = KnownEntry  # msgspec rejects a plain class in a union, so the codec inserts each `UnknownEntry`


def data_of(entries: Sequence[Any] | None, kind: type[TypedEntry[D]]) -> Iterator[D]:
    """Yield the data of each entry of the class *kind*. In practice an event has at most one."""
    for entry in entries or ():
        if type(entry) is kind and entry.data is not None:
            yield entry.data
