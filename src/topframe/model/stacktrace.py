"""Stack traces, their frames, and the source lines and locks of a frame.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_api_context`); getsentry/relay, protocol/stacktrace.rs
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import free_form
from ._base import FreeFormApiInterface, Interface, present

T = TypeVar("T")


class SourceLine(Interface, frozen=True, array_like=True):
    """One line of source code. In the JSON it is the array `[lineno, text]`; further items are skipped."""

    lineno: int | None = None
    """Line number, counted from 1. 0 and negative numbers occur if the SDK sent too many lines before the call."""
    text: str | None = None
    """Text of the line without its line end. None: the sender did not know the text."""


class Lock(Interface, frozen=True, kw_only=True):
    """A lock (monitor) that a thread holds or waits for. Sent by the JVM and Android SDKs."""

    type: int | str | None = None
    """What the thread does: 1 locked, 2 waiting, 4 sleeping, 8 blocked."""
    address: str | None = None
    """Address of the lock: hexadecimal text with `0x`."""
    package_name: str | None = None
    class_name: str | None = None
    thread_id: int | str | None = None
    """Id of the thread that holds the lock."""


# `Frame` and `SourceLine` allow positional arguments, because `normalize` creates many of both. It passes the fields of
# a frame by position, up to *addr_mode*.
class Frame(FreeFormApiInterface, frozen=True):
    """One call on the stack. A useful frame has *function* or *filename*."""

    filename: str | None = None
    """Path of the source file, shortened by the sender. Usually relative to the project or to the host."""
    abs_path: str | None = None
    """Full path; for JavaScript the URL (`https:`, `webpack:`, `app:`). `<anonymous>` and `native` also occur."""
    module: str | None = None
    package: str | None = None
    """The image, assembly or archive from which the code was loaded."""
    platform: str | None = None
    """Platform of the frame. None when it is the platform of the event."""
    instruction_addr: str | int | None = None
    """Address of the instruction: hexadecimal text with `0x`, padded to the same width within a stack trace."""
    symbol_addr: str | int | None = None
    """Start address of the function, in the same form as *instruction_addr*."""
    function: str | None = None
    """Name of the function. The server shortens it for some platforms."""
    raw_function: str | None = None
    """Name of the function before the server shortened it."""
    symbol: str | None = None
    """The mangled name of the function."""
    context_data: tuple[SourceLine | None, ...] | None = field(default=None, name="context")
    """Source lines around *lineno*, in file order, including the line of the call; items can be null."""
    lineno: int | None = field(default=None, name="lineNo")
    """Line of the call in *filename*, counted from 1. 0 also occurs."""
    colno: int | None = field(default=None, name="colNo")
    """Column of the call, counted from 1. Large in minified code. 0 also occurs."""
    in_app: bool | None = None
    """True: application code. False: library code. None: not stated."""
    trust: str | None = None
    """How the unwinder found the frame: `none`, `scan`, `cfiscan`, `fp`, `cfi`, `prewalked`, `context`; or another."""
    errors_data: tuple[Any, ...] | None = field(default=None, name="errors")
    lock: Lock | None = None
    """The lock that this call takes or for which it waits."""
    source_link: str | None = None
    """URL of the line in the web view of the repository."""
    vars_json: Raw | UnsetType = field(default=UNSET, name="vars")
    """*vars* as JSON text, exactly as received; UNSET when the key is absent."""
    addr_mode: str | None = None
    """Base of the addresses. None or `abs`: absolute. `rel:N`: relative to the start of debug image N."""
    symbolicator_status: str | None = None
    """Result of symbolication: `symbolicated`, `missing_symbol`, `unknown_image`, `missing`, `malformed`, ..."""
    is_sentinel: bool | None = None
    """True: grouping stops at this frame. Sent from 2021 to 2024."""
    is_prefix: bool | None = None
    """True: grouping combines this frame with the next frame. Sent from 2021 to 2024."""
    min_grouping_level: int | None = None
    map: str | None = None
    """Name of the applied source map: the last segment of its path."""
    map_url: str | None = None
    """URL of the applied source map. None when the source map has no URL."""
    orig_function: str | None = None
    """*function* before the source map was applied. The text `?` when unknown."""
    orig_abs_path: str | None = None
    orig_filename: str | None = None
    orig_lineno: int | str | None = field(default=None, name="origLineNo")
    """*lineno* before the source map was applied. The text `?` when unknown."""
    orig_colno: int | str | None = field(default=None, name="origColNo")
    """*colno* before the source map was applied. The text `?` when unknown."""
    parent_index: int | None = None
    """Index of the calling frame. Sent only if the stack is a tree."""
    sample_count: int | None = None
    """Number of samples that hit the frame. Sent only if the stack is a tree."""
    instruction_offset: int | None = None
    """Offset of the instruction from the start of the function, in bytes. Sent about 2015."""

    @property
    def context(self) -> tuple[SourceLine, ...]:
        """Source lines around *lineno*, in file order, including the line of the call; () when there are none."""
        return present(self.context_data)

    @property
    def errors(self) -> tuple[Any, ...]:
        """The items of *errors_data* without nulls; () when there are none."""
        return present(self.errors_data)

    @property
    def vars(self) -> Any:
        """Local variables: a dict of any JSON values. None when missing: Sentry removes them from shared events."""
        return free_form(self.vars_json)


class HasLines(Generic[T]):
    """A mixin for classes with the source lines before and after a call. The type parameter is the type of a line."""

    __slots__ = ()

    pre_context_data: tuple[T | None, ...] | None
    post_context_data: tuple[T | None, ...] | None

    @property
    def pre_context(self) -> tuple[T, ...]:
        """The lines before the call, in file order, without nulls; () when there are none.

        To number the lines, use *pre_context_data*: in it, each line keeps its position.
        """
        return present(self.pre_context_data)

    @property
    def post_context(self) -> tuple[T, ...]:
        """The lines after the call, in file order, without nulls; () when there are none.

        To number the lines, use *post_context_data*: in it, each line keeps its position.
        """
        return present(self.post_context_data)


class GlitchTipFrame(HasLines[str], Frame, frozen=True, kw_only=True):
    """A frame with keys from the SDK that GlitchTip passes on and Sentry leaves out.

    A decoded frame has this class only if it has at least one of these keys.
    """

    context_line: str | None = field(default=None, name="context_line")
    """Text of the line of the call. Sent in addition to *context*."""
    pre_context_data: tuple[str | None, ...] | None = field(default=None, name="pre_context")
    """The lines before the call; null if the text is unknown. Sent only if the SDK sent no line number."""
    post_context_data: tuple[str | None, ...] | None = field(default=None, name="post_context")
    """The lines after the call; null if the text is unknown. Sent only if the SDK sent no line number."""
    image_addr: str | int | None = field(default=None, name="image_addr")
    """Address at which the image was loaded."""
    stack_start: bool | None = field(default=None, name="stack_start")
    """True: an asynchronous stack was cut off at this frame."""
    project_root: str | None = field(default=None, name="project_root")
    """The folder of the application. Sent by the Ruby SDK."""
    data: Any = None
    """Data that the server added while it processed the frame."""


class Stacktrace(FreeFormApiInterface, frozen=True, kw_only=True):
    """The frames of one thread, oldest call first. In the stack trace of an exception, the last frame raised it."""

    frames_data: tuple[Frame | None, ...] | None = field(default=None, name="frames")
    """The frames as sent, oldest call first; items can be null."""
    frames_omitted: Any = None
    """A pair: the index of the first frame that was cut out, and the index of the first frame after the gap."""
    registers_json: Raw | UnsetType = field(default=UNSET, name="registers")
    """*registers* as JSON text, exactly as received; UNSET when the key is absent."""
    has_system_frames: bool | None = None
    """True: at least one frame is *in_app*. The name is misleading."""
    instruction_addr_adjustment: str | None = field(default=None, name="instruction_addr_adjustment")
    """The frames whose addresses point after the call: `auto`, `all`, `all_but_first` or `none`.

    GlitchTip sends this field, *lang* and *snapshot*.
    """
    lang: str | None = None
    snapshot: bool | None = None
    """True: the stack is a snapshot of a running thread. No exception was raised."""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames, oldest call first, without nulls; () when there are none."""
        return present(self.frames_data)

    @property
    def registers(self) -> Any:
        """CPU registers at the top frame, which is the last: a dict of names and hexadecimal texts; None if missing."""
        return free_form(self.registers_json)
