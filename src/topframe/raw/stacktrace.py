"""Frames and the stacktraces they make up, as SDKs send them and the server stores them.

Source: getsentry/relay, protocol/stacktrace.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface
from ..model.stacktrace import Lock
from ..wire.freeform import free_form
from ._base import Number


class RawFrame(FreeFormInterface, frozen=True, kw_only=True):
    """One call on the stack; a useful one has *function*, *filename* or *instruction_addr*."""

    filename: str | None = None
    """Path as the sender shortened it, or a URL."""
    abs_path: str | None = None
    """Full path or URL."""
    function: str | None = None
    """Name of the function; `?` where the sender does not know it."""
    module: str | None = None
    lineno: Number | None = None
    """Line of the call, counted from 1."""
    colno: Number | None = None
    """Column of the call, counted from 1."""
    pre_context: tuple[str | None, ...] | None = None
    """The lines before the call, in file order."""
    context_line: str | None = None
    """The line of the call."""
    post_context: tuple[str | None, ...] | None = None
    """The lines after the call, in file order."""
    vars_json: Raw | UnsetType = field(default=UNSET, name="vars")
    """*vars* as it came."""
    in_app: bool | None = None
    """True: application code. False: library code. None: the sender did not say."""
    platform: str | None = None
    """Set only where it differs from the platform of the event."""
    package: str | None = None
    """The image, assembly or archive that the code was loaded from."""
    data: dict[str, Any] | None = None
    """What the server notes while it processes a frame: `sourcemap`, `resolved_with`, `orig_function`, ..."""
    instruction_addr: str | int | None = None
    """Hexadecimal with `0x`, decimal digits, or a number."""
    symbol_addr: str | int | None = None
    """Start of the function; written like *instruction_addr*."""
    image_addr: str | int | None = None
    """Where the image was loaded; written like *instruction_addr*."""
    raw_function: str | None = None
    """Name of the function before it was shortened."""
    symbol: str | None = None
    """The mangled name."""
    trust: str | None = None
    """How the unwinder found the frame: `none`, `scan`, `cfiscan`, `fp`, `cfi`, `prewalked`, `context`, ..."""
    errors: Any = None
    addr_mode: str | None = None
    """What the addresses count from: `abs`, or `rel:N`, the start of debug image N."""
    function_id: str | int | None = None
    """Index or token of the function (WebAssembly, .NET)."""
    lock: Lock | None = None
    """The lock that this call takes or waits for."""
    source_link: str | None = None
    """Address of the line in the repository's web view, or of the file itself."""
    stack_start: bool | None = None
    """True where an asynchronous stack was cut off."""
    native: bool | None = None
    """True: native code in the stack of a virtual machine."""
    snapshot: bool | None = None
    lang: str | None = None
    instruction_offset: int | None = None
    """Bytes from the start of the function (.NET)."""
    project_root: str | None = None
    """Ruby: the folder of the application. The server drops it."""

    @property
    def vars(self) -> Any:
        """Local variables: an object of name to any JSON value, a list of values, or None."""
        return free_form(self.vars_json)


class RawStacktrace(FreeFormInterface, frozen=True, kw_only=True):
    """Frames of one thread, oldest call first; the last one raised."""

    frames: tuple[RawFrame | None, ...] | None = None
    """None when the key is null or missing; SDKs send both."""
    registers_json: Raw | UnsetType = field(default=UNSET, name="registers")
    """*registers* as they came."""
    frames_omitted: Any = None
    """A pair: the indexes of the first frame that was cut out and of the first one after the gap."""
    lang: str | None = None
    snapshot: bool | None = None
    """True when the stack was taken of a running thread, not of a failure."""
    instruction_addr_adjustment: str | None = None
    """Whether addresses are those of the call or of the return: `auto`, `all_but_first`, `all`, `none`."""

    @property
    def registers(self) -> Any:
        """CPU registers of the topmost call: an object of name to hexadecimal text, or None."""
        return free_form(self.registers_json)
