"""The event, as the web API returns it.

Source: getsentry/sentry, api/serializers/models/event.py; GET /api/0/issues/{issue_id}/events/latest/ and its siblings
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import as_known, free_form
from ._base import ApiInterface, FreeFormApiInterface, present
from .attachment import Attachment
from .breadcrumbs import Breadcrumb
from .contexts import HasContexts
from .debugmeta import DebugMeta
from .entries import (
    BreadcrumbsEntry,
    CspEntry,
    DebugMetaEntry,
    Entry,
    ExpectCtEntry,
    ExpectStapleEntry,
    HpkpEntry,
    MessageEntry,
    NelEntry,
    RequestEntry,
    SpansEntry,
    TemplateEntry,
    data_of,
)
from .exception import ExceptionValue
from .grouping import GroupingConfig
from .logentry import LogEntry
from .measurements import Measurement
from .members import HasRelease, HasStacks, HasTime, HasTitle
from .nel import Nel
from .occurrence import Occurrence
from .printed import PrintedEvent
from .processing_error import ProcessingError
from .release import Release
from .request import Request
from .sdk import Sdk, SdkUpdate
from .security import Csp, ExpectCt, ExpectStaple, Hpkp
from .spans import Span
from .stacktrace import Stacktrace
from .tags import Tags
from .template import Template
from .threads import Thread
from .user import User
from .user_report import UserReport


class Formatted(ApiInterface, frozen=True, kw_only=True):
    """The event as text for language models."""

    format: str | None = None
    """`markdown`, `xml` or `json`: the format of *content*."""
    content: str | None = None


if TYPE_CHECKING:
    Entries = tuple[Entry, ...] | None

    class _Generic: ...
else:
    # `Event[E]` decodes to an `Event` whose entries have the type E. Only the decoders use this: each event that they
    # return has entries of the type above.
    Entries = TypeVar("Entries", bound=tuple[Entry, ...] | None)
    _Generic = Generic[Entries]


class Event(
    HasTitle,
    HasTime,
    HasRelease,
    HasStacks[ExceptionValue, Thread, Stacktrace],
    HasContexts,
    PrintedEvent,
    FreeFormApiInterface,
    _Generic,
    frozen=True,
    kw_only=True,
):
    """One event: a single occurrence of an issue, as any endpoint of the web API returns it.

    The response for a single event has all fields. List endpoints leave out *entries*, or *next_event_id* and
    *previous_event_id*. Transactions have no *date_created*. Only *event_id* is required. Any other field is None
    when its key is absent or null.

    `print(event)` shows the id, title, time and number of entries in one line. `repr` shows the fields and cuts long
    values.
    """

    id: str | None = None
    """Equal to *event_id* since 2020. Before that, the number of the database row as text."""
    group_id: str | int | None = field(default=None, name="groupID")
    """Id of the issue. None for an event without an issue; most transactions have none."""
    event_id: str = field(name="eventID")
    """Id of the event: 32 hexadecimal digits without dashes."""
    project_id: str | int | None = field(default=None, name="projectID")
    """Id of the project. Sentry sends decimal digits as text; GlitchTip sends a number."""
    size: int | None = None
    """Size of the stored event, in bytes."""
    entries: Entries = None
    """The interfaces of the event, in the server's order. None in list items, unless the request had `full=true`."""
    dist: str | None = None
    """The distribution: it identifies one build of the release."""
    message: str | None = None
    """The log message, with its parameters inserted where possible. Often empty."""
    title: str | None = None
    """The title for people. None on old servers; *display_title* then builds one from other fields."""
    location: str | None = None
    """The file of an error, or the URL of a security report."""
    user_json: Raw | UnsetType = field(default=UNSET, name="user")
    """*user* as JSON text, exactly as received; UNSET when the key is absent."""
    contexts_json: Raw | UnsetType = field(default=UNSET, name="contexts")
    """*contexts* as JSON text, exactly as received; UNSET when the key is absent."""
    sdk: Sdk | None = None
    context_json: Raw | UnsetType = field(default=UNSET, name="context")
    """*context* as JSON text, exactly as received; UNSET when the key is absent."""
    packages_json: Raw | UnsetType = field(default=UNSET, name="packages")
    """*packages* as JSON text, exactly as received; UNSET when the key is absent."""
    type: str | None = None
    """The type of the event: `error`, `default`, `csp`, `transaction`, `generic`, `feedback`; others are possible.
    None in list items, unless the request had `full=true`."""
    metadata: dict[str, Any] | None = None
    """The parts from which the server builds the title, for example `type`, `value`, `filename` and `function`."""
    tags_data: Tags = field(default=None, name="tags")
    """The tags as sent, sorted by key. In examples from 2015: an object that maps keys to values."""
    platform: str | None = None
    """The platform of the SDK: `javascript`, `python`, `native`, `other`; other values are possible."""
    date_received: dt.datetime | None = None
    """When the server received the event."""
    errors_data: tuple[ProcessingError | None, ...] | None = field(default=None, name="errors")
    """The problems that the server met while it processed the event; items can be null."""
    occurrence: Occurrence | None = None
    """The finding of a detector on the server. None for ordinary errors, and on servers before 2023."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="_meta")
    """*meta* as JSON text, exactly as received; UNSET when the key is absent."""
    crash_file: Attachment | None = None
    """The attached minidump. None when the event has none."""
    culprit: str | None = None
    """Where the event happened: a function, route or directive."""
    date_created: dt.datetime | None = None
    """When the event happened, by the sender's clock as corrected by the server. None for transactions. Times in the
    model are aware and in UTC, except those that the server sends without a time zone: these are naive."""
    fingerprints_data: tuple[str | None, ...] | None = field(default=None, name="fingerprints")
    """The hashes by which the server grouped the event; items can be null. They differ from an SDK fingerprint."""
    grouping_config: GroupingConfig | None = None
    start_timestamp: int | float | None = None
    """Start of a transaction, in seconds since 1970. None for other events."""
    end_timestamp: int | float | None = None
    """End of a transaction, in seconds since 1970. None for other events."""
    measurements: dict[str, Measurement | None] | None = None
    """Measured numbers of a transaction, by name. None for other events."""
    breakdowns: dict[str, dict[str, Measurement | None] | None] | None = None
    """Times of a transaction: by name of the breakdown, then by kind of operation. None for other events."""
    release: Release | None = None
    """None when the event has no release, or only the tag `release`. *release_version* reads both places."""
    user_report: UserReport | None = None
    sdk_updates_data: tuple[SdkUpdate | None, ...] | None = field(default=None, name="sdkUpdates")
    """The SDK changes that the server suggests, as sent; items can be null."""
    resolved_with_data: tuple[str | None, ...] | None = field(default=None, name="resolvedWith")
    """How the server found source maps: `debug-id`, `url`, `index`, `release`, `release-old`, `scraping`, `unknown`.
    An item is None when the server did not record how. The order has no meaning."""
    next_event_id: str | None = field(default=None, name="nextEventID")
    """Id of the next newer event in the issue; None for the newest."""
    previous_event_id: str | None = field(default=None, name="previousEventID")
    """Id of the next older event in the issue; None for the oldest."""
    formatted: Formatted | None = None
    project_slug: str | None = None
    """The name of the project in URLs. Sent only by the event endpoint of the organization."""
    datetime: dt.datetime | None = None
    """The same as *date_created*, in payloads for integrations. Some payloads have both keys."""
    issue_category: str | None = None
    latest_event_id: str | None = field(default=None, name="latestEventID")
    oldest_event_id: str | None = field(default=None, name="oldestEventID")
    metrics_summary: Any = field(default=None, name="_metrics_summary")
    """Sent in 2024, only for transactions."""
    perf_problem: Any = None
    """Sent from 2022 to 2023. Later servers send *occurrence*."""
    device: Any = None
    """Sent until 2017. Later servers send it in *contexts*."""
    time_spent: int | float | None = None
    """Sent until 2017."""

    @property
    def errors(self) -> tuple[ProcessingError, ...]:
        """The problems that the server met while it processed the event, without nulls; () when there are none."""
        return present(self.errors_data)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """The hashes by which the server grouped the event; () when there are none.

        They differ from the fingerprint that an SDK can set.
        """
        return present(self.fingerprints_data)

    @property
    def sdk_updates(self) -> tuple[SdkUpdate, ...]:
        """The SDK changes that the server suggests, without nulls; () when there are none."""
        return present(self.sdk_updates_data)

    @property
    def resolved_with(self) -> tuple[str, ...]:
        """How the server found source maps, as far as it recorded this; () when it did not.

        `debug-id`, `url`, `index`, `release`, `release-old`, `scraping`, `unknown`. The order has no meaning.
        """
        return present(self.resolved_with_data)

    @property
    def user(self) -> User | None:
        """The user for whom the event happened. None unless the JSON value is an object."""
        return as_known(free_form(self.user_json), User)

    @property
    def context(self) -> Any:
        """The data that SDKs call *extra*: an object that maps names to any JSON value; None when absent or null."""
        return free_form(self.context_json)

    @property
    def packages(self) -> Any:
        """Installed modules: an object that maps names to versions, which can be None; None when absent or null."""
        return free_form(self.packages_json)

    @property
    def meta(self) -> Any:
        """A tree that records which values were cut or redacted; None when it is absent or null.

        The tree mirrors the event. Its keys are the keys of objects, and the indexes of lists as text. The key `""`
        holds the annotation of the node itself.
        """
        return free_form(self.meta_json)

    @property
    def breadcrumbs(self) -> tuple[Breadcrumb, ...]:
        """The breadcrumbs (the steps before the event), oldest first; () when there are none."""
        return tuple(crumb for data in data_of(self.entries, BreadcrumbsEntry) for crumb in data.values)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of a transaction, without its root span; () when there are none."""
        return tuple(span for data in data_of(self.entries, SpansEntry) for span in present(data))

    @property
    def request(self) -> Request | None:
        """The HTTP request; None when the event has none."""
        return next(data_of(self.entries, RequestEntry), None)

    @property
    def logentry(self) -> LogEntry | None:
        """The log message with its parameters; None when the event has none."""
        return next(data_of(self.entries, MessageEntry), None)

    @property
    def template(self) -> Template | None:
        """The template line that failed; None when the event has none."""
        return next(data_of(self.entries, TemplateEntry), None)

    @property
    def csp(self) -> Csp | None:
        """The violation of a Content Security Policy; None when the event has none."""
        return next(data_of(self.entries, CspEntry), None)

    @property
    def hpkp(self) -> Hpkp | None:
        """The failed check of HTTP public key pins; None when the event has none."""
        return next(data_of(self.entries, HpkpEntry), None)

    @property
    def expectct(self) -> ExpectCt | None:
        """The failed check of certificate transparency; None when the event has none."""
        return next(data_of(self.entries, ExpectCtEntry), None)

    @property
    def expectstaple(self) -> ExpectStaple | None:
        """The failed check of OCSP stapling; None when the event has none."""
        return next(data_of(self.entries, ExpectStapleEntry), None)

    @property
    def nel(self) -> Nel | None:
        """The network error; None when the event has none."""
        return next(data_of(self.entries, NelEntry), None)

    @property
    def debug_meta(self) -> DebugMeta | None:
        """The loaded debug images; None when the event has none."""
        return next(data_of(self.entries, DebugMetaEntry), None)
