"""The event in the raw dialect, which SDKs send, the server stores and webhooks embed.

Source: getsentry/relay, relay-event-schema/src/protocol/event.rs; getsentry/sentry, services/eventstore (`as_dict`)
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface, present
from ..model.contexts import HasContexts
from ..model.debugmeta import DebugMeta
from ..model.grouping import GroupingConfig
from ..model.measurements import Measurement
from ..model.nel import Nel
from ..model.occurrence import Occurrence
from ..model.printed import line, number_of
from ..model.security import Csp, ExpectCt, ExpectStaple, Hpkp
from ..model.spans import Span
from ..model.tags import FindsTags, Tag
from ..model.user import User
from ..wire.freeform import as_known, free_form
from ..wire.moments import moment
from ._base import Number, Pairs, Scalar, items, pairs
from .breadcrumbs import RawBreadcrumb, RawBreadcrumbsData
from .exception import RawException, RawExceptionData
from .lenient import text
from .logentry import RawLogEntry
from .processing import RelayHop, ScrapingAttempt
from .request import RawRequest
from .sdk import RawSdk
from .stacktrace import RawStacktrace
from .template import RawTemplate
from .threads import RawThread, RawThreadsData
from .transaction import TransactionInfo


class RawEvent(FindsTags, HasContexts, FreeFormInterface, frozen=True, kw_only=True):
    """One occurrence in the raw dialect.

    All fields are optional: SDKs omit what they do not know, and the server fills it in. Some lists have other shapes,
    too: breadcrumbs, exceptions and threads can be objects, and tags can be rows or an object. The field `..._data`
    holds the shape that was sent; the property without this ending returns the items of every shape, without nulls.
    `topframe.normalize` converts the event to the form that the web API returns.

    The fields have the order in which the server writes an event for a webhook: first the server's own keys, then the
    stored keys by name. msgspec searches onwards from the previous match, so fields in wire order decode faster: with
    fields in random order, decoding a webhook takes 1.37 times as long.
    """

    event_id: str | None = None
    """32 hexadecimal digits, in some payloads with dashes or in capitals. None: the id is in the envelope's header."""
    project: int | str | None = None
    release: Scalar | None = None
    dist: Scalar | None = None
    """The build of the release."""
    platform: str | None = None
    """`javascript`, `python`, `native`, `other` and more; this list may grow."""
    message: RawLogEntry | Scalar | None = None
    """The key that SDKs used for *logentry* until 2018. In stored events: only the text of *logentry*."""
    datetime: str | None = None
    """*timestamp* as ISO 8601 text; the server adds it when it reads a stored event."""
    tags_data: Pairs | dict[str, Any] | None = field(default=None, name="tags")
    """The tags as sent: rows of key and value, or an object. Values can be any JSON."""

    # Keys that the server stores, by name.
    dynamic_sampling_context: Any = field(default=None, name="_dsc")
    meta_json: Raw | UnsetType = field(default=UNSET, name="_meta")
    """*meta* as undecoded JSON, unchanged."""
    metrics: Any = field(default=None, name="_metrics")
    """Counters of the server, for example `bytes.stored.event`."""
    metrics_summary: Any = field(default=None, name="_metrics_summary")
    ref: int | None = field(default=None, name="_ref")
    ref_version: int | None = field(default=None, name="_ref_version")
    breadcrumbs_data: RawBreadcrumbsData | tuple[RawBreadcrumb | None, ...] | None = field(
        default=None, name="breadcrumbs"
    )
    """The breadcrumbs as sent, oldest first: a list, an object with a list, or one breadcrumb."""
    breakdowns: dict[str, dict[str, Measurement | None] | None] | None = None
    """Time spent per kind of operation; set by the server."""
    contexts_json: Raw | UnsetType = field(default=UNSET, name="contexts")
    """*contexts* as undecoded JSON, unchanged."""
    csp: Csp | None = None
    culprit: str | None = None
    """The place in the code where the event happened; set by the server, until 2018 also by SDKs."""
    debug_meta: DebugMeta | None = None
    environment: Scalar | None = None
    errors_data: tuple[dict[str, Any] | None, ...] | None = field(default=None, name="errors")
    """Errors that occurred while the event was processed, as sent; items can be null."""
    exceptions_data: RawExceptionData | tuple[RawException | None, ...] | None = field(default=None, name="exception")
    """The exceptions as sent, oldest cause first: a list, an object with a list, or one exception."""
    expectct: ExpectCt | None = None
    expectstaple: ExpectStaple | None = None
    extra_json: Raw | UnsetType = field(default=UNSET, name="extra")
    """*extra* as undecoded JSON, unchanged."""
    fingerprint_data: tuple[Scalar | None, ...] | None = field(default=None, name="fingerprint")
    """The values by which the SDK asks to group the event, as sent; items can be null."""
    grouping_config: GroupingConfig | None = None
    hashes_data: tuple[str | None, ...] | None = field(default=None, name="hashes")
    """The hashes that assigned the event to its issue; items can be null. Set by the server."""
    hpkp: Hpkp | None = None
    ingest_path_data: tuple[RelayHop | None, ...] | None = field(default=None, name="ingest_path")
    """The Relay instances that forwarded the event; items can be null."""
    key_id: str | int | None = None
    """Id of the project key that the sender used."""
    level: str | int | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`; also `log`, `critical`, and the levels of Python's `logging`."""
    location: str | None = None
    logentry: RawLogEntry | Scalar | None = None
    """The log message. A plain text has the meaning of *formatted*."""
    logger: Scalar | None = None
    main_exception_id: int | None = None
    """*exception_id* of the exception that gives the event its title; set by the server.

    The *mechanism* of each exception holds its *exception_id*.
    """
    measurements: dict[str, Measurement | None] | None = None
    """Measured values by name; transactions only."""
    metadata: dict[str, Any] | None = None
    """The values that the server builds the title from."""
    modules_json: Raw | UnsetType = field(default=UNSET, name="modules")
    """*modules* as undecoded JSON, unchanged."""
    nel: Nel | None = None
    nodestore_insert: int | float | None = None
    """When the server stored the event: seconds since 1970."""
    processed_by_symbolicator: bool | None = None
    """True: Symbolicator processed the stack traces; set by the server."""
    received: Number | None = None
    """When Relay received the event: seconds since 1970, or ISO 8601 text."""
    request: RawRequest | None = None
    scraping_attempts_data: tuple[ScrapingAttempt | None, ...] | None = field(default=None, name="scraping_attempts")
    """The JavaScript files that the server tried to fetch; items can be null."""
    sdk: RawSdk | None = None
    server_name: Scalar | None = None
    spans_data: tuple[Span | None, ...] | None = field(default=None, name="spans")
    """The spans as sent; items can be null."""
    stacktrace: RawStacktrace | None = None
    """The stack trace of a message. An error has its stack traces in *exceptions*."""
    start_timestamp: Number | None = None
    """When the transaction started, in the format of *timestamp*; transactions only."""
    template: RawTemplate | None = None
    threads_data: RawThreadsData | tuple[RawThread | None, ...] | None = field(default=None, name="threads")
    """The threads as sent, in no particular order: a list, an object with a list, or one thread."""
    time_spent: int | float | None = None
    timestamp: Number | None = None
    """When the event happened, by the sender's clock: seconds since 1970, or ISO 8601 text.

    For a transaction: when it ended.
    """
    title: str | None = None
    transaction: Scalar | None = None
    """Name of the operation that the application performed: a route, a task, a view."""
    transaction_info: TransactionInfo | None = None
    type: str | None = None
    """`error`, `default`, `transaction`, `csp`, `generic`, `feedback` and more; this list may grow.

    None: the server infers the type from the interfaces of the event.
    """
    user_json: Raw | UnsetType = field(default=UNSET, name="user")
    """*user* as undecoded JSON, unchanged."""
    version: Scalar | None = None
    """Version of the protocol: `5`, `6`, `7`."""

    # Keys that webhooks add.
    url: str | None = None
    """URL of the event in the web API."""
    web_url: str | None = None
    """URL of the event's page."""
    issue_url: str | None = None
    """URL of the issue in the web API."""
    issue_id: str | int | None = None

    # Rare keys.
    site: str | None = None
    checksum: str | None = None
    """The value by which old SDKs ask to group the event."""
    project_id: int | str | None = None
    """The key that detectors use for *project*."""
    hierarchical_hashes_data: tuple[str | None, ...] | None = field(default=None, name="hierarchical_hashes")
    """Hashes of a hierarchical grouping; items can be null. Sent from 2021 to 2023."""
    primary_hash: str | None = None
    span_grouping_config: GroupingConfig | None = None
    symbolicated_in_app: bool | None = None
    """True: all in-app frames were symbolicated."""
    use_rust_normalize: bool | None = None
    performance_issues_spans: Any = field(default=None, name="_performance_issues_spans")
    occurrence: Occurrence | None = None
    """The finding of a detector, with the keys of the web API."""

    # Keys of session replays, which are sent in the form of events.
    replay_id: str | None = None
    replay_type: str | None = None
    replay_start_timestamp: Number | None = None
    segment_id: int | str | None = None
    segment_names_data: tuple[str | None, ...] | None = field(default=None, name="segment_names")
    urls_data: tuple[str | None, ...] | None = field(default=None, name="urls")
    error_ids_data: tuple[str | None, ...] | None = field(default=None, name="error_ids")
    trace_ids_data: tuple[str | None, ...] | None = field(default=None, name="trace_ids")

    # Keys of old SDKs.
    id: str | int | None = None
    trim_head_frames: int | None = field(default=None, name="trimHeadFrames")
    repos: Any = None

    # Keys that only the server's own tests use.
    grouping_input: Any = field(default=None, name="_grouping")
    fingerprinting_rules: Any = field(default=None, name="_fingerprinting_rules")

    # Keys from 2013 to 2017. `decode_raw_event` moves their values to the current fields, so these fields are unset in
    # its result.
    legacy_exceptions_data: RawExceptionData | tuple[RawException | None, ...] | None = field(
        default=None, name="sentry.interfaces.Exception"
    )
    legacy_stacktrace: RawStacktrace | None = field(default=None, name="sentry.interfaces.Stacktrace")
    legacy_message: RawLogEntry | Scalar | None = field(default=None, name="sentry.interfaces.Message")
    legacy_http: RawRequest | None = field(default=None, name="sentry.interfaces.Http")
    legacy_user_json: Raw | UnsetType = field(default=UNSET, name="sentry.interfaces.User")
    legacy_breadcrumbs_data: RawBreadcrumbsData | tuple[RawBreadcrumb | None, ...] | None = field(
        default=None, name="sentry.interfaces.Breadcrumbs"
    )
    legacy_contexts_json: Raw | UnsetType = field(default=UNSET, name="sentry.interfaces.Contexts")
    legacy_template: RawTemplate | None = field(default=None, name="sentry.interfaces.Template")
    legacy_csp: Csp | None = field(default=None, name="sentry.interfaces.Csp")
    legacy_hpkp: Hpkp | None = field(default=None, name="sentry.interfaces.Hpkp")
    legacy_expectct: ExpectCt | None = field(default=None, name="sentry.interfaces.ExpectCT")
    legacy_expectstaple: ExpectStaple | None = field(default=None, name="sentry.interfaces.ExpectStaple")

    def __str__(self) -> str:
        time = moment(self.timestamp) or moment(self.datetime) or moment(self.received)
        sent = sum(getattr(self, name) is not None for name in _INTERFACES)
        return line(
            self.event_id,
            (self.title,) if self.title else _titles(self),
            time,
            number_of(sent, "interface", "interfaces"),
        )

    @property
    def exceptions(self) -> tuple[RawException, ...]:
        """The chain of exceptions: oldest cause first, raised exception last. () if there are none."""
        return items(self.exceptions_data)

    @property
    def threads(self) -> tuple[RawThread, ...]:
        """The threads, in no particular order. () if none were sent."""
        return items(self.threads_data)

    @property
    def breadcrumbs(self) -> tuple[RawBreadcrumb, ...]:
        """The steps before the event, oldest first. () if none were recorded."""
        return items(self.breadcrumbs_data)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of a transaction without its root span. () if there are none."""
        return present(self.spans_data)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in the sender's order; () if there are none.

        Keys and values are text, as on the server: a boolean is `True` or `False`, a number is its whole part (`1` for
        1.5). They are None for any other value, and for a float of 2**63 or more. Rows that are null or do not have two
        elements are left out. Keys of stored events can begin with `sentry:`.
        """
        return tuple([Tag(key=text(key), value=text(value)) for key, value in pairs(self.tags_data)])

    @property
    def errors(self) -> tuple[dict[str, Any], ...]:
        """Errors that occurred while the event was processed. `type` of each says which error it is.

        () if there are none.
        """
        return present(self.errors_data)

    @property
    def fingerprint(self) -> tuple[Scalar, ...]:
        """The values by which the SDK asks to group the event. `{{ default }}` stands for the server's own grouping.

        () if there are none.
        """
        return present(self.fingerprint_data)

    @property
    def hashes(self) -> tuple[str, ...]:
        """The hashes that assigned the event to its issue; set by the server. () if there are none."""
        return present(self.hashes_data)

    @property
    def hierarchical_hashes(self) -> tuple[str, ...]:
        """Hashes of a hierarchical grouping; sent from 2021 to 2023. () if there are none."""
        return present(self.hierarchical_hashes_data)

    @property
    def ingest_path(self) -> tuple[RelayHop, ...]:
        """The Relay instances that forwarded the event; () if there are none."""
        return present(self.ingest_path_data)

    @property
    def scraping_attempts(self) -> tuple[ScrapingAttempt, ...]:
        """The JavaScript files that the server tried to fetch; () if there are none."""
        return present(self.scraping_attempts_data)

    @property
    def segment_names(self) -> tuple[str, ...]:
        """Names of the segments of the session replay; () if there are none."""
        return present(self.segment_names_data)

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of the pages that the session replay shows; () if there are none."""
        return present(self.urls_data)

    @property
    def error_ids(self) -> tuple[str, ...]:
        """Ids of the errors during the session replay; () if there are none."""
        return present(self.error_ids_data)

    @property
    def trace_ids(self) -> tuple[str, ...]:
        """Ids of the traces during the session replay; () if there are none."""
        return present(self.trace_ids_data)

    @property
    def user(self) -> User | None:
        """The user that the event affected, or None. *user_json* also holds the keys that SDKs add."""
        return as_known(free_form(self.user_json), User)

    @property
    def extra(self) -> Any:
        """Data that the application added: an object from name to any JSON value, or None."""
        return free_form(self.extra_json)

    @property
    def modules(self) -> Any:
        """Installed packages: an object from name to version, or None."""
        return free_form(self.modules_json)

    @property
    def meta(self) -> Any:
        """Remarks about values that Relay or the server cut or removed: a tree of the event's keys, or None."""
        return free_form(self.meta_json)


_INTERFACES = (
    *("exceptions_data", "stacktrace", "threads_data", "logentry", "breadcrumbs_data", "request", "template"),
    *("spans_data", "debug_meta", "csp", "hpkp", "expectct", "expectstaple", "nel"),
)
"""The fields that the web API returns as entries."""


def _titles(event: RawEvent) -> tuple[object, ...]:
    """Return the parts of a title for an event without one: the exception that was raised, the message, or the name of
    the transaction.
    """
    raised = event.exceptions[-1] if event.exceptions else RawException()
    if raised.type or raised.value:
        return raised.type, raised.value
    logged = event.logentry or event.message
    return ((logged.formatted or logged.message) if isinstance(logged, RawLogEntry) else logged or event.transaction,)
