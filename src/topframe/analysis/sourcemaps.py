"""Explains why source maps and JavaScript sources were not applied, and what a developer can do.

The server records its failures in the `errors` of an event: a type, such as `js_no_source`, and data, such as the URL
of a file. This module turns each of them into a `SourcemapFailure` with a cause, a remedy and the affected frames.

The type alone does not always tell enough. Types that start with `js_` are always about source maps, but other types,
such as `fetch_timeout`, occur on all platforms, and are about source maps only in JavaScript events. Also, two
generations of servers use the same types with different data: Symbolicator (2023 and later), and the JavaScript
processor before it. The keys of the data tell which of them recorded the failure.

Servers record a failure once for every frame, so equal failures are merged. To find the affected frames, the frames of
exceptions and failing threads are indexed by file, by source map, and by file with line and column.
Source: getsentry/sentry, models/eventerror.py and the JavaScript processor; getsentry/symbolicator. The advice is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

from ..model.documented import Documented
from ..model.event import Event
from ..model.exception import ExceptionValue
from ..model.stacktrace import Frame
from ..model.threads import Thread
from .frames import failing_threads
from .shapes import ErrorsLike

_JAVASCRIPT = ("javascript", "node")

Position: TypeAlias = Literal["minified", "original"]


class SourcemapFailure(Documented, msgspec.Struct, frozen=True, kw_only=True):
    """One reason why frames are not mapped, or are mapped wrongly."""

    type: str
    """Type of the error in the payload, for example `js_no_source`. Sentry adds new types over time."""
    file: str | None
    """URL of the file that the error is about; None if the server did not name a file."""
    sourcemap: str | None
    """URL of the source map, if the server names it separately from *file*."""
    row: int | None
    """Line number, as the server recorded it; see *position*."""
    column: int | None
    """Column number, as the server recorded it; see *position*."""
    position: Position | None
    """The file in which *row* and *column* count: `minified` for the file that browsers load, `original` for the
    source that the developer wrote. None: the error has no position."""
    http_status: int | None
    """HTTP status of the response for *file*, for example 404; None if the failure has another cause."""
    cause: str
    """What happened, in a sentence."""
    remedy: str
    """What a developer can do, in one or two sentences."""
    frames: tuple[Frame, ...]
    """The affected frames of the event, mapped or raw: those in *file*, and those whose source map is *file*. If
    *position* is `minified`, only the frames at *row* and *column*. A call that is in several stack traces is listed
    once. () if there are no such frames, and always for a view.
    """


class _Noted(NamedTuple):
    """The data of a failure as the server recorded it: the first fields of `SourcemapFailure`."""

    type: str
    file: str | None
    sourcemap: str | None
    row: int | None
    column: int | None
    position: Position | None
    http_status: int | None


class _Kind(NamedTuple):
    cause: str
    remedy: str


_Key: TypeAlias = str | tuple[str | None, int | None, int | None] | None
"""A file, or a file with line and column."""


_UPLOAD = "Upload the minified file together with its source map."
_UNREACHABLE = _Kind(
    "The server could not fetch the file.",
    "Upload the file with its source map, or make its address reachable for the server.",
)
_TOO_LARGE = _Kind(
    "The file is larger than the server's limit for fetched files.",
    "Upload it, because the limit for uploads is higher, or split the bundle.",
)
_SLOW = _Kind("The file took too long to load.", f"{_UPLOAD} Or make its host faster.")
_ENCODING = _Kind(
    "The file does not have the encoding that it declares.", "Build and serve it in UTF-8, and declare UTF-8."
)
_SERVER = _Kind(
    "Symbolication failed on the server.",
    "The application is not at fault. Process the event again; on your own server, check Symbolicator.",
)

_NO_SOURCE = "js_no_source"
_MATCH = (
    "Upload the minified file with its source map and with debug ids, or make release, dist and path of the upload "
    "match those of the event."
)
_NO_SOURCE_KINDS: dict[str | None, _Kind] = {
    None: _Kind("Neither the file nor its source map was found.", _MATCH),
    "missing_source": _Kind("The minified file was not found.", _MATCH),
    "missing_sourcemap": _Kind(
        "The source map of the file was not found.",
        "Upload the source map together with the minified file, and link them by debug ids or by a `sourceMappingURL` "
        "in the file.",
    ),
    "invalid_abs_path": _Kind(
        "The path of the frame is not an address by which a file can be found.",
        "Rewrite the paths of frames in the SDK to addresses, such as `app:///main.js`, and upload the minified file "
        "with its source map under the same addresses.",
    ),
}
"""Keyed by the `symbolicator_type` of Symbolicator (2023 and later). The processor before it did not send this key."""

_HTTP = ("fetch_invalid_http_code", "js_invalid_http_code")
_HTTP_REMEDY = (
    "Upload the file with its source map. Or keep the assets of old deploys, and give the server access to protected "
    "assets."
)
_GUARDED = "Upload the file with its source map, or give the server access to it."
_GONE = "Upload the file with its source map, or keep the assets of old deploys."
_BROKEN = "Upload the file with its source map, or repair the host of the file."
_HTTP_REMEDIES = {401: _GUARDED, 403: _GUARDED, 404: _GONE, 410: _GONE, **dict.fromkeys(range(500, 600), _BROKEN)}

_JS_KINDS = {
    "js_invalid_source": _Kind(
        "The source map cannot be read.",
        "Open the uploaded source map. It must be complete JSON of version 3, not an HTML page. Upload it again.",
    ),
    "js_missing_sources_content": _Kind(
        "The source map does not contain the original sources.",
        "Configure the bundler to embed `sourcesContent`, or upload the sources with the source map.",
    ),
    "js_scraping_disabled": _Kind(
        "The file was not uploaded, and the project does not allow the server to fetch it.",
        f"{_UPLOAD} Or allow fetching of JavaScript sources in the settings.",
    ),
    "js_no_column": _Kind(
        "The frame has no column, so it cannot be looked up.",
        "Update the SDK, and keep the columns in the stack traces that it sends.",
    ),
    "js_invalid_content": _Kind(
        "The file that was found is not JavaScript.",
        "Its host responds with an HTML page. Make the host respond with the script or with 404, or upload the file.",
    ),
    "js_invalid_source_encoding": _ENCODING,
    "js_too_many_sources": _Kind(
        "The event needs more files than the server fetches for one event.",
        f"{_UPLOAD} Then nothing has to be fetched.",
    ),
    "js_generic_fetch_error": _UNREACHABLE,
    "js_too_large": _TOO_LARGE,
    "js_fetch_timeout": _SLOW,
}
_LOCATION = "js_invalid_sourcemap_location"
_LOCATION_REMEDY = (
    "The file and its source map come from different builds, or the file was changed later. "
    "Build, inject and upload both in one step."
)
_MINIFIED_LOCATION = _Kind("The minified position is not in the source map.", _LOCATION_REMEDY)
_ORIGINAL_LOCATION = _Kind(
    "The source map points to a position that does not exist in the original source.", _LOCATION_REMEDY
)
_OTHER_JS = _Kind("The JavaScript source could not be used.", "Check the uploaded file and its source map.")

# These errors occur on all platforms. They are about source maps only if the event is JavaScript.
_SHARED_KINDS = {
    "fetch_generic_error": _UNREACHABLE,
    "fetch_invalid_source_encoding": _ENCODING,
    "fetch_too_large": _TOO_LARGE,
    "fetch_timeout": _SLOW,
    "too_large_for_cache": _TOO_LARGE,
    "restricted_ip": _Kind(
        "The address of the file is private.", f"{_UPLOAD} Or allow the address, on your own server."
    ),
    "security_violation": _Kind(
        "The address of the file is not among the allowed domains.",
        f"{_UPLOAD} Or add its domain in the settings of the project.",
    ),
    "native_internal_failure": _SERVER,
    "native_symbolicator_failed": _SERVER,
}


def sourcemap_errors(event: ErrorsLike) -> tuple[SourcemapFailure, ...]:
    """Find out why source maps were not applied.

    Args:
        event: An event, or a view with the fields *errors* and *platform*.

    Returns:
        The failures in the order in which the server recorded them. Failures with the same type and the same data are
        listed once. () if the server recorded no failure of source maps. Since 2019, servers leave some failures out,
        so () does not prove that all frames are mapped.
    """
    frames = _frames_by_place(event) if isinstance(event, Event) else {}
    failures: dict[object, SourcemapFailure] = {}
    for error in event.errors:
        if error.type is None:
            continue
        data = error.data or {}
        kind = _kind(error.type, data, event.platform)
        if kind is not None and (content := _content(error.type, data)) not in failures:
            noted = _noted(error.type, data)
            failures[content] = SourcemapFailure(
                **noted._asdict(), cause=kind.cause, remedy=kind.remedy, frames=_hit(noted, frames)
            )
    return tuple(failures.values())


def _content(type: str, data: dict[str, Any]) -> object:
    """A key by which failures are compared. Data that is nested too deeply to be compared has a key of its own."""
    try:
        return type, msgspec.json.encode(data, order="deterministic")
    except RecursionError:
        return type, id(data)


def _kind(type: str, data: dict[str, Any], platform: str | None) -> _Kind | None:
    """Cause and remedy of an error; None if the error is not about source maps."""
    is_js = type.startswith("js_")
    if not is_js and platform not in _JAVASCRIPT:
        return None
    if type in _HTTP:
        return _responded(_status(data))
    if type == _LOCATION:
        return _MINIFIED_LOCATION if _is_minified(data) else _ORIGINAL_LOCATION
    if type == _NO_SOURCE:
        return _NO_SOURCE_KINDS.get(_text(data, "symbolicator_type"), _NO_SOURCE_KINDS[None])
    return _JS_KINDS.get(type, _OTHER_JS) if is_js else _SHARED_KINDS.get(type)


def _responded(status: int | None) -> _Kind:
    if status is None:
        return _Kind("The host responded with an HTTP error.", _HTTP_REMEDY)
    return _Kind(f"The host responded with HTTP status {status}.", _HTTP_REMEDIES.get(status, _HTTP_REMEDY))


def _is_minified(data: dict[str, Any]) -> bool:
    """Whether the position of a `js_invalid_sourcemap_location` error is a position in the minified file.

    Symbolicator (2023 and later) always means the minified file, and sends `symbolicator_type`. The processor before it
    recorded two faults with this type. If the source map had no entry for a minified position, it named the source map.
    If the original position was beyond the end of the original source, it did not name the source map.
    """
    return "sourcemap" in data or "symbolicator_type" in data


def _noted(type: str, data: dict[str, Any]) -> _Noted:
    row, column = _number(data, "row"), _number(data, "column")
    position: Position | None = None
    if type == _LOCATION and (row is not None or column is not None):
        position = "minified" if _is_minified(data) else "original"
    file = _text(data, "url") or _text(data, "source")
    status = _status(data) if type in _HTTP else None
    return _Noted(type, file, _text(data, "sourcemap"), row, column, position, status)


def _hit(noted: _Noted, frames: dict[_Key, tuple[Frame, ...]]) -> tuple[Frame, ...]:
    """The frames at the position of a failure, if that is in the minified file; otherwise all frames of the file."""
    if noted.file is None:
        return ()
    return frames.get((noted.file, noted.row, noted.column) if noted.position == "minified" else noted.file, ())


def _frames_by_place(event: Event) -> dict[_Key, tuple[Frame, ...]]:
    """Index the frames of an event by file, by source map, and by file with line and column."""
    found: dict[_Key, dict[object, Frame]] = {}
    for frame in _all_frames(event):
        place = (frame.abs_path, frame.lineno, frame.colno)
        call = (place, frame.function if frame.lineno is None else None)
        for key in (frame.abs_path, frame.map_url, place):
            found.setdefault(key, {}).setdefault(call, frame)
    return {key: tuple(calls.values()) for key, calls in found.items()}


def _all_frames(event: Event) -> Iterator[Frame]:
    owners: list[ExceptionValue | Thread] = [*event.exceptions, *failing_threads(event.threads)]
    for owner in owners:
        yield from owner.frames
        yield from owner.raw_stacktrace.frames if owner.raw_stacktrace else ()
    yield from event.stacktrace.frames if event.stacktrace else ()


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None


def _number(data: dict[str, Any], key: str) -> int | None:
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _status(data: dict[str, Any]) -> int | None:
    value = _number(data, "value")
    return value if value in range(100, 600) else None
