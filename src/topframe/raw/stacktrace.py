"""Stack traces and their frames, as SDKs send them and the server stores them.

Source: getsentry/relay, protocol/stacktrace.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface, present
from ..model.stacktrace import HasLines, Lock
from ..wire.freeform import free_form
from ._base import Number


class RawFrame(HasLines[str], FreeFormInterface, frozen=True, kw_only=True):
    """One call on the stack. A useful frame has *function*, *filename* or *instruction_addr*."""

    filename: str | None = None
    """Path that the sender shortened, or a URL."""
    abs_path: str | None = None
    """Full path or URL."""
    function: str | None = None
    """Name of the function. `?`: the sender does not know it."""
    module: str | None = None
    lineno: Number | None = None
    """Line of the call, counted from 1."""
    colno: Number | None = None
    """Column of the call, counted from 1."""
    pre_context_data: tuple[str | None, ...] | None = field(default=None, name="pre_context")
    """The lines before the call, in file order. A null is a line whose text the sender does not know."""
    context_line: str | None = None
    """The line of the call."""
    post_context_data: tuple[str | None, ...] | None = field(default=None, name="post_context")
    """The lines after the call, in file order. A null is a line whose text the sender does not know."""
    vars_json: Raw | UnsetType = field(default=UNSET, name="vars")
    """*vars* as undecoded JSON, unchanged."""
    in_app: bool | None = None
    """True: application code. False: library code. None: the sender did not say."""
    platform: str | None = None
    """Platform of the frame. None: the platform of the event."""
    package: str | None = None
    """The image, assembly or archive that the code was loaded from."""
    data: dict[str, Any] | None = None
    """Notes of the server from processing the frame: `sourcemap`, `resolved_with`, `orig_function`, ..."""
    instruction_addr: str | int | None = None
    """Address of the instruction: hexadecimal with `0x`, decimal digits, or a number."""
    symbol_addr: str | int | None = None
    """Start of the function, in the format of *instruction_addr*."""
    image_addr: str | int | None = None
    """Load address of the image, in the format of *instruction_addr*."""
    raw_function: str | None = None
    """The original name of the function. Set if *function* is a shortened form of it."""
    symbol: str | None = None
    """The mangled name of the function."""
    trust: str | None = None
    """The method by which the unwinder found the frame.

    `none`, `scan`, `cfiscan`, `fp`, `cfi`, `prewalked`, `context`; this list may grow.
    """
    errors: Any = None
    addr_mode: str | None = None
    """Base of the addresses. `abs`: absolute. `rel:N`: relative to the start of debug image N."""
    function_id: str | int | None = None
    """Index of the function (WebAssembly) or its token (.NET)."""
    lock: Lock | None = None
    """The lock that this call holds or waits for."""
    source_link: str | None = None
    """URL of the line in the repository's web view, or URL of the plain file."""
    stack_start: bool | None = None
    """True: an asynchronous stack was cut off at this frame."""
    native: bool | None = None
    """True: the frame is native code in the stack of a virtual machine."""
    snapshot: bool | None = None
    lang: str | None = None
    instruction_offset: int | None = None
    """Offset in bytes from the start of the function (.NET)."""
    project_root: str | None = None
    """Root folder of the application; sent by the Ruby SDK. The server drops it."""

    @property
    def vars(self) -> Any:
        """Local variables: an object from name to any JSON value, a list of values, or None."""
        return free_form(self.vars_json)


class RawStacktrace(FreeFormInterface, frozen=True, kw_only=True):
    """Frames of one thread, oldest call first. The last frame raised the exception."""

    frames_data: tuple[RawFrame | None, ...] | None = field(default=None, name="frames")
    """The frames as sent, oldest call first; items can be null. None: the key is null or missing. SDKs send both."""
    registers_json: Raw | UnsetType = field(default=UNSET, name="registers")
    """*registers* as undecoded JSON, unchanged."""
    frames_omitted: Any = None
    """A pair of indexes: the first frame that was cut out, and the first frame after the gap."""
    lang: str | None = None
    snapshot: bool | None = None
    """True: the stack trace was taken from a running thread, without a failure."""
    instruction_addr_adjustment: str | None = None
    """The frames whose addresses point to the return and need an adjustment to the call.

    `auto`, `all_but_first`, `all`, `none`.
    """

    @property
    def frames(self) -> tuple[RawFrame, ...]:
        """The frames, oldest call first, without nulls; () when there are none."""
        return present(self.frames_data)

    @property
    def registers(self) -> Any:
        """CPU registers at the top frame, which is the last: a dict of names and hexadecimal texts; None if missing."""
        return free_form(self.registers_json)
