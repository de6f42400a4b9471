"""The contexts that Sentry knows. The event keeps them as they came; its `known_context` reads them as these.

Source: getsentry/relay, protocol/contexts/. The same in both dialects.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, ClassVar, TypeVar

from msgspec import Raw, UnsetType, field

from ..wire.freeform import as_known, as_object, free_form
from ._base import Interface, present

Number = int | float | str
"""The server has written numbers of more than 15 digits as text since 2024."""


class Context(Interface, frozen=True, kw_only=True):
    """What one context says. A member is None when it is absent, null, or of another type than it should be."""

    aliases: ClassVar[tuple[str, ...]] = ()
    """The keys under which it stands, and its `type` where it stands under another one."""


class OsDistribution(Interface, frozen=True, kw_only=True):
    """The distribution of a Linux."""

    name: str | None = None
    version: str | None = None
    pretty_name: str | None = None


class Flag(Interface, frozen=True, kw_only=True):
    """A feature flag."""

    flag: str | None = None
    result: Any = None
    """What the application was told: mostly a boolean."""


class DeviceContext(Context, frozen=True, kw_only=True):
    """The machine that the event happened on."""

    aliases = ("device",)

    name: str | None = None
    family: str | None = None
    """The name without its version, such as `iPhone`."""
    model: str | None = None
    model_id: str | None = None
    brand: str | None = None
    manufacturer: str | None = None
    arch: str | None = None
    archs: tuple[str, ...] | None = None
    battery_level: Number | None = None
    """Percent."""
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
    """Bytes, like the sizes that follow."""
    free_memory: Number | None = None
    usable_memory: Number | None = None
    storage_size: Number | None = None
    free_storage: Number | None = None
    external_storage_size: Number | None = None
    external_free_storage: Number | None = None
    screen_resolution: str | None = None
    """Such as `1920x1080`."""
    screen_density: Number | None = None
    screen_dpi: Number | None = None
    screen_width_pixels: Number | None = None
    screen_height_pixels: Number | None = None
    boot_time: str | None = None
    """ISO 8601."""
    timezone: str | None = None
    language: str | None = None
    locale: str | None = None
    processor_count: Number | None = None
    processor_frequency: Number | None = None
    """MHz."""
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
    """The operating system of the device or server; that of the browser, under `client_os`, where there is no other."""

    aliases = ("os", "client_os")

    name: str | None = None
    version: str | None = None
    build: str | None = None
    kernel_version: str | None = None
    rooted: bool | str | None = None
    """True: the owner has taken the system over."""
    raw_description: str | None = None
    """The text that the other members were read from."""
    theme: str | None = None
    distribution: OsDistribution | None = None
    os: str | None = None
    """Name and version; since 2025."""


class RuntimeContext(Context, frozen=True, kw_only=True):
    """The interpreter or virtual machine."""

    aliases = ("runtime",)

    name: str | None = None
    version: str | None = None
    build: str | None = None
    raw_description: str | None = None
    """The text that the other members were read from."""


class AppContext(Context, frozen=True, kw_only=True):
    """The application."""

    aliases = ("app",)

    app_start_time: str | None = None
    """ISO 8601."""
    device_app_hash: str | None = None
    build_type: str | None = None
    app_identifier: str | None = None
    """Such as `com.example.app`."""
    app_name: str | None = None
    app_version: str | None = None
    app_build: str | int | None = None
    app_memory: Number | None = None
    """Bytes."""
    in_foreground: bool | None = None
    view_names_data: tuple[str | None, ...] | None = field(default=None, name="view_names")
    """The visible views; items can be null."""
    permissions: dict[str, Any] | None = None
    start_type: str | None = None
    app_arch: str | None = None

    @property
    def view_names(self) -> tuple[str, ...]:
        """The visible views; () when there are none."""
        return present(self.view_names_data)


class BrowserContext(Context, frozen=True, kw_only=True):
    """The browser."""

    aliases = ("browser",)

    name: str | None = None
    version: str | None = None
    browser: str | None = None
    """Name and version; since 2025."""


class GpuContext(Context, frozen=True, kw_only=True):
    """The graphics processor."""

    aliases = ("gpu",)

    id: Any = None
    name: str | None = None
    version: str | None = None
    vendor_id: str | int | None = None
    vendor_name: str | None = None
    memory_size: Number | None = None
    """Megabytes."""
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
    """The span that was open."""

    aliases = ("trace",)

    trace_id: str | None = None
    """32 hexadecimal digits."""
    span_id: str | None = None
    """16 hexadecimal digits."""
    parent_span_id: str | None = None
    op: str | None = None
    status: str | None = None
    exclusive_time: Number | None = None
    """Milliseconds."""
    client_sample_rate: Number | None = None
    """0 to 1."""
    sampled: bool | None = None
    origin: str | None = None
    description: str | None = None
    tags: dict[str, Any] | None = None
    data: dict[str, Any] | None = None
    dynamic_sampling_context: dict[str, Any] | None = None


class ProfileContext(Context, frozen=True, kw_only=True):
    """The profile that was being recorded."""

    aliases = ("profile",)

    profile_id: str | None = None
    profiler_id: str | None = None


class ReplayContext(Context, frozen=True, kw_only=True):
    """The session replay that was being recorded."""

    aliases = ("replay",)

    replay_id: str | None = None


class FlagsContext(Context, frozen=True, kw_only=True):
    """The feature flags that were asked for, the latest last."""

    aliases = ("flags",)

    values_data: tuple[Flag | None, ...] | None = field(default=None, name="values")
    """The evaluated feature flags, the latest last; items can be null."""

    @property
    def values(self) -> tuple[Flag, ...]:
        """The evaluated feature flags, the latest last; () when there are none."""
        return present(self.values_data)


class FeedbackContext(Context, frozen=True, kw_only=True):
    """What a user wrote."""

    aliases = ("feedback",)

    contact_email: str | None = None
    message: str | None = None
    name: str | None = None
    source: str | None = None
    url: str | None = None
    associated_event_id: str | None = None
    replay_id: str | None = None


class ResponseContext(Context, frozen=True, kw_only=True):
    """The HTTP response that was being sent."""

    aliases = ("response",)

    status_code: int | None = None
    body_size: Number | None = None
    """Bytes."""
    headers: tuple[tuple[str | None, ...] | None, ...] | dict[str, Any] | None = None
    cookies: tuple[tuple[str | None, ...] | None, ...] | dict[str, Any] | str | None = None
    data: Any = None
    inferred_content_type: str | None = None


class CultureContext(Context, frozen=True, kw_only=True):
    """Language and calendar of the user."""

    aliases = ("culture", "Current Culture")

    calendar: str | None = None
    display_name: str | None = None
    locale: str | None = None
    is_24_hour_format: bool | None = None
    timezone: str | None = None


class CloudResourceContext(Context, frozen=True, kw_only=True):
    """Where in a cloud the application runs."""

    aliases = ("cloud_resource",)

    provider: str | None = field(default=None, name="cloud.provider")
    platform: str | None = field(default=None, name="cloud.platform")
    region: str | None = field(default=None, name="cloud.region")
    account_id: str | None = field(default=None, name="cloud.account.id")
    availability_zone: str | None = field(default=None, name="cloud.availability_zone")
    host_id: str | None = field(default=None, name="host.id")
    host_type: str | None = field(default=None, name="host.type")
    cloud: dict[str, Any] | None = None
    """GlitchTip: the members of `cloud.`, nested."""
    host: dict[str, Any] | None = None
    """GlitchTip: the members of `host.`, nested."""


class OtelContext(Context, frozen=True, kw_only=True):
    """What OpenTelemetry knows."""

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
    """The state of the application's store."""

    aliases = ("state",)

    state: Any = None
    """An object: `type` names the library, such as `redux`, and `value` is the state itself."""


C = TypeVar("C", bound=Context)


class HasContexts:
    """An event that has contexts."""

    __slots__ = ()

    contexts_json: Raw | UnsetType

    @property
    def contexts(self) -> Any:
        """An object of alias to a free object, or None; long numbers have been text since 2024.

        `known_context` reads those of known classes.
        """
        return free_form(self.contexts_json)

    def known_context(self, kind: type[C]) -> C | None:
        """Read a context of a known class.

        Args:
            kind: The class of the context, such as `topframe.model.TraceContext`.

        Returns:
            The context under an alias of *kind*; if there is none, the first one whose `type` says that it is one.
            None when there is no such object. Clients write contexts and no server checks them, so a member of the
            wrong type is None here; *contexts* has all of them unchanged.
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
