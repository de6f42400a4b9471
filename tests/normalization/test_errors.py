"""What went wrong while the event was processed, on its way from the raw dialect to the web API's."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import answer


def errors(*sent: Any) -> list[dict[str, Any]]:
    """The errors as the API lists them."""
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
    """Fixed and English; one that the server does not know has the text for that."""
    assert errors({"type": type}) == [{"type": type, "message": message, "data": {}}]


def test_all_other_members_are_data() -> None:
    """Whatever they are, null among them."""
    data = {"name": "release", "value": [1, None], "reason": None, "url": "https://shop.test/"}
    assert errors({"type": "invalid_data", **data})[0]["data"] == data


@pytest.mark.parametrize("type", [None, 7, []])
def test_an_error_without_a_type_is_an_unknown_one(type: Any) -> None:
    """It keeps its data."""
    assert errors({"type": type, "name": "a"}) == [
        {"type": "unknown_error", "message": "Unknown error", "data": {"name": "a"}}
    ]


@pytest.mark.parametrize(
    "name", ["breadcrumbs.values.0", "extra.a", "tags.0", "exception.values.0.stacktrace.frames.3.vars"]
)
def test_errors_about_small_parts_are_hidden(name: str) -> None:
    """Breadcrumbs, extra, tags, and frames: there can be hundreds."""
    assert errors({"type": "invalid_data", "name": name}) == []


@pytest.mark.parametrize("name", ["extra", "mytags.0", "frames.0", 7, None])
def test_all_others_are_shown(name: Any) -> None:
    """Also those about something that is only called alike."""
    assert [error["data"]["name"] for error in errors({"type": "invalid_data", "name": name})] == [name]


@pytest.mark.parametrize("sent", [None, [], [None]])
def test_there_may_be_none(sent: Any) -> None:
    """The list is empty then; null among errors does not count."""
    assert answer(errors=sent)["errors"] == answer()["errors"] == []
