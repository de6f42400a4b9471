"""What real servers answered, beside what is made of the same events: all of it is reproduced, or the cause is known.

The corpus has each event as the web API returned it, and as the server stored it or, of two, as the SDK sent it. The
servers were those of 2020 to 2022. Rows of the database, such as ids, release and neighbours, are not compared.
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
"""A browser's own report, which is no event."""
RAW = [*sorted({*CORPUS.glob("raw/*.json")} - {REPORT}), *sorted(CORPUS.glob("pairs/*.normalized.json"))]
COMPARED = ("entries", "contexts", "context", "user", "tags", "sdk", "packages", "platform", "type", "message", "title")

SEARCH_TEXT = "old servers put message, exception and culprit into one text that is searched"
TRACE = "old servers did not know the context `trace`, and called it `default`"
USER_AGENT = "the server reads browser and system from the User-Agent"
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
"""Values that a server answered and that are not made of the event, and why."""

WITHOUT_EVENT = {
    "event_alert.triggered.10": "it asks an integration to save the settings of a rule",
}
"""Webhooks about an event that do not have it, and why."""


def source(name: str) -> Path:
    """The event as the server stored it, else as the SDK sent it."""
    stored = CORPUS / "pairs" / f"{name}.normalized.json"
    return stored if stored.exists() else CORPUS / "pairs" / f"{name}.raw.json"


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, object]]:
    """All values that are neither null nor made of others, place by place; a date is a moment."""
    if (members := as_object(value)) is not None:
        for key, member in members.items():
            yield from leaves(member, f"{path}.{key}")
    elif (items := as_array(value)) is not None:
        for index, item in enumerate(items):
            yield from leaves(item, f"{path}[{index}]")
    elif value is not None:
        yield path, moment(value)


def moment(value: Any) -> object:
    """A date to the millisecond, which is all that some servers answer; anything else as it is."""
    try:
        date = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return isinstance(value, bool), value
    return date.replace(microsecond=date.microsecond // 1000 * 1000)


def compared(body: bytes) -> dict[str, object]:
    """The values of an answer that come from the event itself; entries and tags count whatever their order."""
    event = json.loads(body)
    parts = {name: event.get(name) for name in COMPARED}
    parts["entries"] = {entry["type"]: entry["data"] for entry in event["entries"]}
    parts["tags"] = {tag["key"]: tag["value"] for tag in event["tags"]}
    return dict(leaves(parts))


def missed(name: str) -> tuple[set[str], int]:
    """The places of a real answer that are not reproduced, and how many values it has."""
    theirs = compared((CORPUS / "pairs" / f"{name}.api.json").read_bytes())
    ours = compared(encode(normalize(decode_raw_event(source(name).read_bytes()))))
    return {path for path, value in theirs.items() if ours.get(path) != value}, len(theirs)


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_not_reproduced_is_listed_with_its_cause(name: str) -> None:
    """Value by value, and nothing is listed that is reproduced."""
    assert missed(name)[0] == set(NOT_REPRODUCED.get(name, ()))


@pytest.mark.usefixtures("corpus")
def test_stored_events_are_reproduced() -> None:
    """99 % at least of what the servers answered."""
    found = [missed(name) for name in PAIRS if source(name).name.endswith(".normalized.json")]
    assert len(found) == 8
    assert sum(len(places) for places, _ in found) <= 0.01 * sum(count for _, count in found)


@pytest.mark.parametrize("file", RAW, ids=lambda file: file.stem)
def test_every_raw_event_can_be_printed(file: Path) -> None:
    """Of whatever SDK, server and year."""
    event = normalize(decode_raw_event(file.read_bytes()))
    assert printed(event)
    assert printed(event, all_frames=True)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("webhooks/*.json")), ids=lambda file: file.stem)
def test_every_webhook_with_an_event_can_be_shown(file: Path) -> None:
    """And any other is refused, for it has none."""
    body = file.read_bytes()
    if file.name.startswith(("error.", "event_alert.", "legacy_plugin.")) and file.stem not in WITHOUT_EVENT:
        assert printed(load_event(body))
    else:
        with pytest.raises(DecodeError):
            load_event(body)
