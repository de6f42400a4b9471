"""Conversion of a whole event to the form that the web API returns.

An event reaches this module in one of three states:

- From an SDK: the event is as the SDK sent it.
- From a queue, for example Kafka: Relay has normalized the event. The tags from its other parts are still missing.
- From storage or a webhook: the server has added these tags, hashes and metadata.

`normalize` performs the missing steps and converts each interface.
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
from ..raw.lenient import text
from ..raw.sdk import RawSdk
from ..wire.freeform import free_form
from ..wire.moments import moment, seconds
from .contexts import contexts_of
from .errors import errors_of
from .headline import culprit_of, location_of, message_of, metadata_of, title_of, type_of
from .meta import meta_of
from .parts import Parts, entries_of, parts_of
from .tags import Row, derived, has_prefix, places_of, rows_of, tags_of, taken_in
from .user import user_of

_NOTHING = Raw(b"{}")
_NO_META = Raw(msgspec.json.encode(meta_of(None, (), ())))
_TRANSACTION = "transaction"


def normalize(raw: RawEvent) -> Event:
    """Convert a raw event to the event that the web API returns.

    For an event from an SDK, this function also adds the values that the server adds on arrival: tags, title, culprit,
    location, metadata, paths of frames, and the parts of the request. For an event from a queue, for example Kafka, it
    adds the tags that the server makes from other parts.

    Values from the server's database are None: the previous and next event, the size, and all data of the release
    except its version. The function does not look up data, symbolicate frames, or read the User-Agent.

    A user or contexts that cannot be decoded stay in the result as undecoded JSON, and remarks (`_meta`) that cannot
    be decoded are left out. The cause is deep nesting or a number with more than 4300 digits. Sentry itself rejects
    these events.

    The web API does not return some values: fingerprint, checksum, scraping attempts, the sampling context and others.
    Read these from *raw*.

    Args:
        raw: An event from an SDK, from a queue between parts of the server, from its storage, or from a webhook.

    Returns:
        The event. Its *event_id* is empty if *raw* has none. The id is then in the envelope, or the server assigns it.

    Raises:
        DecodeError: A part that must be read, for example the value of an exception, is nested too deeply for the
            remaining stack.
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
    # In a stored event, the server wrote the tags `release` and `dist`. In an event from an SDK, the application did.
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
        entries=tuple(entries.values()),
        user_json=user_json,
        contexts_json=contexts_json,
        sdk=_sdk(raw.sdk),
        context_json=_NOTHING if isinstance(raw.extra_json, UnsetType) else raw.extra_json,
        packages_json=_NOTHING if isinstance(raw.modules_json, UnsetType) else raw.modules_json,
        date_received=moment(raw.received),
        errors_data=errors_of(raw.errors_data) if raw.errors_data else (),
        occurrence=raw.occurrence,
        meta_json=_meta(raw, tuple(entries), rows),
    )
    return _as_transaction(event, raw) if type_ == _TRANSACTION else _as_other(event, raw, type_, parts)


# --- free-form parts --------------------------------------------------------------------------------------------------


def _contexts(raw: RawEvent, stored: bool) -> tuple[dict[str, Any], Raw | UnsetType]:
    """Return the contexts and their JSON. If they cannot be decoded, return {} and the JSON unchanged."""
    if isinstance(raw.contexts_json, UnsetType):
        return {}, _NOTHING
    try:
        contexts = contexts_of(free_form(raw.contexts_json), stored=stored)
        return contexts, _json(contexts) if contexts else _NOTHING
    except (DecodeError, RecursionError):
        return {}, raw.contexts_json


def _user(raw: RawEvent) -> tuple[dict[str, Any] | None, Raw | UnsetType]:
    """Return the user and its JSON. If the user cannot be decoded, return None and the JSON unchanged."""
    if isinstance(raw.user_json, UnsetType):
        return None, UNSET
    try:
        user = user_of(free_form(raw.user_json))
        return user, UNSET if user is None else _json(user)
    except (DecodeError, RecursionError):
        return None, raw.user_json


def _meta(raw: RawEvent, entries: tuple[str, ...], rows: list[Row]) -> Raw:
    """Return the tree of remarks. If it cannot be decoded, return a tree without remarks."""
    if not raw.meta_json:
        return _NO_META
    try:
        return _json(meta_of(raw.meta, entries, places_of(rows)))
    except (DecodeError, RecursionError):
        return _NO_META


# --- parts ------------------------------------------------------------------------------------------------------------


def _as_transaction(event: Event, raw: RawEvent) -> Event:
    """Add the fields that the web API returns only for transactions."""
    return replace(
        event,
        start_timestamp=seconds(raw.start_timestamp),
        end_timestamp=seconds(raw.timestamp),
        measurements=raw.measurements,
        breakdowns=raw.breakdowns,
        metrics_summary=raw.metrics_summary,
    )


def _as_other(event: Event, raw: RawEvent, type: str, parts: Parts) -> Event:
    """Add the fields that the web API returns for all events except transactions."""
    return replace(
        event,
        culprit=culprit_of(raw, type, parts),
        date_created=moment(raw.timestamp) or moment(raw.datetime) or moment(raw.received),
        fingerprints_data=raw.hashes_data,
        grouping_config=raw.grouping_config,
    )


def _is_stored(raw: RawEvent, rows: list[Row]) -> bool:
    """Return True if the server has stored the event, and therefore added the tags that it makes from other parts.

    *received* alone does not prove this: Relay sets it before the server makes the tags. When the server stores an
    event, it adds hashes, metadata, the time of storage, a title, and tags with the server's prefix. When it reads a
    stored event, it adds *datetime*. Clients can also send a title and prefixed tags, so these count only together with
    *received*.
    """
    if raw.hashes_data is not None or raw.metadata or raw.datetime is not None or raw.nodestore_insert is not None:
        return True
    return raw.received is not None and (raw.title is not None or has_prefix(rows))


def _value(tags: tuple[Tag, ...], key: str) -> str | None:
    for tag in tags:
        if tag.key == key:
            return tag.value
    return None


def _sdk(raw: RawSdk | None) -> Sdk | None:
    """Convert the SDK. *upstream* has the value that servers from 2018 to 2022 return if they know no newer version."""
    if raw is None:
        return None
    return Sdk(name=raw.name, version=raw.version, upstream=SdkUpstream(name=raw.name, is_newer=False))


def _project(raw: RawEvent) -> str | None:
    return text(raw.project if raw.project is not None else raw.project_id)


def _hex(event_id: str | None) -> str:
    return (event_id or "").replace("-", "").lower()


def _json(value: dict[str, Any]) -> Raw:
    return Raw(msgspec.json.encode(value))
