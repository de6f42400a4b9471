"""Tests that compare converted events with real responses of the web API for the same events.

The corpus has pairs: the response of the web API, and the event as the server stored it. For two events the raw form
is that of the SDK. The responses are from servers of 2020 to 2022. Values from the server's database, for example ids,
release and neighbouring events, are not compared. Each other difference is listed with its cause.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CORPUS, as_array, as_object
from tests.render.test_text import printed
from topframe import DecodeError, decode_raw_event, encode, load_event, normalize

PAIRS = [path.name.removesuffix(".api.json") for path in sorted(CORPUS.glob("pairs/*.api.json"))]
REPORT = CORPUS / "raw" / "relay__expect_staple.input.json"
"""A report in a browser's own format. `decode_raw_event` rejects it."""
RAW = [*sorted({*CORPUS.glob("raw/*.json")} - {REPORT}), *sorted(CORPUS.glob("pairs/*.normalized.json"))]
COMPARED = ("entries", "contexts", "context", "user", "tags", "sdk", "packages", "platform", "type", "message", "title")

SEARCH_TEXT = "old servers join message, exception and culprit to one text for the search"
TRACE = "old servers do not know the context `trace`, and send the type `default`"
USER_AGENT = "the server derives browser and operating system from the User-Agent header"
NOT_REPRODUCED = {
    "django_message_params": {"$.contexts.trace.type": TRACE},
    "django_template_error": {"$.contexts.trace.type": TRACE, "$.message": SEARCH_TEXT},
    "dotnet_error": {
        "$.contexts.browser.name": USER_AGENT,
        "$.contexts.browser.type": USER_AGENT,
        "$.contexts.browser.version": USER_AGENT,
        "$.contexts.os.name": USER_AGENT,
        "$.contexts.os.type": USER_AGENT,
        "$.tags.browser": USER_AGENT,
        "$.tags.browser.name": USER_AGENT,
        "$.tags.os.name": USER_AGENT,
    },
    "js_error_with_context": {"$.message": SEARCH_TEXT},
    "python_logging": {"$.contexts.trace.type": TRACE},
    "small_js_error": {"$.message": SEARCH_TEXT},
    "very_small_event": {"$.message": SEARCH_TEXT},
}
"""Values of responses that the conversion does not reproduce, with the cause."""

WITHOUT_EVENT = {
    "event_alert.triggered.10": "the request only asks an integration to save the settings of a rule",
}
"""Webhooks about an event that do not contain the event, with the cause."""


def source(name: str) -> Path:
    """Return the file of the stored event, or of the SDK's event if there is no stored event."""
    stored = CORPUS / "pairs" / f"{name}.normalized.json"
    return stored if stored.exists() else CORPUS / "pairs" / f"{name}.raw.json"


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, object]]:
    """Yield the path and value of each scalar except nulls. Dates are parsed."""
    if (members := as_object(value)) is not None:
        for key, member in members.items():
            yield from leaves(member, f"{path}.{key}")
    elif (items := as_array(value)) is not None:
        for index, item in enumerate(items):
            yield from leaves(item, f"{path}[{index}]")
    elif value is not None:
        yield path, moment(value)


def moment(value: Any) -> object:
    """Parse a date, cut to milliseconds as in some responses. Other values stay, with a mark for booleans."""
    try:
        date = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return isinstance(value, bool), value
    return date.replace(microsecond=date.microsecond // 1000 * 1000)


def compared(body: bytes) -> dict[str, object]:
    """Return the values of a response that come from the event, by path. The order of entries and tags is ignored."""
    event = json.loads(body)
    parts = {name: event.get(name) for name in COMPARED}
    parts["entries"] = {entry["type"]: entry["data"] for entry in event["entries"]}
    parts["tags"] = {tag["key"]: tag["value"] for tag in event["tags"]}
    return dict(leaves(parts))


def missed(name: str) -> tuple[set[str], int]:
    """Return the paths of a real response that the conversion does not reproduce, and its number of values."""
    theirs = compared((CORPUS / "pairs" / f"{name}.api.json").read_bytes())
    ours = compared(encode(normalize(decode_raw_event(source(name).read_bytes()))))
    return {path for path, value in theirs.items() if ours.get(path) != value}, len(theirs)


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_not_reproduced_is_listed_with_its_cause(name: str) -> None:
    """The differences of each pair are exactly the listed paths."""
    assert missed(name)[0] == set(NOT_REPRODUCED.get(name, ()))


@pytest.mark.usefixtures("corpus")
def test_stored_events_are_reproduced() -> None:
    """At least 99 % of the values in the responses are reproduced."""
    found = [missed(name) for name in PAIRS if source(name).name.endswith(".normalized.json")]
    assert len(found) == 8
    assert sum(len(places) for places, _ in found) <= 0.01 * sum(count for _, count in found)


@pytest.mark.parametrize("file", RAW, ids=lambda file: file.stem)
def test_every_raw_event_can_be_printed(file: Path) -> None:
    """Raw events of every SDK, server and year in the corpus are converted and rendered."""
    event = normalize(decode_raw_event(file.read_bytes()))
    assert printed(event)
    assert printed(event, all_frames=True)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("webhooks/*.json")), ids=lambda file: file.stem)
def test_every_webhook_with_an_event_can_be_shown(file: Path) -> None:
    """Webhooks with an event are decoded and rendered. Webhooks without an event are rejected."""
    body = file.read_bytes()
    if file.name.startswith(("error.", "event_alert.", "legacy_plugin.")) and file.stem not in WITHOUT_EVENT:
        assert printed(load_event(body))
    else:
        with pytest.raises(DecodeError):
            load_event(body)
