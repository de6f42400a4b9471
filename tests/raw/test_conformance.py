"""Tests with real payloads of SDKs and servers: every value survives decoding and encoding, or is listed as lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

import topframe.raw
from tests.conftest import CORPUS, RAW_SAMPLES, as_object, read_sample
from tests.coverage_of_keys import filled, lost, structs_of, unmodelled
from topframe import RawEvent, ValidationError, decode_event, decode_raw_event
from topframe import model as m
from topframe import raw as r
from topframe.decoding.dialect import API, HINTS
from topframe.raw import legacy

REPORT = CORPUS / "raw" / "relay__expect_staple.input.json"
"""A report in a browser's own format, which Relay converts to an event. `decode_raw_event` rejects it."""
PAYLOADS = sorted({*(CORPUS / "raw").glob("*.json")} - {REPORT})
SCHEMA = CORPUS.parent / "spec" / "relay-event.schema.json"

OF_OLD = {
    "sentry-grouping__expectct",
    "sentry-grouping__hpkp",
    "sentry-samples-2016__csp",
    "sentry-samples-2016__javascript",
    "sentry-samples-2016__php",
    "sentry-samples-2016__python",
    "sentry-samples-2019-21_fork__javascript",
    "sentry-samples-2019-21_fork__python",
    "sentry-samples-2020__elixir",
    "sentry-samples-2020__native",
    "sentry-samples-2020__php",
    "sentry-samples-2020__react-native",
    "sentry-samples-2020__ruby",
}
"""Payloads of the corpus with keys from 2013 to 2017. Encoding returns the current keys instead."""
NOT_MODELLED = {
    "Measurement.new_type": "invented by a test of the Java SDK, which checks that unknown keys are kept",
    "RawFrame.note": "a comment for readers, in a test of the server's grouping",
    "RawFrame.unknown": "invented by a sample of invalid interfaces",
}
"""Keys of the corpus without a field, each as `Struct.key`, with the reason."""
SKIPPED = {
    "sentry-grouping__block_invoke": {"RawFrame.note"},
    "sentry-java__sentry_transaction": {"Measurement.new_type"},
    "sentry-java__sentry_transaction_legacy_date_format": {"Measurement.new_type"},
    "sentry-samples-2019-21_fork__invalid-interfaces": {"RawFrame.unknown"},
}
"""Payloads of the corpus that have keys without a field. These keys are lost."""
NEVER_SAMPLED = {
    f"RawEvent.{name}": "a key from 2013 to 2017; decoding moves its value to the current key" for name in legacy.TODAY
}
"""Fields that no sample fills, with the reason."""

EVENT = inspect.type_info(RawEvent)
OLD_KEYS = {legacy.WIRE_NAMES[old]: legacy.WIRE_NAMES[new] for old, new in legacy.TODAY.items()}


def with_todays_keys(body: dict[str, Any]) -> dict[str, Any]:
    """Rename the keys from 2013 to 2017 to the current keys. If the event has both, drop the old key."""
    return {
        OLD_KEYS.get(key, key): value for key, value in body.items() if key not in OLD_KEYS or OLD_KEYS[key] not in body
    }


def unmodelled_in(body: Any) -> set[str]:
    """Return the keys of an event that have no field, each as `Struct.key`."""
    return set(unmodelled(body, EVENT))


# --- our own samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RAW_SAMPLES)
def test_a_sample_comes_back_whole(name: str) -> None:
    """Decoding and encoding loses no value. Old keys become the current keys."""
    body = json.loads(read_sample(f"raw/{name}"))
    assert lost(with_todays_keys(body), decode_raw_event) == []
    assert decode_raw_event(json.dumps(body)) == decode_raw_event(json.dumps(with_todays_keys(body)))


@pytest.mark.parametrize("name", RAW_SAMPLES)
def test_a_sample_is_modelled(name: str) -> None:
    """Every key of a sample has a field."""
    assert unmodelled_in(json.loads(read_sample(f"raw/{name}"))) == set()


@pytest.mark.parametrize("name", RAW_SAMPLES)
def test_a_sample_is_small_and_of_nobody(name: str) -> None:
    """A sample has less than 8192 bytes, and all its hosts are in domains that are reserved for examples."""
    body = read_sample(f"raw/{name}")
    assert len(body) < 8192
    hosts = {part.partition("/")[0].partition(":")[0] for part in body.decode().split("://")[1:] if part[0] != "."}
    assert all(host.endswith(("example.com", "example.org", "example.net")) for host in hosts)


def test_samples_fill_every_field() -> None:
    """Each field of the raw dialect has a value in at least one sample, or is listed with a reason."""
    found = set[str]().union(*(filled(decode_raw_event(read_sample(f"raw/{name}"))) for name in RAW_SAMPLES))
    fields = {f"{kind.__name__}.{field}" for kind in structs_of(topframe.raw) for field in _own_fields(kind)}
    assert fields - found == set(NEVER_SAMPLED)


def _own_fields(kind: type[msgspec.Struct]) -> set[str]:
    """Return the fields of a Struct without the fields that it inherits."""
    inherited = {name for base in kind.__bases__ for name in getattr(base, "__struct_fields__", ())}
    return set(kind.__struct_fields__) - inherited


def test_what_is_lost_is_found() -> None:
    """The helpers of this file report a key without a field, by its path and by its Struct."""
    body = {"sdk": {"x": 1}, "exception": {"values": [{"plus": 1}]}, "threads": [{"more": 1}], "tags": {"a": 1}}
    assert lost(body, decode_raw_event) == ["$.exception.values[0].plus", "$.sdk.x", "$.threads[0].more"]
    assert unmodelled_in(body) == {"RawException.plus", "RawSdk.x", "RawThread.more"}


# --- the corpus -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_a_payload_comes_back_whole(file: Path) -> None:
    """Every payload decodes, and every value comes back, except the values of the listed keys."""
    body = json.loads(file.read_bytes())
    assert unmodelled_in(body) == SKIPPED.get(file.stem, set())
    keys = {key.partition(".")[2] for key in SKIPPED.get(file.stem, set())}
    assert [
        place for place in lost(with_todays_keys(body), decode_raw_event) if not any(f".{key}" in place for key in keys)
    ] == []


@pytest.mark.usefixtures("corpus")
def test_all_payloads_are_there() -> None:
    """The corpus is complete, and every listed payload exists in it."""
    assert len(PAYLOADS) == 394
    with pytest.raises(ValidationError, match="got `security report`"):
        decode_raw_event(REPORT.read_bytes())
    assert {file.stem for file in PAYLOADS} >= SKIPPED.keys() | OF_OLD


@pytest.mark.usefixtures("corpus")
def test_the_payloads_that_do_not_come_back_whole_are_listed() -> None:
    """Only payloads with old keys, or with listed keys, lose or rename keys. All others come back unchanged."""
    bodies = {file.stem: json.loads(file.read_bytes()) for file in PAYLOADS}
    assert {name for name, body in bodies.items() if lost(body, decode_raw_event)} == SKIPPED.keys() | OF_OLD
    assert {name for name, body in bodies.items() if OLD_KEYS.keys() & body.keys()} == OF_OLD
    assert set[str]().union(*SKIPPED.values()) == NOT_MODELLED.keys()


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_a_payload_is_no_answer_of_the_web_api(file: Path) -> None:
    """`decode_event` rejects every raw event."""
    with pytest.raises(ValidationError):
        decode_event(file.read_bytes())


@pytest.mark.parametrize("file", sorted(CORPUS.glob("api/*.json")), ids=lambda file: file.stem)
def test_an_answer_of_the_web_api_is_no_raw_event(file: Path) -> None:
    """`decode_raw_event` rejects every response of the web API. The error names the functions that accept it."""
    with pytest.raises(ValidationError) as caught:
        decode_raw_event(file.read_bytes())
    assert (caught.value.path, caught.value.found, caught.value.hint) == ("$", API, HINTS[API])


# --- Relay's schema ---------------------------------------------------------------------------------------------------

MODELLED: dict[str, type[msgspec.Struct]] = {
    "AppContext": m.AppContext,
    "AppleDebugImage": m.DebugImage,
    "Breadcrumb": r.RawBreadcrumb,
    "BrowserContext": m.BrowserContext,
    "CError": m.Errno,
    "ClientSdkInfo": r.RawSdk,
    "ClientSdkPackage": r.RawSdkPackage,
    "CloudResourceContext": m.CloudResourceContext,
    "DebugMeta": m.DebugMeta,
    "DeviceContext": m.DeviceContext,
    "Exception": r.RawException,
    "Frame": r.RawFrame,
    "Geo": m.Geo,
    "GpuContext": m.GpuContext,
    "JvmDebugImage": m.DebugImage,
    "LinuxDistribution": m.OsDistribution,
    "LockReason": m.Lock,
    "LogEntry": r.RawLogEntry,
    "MachException": m.MachException,
    "Mechanism": r.RawMechanism,
    "MechanismMeta": m.MechanismMeta,
    "NativeDebugImage": m.DebugImage,
    "NsError": m.NsError,
    "OsContext": m.OsContext,
    "OtelContext": m.OtelContext,
    "PosixSignal": m.Signal,
    "ProfileContext": m.ProfileContext,
    "ProguardDebugImage": m.DebugImage,
    "RawStacktrace": r.RawStacktrace,
    "ReplayContext": m.ReplayContext,
    "Request": r.RawRequest,
    "ResponseContext": m.ResponseContext,
    "RuntimeContext": m.RuntimeContext,
    "SourceMapDebugImage": m.DebugImage,
    "SystemSdkInfo": m.SdkInfo,
    "Thread": r.RawThread,
    "TraceContext": m.TraceContext,
    "TransactionInfo": r.TransactionInfo,
    "TransactionNameChange": r.TransactionNameChange,
    "User": m.User,
    "UserReportV2Context": m.FeedbackContext,
}
"""Maps Relay's name of each interface to its Struct."""
FREE = {
    "EventProcessingError": "an object whose keys depend on its type; `errors` keeps all of it",
    "NelContext": "`contexts` keeps all of it; `known_context` has no Struct for it yet",
    "PerformanceScoreContext": "`contexts` keeps all of it; its one key is only needed for Relay's own scores",
    "Route": "part of the attributes of a span",
    "SpanData": "attributes of a span; all are kept, because OpenTelemetry keeps adding names",
}
"""Interfaces of Relay without a Struct, and the place where their values are kept."""


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a JSON Schema and of its alternatives (`anyOf`)."""
    found: dict[str, Any] = dict(schema.get("properties", {}))
    for alternative in schema.get("anyOf", []):
        found |= properties(alternative)
    return found


@pytest.fixture
def schema() -> dict[str, Any]:
    """Relay's JSON Schema of the normalized event. If the file is missing, the test is skipped."""
    if not SCHEMA.is_file():
        pytest.skip("Relay's schema is not beside the repository")
    return as_object(json.loads(SCHEMA.read_bytes())) or {}


def test_every_property_of_an_event_is_modelled(schema: dict[str, Any]) -> None:
    """Each property of an event in Relay's schema has a field, and each list interface has `values`."""
    found = properties(schema)
    assert len(found) == 31
    assert found.keys() - set(RawEvent.__struct_encode_fields__) == set()
    lists = {name: properties(member).keys() for name, member in found.items() if properties(member)}
    assert lists == {name: {"values"} for name in ("breadcrumbs", "exception", "threads")}
    for kind in (r.RawBreadcrumbsData, r.RawExceptionData, r.RawThreadsData):
        assert "values" in kind.__struct_encode_fields__


def test_every_interface_of_relay_is_modelled(schema: dict[str, Any]) -> None:
    """Each interface in Relay's schema has a Struct with all its properties, or is listed with a reason."""
    interfaces = {name: properties(definition) for name, definition in schema["definitions"].items()}
    interfaces = {name: members for name, members in interfaces.items() if members}
    assert interfaces.keys() == MODELLED.keys() | FREE.keys()
    missing = {
        f"{name}.{member}"
        for name, kind in MODELLED.items()
        for member in interfaces[name].keys() - set(kind.__struct_encode_fields__)
    }
    assert missing == set()
