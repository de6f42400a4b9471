"""Typed classes for the contexts that Sentry knows.

A context describes one part of the environment, for example the device. The event keeps all contexts as free-form
JSON. `Event.known_context` converts one of them to a class of this module.

Source: getsentry/relay, protocol/contexts/. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, ClassVar, TypeVar

from msgspec import Raw, UnsetType, field

from ..wire.freeform import as_known, as_object, free_form
from ._base import Interface, present

Number = int | float | str
"""A number. Since 2024 the server sends numbers longer than 15 characters as text."""


class Context(Interface, frozen=True, kw_only=True):
    """One context. A field is None when its key is absent, its value is null, or its value has the wrong type."""

    aliases: ClassVar[tuple[str, ...]] = ()
    """The keys of `contexts` that hold this context. Under another key, a `type` equal to one of them identifies it."""


class OsDistribution(Interface, frozen=True, kw_only=True):
    """A Linux distribution."""

    name: str | None = None
    version: str | None = None
    pretty_name: str | None = None


class Flag(Interface, frozen=True, kw_only=True):
    """One evaluation of a feature flag."""

    flag: str | None = None
    result: Any = None
    """The value that the application received, usually a boolean."""


class DeviceContext(Context, frozen=True, kw_only=True):
    """The device on which the event happened."""

    aliases = ("device",)

    name: str | None = None
    family: str | None = None
    """The name without its version, for example `iPhone`."""
    model: str | None = None
    model_id: str | None = None
    brand: str | None = None
    manufacturer: str | None = None
    arch: str | None = None
    archs: tuple[str, ...] | None = None
    battery_level: Number | None = None
    """Battery charge in percent, 0 to 100."""
    battery_status: str | None = None
    battery_temperature: Number | None = None
    """Degrees Celsius."""
    orientation: str | None = None
    """`portrait` or `landscape`."""
    online: bool | None = None
    charging: bool | None = None
    low_memory: bool | None = None
    simulator: bool | None = None
    low_power_mode: bool | None = None
    memory_size: Number | None = None
    """In bytes, like the fields from *free_memory* to *external_free_storage*."""
    free_memory: Number | None = None
    usable_memory: Number | None = None
    storage_size: Number | None = None
    free_storage: Number | None = None
    external_storage_size: Number | None = None
    external_free_storage: Number | None = None
    screen_resolution: str | None = None
    """Width and height in pixels, for example `1920x1080`."""
    screen_density: Number | None = None
    screen_dpi: Number | None = None
    screen_width_pixels: Number | None = None
    screen_height_pixels: Number | None = None
    boot_time: str | None = None
    """When the device started, as ISO 8601 text."""
    timezone: str | None = None
    language: str | None = None
    locale: str | None = None
    processor_count: Number | None = None
    processor_frequency: Number | None = None
    """In megahertz."""
    cpu_description: str | None = None
    device_type: str | None = None
    device_unique_identifier: str | None = None
    supports_vibration: bool | None = None
    supports_accelerometer: bool | None = None
    supports_gyroscope: bool | None = None
    supports_audio: bool | None = None
    supports_location_service: bool | None = None
    chipset: str | None = None
    connection_type: str | None = None
    thermal_state: str | None = None
    uuid: str | None = None


class OsContext(Context, frozen=True, kw_only=True):
    """The operating system of the device or server (`os`); without it, the browser's operating system (`client_os`)."""

    aliases = ("os", "client_os")

    name: str | None = None
    version: str | None = None
    build: str | None = None
    kernel_version: str | None = None
    rooted: bool | str | None = None
    """True: the device is rooted or jailbroken. Text in events of old SDKs."""
    raw_description: str | None = None
    """An unparsed description, from which the server can read the other fields."""
    theme: str | None = None
    distribution: OsDistribution | None = None
    os: str | None = None
    """Name and version in one text. Sent since 2025."""


class RuntimeContext(Context, frozen=True, kw_only=True):
    """The runtime: the interpreter or virtual machine that ran the code."""

    aliases = ("runtime",)

    name: str | None = None
    version: str | None = None
    build: str | None = None
    raw_description: str | None = None
    """An unparsed description, from which the server can read the other fields."""


class AppContext(Context, frozen=True, kw_only=True):
    """The application that sent the event."""

    aliases = ("app",)

    app_start_time: str | None = None
    """When the application started, as ISO 8601 text."""
    device_app_hash: str | None = None
    build_type: str | None = None
    app_identifier: str | None = None
    """The identifier of the application package, for example `com.example.app`."""
    app_name: str | None = None
    app_version: str | None = None
    app_build: str | int | None = None
    app_memory: Number | None = None
    """Memory that the application uses, in bytes."""
    in_foreground: bool | None = None
    view_names_data: tuple[str | None, ...] | None = field(default=None, name="view_names")
    """The names of the visible views as sent; items can be null."""
    permissions: dict[str, Any] | None = None
    start_type: str | None = None
    app_arch: str | None = None

    @property
    def view_names(self) -> tuple[str, ...]:
        """The names of the visible views, without nulls; () when the list is missing or empty."""
        return present(self.view_names_data)


class BrowserContext(Context, frozen=True, kw_only=True):
    """The browser of the user."""

    aliases = ("browser",)

    name: str | None = None
    version: str | None = None
    browser: str | None = None
    """Name and version in one text. Sent since 2025."""


class GpuContext(Context, frozen=True, kw_only=True):
    """The graphics processor (GPU)."""

    aliases = ("gpu",)

    id: Any = None
    name: str | None = None
    version: str | None = None
    vendor_id: str | int | None = None
    vendor_name: str | None = None
    memory_size: Number | None = None
    """In megabytes."""
    api_type: str | None = None
    multi_threaded_rendering: bool | None = None
    npot_support: str | None = None
    max_texture_size: Number | None = None
    graphics_shader_level: str | None = None
    supports_draw_call_instancing: bool | None = None
    supports_ray_tracing: bool | None = None
    supports_compute_shaders: bool | None = None
    supports_geometry_shaders: bool | None = None


class TraceContext(Context, frozen=True, kw_only=True):
    """The trace and the span that were active when the event happened."""

    aliases = ("trace",)

    trace_id: str | None = None
    """32 hexadecimal digits."""
    span_id: str | None = None
    """16 hexadecimal digits."""
    parent_span_id: str | None = None
    op: str | None = None
    status: str | None = None
    exclusive_time: Number | None = None
    """Time in the span that no child span covers, in milliseconds."""
    client_sample_rate: Number | None = None
    """The sample rate of the SDK, 0 to 1."""
    sampled: bool | None = None
    origin: str | None = None
    description: str | None = None
    tags: dict[str, Any] | None = None
    data: dict[str, Any] | None = None
    dynamic_sampling_context: dict[str, Any] | None = None


class ProfileContext(Context, frozen=True, kw_only=True):
    """Ids of the profile that was being recorded when the event happened."""

    aliases = ("profile",)

    profile_id: str | None = None
    profiler_id: str | None = None


class ReplayContext(Context, frozen=True, kw_only=True):
    """Id of the session replay that was being recorded when the event happened."""

    aliases = ("replay",)

    replay_id: str | None = None


class FlagsContext(Context, frozen=True, kw_only=True):
    """The feature flags that the application evaluated before the event, most recent last."""

    aliases = ("flags",)

    values_data: tuple[Flag | None, ...] | None = field(default=None, name="values")
    """The evaluated feature flags as sent, most recent last; items can be null."""

    @property
    def values(self) -> tuple[Flag, ...]:
        """The evaluated feature flags, most recent last, without nulls; () when the list is missing or empty."""
        return present(self.values_data)


class FeedbackContext(Context, frozen=True, kw_only=True):
    """Feedback that a user wrote."""

    aliases = ("feedback",)

    contact_email: str | None = None
    message: str | None = None
    name: str | None = None
    source: str | None = None
    url: str | None = None
    associated_event_id: str | None = None
    replay_id: str | None = None


class ResponseContext(Context, frozen=True, kw_only=True):
    """The HTTP response that belongs to the event."""

    aliases = ("response",)

    status_code: int | None = None
    body_size: Number | None = None
    """Size of the body in bytes."""
    headers: tuple[tuple[str | None, ...] | None, ...] | dict[str, Any] | None = None
    cookies: tuple[tuple[str | None, ...] | None, ...] | dict[str, Any] | str | None = None
    data: Any = None
    inferred_content_type: str | None = None


class CultureContext(Context, frozen=True, kw_only=True):
    """Language, region and calendar settings of the user."""

    aliases = ("culture", "Current Culture")

    calendar: str | None = None
    display_name: str | None = None
    locale: str | None = None
    is_24_hour_format: bool | None = None
    timezone: str | None = None


class CloudResourceContext(Context, frozen=True, kw_only=True):
    """The cloud resource on which the application runs."""

    aliases = ("cloud_resource",)

    provider: str | None = field(default=None, name="cloud.provider")
    platform: str | None = field(default=None, name="cloud.platform")
    region: str | None = field(default=None, name="cloud.region")
    account_id: str | None = field(default=None, name="cloud.account.id")
    availability_zone: str | None = field(default=None, name="cloud.availability_zone")
    host_id: str | None = field(default=None, name="host.id")
    host_type: str | None = field(default=None, name="host.type")
    cloud: dict[str, Any] | None = None
    """Sent by GlitchTip, which nests the keys that start with `cloud.` in this object."""
    host: dict[str, Any] | None = None
    """Sent by GlitchTip, which nests the keys that start with `host.` in this object."""


class OtelContext(Context, frozen=True, kw_only=True):
    """Attributes and resource data from OpenTelemetry."""

    aliases = ("otel",)

    attributes: dict[str, Any] | None = None
    resource: dict[str, Any] | None = None


class MonitorContext(Context, frozen=True, kw_only=True):
    """The cron monitor that failed."""

    aliases = ("monitor",)

    id: str | None = None
    slug: str | None = None
    name: str | None = None
    config: dict[str, Any] | None = None
    status: str | None = None


class StateContext(Context, frozen=True, kw_only=True):
    """The state of the application, as its state library (for example Redux) held it."""

    aliases = ("state",)

    state: Any = None
    """An object: `type` names the library, for example `redux`; `value` is the state."""


C = TypeVar("C", bound=Context)


class HasContexts:
    """A mixin for events and views that have a field `contexts_json`."""

    __slots__ = ()

    contexts_json: Raw | UnsetType

    @property
    def contexts(self) -> Any:
        """The contexts: an object that maps each alias to a free-form object; None when it is absent or null.

        Since 2024 the server sends numbers longer than 15 characters as text. `known_context` reads one context into a
        typed class.
        """
        return free_form(self.contexts_json)

    def known_context(self, kind: type[C]) -> C | None:
        """Read one context into its typed class.

        Args:
            kind: The class of the context, for example `topframe.model.TraceContext`.

        Returns:
            The context under an alias of *kind*. If no alias has an object, the first context whose `type` is an
            alias of *kind*. None if neither exists. Servers do not validate contexts, so a field is None here if its
            value has the wrong type; *contexts* has the unchanged value.
        """
        contexts = as_object(self.contexts) or {}
        known = (contexts.get(alias) for alias in kind.aliases)
        named = (context for context in contexts.values() if _is_named(context, kind.aliases))
        read = (as_known(context, kind) for context in chain(known, named))
        return next((context for context in read if context is not None), None)


def _is_named(context: Any, aliases: tuple[str, ...]) -> bool:
    match context:
        case {"type": str(name)}:
            return name in aliases
        case _:
            return False
