"""The event, as the web API answers it.

Source: getsentry/sentry, api/serializers/models/event.py; GET /api/0/issues/{issue_id}/events/latest/ and its siblings
"""

from __future__ import annotations

import datetime as dt
from typing import Any

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
    """The event as a text for language models."""

    format: str | None = None
    """`markdown` or `xml`."""
    content: str | None = None


class Event(
    HasTitle,
    HasTime,
    HasRelease,
    HasStacks[ExceptionValue, Thread, Stacktrace],
    HasContexts,
    PrintedEvent,
    FreeFormApiInterface,
    frozen=True,
    kw_only=True,
):
    """One occurrence, in any of the shapes that the web API gives it.

    The answer for a single event has everything; list endpoints leave out *entries* or the neighbours; transactions
    have no *date_created*. Every member but *event_id* can be missing, and None means that it is missing or null.

    `print(event)` shows its id, title, time and number of entries in a line; `repr` shows the members, long ones cut.
    """

    id: str | None = None
    """Equal to *event_id* since 2020; a row number before."""
    group_id: str | int | None = field(default=None, name="groupID")
    """The issue. None for an event without one, such as most transactions."""
    event_id: str = field(name="eventID")
    """32 hexadecimal digits without dashes."""
    project_id: str | int | None = field(default=None, name="projectID")
    """Decimal digits from Sentry, a number from GlitchTip."""
    size: int | None = None
    """Bytes of the event as it is stored."""
    entries: tuple[Entry, ...] | None = None
    """The interfaces, in the server's order. None in the items of a list that was not asked for in full."""
    dist: str | None = None
    """Which build of the release."""
    message: str | None = None
    """The log message; often empty."""
    title: str | None = None
    """What people call it. Old servers send none; *display_title* then makes one."""
    location: str | None = None
    """The file of an error, the address of a security report."""
    user_json: Raw | UnsetType = field(default=UNSET, name="user")
    """*user* as it came."""
    contexts_json: Raw | UnsetType = field(default=UNSET, name="contexts")
    """*contexts* as they came."""
    sdk: Sdk | None = None
    context_json: Raw | UnsetType = field(default=UNSET, name="context")
    """*context* as it came."""
    packages_json: Raw | UnsetType = field(default=UNSET, name="packages")
    """*packages* as it came."""
    type: str | None = None
    """`error`, `default`, `csp`, `transaction`, `generic`, `feedback`, ...: grows. Missing in simple list items."""
    metadata: dict[str, Any] | None = None
    """The parts that the title is made of: `type`, `value`, `filename`, `function`, `title`, `directive`, ..."""
    tags_data: Tags = field(default=None, name="tags")
    """The tags, sorted by key; an object of key to value in examples from 2015."""
    platform: str | None = None
    """`javascript`, `python`, `native`, `other`, ...: grows."""
    date_received: dt.datetime | None = None
    """When the server took the event in."""
    errors_data: tuple[ProcessingError | None, ...] | None = field(default=None, name="errors")
    """What went wrong while the server processed the event; items can be null."""
    occurrence: Occurrence | None = None
    """None for ordinary errors, and before 2023."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="_meta")
    """*meta* as it came."""
    crash_file: Attachment | None = None
    """The minidump."""
    culprit: str | None = None
    """Where it happened: function, route or directive."""
    date_created: dt.datetime | None = None
    """When it happened, by the corrected clock of the sender. Missing on transactions. Like all times of the model it
    knows its zone, UTC, unless the server wrote none."""
    fingerprints_data: tuple[str | None, ...] | None = field(default=None, name="fingerprints")
    """The hashes that grouped the event, not the fingerprint that an SDK can set; items can be null."""
    grouping_config: GroupingConfig | None = None
    start_timestamp: int | float | None = None
    """Seconds since 1970; transactions only."""
    end_timestamp: int | float | None = None
    """Seconds since 1970; transactions only."""
    measurements: dict[str, Measurement | None] | None = None
    """Transactions only."""
    breakdowns: dict[str, dict[str, Measurement | None] | None] | None = None
    """Time by kind of operation; transactions only."""
    release: Release | None = None
    """None without a release, and where the server gives it only as a tag; *release_version* looks at both."""
    user_report: UserReport | None = None
    sdk_updates_data: tuple[SdkUpdate | None, ...] | None = field(default=None, name="sdkUpdates")
    """The steps that the server proposes; items can be null."""
    resolved_with: tuple[str | None, ...] | None = None
    """How source maps were found: `debug-id`, `url`, `index`, `release`, `release-old`, `scraping`, `unknown`, None."""
    next_event_id: str | None = field(default=None, name="nextEventID")
    """The newer neighbour in the issue."""
    previous_event_id: str | None = field(default=None, name="previousEventID")
    """The older neighbour in the issue."""
    formatted: Formatted | None = None
    project_slug: str | None = None
    """The project's name in addresses; sent by the endpoint of the organization alone."""
    datetime: dt.datetime | None = None
    """*date_created*, as payloads for integrations spell it; some have both."""
    issue_category: str | None = None
    latest_event_id: str | None = field(default=None, name="latestEventID")
    oldest_event_id: str | None = field(default=None, name="oldestEventID")
    metrics_summary: Any = field(default=None, name="_metrics_summary")
    """Sent in 2024; transactions only."""
    perf_problem: Any = None
    """Sent from 2022 to 2023; later in *occurrence*."""
    device: Any = None
    """Sent until 2017; later in *contexts*."""
    time_spent: int | float | None = None
    """Sent until 2017."""

    @property
    def errors(self) -> tuple[ProcessingError, ...]:
        """What went wrong while the server processed the event; () when there are none."""
        return present(self.errors_data)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """The hashes that grouped the event, not the fingerprint that an SDK can set; () when there are none."""
        return present(self.fingerprints_data)

    @property
    def sdk_updates(self) -> tuple[SdkUpdate, ...]:
        """The steps that the server proposes; () when there are none."""
        return present(self.sdk_updates_data)

    @property
    def user(self) -> User | None:
        """The person that the event happened to, or None."""
        return as_known(free_form(self.user_json), User)

    @property
    def context(self) -> Any:
        """What SDKs call *extra*: an object of name to any JSON value, or None."""
        return free_form(self.context_json)

    @property
    def packages(self) -> Any:
        """Installed modules: an object of name to version, which can be None; or None."""
        return free_form(self.packages_json)

    @property
    def meta(self) -> Any:
        """What was cut or redacted: a tree that mirrors the event, or None.

        The key `""` holds the remark on a node itself; the other keys are names of members, and indexes as text.
        """
        return free_form(self.meta_json)

    @property
    def breadcrumbs(self) -> tuple[Breadcrumb, ...]:
        """What happened before, the oldest first; () when nothing was recorded."""
        return tuple(crumb for data in data_of(self.entries, BreadcrumbsEntry) for crumb in data.values)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of a transaction, without its root; () when there are none."""
        return tuple(span for data in data_of(self.entries, SpansEntry) for span in present(data))

    @property
    def request(self) -> Request | None:
        """The HTTP request, or None."""
        return next(data_of(self.entries, RequestEntry), None)

    @property
    def logentry(self) -> LogEntry | None:
        """The log message with its parameters, or None."""
        return next(data_of(self.entries, MessageEntry), None)

    @property
    def template(self) -> Template | None:
        """The place in a template that failed, or None."""
        return next(data_of(self.entries, TemplateEntry), None)

    @property
    def csp(self) -> Csp | None:
        """The violation of a Content Security Policy, or None."""
        return next(data_of(self.entries, CspEntry), None)

    @property
    def hpkp(self) -> Hpkp | None:
        """The failed public key pinning, or None."""
        return next(data_of(self.entries, HpkpEntry), None)

    @property
    def expectct(self) -> ExpectCt | None:
        """The failed check of certificate transparency, or None."""
        return next(data_of(self.entries, ExpectCtEntry), None)

    @property
    def expectstaple(self) -> ExpectStaple | None:
        """The failed check of OCSP stapling, or None."""
        return next(data_of(self.entries, ExpectStapleEntry), None)

    @property
    def nel(self) -> Nel | None:
        """The network error, or None."""
        return next(data_of(self.entries, NelEntry), None)

    @property
    def debug_meta(self) -> DebugMeta | None:
        """The images that were loaded, or None."""
        return next(data_of(self.entries, DebugMetaEntry), None)
