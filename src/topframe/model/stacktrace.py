"""Frames, their source lines and locks, and the stacktraces they make up.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_api_context`); getsentry/relay, protocol/stacktrace.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormApiInterface, Interface, present


class SourceLine(Interface, frozen=True, array_like=True):
    """One line of source code, on the wire the pair `[lineno, text]`; what a longer row has more is skipped."""

    lineno: int | None = None
    """Counted from 1; 0 and less occur where more lines were sent before the call than the file can have."""
    text: str | None = None
    """Without its line end. None: the sender knew that there is a line, but not what it says."""


class Lock(Interface, frozen=True, kw_only=True):
    """A monitor that a thread holds or waits for (JVM and Android)."""

    type: int | str | None = None
    """1 locked, 2 waiting, 4 sleeping, 8 blocked."""
    address: str | None = None
    """Hexadecimal, with `0x`."""
    package_name: str | None = None
    class_name: str | None = None
    thread_id: int | str | None = None
    """The thread that holds it."""


# Not `kw_only`, nor is `SourceLine`: `normalize` makes many of them, and gives the members by place, up to *addr_mode*.
class Frame(FreeFormApiInterface, frozen=True):
    """One call on the stack; a useful one has *function* or *filename*."""

    filename: str | None = None
    """Path as the sender shortened it, usually relative to the project or to the host."""
    abs_path: str | None = None
    """Full path, or for JavaScript the URL (`https:`, `webpack:`, `app:`); also `<anonymous>` and `native`."""
    module: str | None = None
    package: str | None = None
    """The image, assembly or archive that the code was loaded from."""
    platform: str | None = None
    """Set only where it differs from the platform of the event."""
    instruction_addr: str | int | None = None
    """Hexadecimal with `0x`, padded to one width within a stacktrace."""
    symbol_addr: str | int | None = None
    """Start of the function; written like *instruction_addr*."""
    function: str | None = None
    """Name of the function, shortened by the server for some platforms."""
    raw_function: str | None = None
    """Name of the function before it was shortened."""
    symbol: str | None = None
    """The mangled name."""
    context_data: tuple[SourceLine | None, ...] | None = field(default=None, name="context")
    """Source lines around *lineno*, in file order, the line of the call among them; items can be null."""
    lineno: int | None = field(default=None, name="lineNo")
    """Line of the call in *filename*, counted from 1; 0 occurs."""
    colno: int | None = field(default=None, name="colNo")
    """Column of the call, counted from 1; large in minified code; 0 occurs."""
    in_app: bool | None = None
    """True: application code. False: library code. None: nobody said."""
    trust: str | None = None
    """How the unwinder found the frame: `none`, `scan`, `cfiscan`, `fp`, `cfi`, `prewalked`, `context`, ..."""
    errors: tuple[Any, ...] | None = None
    lock: Lock | None = None
    """The lock that this call takes or waits for."""
    source_link: str | None = None
    """Address of the line in the repository's web view."""
    vars_json: Raw | UnsetType = field(default=UNSET, name="vars")
    """*vars* as it came."""
    addr_mode: str | None = None
    """What the addresses count from: None is `abs`; `rel:N` counts from the start of debug image N."""
    symbolicator_status: str | None = None
    """`symbolicated`, `missing_symbol`, `unknown_image`, `missing`, `malformed`, ..."""
    is_sentinel: bool | None = None
    """True: grouping stops here. Sent from 2021 to 2024."""
    is_prefix: bool | None = None
    """True: grouping takes the frame together with the next one. Sent from 2021 to 2024."""
    min_grouping_level: int | None = None
    map: str | None = None
    """Name of the source map that was applied: the last segment of its path."""
    map_url: str | None = None
    """Address of the source map, if it has one."""
    orig_function: str | None = None
    """*function* before the source map was applied; `?` when unknown."""
    orig_abs_path: str | None = None
    orig_filename: str | None = None
    orig_lineno: int | str | None = field(default=None, name="origLineNo")
    """*lineno* before the source map was applied; the text `?` when unknown."""
    orig_colno: int | str | None = field(default=None, name="origColNo")
    """*colno* before the source map was applied; the text `?` when unknown."""
    parent_index: int | None = None
    """Index of the calling frame, in stacks that are trees."""
    sample_count: int | None = None
    """How many samples hit the frame, in stacks that are trees."""
    instruction_offset: int | None = None
    """Bytes from the start of the function. Sent about 2015."""

    @property
    def context(self) -> tuple[SourceLine, ...]:
        """Source lines around *lineno*, in file order, the line of the call among them; () when there are none."""
        return present(self.context_data)

    @property
    def vars(self) -> Any:
        """Local variables: an object of name to any JSON value, or None, as in events that are shared publicly."""
        return free_form(self.vars_json)


class GlitchTipFrame(Frame, frozen=True, kw_only=True):
    """A frame with members of the SDK that Sentry does not show, and GlitchTip does.

    A frame of a response has this class only if it has one of these members.
    """

    context_line: str | None = field(default=None, name="context_line")
    """The line of the call, beside *context*."""
    pre_context: tuple[str | None, ...] | None = field(default=None, name="pre_context")
    """Where the SDK sent no line number: the lines before the call."""
    post_context: tuple[str | None, ...] | None = field(default=None, name="post_context")
    """Where the SDK sent no line number: the lines after the call."""
    image_addr: str | int | None = field(default=None, name="image_addr")
    """Where the image was loaded."""
    stack_start: bool | None = field(default=None, name="stack_start")
    """True where an asynchronous stack was cut off."""
    project_root: str | None = field(default=None, name="project_root")
    """The folder of the application, as the Ruby SDK sends it."""
    data: Any = None
    """What the server noted while it processed the frame."""


class Stacktrace(FreeFormApiInterface, frozen=True, kw_only=True):
    """Frames of one thread, oldest call first; the last one raised."""

    frames_data: tuple[Frame | None, ...] | None = field(default=None, name="frames")
    """The frames, oldest call first; items can be null."""
    frames_omitted: Any = None
    """A pair: the indexes of the first frame that was cut out and of the first one after the gap."""
    registers_json: Raw | UnsetType = field(default=UNSET, name="registers")
    """*registers* as they came."""
    has_system_frames: bool | None = None
    """Despite its name: True when at least one frame is *in_app*."""
    instruction_addr_adjustment: str | None = field(default=None, name="instruction_addr_adjustment")
    """GlitchTip, like the members that follow: `auto`, `all`, `all_but_first` or `none`."""
    lang: str | None = None
    snapshot: bool | None = None
    """True when the stack was taken of a running thread, not of a failure."""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames, oldest call first; () when there are none."""
        return present(self.frames_data)

    @property
    def registers(self) -> Any:
        """CPU registers of the topmost call: an object of name to hexadecimal text, or None."""
        return free_form(self.registers_json)
