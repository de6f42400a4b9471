"""`Event.known_context`."""

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
    """Decode an event that has an id and *contexts*."""
    return decode_event(json.dumps({"eventID": "9", "contexts": contexts}))


@pytest.mark.parametrize("contexts", [None, 7, {}, {"browser": None}, {"browser": "Chrome"}, {"os": {"name": "Linux"}}])
def test_a_missing_context_is_none(contexts: Any) -> None:
    """The result is None when the context is absent, null, or anything but an object."""
    assert event_with(contexts).known_context(BrowserContext) is None


def test_a_context_is_found_by_its_alias() -> None:
    """The alias takes precedence, because Sentry gives many contexts the type `default`."""
    contexts = {"flags": {"type": "default", "values": [{"flag": "new-cart", "result": True}, None]}}
    flags = event_with(contexts).known_context(FlagsContext)
    assert flags == FlagsContext(values_data=(Flag(flag="new-cart", result=True), None))


def test_an_empty_context_is_not_none() -> None:
    """An object without keys decodes to an empty context."""
    assert event_with({"browser": {}}).known_context(BrowserContext) == BrowserContext()


def test_a_context_is_found_by_its_type() -> None:
    """Under another alias the `type` counts. The alias `os` takes precedence over a type `os`."""
    client = {"client_os": {"type": "os", "name": "iOS"}}
    assert event_with(client).known_context(OsContext) == OsContext(name="iOS")
    both = {**client, "os": {"type": "os", "name": "Linux"}}
    assert event_with(both).known_context(OsContext) == OsContext(name="Linux")


def test_client_os_needs_no_type() -> None:
    """GlitchTip of 2020 to 2022 sends no type. The alias `os` takes precedence over `client_os`."""
    client = {"client_os": {"name": "iOS"}}
    assert event_with(client).known_context(OsContext) == OsContext(name="iOS")
    assert event_with({**client, "os": {"name": "Linux"}}).known_context(OsContext) == OsContext(name="Linux")
    assert event_with({**client, "os": None}).known_context(OsContext) == OsContext(name="iOS")


def test_a_class_can_have_two_aliases() -> None:
    """The .NET SDK sends the alias `Current Culture`, and Sentry gives it the type `default`."""
    culture = {"Current Culture": {"type": "default", "locale": "de-AT"}}
    assert event_with(culture).known_context(CultureContext) == CultureContext(locale="de-AT")


def test_long_numbers_are_text() -> None:
    """Since 2024 the server sends numbers longer than 15 characters as text."""
    numbers = {"exclusive_time": "1234.567890123456", "client_sample_rate": 1.0}
    trace = event_with({"trace": numbers}).known_context(TraceContext)
    assert trace == TraceContext(exclusive_time="1234.567890123456", client_sample_rate=1.0)


def test_a_value_of_the_wrong_type_is_none() -> None:
    """Only the field with the wrong type is None. *contexts* keeps the value as sent."""
    event = event_with({"device": {"family": "Pixel", "online": "yes", "archs": [1], "memory_size": 17179869184}})
    assert event.known_context(DeviceContext) == DeviceContext(family="Pixel", memory_size=17179869184)
    assert event.contexts == {"device": {"family": "Pixel", "online": "yes", "archs": [1], "memory_size": 17179869184}}


def test_keys_can_have_dots() -> None:
    """Keys of OpenTelemetry have dots; the field names have none."""
    contexts = {"cloud_resource": {"cloud.provider": "gcp", "host.id": "1"}}
    resource = event_with(contexts).known_context(CloudResourceContext)
    assert resource == CloudResourceContext(provider="gcp", host_id="1")


@pytest.mark.parametrize("kind", Context.__subclasses__(), ids=lambda kind: kind.aliases[0])
def test_every_class_accepts_any_value(kind: type[Context]) -> None:
    """No value of a key raises an error, in any class of contexts."""
    for value in (None, True, 7, 0.5, "text", [None], [["a"]], {"a": 1}):
        members = dict.fromkeys(kind.__struct_encode_fields__, value)
        assert isinstance(event_with({kind.aliases[0]: members}).known_context(kind), kind)
