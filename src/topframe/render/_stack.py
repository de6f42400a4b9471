"""Renders exceptions and their stack traces in the order in which the language itself prints them.

Source: the output of the languages; of all platforms, getsentry/sentry shows only Python's stack traces oldest call
first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import dedent

from rich.text import Text

from topframe.analysis.frames import InAppFrames, own_frames
from topframe.analysis.source import NumberedLine, source_context
from topframe.model.exception import ExceptionValue
from topframe.model.stacktrace import Frame, Stacktrace

from ._layout import Row, blank, ends, listed
from .escape import flat, number_text, value_text, visible, visible_lines

_RAISED_FIRST = frozenset({"csharp", "groovy", "java", "javascript", "node", "ruby"})
_TOP_LAST = "python"
_QUALIFIED = frozenset({"csharp", "groovy", "java"})
"""Platforms whose frames have the class and the method in separate fields. The name of the file does not tell the
class, so the class is shown in front of the method."""
_UNQUALIFIED = frozenset({"builtins", "exceptions", "__main__"})

_OWN_FRAMES = 10
_NEAREST_FRAMES = 3
_ALL_FRAMES = 500
_TOP_CONTEXT = 3
_CONTEXT = 1
_LINE = 200
_BEFORE_COLUMN = 70

_LINKS = {
    "__cause__": "The above exception was the direct cause of the following one:",
    "__context__": "During the handling of the above exception the following one occurred:",
}
_LINK = "The above exception led to the following one:"
_GROUP_LINK = "The above exception is one of a group:"


def order(platform: str | None, exceptions: int) -> str:
    """Describe the order of the chain and of the calls.

    Args:
        platform: The platform of the event.
        exceptions: Number of exceptions. With fewer than two, only the order of the calls is described.
    """
    calls = f"most recent call {'last' if platform == _TOP_LAST else 'first'}"
    if exceptions < 2:
        return calls
    return f"{'causes below' if platform in _RAISED_FIRST else 'oldest cause first'}, {calls}"


def chain_rows(
    exceptions: tuple[ExceptionValue, ...], platform: str | None, *, all_frames: bool
) -> tuple[Iterator[Row], Iterator[Row]]:
    """Make the rows of the exceptions of an event, each with its stack trace.

    Args:
        exceptions: The chain, oldest cause first.
        platform: The platform of the event.
        all_frames: True to show library frames too.

    Returns:
        Two parts, in the order in which they are shown: the raised exception and then its causes, or the reverse. The
        parts are separate so that many causes cannot displace the raised exception.
    """
    raised_first = platform in _RAISED_FIRST
    chain = exceptions[::-1] if raised_first else exceptions

    def rows(at: int) -> Iterator[Row]:
        exception = chain[at]
        if at:
            link = "Caused by:" if raised_first else _link(chain[at - 1])
            yield from (blank(), Row(Text(link, style="italic"), "  ", hang=2), *(() if raised_first else (blank(),)))
        head = list(_exception_rows(exception, raised=exception is exceptions[-1]))
        stack = list(stack_rows(exception.stacktrace, platform, all_frames=all_frames))
        yield from stack + head if platform == _TOP_LAST else head + stack

    if raised_first:
        return rows(0), listed(range(1, len(chain)), "exceptions", rows)
    return listed(range(len(chain) - 1), "exceptions", rows), rows(len(chain) - 1)


def stack_rows(stack: Stacktrace | None, platform: str | None, *, all_frames: bool) -> Iterator[Row]:
    """Make the rows of a stack trace. The chosen frames are shown, and runs of other frames are counted."""
    if stack is None or not stack.frames:
        return
    frames = stack.frames
    own = own_frames(stack, platform)
    shown = _at_both_ends(frames) if all_frames else _readable(own)
    shown_ids, own_ids = {id(frame) for frame in shown}, {id(frame) for frame in own.frames}
    top = frames[-1]
    if not all_frames and (remark := _remark(own, len(shown))):
        yield Row(Text(remark, style="dim"), "    ", hang=4)
    for is_shown, run in groupby(
        frames if platform == _TOP_LAST else frames[::-1], lambda frame: id(frame) in shown_ids
    ):
        if is_shown:
            for frame in run:
                yield from frame_rows(frame, platform, is_own=id(frame) in own_ids, is_top=frame is shown[-1])
        else:
            yield _fold(list(run), top, own_ids if own.rule != "all" else None, platform)
    yield from _omitted(stack)


def frame_rows(frame: Frame, platform: str | None, *, is_own: bool, is_top: bool) -> Iterator[Row]:
    """Make the rows of one frame: the call, and the source around it.

    Args:
        frame: The frame.
        platform: The platform of the event. It applies to a frame that does not name a platform.
        is_own: True for a frame of the application, False for a frame of a library.
        is_top: True for the frame nearest to the failure. It gets more lines of source.
    """
    yield Row(_call(frame, platform, "cyan" if is_own else "dim"), "    ")
    context = source_context(frame)
    around = _TOP_CONTEXT if is_top else _CONTEXT
    at = next((index for index, line in enumerate(context.lines) if line.is_call), around)
    picked = context.lines[max(0, at - around) : at + around + 1]
    column = None if context.minified else frame.colno
    # `_code` leaves no line breaks inside a line, so the lines can be joined for `dedent` and split again.
    texts = dedent("\n".join(_code(line, column) for line in picked)).split("\n")
    numbers = ["" if line.lineno is None else number_text(line.lineno) for line in picked]
    width = max(map(len, numbers), default=0)
    for line, number, text in zip(picked, numbers, texts, strict=False):
        lead = f"      {'>' if line.is_call else ' '} {number:>{width}}  "
        style = "bold" if line.is_call else "dim"
        yield Row(Text(text, style=style), Text(lead, style=style), cut=not line.is_call)


# --- contents of rows -------------------------------------------------------------------------------------------------


def _exception_rows(exception: ExceptionValue, *, raised: bool) -> Iterator[Row]:
    name = exception.type or "Exception without a type"
    if exception.type and exception.module and exception.module not in _UNQUALIFIED and "." not in name:
        name = f"{exception.module}.{name}"
    text = Text(flat(name, 200), style="bold red")
    if exception.value:
        text.append(": ", style="not bold")
        text.append("\n".join(visible_lines(exception.value)), style="not bold")
    yield Row(text, "  ")
    if raised and (caught := _caught(exception)):
        yield Row(Text(caught, style="dim"), "    ")


def _caught(exception: ExceptionValue) -> str:
    mechanism = exception.mechanism
    if mechanism is None:
        return ""
    handled = {True: "handled", False: "not handled", None: "mechanism"}[mechanism.handled]
    if mechanism.type:
        return f"{handled} ({flat(mechanism.type, 100)})"
    return "" if mechanism.handled is None else handled


def _link(cause: ExceptionValue) -> str:
    source = (cause.mechanism and cause.mechanism.source) or ""
    return _GROUP_LINK if source.startswith("exceptions[") else _LINKS.get(source, _LINK)


def _at_both_ends(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """All frames of a stack trace, or the frames at both ends of a very deep stack trace."""
    first, _, last = ends(frames, _ALL_FRAMES)
    return first + last


def _readable(own: InAppFrames[Frame]) -> tuple[Frame, ...]:
    """The frames to show. If many frames were chosen, only those nearest to the failure."""
    return own.frames[-_NEAREST_FRAMES:] if own.rule == "all" else own.frames[-_OWN_FRAMES:]


def _remark(own: InAppFrames[Frame], shown: int) -> str:
    if own.rule == "path":
        return "(no frame is marked in-app: chosen by their paths)"
    if own.rule == "all":
        return (
            "(no frame is in-app)"
            if shown == len(own.frames)
            else f"(no frame is in-app: the {shown} nearest the failure)"
        )
    return ""


def _fold(run: list[Frame], top: Frame, own_ids: set[int] | None, platform: str | None) -> Row:
    """Make the row that counts the frames of a run that is not shown.

    Args:
        run: The frames.
        top: The last frame of the stack trace. If it is in *run*, the row names it.
        own_ids: The ids of the in-app frames; None if no rule tells in-app frames from library frames.
        platform: The platform of the event.
    """
    own = sum(id(frame) in own_ids for frame in run) if own_ids is not None else 0
    kind = "library " if own_ids is not None and not own else "in-app " if own == len(run) else ""
    text = Text(f"… {len(run)} {kind}frame{'' if len(run) == 1 else 's'}", style="dim")
    if own and not kind:
        text.append(f", {own} of them in-app")
    if any(frame is top for frame in run):
        text.append(", top frame ").append_text(_call(top, platform, "dim"))
    return Row(text, "    ")


def _omitted(stack: Stacktrace) -> Iterator[Row]:
    match stack.frames_omitted:
        case (int(first), int(after)) if after > first:
            yield Row(Text(f"(the sender left out {number_text(after - first)} frames)", style="dim"), "    ", hang=4)
        case _:
            pass


def _call(frame: Frame, platform: str | None, style: str) -> Text:
    package = (frame.package or "").replace("\\", "/").rpartition("/")[2]
    address = frame.instruction_addr
    path = frame.filename or frame.abs_path or frame.module or package or address or "unknown file"
    lineno = frame.lineno
    colno = frame.colno if lineno else None
    place = ":".join(value_text(part) for part in (path, lineno, colno) if part)
    function = frame.function or frame.raw_function or frame.symbol
    if function == "?":
        function = None
    if function and frame.module and (frame.platform or platform) in _QUALIFIED and path != frame.module:
        function = f"{frame.module}.{function}"
    text = Text(flat(place, 300), style=style)
    return text.append(" in ", style="dim").append(flat(function, 200), style="bold") if function else text


def _code(line: NumberedLine, column: int | None) -> str:
    """The text of a line. A very long line is shortened to the part around the call."""
    text = line.text
    if len(text) <= _LINE:
        return visible(text.expandtabs(4))
    start = max(0, column - 1 - _BEFORE_COLUMN) if line.is_call and column is not None else 0
    start = min(start, len(text) - _LINE)
    part = visible(text[start : start + _LINE].expandtabs(4))
    return f"{'…' if start else ''}{part}{'…' if start + _LINE < len(text) else ''}"
