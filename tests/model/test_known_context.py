"""The known contexts, typed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from topframe import decode_event
from topframe.model import (
    BrowserContext,
    CloudResourceContext,
    Context,
    CultureContext,
    DeviceContext,
    Event,
    FlagsContext,
    OsContext,
    TraceContext,
)
from topframe.model.contexts import Flag


def event_with(contexts: Any) -> Event:
    """An event of which only the contexts matter."""
    return decode_event(json.dumps({"eventID": "9", "contexts": contexts}))


@pytest.mark.parametrize("contexts", [None, 7, {}, {"browser": None}, {"browser": "Chrome"}, {"os": {"name": "Linux"}}])
def test_a_context_can_be_missing(contexts: Any) -> None:
    """Absent, null, or no object."""
    assert event_with(contexts).known_context(BrowserContext) is None


def test_the_alias_decides() -> None:
    """Sentry gives every context that it does not know the type `default`, known ones among them."""
    contexts = {"flags": {"type": "default", "values": [{"flag": "new-cart", "result": True}, None]}}
    flags = event_with(contexts).known_context(FlagsContext)
    assert flags == FlagsContext(values_data=(Flag(flag="new-cart", result=True), None))


def test_a_context_can_be_empty() -> None:
    """An object without members is there all the same."""
    assert event_with({"browser": {}}).known_context(BrowserContext) == BrowserContext()


def test_the_type_decides_where_the_alias_does_not() -> None:
    """The alias is free; `client_os` is an operating system too."""
    client = {"client_os": {"type": "os", "name": "iOS"}}
    assert event_with(client).known_context(OsContext) == OsContext(name="iOS")
    both = {**client, "os": {"type": "os", "name": "Linux"}}
    assert event_with(both).known_context(OsContext) == OsContext(name="Linux")


def test_the_system_of_a_browser_needs_no_type() -> None:
    """GlitchTip of 2020 to 2022 gives none; the system under `os` comes first."""
    client = {"client_os": {"name": "iOS"}}
    assert event_with(client).known_context(OsContext) == OsContext(name="iOS")
    assert event_with({**client, "os": {"name": "Linux"}}).known_context(OsContext) == OsContext(name="Linux")
    assert event_with({**client, "os": None}).known_context(OsContext) == OsContext(name="iOS")


def test_a_kind_can_have_two_aliases() -> None:
    """The .NET SDK writes `Current Culture`, and Sentry gives that the type `default`."""
    culture = {"Current Culture": {"type": "default", "locale": "de-AT"}}
    assert event_with(culture).known_context(CultureContext) == CultureContext(locale="de-AT")


def test_long_numbers_are_text() -> None:
    """Since 2024 a number of more than 15 digits comes quoted, as it came before it was not."""
    numbers = {"exclusive_time": "1234.567890123456", "client_sample_rate": 1.0}
    trace = event_with({"trace": numbers}).known_context(TraceContext)
    assert trace == TraceContext(exclusive_time="1234.567890123456", client_sample_rate=1.0)


def test_a_member_of_the_wrong_type_is_none() -> None:
    """One odd member costs itself; the dict has it as it came."""
    event = event_with({"device": {"family": "Pixel", "online": "yes", "archs": [1], "memory_size": 17179869184}})
    assert event.known_context(DeviceContext) == DeviceContext(family="Pixel", memory_size=17179869184)
    assert event.contexts == {"device": {"family": "Pixel", "online": "yes", "archs": [1], "memory_size": 17179869184}}


def test_names_can_have_dots() -> None:
    """As OpenTelemetry writes them."""
    contexts = {"cloud_resource": {"cloud.provider": "gcp", "host.id": "1"}}
    resource = event_with(contexts).known_context(CloudResourceContext)
    assert resource == CloudResourceContext(provider="gcp", host_id="1")


@pytest.mark.parametrize("kind", Context.__subclasses__(), ids=lambda kind: kind.aliases[0])
def test_every_kind_reads_whatever_it_gets(kind: type[Context]) -> None:
    """No value of a member can make the reading fail."""
    for value in (None, True, 7, 0.5, "text", [None], [["a"]], {"a": 1}):
        members = dict.fromkeys(kind.__struct_encode_fields__, value)
        assert isinstance(event_with({kind.aliases[0]: members}).known_context(kind), kind)
