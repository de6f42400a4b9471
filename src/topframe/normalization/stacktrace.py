"""Conversion of stack traces and frames to the form that the web API returns.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_api_context`, `get_context`); getsentry/relay,
relay-event-normalization/src/stacktrace.rs
"""

from __future__ import annotations

from itertools import count
from typing import Any

from msgspec.structs import replace

from ..model.stacktrace import Frame, SourceLine, Stacktrace
from ..raw.lenient import whole
from ..raw.stacktrace import RawFrame, RawStacktrace
from ..wire.freeform import as_array
from .address import parts_of_address
from .functions import SHORTENED, shortened

_SCHEMES = ("file:", "http:", "https:", "applewebdata:")
"""Schemes of URLs whose path becomes the file name. URLs of bundlers, `webpack:` and `app:`, stay unchanged."""
_DIGITS = 32
"""Maximum width of an address in digits: 128 bits.

A longer text is not an address. Without this limit, it would pad all addresses of its stack trace to its own length.
"""
_PREFIXES = ("0x", "0X")
_RAW_GITHUB = "https://raw.githubusercontent.com/"


def stacktrace_of(raw: RawStacktrace, platform: str | None, *, stored: bool) -> Stacktrace | None:
    """Convert a stack trace. Return None if it has no frames, or only null frames.

    Args:
        raw: The stack trace.
        platform: The platform of the event, used for frames without a platform.
        stored: False if Relay has not processed the event yet. Then missing paths are filled in, as Relay does.
    """
    if not raw.frames_data or not any(raw.frames_data):
        return None
    frames = _frames(raw.frames_data, platform, stored)
    return Stacktrace(
        frames_data=frames,
        frames_omitted=raw.frames_omitted,
        registers_json=raw.registers_json,
        has_system_frames=True in [frame.in_app for frame in frames],
    )


def numbered(lineno: int | None, before: Any, line: str | None, after: Any) -> tuple[SourceLine, ...]:
    """Return the numbered source lines around a call. () if there is no line number, or no line.

    The first number is *lineno* minus the number of lines before the call, so it can be 0 or negative.
    """
    if lineno is None or (line is None and not before and not after):
        return ()
    lines = (*(before or ()), line, *(after or ()))
    return tuple(map(SourceLine, count(lineno - len(before or ())), lines))


def _frames(sent: tuple[RawFrame | None, ...], platform_of_event: str | None, stored: bool) -> tuple[Frame, ...]:
    """Convert the frames. A null becomes an empty frame, so that the other frames keep their index.

    This function is written for speed, because an event has many frames. It calls no function for a missing value. It
    passes the fields of `Frame` by position: with keyword arguments, `normalize` takes 1.28 times as long or more.
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
            () if lineno is None else numbered(lineno, raw.pre_context_data, raw.context_line, raw.post_context_data),
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
    """Return the file name for a full path: the path of a URL, or the full path itself."""
    if abs_path is None or not abs_path.startswith(_SCHEMES):
        return abs_path
    parts = parts_of_address(abs_path)
    return abs_path if parts is None or parts.path in {"", "/"} else parts.path


def _link(link: str, lineno: int | None) -> str | None:
    """Return a link to the line's page on GitHub if *link* is the URL of a plain file there.

    Other links stay unchanged. Return None if *link* is not an HTTP URL.
    """
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


def _addresses(frames: tuple[RawFrame | None, ...]) -> dict[str | int, str | None]:
    """Map each address of a stack trace to the server's format: hexadecimal, padded to the longest address.

    An address without digits becomes None.
    """
    sent = [frame.instruction_addr for frame in frames if frame is not None and frame.instruction_addr is not None]
    sent += [frame.symbol_addr for frame in frames if frame is not None and frame.symbol_addr is not None]
    if not sent:
        return {}
    digits = {address: _hexadecimal(address) for address in sent}
    width = min(max(map(len, digits.values())), _DIGITS)
    return {address: "0x" + it.zfill(width) if it else None for address, it in digits.items()}


def _hexadecimal(address: str | int) -> str:
    """Return the hexadecimal digits of an address without leading zeros; "" if it has none.

    Text in an unknown format stays unchanged. A negative number is an address of 64 bits that the sender took for a
    signed number.
    """
    if isinstance(address, int):
        if address < -(2**63):
            return ""
        return f"{address % 2**64 if address < 0 else address:x}"
    if address[:2] in _PREFIXES:
        digits = address[2:].lower()
        return digits.lstrip("0") or digits[:1]
    return f"{int(address):x}" if address.isascii() and address.isdigit() and len(address) <= 20 else address


# --- notes of the server ----------------------------------------------------------------------------------------------


_NOTED = {"symbolicator_status": str, "is_sentinel": bool, "is_prefix": bool, "min_grouping_level": int}


def _noted(data: dict[str, Any]) -> dict[str, Any]:
    """Return the notes of symbolication about a frame, by field of `Frame`.

    The original place (`orig_...`) is included only if a source map was applied.
    """
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
