"""The event in the raw dialect: as SDKs send it, as the server stores it, and as webhooks embed it.

Source: getsentry/relay, relay-event-schema/src/protocol/event.rs; getsentry/sentry, services/eventstore (`as_dict`)
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..model.debugmeta import DebugMeta
from ..model.grouping import GroupingConfig
from ..model.measurements import Measurement
from ..model.nel import Nel
from ..model.occurrence import Occurrence
from ..model.printed import line, number_of
from ..model.security import Csp, ExpectCt, ExpectStaple, Hpkp
from ..model.spans import Span
from ..model.user import User
from ..wire.freeform import as_known, free_form
from ..wire.moments import moment
from ._base import Number, Pairs, Scalar, items, pairs
from .breadcrumbs import RawBreadcrumb, RawBreadcrumbsData
from .exception import RawException, RawExceptionData
from .logentry import RawLogEntry
from .processing import RelayHop, ScrapingAttempt
from .request import RawRequest
from .sdk import RawSdk
from .stacktrace import RawStacktrace
from .template import RawTemplate
from .threads import RawThread, RawThreadsData
from .transaction import TransactionInfo


class RawEvent(FreeFormInterface, frozen=True, kw_only=True):
    """One occurrence in the raw dialect.

    Nothing is required: SDKs leave out what they do not know, and the server fills it in. The members called
    `..._data` hold a list interface in the shape that it was sent in; the properties without that ending give the
    items. `topframe.normalize` makes of it what the web API would answer.

    The members stand in the order in which the server writes an event for a webhook: its own first, then what was
    stored, by name. A key is found the sooner, the nearer its member stands behind that of the key before.
    """

    event_id: str | None = None
    """32 hexadecimal digits; also with dashes and in capitals. None: the header of the envelope has it."""
    project: int | str | None = None
    release: Scalar | None = None
    dist: Scalar | None = None
    """Which build of the release."""
    platform: str | None = None
    """`javascript`, `python`, `native`, `other`, ...: grows."""
    message: RawLogEntry | Scalar | None = None
    """*logentry* as SDKs spelt it until 2018; in stored events its text alone."""
    datetime: str | None = None
    """*timestamp* as ISO 8601 text."""
    tags: Pairs | dict[str, Any] | None = None
    """Pairs of key and value, or an object. Values that are no text are written as text by the server."""

    # What was stored, by name.
    dynamic_sampling_context: Any = field(default=None, name="_dsc")
    meta_json: Raw | UnsetType = field(default=UNSET, name="_meta")
    """*meta* as it came."""
    metrics: Any = field(default=None, name="_metrics")
    """What the server counted, such as `bytes.stored.event`."""
    metrics_summary: Any = field(default=None, name="_metrics_summary")
    ref: int | None = field(default=None, name="_ref")
    ref_version: int | None = field(default=None, name="_ref_version")
    breadcrumbs_data: RawBreadcrumbsData | tuple[RawBreadcrumb | None, ...] | None = field(
        default=None, name="breadcrumbs"
    )
    """*breadcrumbs* as they were sent."""
    breakdowns: dict[str, dict[str, Measurement | None] | None] | None = None
    """Time by kind of operation; set by the server."""
    contexts_json: Raw | UnsetType = field(default=UNSET, name="contexts")
    """*contexts* as they came."""
    csp: Csp | None = None
    culprit: str | None = None
    """Where it happened; set by the server, and by SDKs until 2018."""
    debug_meta: DebugMeta | None = None
    environment: Scalar | None = None
    errors: tuple[dict[str, Any] | None, ...] | None = None
    """What went wrong while the event was processed; `type` says what."""
    exception_data: RawExceptionData | tuple[RawException | None, ...] | None = field(default=None, name="exception")
    """*exceptions* as they were sent."""
    expectct: ExpectCt | None = None
    expectstaple: ExpectStaple | None = None
    extra_json: Raw | UnsetType = field(default=UNSET, name="extra")
    """*extra* as it came."""
    fingerprint: tuple[Scalar | None, ...] | None = None
    """What the SDK wants the event to be grouped by; `{{ default }}` stands for the server's own choice."""
    grouping_config: GroupingConfig | None = None
    hashes: tuple[str | None, ...] | None = None
    """What grouped the event."""
    hpkp: Hpkp | None = None
    ingest_path: tuple[RelayHop | None, ...] | None = None
    key_id: str | int | None = None
    """Which key of the project the event was sent with."""
    level: str | int | None = None
    """`fatal`, `error`, `warning`, `info`, `debug`; also `log`, `critical`, and the numbers of Python's logging."""
    location: str | None = None
    logentry: RawLogEntry | Scalar | None = None
    """The log message; a text is one that is *formatted*."""
    logger: Scalar | None = None
    main_exception_id: int | None = None
    """*exception_id*, in its mechanism, of the exception that names the event; set by the server."""
    measurements: dict[str, Measurement | None] | None = None
    """Transactions only."""
    metadata: dict[str, Any] | None = None
    """The parts that the title is made of."""
    modules_json: Raw | UnsetType = field(default=UNSET, name="modules")
    """*modules* as they came."""
    nel: Nel | None = None
    nodestore_insert: int | float | None = None
    """Seconds since 1970."""
    processed_by_symbolicator: bool | None = None
    """True: Symbolicator has worked on the stack traces; set by the server."""
    received: Number | None = None
    """Seconds since 1970 at which the server took the event in, or ISO 8601 text."""
    request: RawRequest | None = None
    scraping_attempts: tuple[ScrapingAttempt | None, ...] | None = None
    """The JavaScript files that the server tried to fetch."""
    sdk: RawSdk | None = None
    server_name: Scalar | None = None
    spans_data: tuple[Span | None, ...] | None = field(default=None, name="spans")
    """*spans* as they were sent."""
    stacktrace: RawStacktrace | None = None
    """The stack of a message; that of an error stands with its exceptions."""
    start_timestamp: Number | None = None
    """Written like *timestamp*; transactions only."""
    template: RawTemplate | None = None
    threads_data: RawThreadsData | tuple[RawThread | None, ...] | None = field(default=None, name="threads")
    """*threads* as they were sent."""
    time_spent: int | float | None = None
    timestamp: Number | None = None
    """When it happened, by the clock of the sender: seconds since 1970, or ISO 8601 text. The end of a transaction."""
    title: str | None = None
    transaction: Scalar | None = None
    """What the application was doing: a route, a task, a view."""
    transaction_info: TransactionInfo | None = None
    type: str | None = None
    """`error`, `default`, `transaction`, `csp`, `generic`, `feedback`, ...: grows. None: what it has tells."""
    user_json: Raw | UnsetType = field(default=UNSET, name="user")
    """*user* as it came."""
    version: Scalar | None = None
    """Of the protocol: `5`, `6`, `7`."""

    # In webhooks.
    url: str | None = None
    """Of the event in the web API."""
    web_url: str | None = None
    """Of the event's page."""
    issue_url: str | None = None
    """Of the issue in the web API."""
    issue_id: str | int | None = None

    # Seldom sent.
    site: str | None = None
    checksum: str | None = None
    """What old SDKs wanted the event to be grouped by."""
    project_id: int | str | None = None
    """*project* as findings spell it."""
    hierarchical_hashes: tuple[str | None, ...] | None = None
    """Sent from 2021 to 2023."""
    primary_hash: str | None = None
    span_grouping_config: GroupingConfig | None = None
    symbolicated_in_app: bool | None = None
    """True: all frames of the application were symbolicated."""
    use_rust_normalize: bool | None = None
    performance_issues_spans: Any = field(default=None, name="_performance_issues_spans")
    occurrence: Occurrence | None = None
    """What a detector found, as the web API spells it."""

    # In recordings of a session, which are no events but travel as some.
    replay_id: str | None = None
    replay_type: str | None = None
    replay_start_timestamp: Number | None = None
    segment_id: int | str | None = None
    segment_names: tuple[str | None, ...] | None = None
    urls: tuple[str | None, ...] | None = None
    error_ids: tuple[str | None, ...] | None = None
    trace_ids: tuple[str | None, ...] | None = None

    # Of old SDKs.
    id: str | int | None = None
    trim_head_frames: int | None = field(default=None, name="trimHeadFrames")
    repos: Any = None

    # Of the server's own tests.
    grouping_input: Any = field(default=None, name="_grouping")
    fingerprinting_rules: Any = field(default=None, name="_fingerprinting_rules")

    # Keys of 2013 to 2017. `decode_raw_event` moves what stands under them to the members of today, so that they are
    # None in what it gives.
    legacy_exception: RawExceptionData | tuple[RawException | None, ...] | None = field(
        default=None, name="sentry.interfaces.Exception"
    )
    legacy_stacktrace: RawStacktrace | None = field(default=None, name="sentry.interfaces.Stacktrace")
    legacy_message: RawLogEntry | Scalar | None = field(default=None, name="sentry.interfaces.Message")
    legacy_http: RawRequest | None = field(default=None, name="sentry.interfaces.Http")
    legacy_user_json: Raw | UnsetType = field(default=UNSET, name="sentry.interfaces.User")
    legacy_breadcrumbs: RawBreadcrumbsData | tuple[RawBreadcrumb | None, ...] | None = field(
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
        """The chain of exceptions, the oldest cause first, the one that was raised last; () when there is none."""
        return items(self.exception_data)

    @property
    def threads(self) -> tuple[RawThread, ...]:
        """The threads that were sent, in no particular order; () when none were."""
        return items(self.threads_data)

    @property
    def breadcrumbs(self) -> tuple[RawBreadcrumb, ...]:
        """What happened before, the oldest first; () when nothing was recorded."""
        return items(self.breadcrumbs_data)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of a transaction, without its root; () when there are none."""
        return tuple(span for span in self.spans_data or () if span is not None)

    @property
    def tag_pairs(self) -> tuple[tuple[Any, Any], ...]:
        """Key and value of each tag, in the sender's order; () when there are none."""
        return pairs(self.tags)

    @property
    def user(self) -> User | None:
        """The person that the event happened to, or None. What SDKs add of their own is in *user_json*."""
        return as_known(free_form(self.user_json), User)

    @property
    def contexts(self) -> Any:
        """An object of alias to a free object, or None."""
        return free_form(self.contexts_json)

    @property
    def extra(self) -> Any:
        """What the application added: an object of name to any JSON value, or None."""
        return free_form(self.extra_json)

    @property
    def modules(self) -> Any:
        """What is installed: an object of name to version, or None."""
        return free_form(self.modules_json)

    @property
    def meta(self) -> Any:
        """What was cut or hidden on the way here: a tree of the event's own keys, or None."""
        return free_form(self.meta_json)


_INTERFACES = (
    *("exception_data", "stacktrace", "threads_data", "logentry", "breadcrumbs_data", "request", "template"),
    *("spans_data", "debug_meta", "csp", "hpkp", "expectct", "expectstaple", "nel"),
)
"""What becomes an entry of the web API, where the event has it."""


def _titles(event: RawEvent) -> tuple[object, ...]:
    """What an event is called that the server has not seen yet: the exception that was raised, or the message."""
    raised = event.exceptions[-1] if event.exceptions else RawException()
    if raised.type or raised.value:
        return raised.type, raised.value
    logged = event.logentry or event.message
    return ((logged.formatted or logged.message) if isinstance(logged, RawLogEntry) else logged or event.transaction,)
