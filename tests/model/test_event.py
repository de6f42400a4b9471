"""The event as a whole."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe import Event, ValidationError, decode_event
from topframe.model import (
    Breadcrumb,
    Csp,
    DebugMeta,
    ExceptionValue,
    ExpectCt,
    ExpectStaple,
    Formatted,
    Hpkp,
    LogEntry,
    Measurement,
    Nel,
    Request,
    Span,
    Stacktrace,
    Template,
    Thread,
)

WHOLE = """{
    "id": "ab", "groupID": "7", "eventID": "ab", "projectID": "2", "size": 107762, "entries": [{"type": "csp"}],
    "dist": "d", "message": "", "title": "t", "location": "l", "user": {"id": "1"}, "contexts": {"os": {"type": "os"}},
    "sdk": {"name": "s"}, "context": {"extra": [null]}, "packages": {"a": null}, "type": "error",
    "metadata": {"severity": 0.5, "sdk": {"name": "s"}}, "tags": [{"key": "a"}, null], "platform": "other",
    "dateReceived": "2026-01-01T00:00:00.000001Z", "errors": [{"type": "x"}, null], "occurrence": {"type": 1},
    "_meta": {"entries": {}, "user": null}, "crashFile": {"id": "1"}, "culprit": "",
    "dateCreated": "2026-01-01T00:00:00Z", "fingerprints": ["f", null], "groupingConfig": {"id": "g"},
    "startTimestamp": 1600000000.25, "endTimestamp": 1600000001, "measurements": {"lcp": {"value": 1}, "x": null},
    "breakdowns": {"ops": {"db": {"value": 1}, "x": null}, "y": null}, "release": {"version": "1"},
    "userReport": {"id": "1"}, "sdkUpdates": [{"type": "changeSdk"}, null], "resolvedWith": [null, "debug-id"],
    "nextEventID": "n", "previousEventID": "p", "formatted": {"format": "xml"}, "projectSlug": "s",
    "datetime": "2026-01-01T00:00:00Z",
    "issueCategory": "error", "latestEventID": "x", "oldestEventID": "y", "_metrics_summary": {"c:a": []},
    "perfProblem": {"type": 1006}, "device": {"name": "d"}, "timeSpent": 12,
    "unheardOf": {"a": [1]}
}"""


ONCE = (
    *("request", "message", "stacktrace", "template", "debugmeta"),
    *("csp", "hpkp", "expectct", "expectstaple", "nel"),
)
"""The types of entries that are one thing, not a list of things."""


def event_of(**members: Any) -> Event:
    """An event of which nothing matters but *members*."""
    return decode_event(json.dumps({"eventID": "9", **members}))


def test_an_event_comes_back() -> None:
    """Members are in camelCase, but ids end in `ID`, and two have an underscore or a dot in front or within."""
    assert_comes_back(Event, WHOLE)


def test_a_formatted_event_comes_back() -> None:
    """The text for language models says which format it has."""
    assert_comes_back(Formatted, '{"format": "markdown", "content": "# Error", "unheardOf": 1}')
    assert_may_be_empty(Formatted)


def test_the_id_is_enough() -> None:
    """`eventID` is the one member that every event has; all others may be missing."""
    event = decode_event('{"eventID": "9"}')
    assert event == Event(event_id="9")
    assert written(event) == {"eventID": "9"}


def test_null_and_absent_are_the_same() -> None:
    """A null is left out when the event is written, but for the free-form parts, which come back as they came."""
    free = {"user", "contexts", "context", "packages", "_meta"}
    event = event_of(**dict.fromkeys(set(Event.__struct_encode_fields__) - {"eventID"}))
    assert written(event) == {"eventID": "9", **dict.fromkeys(free)}
    typed = set(Event.__struct_encode_fields__) - free - {"eventID"}
    assert event_of(**dict.fromkeys(typed)) == Event(event_id="9")


def test_the_free_parts_read_as_none_when_absent_or_null() -> None:
    """Whoever reads them need not tell the two apart."""
    for event in (event_of(), event_of(user=None, contexts=None, context=None, packages=None, _meta=None)):
        assert (event.user, event.contexts, event.context) == (None, None, None)
        assert (event.packages, event.meta) == (None, None)


def test_without_an_id_there_is_no_event() -> None:
    """Neither a missing nor a null id makes an event."""
    with pytest.raises(ValidationError, match=r"^Expected `str`, got `nothing` - at `\$\.eventID`$"):
        decode_event('{"id": "9"}')
    with pytest.raises(ValidationError, match=r"^Expected `str`, got `null` - at `\$\.eventID`$"):
        decode_event('{"eventID": null}')


@pytest.mark.parametrize("type", ["default", "generic", "feedback", "userreportv2", "a type of tomorrow"])
def test_types_are_open(type: str) -> None:
    """Consumers broke on each new event type in turn."""
    assert event_of(type=type).type == type


def test_the_start_of_a_transaction_is_in_seconds() -> None:
    """Whole or not."""
    assert event_of(startTimestamp=1570000000).start_timestamp == 1570000000


def test_measurements_may_lack_value_and_unit() -> None:
    """Names lead to numbers, breakdowns to names."""
    event = event_of(measurements={"lcp": {"value": None}}, breakdowns={"ops": {"db": {"value": 1}}})
    assert event.measurements == {"lcp": Measurement()}
    assert event.breakdowns == {"ops": {"db": Measurement(value=1)}}


def test_an_entry_is_found_by_what_it_is() -> None:
    """Each kind of entry has a property, and None or () says that there is none."""
    data: dict[str, Any] = {"exception": {"values": [{}]}, "threads": {"values": [{}]}, "breadcrumbs": {"values": [{}]}}
    event = event_of(
        entries=[
            {"type": type, "data": data.get(type, [{}] if type == "spans" else {})} for type in [*data, *ONCE, "spans"]
        ]
    )
    assert (event.exceptions, event.threads, event.breadcrumbs) == ((ExceptionValue(),), (Thread(),), (Breadcrumb(),))
    assert (event.request, event.logentry, event.stacktrace) == (Request(), LogEntry(), Stacktrace())
    assert (event.template, event.csp, event.hpkp, event.expectct) == (Template(), Csp(), Hpkp(), ExpectCt())
    assert (event.expectstaple, event.nel, event.debug_meta) == (ExpectStaple(), Nel(), DebugMeta())
    assert event.spans == (Span(),)


@pytest.mark.parametrize("entries", [None, [], [{"type": "x"}, None]])
def test_an_event_may_lack_every_entry(entries: list[Any] | None) -> None:
    """Generic events have none, list items lack the key."""
    event = event_of(entries=entries)
    assert (event.exceptions, event.threads, event.breadcrumbs, event.spans) == ((), (), (), ())
    assert {event.request, event.logentry, event.stacktrace, event.template, event.debug_meta} == {None}
    assert {event.csp, event.hpkp, event.expectct, event.expectstaple, event.nel} == {None}


@pytest.mark.parametrize("data", [None, {}, {"values": None}, {"values": []}, {"values": [None]}])
def test_lists_of_entries_may_be_empty(data: dict[str, Any] | None) -> None:
    """Null data, null lists and null members all mean that there is nothing to see."""
    event = event_of(entries=[{"type": type, "data": data} for type in ("exception", "threads", "breadcrumbs")])
    assert (event.exceptions, event.threads, event.breadcrumbs) == ((), (), ())


def test_the_chain_may_stand_under_the_singular() -> None:
    """One consumer of the API met `value` where `values` is meant."""
    assert event_of(entries=[{"type": "exception", "data": {"value": [{"type": "A"}, None]}}]).exceptions == (
        ExceptionValue(type="A"),
    )


def test_events_are_values() -> None:
    """Two bodies that say the same make equal events; an event cannot be changed."""
    event = decode(Event, WHOLE)
    assert event == decode(Event, WHOLE)
    with pytest.raises(AttributeError):
        event.title = "another"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert msgspec.structs.replace(event, title="another").title == "another"
