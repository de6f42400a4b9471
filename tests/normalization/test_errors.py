"""Tests for the conversion of processing errors."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import answer


def errors(*sent: Any) -> list[dict[str, Any]]:
    """Convert processing errors."""
    found: list[dict[str, Any]] = answer(errors=sent)["errors"]
    return found


@pytest.mark.parametrize(
    ("type", "message"),
    [
        ("unknown_error", "Unknown error"),
        ("invalid_data", "Discarded invalid value"),
        ("invalid_attribute", "Discarded unknown attribute"),
        ("missing_attribute", "Missing value for required attribute"),
        ("value_too_long", "Discarded value due to exceeding maximum length"),
        ("future_timestamp", "Invalid timestamp (in future)"),
        ("past_timestamp", "Invalid timestamp (too old)"),
        ("clock_drift", "Clock drift detected in SDK"),
        ("invalid_environment", 'Environment cannot contain "/" or newlines'),
        ("js_no_source", "Source code was not found"),
        ("js_invalid_source", "Sourcemap was invalid or not parseable"),
        ("js_scraping_disabled", "Javascript scraping was disabled"),
        ("js_invalid_sourcemap_location", "Invalid location in sourcemap"),
        ("js_no_column", "Cannot expand sourcemap due to missing column information"),
        ("js_invalid_content", "Source file was not JavaScript"),
        ("js_too_many_sources", "The maximum number of remote source requests was made"),
        ("fetch_generic_error", "Unable to fetch HTTP resource"),
        ("fetch_too_large", "Remote file too large for downloading"),
        ("restricted_ip", "Cannot fetch resource due to restricted IP address"),
        ("native_missing_dsym", "A required debug information file was missing."),
        ("proguard_missing_mapping", "A proguard mapping file was missing."),
        ("of_tomorrow", "Unknown error"),
    ],
)
def test_each_type_has_a_text_of_its_own(type: str, message: str) -> None:
    """Each type has a fixed English message. An unknown type has the message `Unknown error`."""
    assert errors({"type": type}) == [{"type": type, "message": message, "data": {}}]


def test_all_other_members_are_data() -> None:
    """All keys except *type* go to *data*, also null values."""
    data = {"name": "release", "value": [1, None], "reason": None, "url": "https://shop.test/"}
    assert errors({"type": "invalid_data", **data})[0]["data"] == data


@pytest.mark.parametrize("type", [None, 7, []])
def test_an_error_without_a_type_is_an_unknown_one(type: Any) -> None:
    """A missing or invalid type becomes `unknown_error`; the data stays."""
    assert errors({"type": type, "name": "a"}) == [
        {"type": "unknown_error", "message": "Unknown error", "data": {"name": "a"}}
    ]


@pytest.mark.parametrize(
    "name", ["breadcrumbs.values.0", "extra.a", "tags.0", "exception.values.0.stacktrace.frames.3.vars"]
)
def test_errors_about_small_parts_are_hidden(name: str) -> None:
    """Errors about breadcrumbs, extra, tags and frames are dropped, because an event can have hundreds of them."""
    assert errors({"type": "invalid_data", "name": name}) == []


@pytest.mark.parametrize("name", ["extra", "mytags.0", "frames.0", 7, None])
def test_all_others_are_shown(name: Any) -> None:
    """An error stays if its name is only similar to a hidden name."""
    assert [error["data"]["name"] for error in errors({"type": "invalid_data", "name": name})] == [name]


@pytest.mark.parametrize("sent", [None, [], [None]])
def test_there_may_be_none(sent: Any) -> None:
    """Without errors the result is an empty list. Nulls are dropped."""
    assert answer(errors=sent)["errors"] == answer()["errors"] == []
