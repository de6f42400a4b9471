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
"""The entry types whose property returns one object. The other properties return a tuple."""


def event_of(**members: Any) -> Event:
    """Decode an event that has an id and *members*."""
    return decode_event(json.dumps({"eventID": "9", **members}))


def test_an_event_round_trips() -> None:
    """Every key survives decode and encode, including keys that end in `ID` or start with an underscore."""
    assert_comes_back(Event, WHOLE)


def test_a_formatted_event_round_trips() -> None:
    """`formatted` has the format and the text for language models."""
    assert_comes_back(Formatted, '{"format": "markdown", "content": "# Error", "unheardOf": 1}')
    assert_may_be_empty(Formatted)


def test_only_event_id_is_required() -> None:
    """`eventID` is the only required key. All other keys can be missing."""
    event = decode_event('{"eventID": "9"}')
    assert event == Event(event_id="9")
    assert written(event) == {"eventID": "9"}


def test_null_and_absent_decode_alike() -> None:
    """`encode` leaves out nulls, except in free-form parts, which keep the text that was received."""
    free = {"user", "contexts", "context", "packages", "_meta"}
    event = event_of(**dict.fromkeys(set(Event.__struct_encode_fields__) - {"eventID"}))
    assert written(event) == {"eventID": "9", **dict.fromkeys(free)}
    typed = set(Event.__struct_encode_fields__) - free - {"eventID"}
    assert event_of(**dict.fromkeys(typed)) == Event(event_id="9")


def test_absent_and_null_free_form_parts_are_none() -> None:
    """The properties return None in both cases."""
    for event in (event_of(), event_of(user=None, contexts=None, context=None, packages=None, _meta=None)):
        assert (event.user, event.contexts, event.context) == (None, None, None)
        assert (event.packages, event.meta) == (None, None)


def test_a_missing_or_null_event_id_is_an_error() -> None:
    """The error message names the expected type, the found type and the path."""
    with pytest.raises(ValidationError, match=r"^Expected `str`, got `nothing` - at `\$\.eventID`$"):
        decode_event('{"id": "9"}')
    with pytest.raises(ValidationError, match=r"^Expected `str`, got `null` - at `\$\.eventID`$"):
        decode_event('{"eventID": null}')


@pytest.mark.parametrize("type", ["default", "generic", "feedback", "userreportv2", "a type of tomorrow"])
def test_unknown_event_types_are_kept(type: str) -> None:
    """A type that topframe does not know decodes unchanged."""
    assert event_of(type=type).type == type


def test_start_timestamp_can_be_an_integer() -> None:
    """The server sends seconds since 1970 as an integer or a float."""
    assert event_of(startTimestamp=1570000000).start_timestamp == 1570000000


def test_measurements_can_lack_value_and_unit() -> None:
    """A measurement decodes if its value or unit is missing, also inside a breakdown."""
    event = event_of(measurements={"lcp": {"value": None}}, breakdowns={"ops": {"db": {"value": 1}}})
    assert event.measurements == {"lcp": Measurement()}
    assert event.breakdowns == {"ops": {"db": Measurement(value=1)}}


def test_each_kind_of_entry_has_a_property() -> None:
    """Each property returns the data of its entry."""
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
def test_properties_of_missing_entries_are_empty(entries: list[Any] | None) -> None:
    """Properties of lists return () and other properties return None when the event has no known entries."""
    event = event_of(entries=entries)
    assert (event.exceptions, event.threads, event.breadcrumbs, event.spans) == ((), (), (), ())
    assert {event.request, event.logentry, event.stacktrace, event.template, event.debug_meta} == {None}
    assert {event.csp, event.hpkp, event.expectct, event.expectstaple, event.nel} == {None}


@pytest.mark.parametrize("data", [None, {}, {"values": None}, {"values": []}, {"values": [None]}])
def test_properties_of_empty_entries_are_empty(data: dict[str, Any] | None) -> None:
    """The properties return () when the data, the list or all items are null."""
    event = event_of(entries=[{"type": type, "data": data} for type in ("exception", "threads", "breadcrumbs")])
    assert (event.exceptions, event.threads, event.breadcrumbs) == ((), (), ())


def test_the_chain_can_have_the_key_value() -> None:
    """One consumer of the API reported the key `value` in place of `values`."""
    assert event_of(entries=[{"type": "exception", "data": {"value": [{"type": "A"}, None]}}]).exceptions == (
        ExceptionValue(type="A"),
    )


def test_events_behave_as_values() -> None:
    """Events with equal content are equal, and events are immutable."""
    event = decode(Event, WHOLE)
    assert event == decode(Event, WHOLE)
    with pytest.raises(AttributeError):
        event.title = "another"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert msgspec.structs.replace(event, title="another").title == "another"
