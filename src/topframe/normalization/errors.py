"""Conversion of processing errors to the form that the web API returns.

Source: getsentry/sentry, models/eventerror.py, api/serializers/models/event.py (`should_display_error`)
"""

from __future__ import annotations

from typing import Any

from ..model.processing_error import ProcessingError

_UNKNOWN = "Unknown error"
_MESSAGES = {
    "unknown_error": _UNKNOWN,
    "invalid_data": "Discarded invalid value",
    "invalid_attribute": "Discarded unknown attribute",
    "missing_attribute": "Missing value for required attribute",
    "value_too_long": "Discarded value due to exceeding maximum length",
    "future_timestamp": "Invalid timestamp (in future)",
    "past_timestamp": "Invalid timestamp (too old)",
    "clock_drift": "Clock drift detected in SDK",
    "invalid_environment": 'Environment cannot contain "/" or newlines',
    "security_violation": "Cannot fetch resource due to security violation",
    "restricted_ip": "Cannot fetch resource due to restricted IP address",
    "fetch_generic_error": "Unable to fetch HTTP resource",
    "fetch_invalid_http_code": "HTTP returned error response",
    "fetch_invalid_source_encoding": "Source file was not encoded properly",
    "fetch_too_large": "Remote file too large for downloading",
    "fetch_timeout": "Remote file took too long to load",
    "too_large_for_cache": "Remote file too large for caching",
    "js_generic_fetch_error": "Unable to fetch resource",
    "js_invalid_http_code": "HTTP returned error response",
    "js_invalid_content": "Source file was not JavaScript",
    "js_no_column": "Cannot expand sourcemap due to missing column information",
    "js_no_source": "Source code was not found",
    "js_invalid_source": "Sourcemap was invalid or not parseable",
    "js_invalid_source_encoding": "Source file was not encoded properly",
    "js_invalid_sourcemap_location": "Invalid location in sourcemap",
    "js_too_large": "Remote file too large",
    "js_fetch_timeout": "Remote file took too long to load",
    "js_too_many_sources": "The maximum number of remote source requests was made",
    "js_scraping_disabled": "Javascript scraping was disabled",
    "native_internal_failure": "Internal failure when attempting to symbolicate",
    "native_symbolicator_failed": "Failed to process native stacktraces.",
    "native_no_crashed_thread": "No crashed thread found in crash report",
    "native_bad_dsym": "The debug information file used was broken.",
    "native_optionally_bundled_dsym": "An optional debug information file was missing.",
    "native_missing_dsym": "A required debug information file was missing.",
    "native_missing_system_dsym": "A system debug information file was missing.",
    "native_missing_symbol": "Could not resolve one or more frames in debug information file.",
    "native_simulator_frame": "Encountered an unprocessable simulator frame.",
    "native_unknown_image": "A binary image is referenced that is unknown.",
    "proguard_missing_mapping": "A proguard mapping file was missing.",
    "proguard_missing_lineno": "A proguard mapping file does not contain line info.",
}
_HIDDEN = ("breadcrumbs.", "extra.", "tags.")


def errors_of(sent: tuple[dict[str, Any] | None, ...]) -> tuple[ProcessingError, ...]:
    """Convert processing errors. Skip errors about breadcrumbs, extra, tags and single frames, as the server does."""
    return tuple([_error(error) for error in sent if error is not None and not _is_hidden(error.get("name"))])


def _error(sent: dict[str, Any]) -> ProcessingError:
    type_ = sent.get("type")
    kind = type_ if isinstance(type_, str) else "unknown_error"
    data = {key: value for key, value in sent.items() if key != "type"}
    return ProcessingError(type=kind, message=_MESSAGES.get(kind, _UNKNOWN), data=data)


def _is_hidden(name: object) -> bool:
    return isinstance(name, str) and (name.startswith(_HIDDEN) or ".frames." in name)
