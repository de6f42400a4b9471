"""Stacktraces and their frames, as the web API shows them.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_api_context`, `get_context`); getsentry/relay,
relay-event-normalization/src/stacktrace.rs
"""

from __future__ import annotations

from itertools import count
from typing import Any

from msgspec.structs import replace

from ..model.stacktrace import Frame, SourceLine, Stacktrace
from ..raw.stacktrace import RawFrame, RawStacktrace
from ..wire.freeform import as_array
from .address import parts_of_address
from .functions import SHORTENED, shortened
from .lenient import whole

_SCHEMES = ("file:", "http:", "https:", "applewebdata:")
"""Of addresses that are no file names; those of bundlers, `webpack:` and `app:`, stay as they are."""
_DIGITS = 32
"""Of an address of 128 bits. One that is longer is none, and others must not grow with it."""
_PREFIXES = ("0x", "0X")
_RAW_GITHUB = "https://raw.githubusercontent.com/"


def stacktrace_of(raw: RawStacktrace, platform: str | None, *, stored: bool) -> Stacktrace | None:
    """A stacktrace; None where there are no frames, or none but null.

    Args:
        raw: The stacktrace.
        platform: The platform of the event, for frames that have none of their own.
        stored: False where the server has not seen the event yet, and would put paths in order first.
    """
    if not raw.frames or not any(raw.frames):
        return None
    frames = _frames(raw.frames, platform, stored)
    return Stacktrace(
        frames_data=frames,
        frames_omitted=raw.frames_omitted,
        registers_json=raw.registers_json,
        has_system_frames=True in [frame.in_app for frame in frames],
    )


def lines_around(lineno: int | None, before: Any, line: str | None, after: Any) -> tuple[SourceLine, ...]:
    """The numbered lines around a call; () where there is no number or no line.

    The first number is *lineno* less the lines before, so it may be 0 or less.
    """
    if lineno is None or (line is None and not before and not after):
        return ()
    lines = (*(before or ()), line, *(after or ()))
    return tuple(map(SourceLine, count(lineno - len(before or ())), lines))


def _frames(sent: tuple[RawFrame | None, ...], platform_of_event: str | None, stored: bool) -> tuple[Frame, ...]:
    """The frames, an empty one for null.

    Frames are many, so this is written for speed: nothing is called for what a frame lacks, and the members are given
    by place, in the order of `Frame`: finding each by its name takes a tenth of a frame's time.
    """
    addresses = _addresses(sent)
    frames: list[Frame] = []
    for raw in sent:
        if raw is None:
            frames.append(Frame())
            continue
        filename, abs_path = raw.filename, raw.abs_path
        if not stored and (not filename) is not (not abs_path):
            abs_path = abs_path or filename
            filename = _path(abs_path)
        function, platform = raw.function, raw.platform or platform_of_event
        if function == "?":
            function = None
        elif function and platform in SHORTENED and not raw.raw_function:
            function = shortened(function, platform)
        lineno = None if raw.lineno is None else whole(raw.lineno)
        frame = Frame(
            filename,
            abs_path,
            raw.module,
            raw.package,
            raw.platform,
            None if raw.instruction_addr is None else addresses[raw.instruction_addr],
            None if raw.symbol_addr is None else addresses[raw.symbol_addr],
            function,
            raw.raw_function,
            None if raw.symbol == "?" else raw.symbol,
            () if lineno is None else lines_around(lineno, raw.pre_context, raw.context_line, raw.post_context),
            lineno,
            None if raw.colno is None else whole(raw.colno),
            raw.in_app,
            raw.trust,
            tuple(as_array(raw.errors) or ()) if raw.errors else None,
            raw.lock,
            raw.source_link and _link(raw.source_link, lineno),
            raw.vars_json,
            None if raw.addr_mode == "abs" else raw.addr_mode,
        )
        frames.append(replace(frame, **_noted(raw.data)) if raw.data else frame)
    return tuple(frames)


# --- paths ------------------------------------------------------------------------------------------------------------


def _path(abs_path: str | None) -> str | None:
    """What stands in for a file where there is the full path alone: of an address its path, else the same."""
    if abs_path is None or not abs_path.startswith(_SCHEMES):
        return abs_path
    parts = parts_of_address(abs_path)
    return abs_path if parts is None or parts.path in {"", "/"} else parts.path


def _link(link: str, lineno: int | None) -> str | None:
    """The page of the line, where the link is to the bare file on GitHub; None where it is no link."""
    if not link.startswith(("https://", "http://")):
        return None
    if not link.startswith(_RAW_GITHUB):
        return link
    parts = link.removeprefix(_RAW_GITHUB).split("/", 2)
    if len(parts) < 3:
        return link
    owner, repository, path = parts
    line = f"#L{lineno}" if lineno else ""
    return f"https://github.com/{owner}/{repository}/blob/{path}{line}"


# --- addresses --------------------------------------------------------------------------------------------------------


def _addresses(frames: tuple[RawFrame | None, ...]) -> dict[str | int, str]:
    """What the server shows of each address of a stack: hexadecimal, in the width of the longest one."""
    sent = [frame.instruction_addr for frame in frames if frame is not None and frame.instruction_addr is not None]
    sent += [frame.symbol_addr for frame in frames if frame is not None and frame.symbol_addr is not None]
    if not sent:
        return {}
    digits = {address: _hexadecimal(address) for address in sent}
    width = min(max(map(len, digits.values())), _DIGITS)
    return {address: "0x" + it.zfill(width) for address, it in digits.items()}


def _hexadecimal(address: str | int) -> str:
    """The digits of an address, however it was written, without zeros before them."""
    if isinstance(address, int):
        return f"{abs(address):x}"
    if address[:2] in _PREFIXES:
        return address[2:].lstrip("0").lower() or "0"
    return f"{int(address):x}" if address.isascii() and address.isdigit() and len(address) <= 20 else address


# --- what the server noted --------------------------------------------------------------------------------------------


_NOTED = {"symbolicator_status": str, "is_sentinel": bool, "is_prefix": bool, "min_grouping_level": int}


def _noted(data: dict[str, Any]) -> dict[str, Any]:
    """What symbolication noted of a frame, as members of the frame; the place before mapping only if it was mapped."""
    found = {name: it for name, it in data.items() if type(it) is _NOTED.get(name) and it is not False}
    sourcemap = data.get("sourcemap")
    if isinstance(sourcemap, str) and sourcemap:
        found |= {
            "map": sourcemap.rsplit("/", 1)[-1],
            "map_url": sourcemap if sourcemap.startswith(("http://", "https://")) else None,
            "orig_function": _of(str, data.get("orig_function", "?")),
            "orig_abs_path": _of(str, data.get("orig_abs_path", "?")),
            "orig_filename": _of(str, data.get("orig_filename", "?")),
            "orig_lineno": _of((int, str), data.get("orig_lineno", "?")),
            "orig_colno": _of((int, str), data.get("orig_colno", "?")),
        }
    return found


def _of(kind: type | tuple[type, ...], value: Any) -> Any:
    return value if isinstance(value, kind) and not isinstance(value, bool) else None
