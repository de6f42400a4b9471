"""The typed contexts that `Event.known_context` returns."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import (
    AppContext,
    BrowserContext,
    CloudResourceContext,
    Context,
    CultureContext,
    DeviceContext,
    FeedbackContext,
    Flag,
    FlagsContext,
    GpuContext,
    MonitorContext,
    OsContext,
    OsDistribution,
    OtelContext,
    ProfileContext,
    ReplayContext,
    ResponseContext,
    RuntimeContext,
    StateContext,
    TraceContext,
)

WHOLE: dict[type[msgspec.Struct], str] = {
    AppContext: """{
        "app_start_time": "2026-01-09T03:00:00Z", "device_app_hash": "ff", "build_type": "store", "app_build": "190",
        "app_identifier": "com.example.game", "app_name": "Game", "app_version": "1.9", "app_memory": 2048,
        "in_foreground": true, "view_names": ["Arena", null], "permissions": {"camera": "granted"},
        "start_type": "cold", "app_arch": "arm64", "unheardOf": 1
    }""",
    BrowserContext: """{"name": "Firefox", "version": "136.0", "browser": "Firefox 136.0", "unheardOf": 1}""",
    CloudResourceContext: """{
        "cloud.provider": "example", "cloud.platform": "example_vm", "cloud.region": "eu", "cloud.account.id": "42",
        "cloud.availability_zone": "eu-1a", "host.id": "i-0", "host.type": "small", "cloud": {"provider": "example"},
        "host": {"id": "i-0"}, "unheardOf": 1
    }""",
    CultureContext: """{
        "calendar": "gregory", "display_name": "German", "locale": "de", "is_24_hour_format": true,
        "timezone": "Europe/Vienna", "unheardOf": 1
    }""",
    DeviceContext: """{
        "name": "phone", "family": "Example", "model": "Phone 12", "model_id": "D53", "brand": "Example",
        "manufacturer": "Example Works", "arch": "arm64", "archs": ["arm64"], "battery_level": 81.5,
        "battery_status": "Charging", "battery_temperature": 31, "orientation": "portrait", "online": true,
        "charging": false, "low_memory": true, "simulator": false, "low_power_mode": false,
        "memory_size": "17179869184000000", "free_memory": 1, "usable_memory": 2, "storage_size": 3,
        "free_storage": 4, "external_storage_size": 5, "external_free_storage": 6, "screen_resolution": "2x1",
        "screen_density": 3.0, "screen_dpi": 460, "screen_width_pixels": 1170, "screen_height_pixels": 2532,
        "boot_time": "2026-01-01T00:00:00Z", "timezone": "Europe/Vienna", "language": "de", "locale": "de_AT",
        "processor_count": 6, "processor_frequency": 3100.5, "cpu_description": "A14", "device_type": "Handheld",
        "device_unique_identifier": "u", "supports_vibration": true, "supports_accelerometer": true,
        "supports_gyroscope": true, "supports_audio": true, "supports_location_service": true, "chipset": "A14",
        "connection_type": "wifi", "thermal_state": "nominal", "uuid": "v", "unheardOf": 1
    }""",
    FeedbackContext: """{
        "contact_email": "tester@example.com", "message": "It hangs.", "name": "Tester", "source": "widget",
        "url": "https://www.example.com/", "associated_event_id": "ab", "replay_id": "cd", "unheardOf": 1
    }""",
    Flag: """{"flag": "new-summary", "result": true, "unheardOf": 1}""",
    FlagsContext: """{"values": [{"flag": "new-summary", "result": "blue"}, null], "unheardOf": 1}""",
    GpuContext: """{
        "id": 7, "name": "Example GPU", "version": "2", "vendor_id": "0x10", "vendor_name": "Example",
        "memory_size": 4096, "api_type": "Metal", "multi_threaded_rendering": true, "npot_support": "Full",
        "max_texture_size": 16384, "graphics_shader_level": "50", "supports_draw_call_instancing": true,
        "supports_ray_tracing": true, "supports_compute_shaders": true, "supports_geometry_shaders": true,
        "unheardOf": 1
    }""",
    MonitorContext: """{
        "id": "cafe", "slug": "nightly", "name": "Nightly", "config": {"schedule_type": "crontab"},
        "status": "active", "unheardOf": 1
    }""",
    OsDistribution: """{"name": "example", "version": "1", "pretty_name": "Example 1", "unheardOf": 1}""",
    OsContext: """{
        "name": "ExampleOS", "version": "17.3", "build": "21D50", "kernel_version": "23.3", "rooted": false,
        "raw_description": "ExampleOS 17.3", "theme": "dark", "distribution": {"name": "example"},
        "os": "ExampleOS 17.3", "unheardOf": 1
    }""",
    OtelContext: """{"attributes": {"a.b": [1]}, "resource": {"service.name": "orders"}, "unheardOf": 1}""",
    ProfileContext: """{"profile_id": "ab", "profiler_id": "cd", "unheardOf": 1}""",
    ReplayContext: """{"replay_id": "ab", "unheardOf": 1}""",
    ResponseContext: """{
        "status_code": 200, "body_size": 512, "headers": [["Accept", null], null], "cookies": {"theme": "dark"},
        "data": [{"any": "thing"}], "inferred_content_type": "application/json", "unheardOf": 1
    }""",
    RuntimeContext: """{
        "name": "CPython", "version": "3.12.4", "build": "main", "raw_description": "CPython 3.12.4", "unheardOf": 1
    }""",
    StateContext: """{"state": {"type": "redux", "value": {"cart": []}}, "unheardOf": 1}""",
    TraceContext: """{
        "trace_id": "a0", "span_id": "b0", "parent_span_id": "c0", "op": "http.server", "status": "ok",
        "exclusive_time": 1234.5, "client_sample_rate": 1.0, "sampled": true, "origin": "auto.http",
        "description": "GET /", "tags": {"queue": "fast"}, "data": {"thread.id": "7"},
        "dynamic_sampling_context": {"sample_rate": "1.0"}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_context_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys have the spelling of the SDK: snake_case or with dots."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_context_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. SDKs send only known values, and Sentry drops nulls."""
    assert_may_be_empty(kind)


def test_every_context_class_is_tested() -> None:
    """The table has every subclass of `Context`, and no two classes share an alias."""
    kinds = Context.__subclasses__()
    assert set(kinds) <= set(WHOLE)
    aliases = [alias for kind in kinds for alias in kind.aliases]
    assert len(set(aliases)) == len(aliases)


@pytest.mark.parametrize("value", ["1234.567890123456", 1234.5, 1234])
def test_a_long_number_is_text(value: str | float) -> None:
    """Since 2024 the server sends numbers longer than 15 characters as text; both forms decode."""
    text = f'{{"exclusive_time": "{value}"}}' if isinstance(value, str) else f'{{"exclusive_time": {value}}}'
    assert decode(TraceContext, text).exclusive_time == value


@pytest.mark.parametrize(("text", "value"), [("true", True), ('"no"', "no")])
def test_rooted_can_be_text(text: str, value: object) -> None:
    """Old SDKs sent `rooted` as text."""
    assert decode(OsContext, f'{{"rooted": {text}}}').rooted == value


@pytest.mark.parametrize(("text", "value"), [("190", 190), ('"1.9.0"', "1.9.0")])
def test_a_build_is_text_or_a_number(text: str, value: object) -> None:
    """Some SDKs send `app_build` as a number."""
    assert decode(AppContext, f'{{"app_build": {text}}}').app_build == value
