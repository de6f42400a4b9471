"""The event as a whole, as the web API shows it.

Source: getsentry/sentry, api/serializers/models/event.py (`EventSerializer`), event_manager.py
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType
from msgspec.structs import replace

from ..errors import DecodeError
from ..model.event import Event
from ..model.release import Release
from ..model.sdk import Sdk, SdkUpstream
from ..model.tags import Tag
from ..raw.event import RawEvent
from ..raw.sdk import RawSdk
from ..wire.freeform import free_form
from ..wire.moments import moment, seconds
from .contexts import contexts_of
from .errors import errors_of
from .headline import culprit_of, location_of, message_of, metadata_of, title_of, type_of
from .lenient import text
from .meta import meta_of
from .parts import Parts, entries_of, parts_of
from .tags import Row, derived, has_prefix, places_of, rows_of, tags_of, taken_in
from .user import user_of

_NOTHING = Raw(b"{}")
_NO_META = Raw(msgspec.json.encode(meta_of(None, (), ())))
_TRANSACTION = "transaction"


def normalize(raw: RawEvent) -> Event:
    """Make the event that the web API would return for a raw event.

    What the server fills in while it takes an event in is filled in as well, where *raw* comes from an SDK: tags,
    title, culprit, location and metadata, paths of frames, the parts of the request. An event that Relay has received
    and the server has not stored yet, as in Kafka, lacks tags; they are added. The result is that of a server without
    other data, so members that need its database are None: the neighbours of the event, its size, everything of its
    release except the version. Nothing is looked up, symbolicated or read from a User-Agent.

    A user or contexts that are nested too deeply to be read, or have a number that is too long, are handed on as they
    came, and remarks (`_meta`) of that kind are left out; Sentry refuses such events.

    What the web API does not show is not in the result: fingerprint, checksum, scraping attempts, the sampling context
    and the like. *raw* has it.

    Args:
        raw: An event from an SDK, from a queue between the parts of the server, from its storage, or from a webhook.

    Returns:
        The event. Its *event_id* is empty where *raw* has none: then it stands in the envelope, or the server would
        make one up.

    Raises:
        DecodeError: A part that has to be read, such as the value of an exception, is nested too deeply for the rest of
            the stack.
    """
    try:
        return _normalized(raw)
    except RecursionError as exc:
        raise DecodeError("A part of the event is nested too deeply") from exc


def _normalized(raw: RawEvent) -> Event:
    rows = rows_of(raw)
    stored = _is_stored(raw, rows)
    in_order = stored or raw.received is not None  # Relay sets *received* after it has normalized the event
    parts = parts_of(raw, stored=in_order)
    type_ = type_of(raw, parts)
    contexts, contexts_json = _contexts(raw, in_order)
    user, user_json = _user(raw)
    if not stored:
        rows = taken_in(rows, derived(raw, type_, (parts.exception, parts.request, contexts, user)))
    tags = tags_of(rows)
    entries = entries_of(parts)
    metadata = metadata_of(raw, type_, parts, contexts)
    # In what the server stored, tags have them; in what an SDK sends, a tag of that name is none of the server's.
    version = text(raw.release) or (_value(tags, "release") if stored else None)
    event_id = _hex(raw.event_id)
    event = Event(
        id=event_id,
        group_id=raw.issue_id,
        event_id=event_id,
        project_id=_project(raw),
        dist=text(raw.dist) or (_value(tags, "dist") if stored else None),
        message=message_of(raw, parts),
        title=raw.title or title_of(type_, metadata),
        location=raw.location or location_of(type_, metadata),
        type=type_,
        metadata=metadata,
        tags_data=tags,
        platform=raw.platform or "other",
        release=None if version is None else Release(version=version),
    )
    # In steps, as a call with more than 15 named arguments costs three times as much as one with fewer.
    event = replace(
        event,
        entries=tuple(entries.values()),
        user_json=user_json,
        contexts_json=contexts_json,
        sdk=_sdk(raw.sdk),
        context_json=_NOTHING if isinstance(raw.extra_json, UnsetType) else raw.extra_json,
        packages_json=_NOTHING if isinstance(raw.modules_json, UnsetType) else raw.modules_json,
        date_received=moment(raw.received),
        errors_data=errors_of(raw.errors) if raw.errors else (),
        occurrence=raw.occurrence,
        meta_json=_meta(raw, tuple(entries), rows),
    )
    return _as_transaction(event, raw) if type_ == _TRANSACTION else _as_other(event, raw, type_, parts)


# --- free-form parts --------------------------------------------------------------------------------------------------


def _contexts(raw: RawEvent, stored: bool) -> tuple[dict[str, Any], Raw | UnsetType]:
    """The contexts, and their JSON; where they cannot be read, none, and their JSON as it came."""
    if isinstance(raw.contexts_json, UnsetType):
        return {}, _NOTHING
    try:
        contexts = contexts_of(free_form(raw.contexts_json), stored=stored)
        return contexts, _json(contexts) if contexts else _NOTHING
    except (DecodeError, RecursionError):
        return {}, raw.contexts_json


def _user(raw: RawEvent) -> tuple[dict[str, Any] | None, Raw | UnsetType]:
    """The user, and their JSON; where it cannot be read, nobody, and the JSON as it came."""
    if isinstance(raw.user_json, UnsetType):
        return None, UNSET
    try:
        user = user_of(free_form(raw.user_json))
        return user, UNSET if user is None else _json(user)
    except (DecodeError, RecursionError):
        return None, raw.user_json


def _meta(raw: RawEvent, entries: tuple[str, ...], rows: list[Row]) -> Raw:
    """The tree of remarks; where it cannot be read, one without remarks."""
    if not raw.meta_json:
        return _NO_META
    try:
        return _json(meta_of(raw.meta, entries, places_of(rows)))
    except (DecodeError, RecursionError):
        return _NO_META


# --- parts ------------------------------------------------------------------------------------------------------------


def _as_transaction(event: Event, raw: RawEvent) -> Event:
    """With what the server shows of transactions alone."""
    return replace(
        event,
        start_timestamp=seconds(raw.start_timestamp),
        end_timestamp=seconds(raw.timestamp),
        measurements=raw.measurements,
        breakdowns=raw.breakdowns,
        metrics_summary=raw.metrics_summary,
    )


def _as_other(event: Event, raw: RawEvent, type: str, parts: Parts) -> Event:
    """With what the server shows of all events but transactions."""
    return replace(
        event,
        culprit=culprit_of(raw, type, parts),
        date_created=moment(raw.timestamp) or moment(raw.datetime) or moment(raw.received),
        fingerprints_data=raw.hashes,
        grouping_config=raw.grouping_config,
    )


def _is_stored(raw: RawEvent, rows: list[Row]) -> bool:
    """Whether the server has stored the event, and with it the tags that it makes of other parts.

    *received* is no proof: Relay sets it before the server makes the tags. Storing adds hashes, metadata, the time of
    storing, a title, and tags with the server's prefix. Reading a stored event adds *datetime*. Senders may
    send a title and such tags themselves, so these count only together with *received*.
    """
    if raw.hashes is not None or raw.metadata or raw.datetime is not None or raw.nodestore_insert is not None:
        return True
    return raw.received is not None and (raw.title is not None or has_prefix(rows))


def _value(tags: tuple[Tag, ...], key: str) -> str | None:
    for tag in tags:
        if tag.key == key:
            return tag.value
    return None


def _sdk(raw: RawSdk | None) -> Sdk | None:
    """The SDK; *upstream* is what a server of 2018 to 2022 says that knows of no newer one."""
    if raw is None:
        return None
    return Sdk(name=raw.name, version=raw.version, upstream=SdkUpstream(name=raw.name, is_newer=False))


def _project(raw: RawEvent) -> str | None:
    return text(raw.project if raw.project is not None else raw.project_id)


def _hex(event_id: str | None) -> str:
    return (event_id or "").replace("-", "").lower()


def _json(value: dict[str, Any]) -> Raw:
    return Raw(msgspec.json.encode(value))
