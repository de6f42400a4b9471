"""Why source maps and JavaScript sources were not applied, and what to do about it.

Source: getsentry/sentry, models/eventerror.py and the JavaScript processor; getsentry/symbolicator. The advice is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from .frames import frames_of
from .model.event import Event
from .model.stacktrace import Frame

_JAVASCRIPT = ("javascript", "node")


class SourcemapError(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why frames are not mapped, or are mapped wrongly."""

    type: str
    """The wire's word, such as `js_no_source`: grows."""
    file: str | None
    """Address of the file that the error is about; None when the server named none."""
    sourcemap: str | None
    """Address of the source map, where the server tells it apart from *file*."""
    row: int | None
    """Line in *file*, as the server noted it; see *position*."""
    column: int | None
    """Column in *file*, as the server noted it; see *position*."""
    position: Literal["minified", "original"] | None
    """What *row* and *column* count in: the file that browsers got, or the one that was written. None: no place."""
    cause: str
    """What happened, in a sentence."""
    remedy: str
    """What a developer does about it, in a sentence or two."""
    frames: tuple[Frame, ...]
    """The frames of the event, mapped or raw, that lie in *file*, and at its *row* and *column* where these are of the
    minified file; () when no frame does."""


class _Kind(NamedTuple):
    cause: str
    remedy: str


_UPLOAD = "Upload the minified file together with its source map."
_UNREACHABLE = _Kind(
    "The server could not fetch the file.",
    "Upload the file with its source map, or make its address reachable for the server.",
)
_TOO_LARGE = _Kind(
    "The file is larger than what the server fetches.", "Upload it, for which the limit is higher, or split the bundle."
)
_SLOW = _Kind("The file took too long to load.", f"{_UPLOAD} Or make its host faster.")
_HTTP_STATUS = _Kind(
    "The host answered with an HTTP error.",
    "Upload the file with its source map. Else keep the assets of old deploys, and let the server in to guarded ones.",
)
_ENCODING = _Kind("The file is not in the encoding that it claims.", "Build and serve it in UTF-8, and declare that.")
_SERVER = _Kind(
    "Symbolication failed on the server.",
    "Nothing is wrong with the application: process the event again; on a server of your own, look at Symbolicator.",
)

_JS_KINDS = {
    "js_no_source": _Kind(
        "Neither the file nor its source map was found.",
        "Upload the minified file with its source map and with debug ids, or make release, dist and path of the upload "
        "match what the event says.",
    ),
    "js_invalid_source": _Kind(
        "The source map cannot be read.",
        "Open the uploaded map: it must be JSON of version 3, not a page of HTML, and not cut off. Upload it again.",
    ),
    "js_missing_sources_content": _Kind(
        "The source map does not hold the original sources.",
        "Let the bundler embed `sourcesContent`, or upload the sources beside the map.",
    ),
    "js_scraping_disabled": _Kind(
        "The file was not uploaded, and the project forbids the server to fetch it.",
        f"{_UPLOAD} Or allow fetching of JavaScript sources in the settings.",
    ),
    "js_no_column": _Kind(
        "The frame has no column, so it cannot be looked up.",
        "Update the SDK, and leave columns in the stack that is sent.",
    ),
    "js_invalid_content": _Kind(
        "What was found is not JavaScript.",
        "Its address answers with a page of HTML: let it answer with the script or with 404, or upload the file.",
    ),
    "js_invalid_source_encoding": _ENCODING,
    "js_too_many_sources": _Kind(
        "The event needs more files than the server fetches.", f"{_UPLOAD} Then nothing has to be fetched."
    ),
    "js_generic_fetch_error": _UNREACHABLE,
    "js_invalid_http_code": _HTTP_STATUS,
    "js_too_large": _TOO_LARGE,
    "js_fetch_timeout": _SLOW,
}
_LOCATION = "js_invalid_sourcemap_location"
_LOCATION_REMEDY = (
    "File and source map come from different builds, or the file was changed after it was mapped: "
    "build, inject and upload both in one step."
)
_MINIFIED_LOCATION = _Kind("The source map has no such place of the minified file.", _LOCATION_REMEDY)
_ORIGINAL_LOCATION = _Kind("The source map points to a place that the original source does not have.", _LOCATION_REMEDY)
_OTHER_JS = _Kind(
    "The JavaScript source could not be used.", "Look at the file and at its source map as they were uploaded."
)

# These befall other platforms as well, and say something about source maps only where the event is JavaScript.
_SHARED_KINDS = {
    "fetch_generic_error": _UNREACHABLE,
    "fetch_invalid_http_code": _HTTP_STATUS,
    "fetch_invalid_source_encoding": _ENCODING,
    "fetch_too_large": _TOO_LARGE,
    "fetch_timeout": _SLOW,
    "too_large_for_cache": _TOO_LARGE,
    "restricted_ip": _Kind(
        "The address of the file is private.", f"{_UPLOAD} A server of your own can allow the address."
    ),
    "security_violation": _Kind(
        "The address of the file is not among the allowed domains.",
        f"{_UPLOAD} Or add its domain in the settings of the project.",
    ),
    "native_internal_failure": _SERVER,
    "native_symbolicator_failed": _SERVER,
}


def sourcemap_errors(event: Event) -> tuple[SourcemapError, ...]:
    """Find out why source maps were not applied.

    Returns:
        One error for each failure that the server noted, without repetitions, in its order; () when it noted none.
        Since 2019 servers have left some failures out, so () does not prove that all frames are mapped.
    """
    found: dict[tuple[object, ...], SourcemapError] = {}
    for error in event.errors or ():
        if error is None or error.type is None:
            continue
        data = error.data or {}
        kind = _kind(error.type, data, event.platform)
        if kind is not None:
            failure = _failure(error.type, data, kind, event)
            found.setdefault((failure.type, failure.file, failure.sourcemap, failure.row, failure.column), failure)
    return tuple(found.values())


def _kind(type: str, data: dict[str, Any], platform: str | None) -> _Kind | None:
    """What is known of an error type, or None when it is not about source maps."""
    if type == _LOCATION:
        return _MINIFIED_LOCATION if _is_minified(data) else _ORIGINAL_LOCATION
    if type.startswith("js_"):
        return _JS_KINDS.get(type, _OTHER_JS)
    return _SHARED_KINDS.get(type) if platform in _JAVASCRIPT else None


def _is_minified(data: dict[str, Any]) -> bool:
    """Whether the place that could not be looked up is one in the minified file.

    Symbolicator (2023 and later) says which of its checks failed; the processor before it named the map when it looked
    a minified place up, and not when the place that it found is beyond the end of the original source.
    """
    return "sourcemap" in data or "symbolicator_type" in data


def _failure(type: str, data: dict[str, Any], kind: _Kind, event: Event) -> SourcemapError:
    file = _text(data, "url") or _text(data, "source")
    row, column = _number(data, "row"), _number(data, "column")
    position: Literal["minified", "original"] | None = None
    if row is not None or column is not None:
        position = "minified" if _is_minified(data) else "original"
    hit = [frame for frame in _all_frames(event) if file is not None and file in (frame.abs_path, frame.map_url)]
    if position == "minified":
        hit = [frame for frame in hit if (frame.lineno, frame.colno) == (row, column)] or hit
    return SourcemapError(
        type=type,
        file=file,
        sourcemap=_text(data, "sourcemap"),
        row=row,
        column=column,
        position=position,
        cause=kind.cause,
        remedy=kind.remedy,
        frames=tuple(hit),
    )


def _all_frames(event: Event) -> Iterator[Frame]:
    for exception in event.exceptions:
        yield from frames_of(exception.stacktrace)
        yield from frames_of(exception.raw_stacktrace)
    yield from frames_of(event.stacktrace)


def _text(data: dict[str, Any], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None


def _number(data: dict[str, Any], key: str) -> int | None:
    value = data.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
