"""Stacktraces and their frames, as the web API shows them.

Source: getsentry/sentry, interfaces/stacktrace.py (`get_api_context`, `get_context`); getsentry/relay,
relay-event-normalization/src/stacktrace.rs
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec

from ..freeform import as_array
from ..model.stacktrace import Frame, SourceLine, Stacktrace
from ..raw.stacktrace import RawFrame, RawStacktrace
from .functions import SHORTENED, shortened
from .lenient import whole

_SCHEMES = ("file:", "http:", "https:", "applewebdata:")
"""Of addresses that are no file names; those of bundlers, `webpack:` and `app:`, stay as they are."""
_DIGITS = 32
"""Of an address of 128 bits. One that is longer is none, and others must not grow with it."""
_PREFIXES = ("0x", "0X")
_RAW_GITHUB = "https://raw.githubusercontent.com/"


def stacktrace_of(raw: RawStacktrace | None, platform: str | None, *, stored: bool) -> Stacktrace | None:
    """A stacktrace; None where there are no frames, or none but null.

    Args:
        raw: The stacktrace.
        platform: The platform of the event, for frames that have none of their own.
        stored: False where the server has not seen the event yet, and would put paths in order first.
    """
    if raw is None or not raw.frames or not any(raw.frames):
        return None
    digits = _digits(raw.frames)
    frames = tuple([_frame(frame, platform, digits, stored) for frame in raw.frames])
    return Stacktrace(
        frames=frames,
        frames_omitted=raw.frames_omitted,
        registers_json=raw.registers_json,
        has_system_frames=any(frame.in_app for frame in frames),
    )


def lines_around(lineno: int | None, before: Any, line: str | None, after: Any) -> tuple[SourceLine, ...]:
    """The numbered lines around a call; () where there is no number or no line.

    The first number is *lineno* less the lines before, so it may be 0 or less.
    """
    if lineno is None or (line is None and not before and not after):
        return ()
    lines = (*(before or ()), line, *(after or ()))
    start = lineno - len(before or ())
    return tuple([SourceLine(lineno=at, text=text) for at, text in enumerate(lines, start)])


def _frame(raw: RawFrame | None, platform: str | None, digits: int, stored: bool) -> Frame:
    """A frame, an empty one for null.

    Frames are many, so this is written for speed: nothing is called for what a frame lacks, and a call with more than
    15 named arguments costs three times as much as one with fewer.
    """
    if raw is None:
        return Frame()
    filename, abs_path = raw.filename, raw.abs_path
    if not stored and bool(filename) is not bool(abs_path):
        filename, abs_path = _paths(filename, abs_path)
    function, lineno, colno = raw.function, raw.lineno, raw.colno
    if function == "?":
        function = None
    elif function and (raw.platform or platform) in SHORTENED and not raw.raw_function:
        function = shortened(function, raw.platform or platform)
    if type(lineno) is not int or lineno < 0:
        lineno = whole(lineno)
    if type(colno) is not int or colno < 0:
        colno = whole(colno)
    line, before, after = raw.context_line, raw.pre_context, raw.post_context
    frame = Frame(
        filename=filename,
        abs_path=abs_path,
        module=raw.module,
        package=raw.package,
        platform=raw.platform,
        instruction_addr=None if raw.instruction_addr is None else _padded(raw.instruction_addr, digits),
        symbol_addr=None if raw.symbol_addr is None else _padded(raw.symbol_addr, digits),
        function=function,
        raw_function=raw.raw_function,
        context=lines_around(lineno, before, line, after) if line is not None or before or after else (),
        lineno=lineno,
        colno=colno,
        in_app=raw.in_app,
        vars_json=raw.vars_json,
    )
    if raw.data or raw.symbol or raw.trust or raw.lock or raw.errors or raw.source_link or raw.addr_mode:
        return msgspec.structs.replace(frame, **_rare(raw, lineno))
    return frame


def _rare(raw: RawFrame, lineno: int | None) -> dict[str, Any]:
    """What few frames have."""
    return {
        "symbol": None if raw.symbol == "?" else raw.symbol,
        "trust": raw.trust,
        "errors": tuple(as_array(raw.errors) or ()) if raw.errors else None,
        "lock": raw.lock,
        "source_link": raw.source_link and _link(raw.source_link, lineno),
        "addr_mode": None if raw.addr_mode == "abs" else raw.addr_mode,
        **(_noted(raw.data) if raw.data else {}),
    }


# --- paths ------------------------------------------------------------------------------------------------------------


def _paths(filename: str | None, abs_path: str | None) -> tuple[str | None, str | None]:
    """File and full path, where one is missing: the other stands in for it; of an address the path is the file."""
    found = abs_path or filename
    return _path(found), found


def _path(abs_path: str | None) -> str | None:
    if abs_path is None or not abs_path.startswith(_SCHEMES):
        return abs_path
    try:
        path = urlsplit(abs_path).path
    except ValueError:
        return abs_path
    return abs_path if path in {"", "/"} else path


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


def _digits(frames: tuple[RawFrame | None, ...]) -> int:
    """How many hexadecimal digits the longest address has."""
    found = [frame for frame in frames if frame is not None]
    addresses = [frame.instruction_addr for frame in found if frame.instruction_addr is not None]
    addresses += [frame.symbol_addr for frame in found if frame.symbol_addr is not None]
    return min(max([len(_hexadecimal(address)) for address in addresses]), _DIGITS) if addresses else 0


def _padded(address: str | int, digits: int) -> str:
    return "0x" + _hexadecimal(address).zfill(digits)


def _hexadecimal(address: str | int) -> str:
    """The digits of an address, however it was written, without zeros before them."""
    if isinstance(address, int):
        return f"{abs(address):x}"
    if address[:2] in _PREFIXES:
        return address[2:].lstrip("0").lower() or "0"
    return f"{int(address):x}" if address.isascii() and address.isdigit() and len(address) <= 20 else address


# --- what the server noted --------------------------------------------------------------------------------------------


def _noted(data: dict[str, Any]) -> dict[str, Any]:
    """What symbolication noted of a frame, as members of the frame; the place before mapping only if it was mapped."""
    found: dict[str, Any] = {
        "symbolicator_status": _of(str, data.get("symbolicator_status")),
        "is_sentinel": data.get("is_sentinel") is True or None,
        "is_prefix": data.get("is_prefix") is True or None,
        "min_grouping_level": _of(int, data.get("min_grouping_level")),
    }
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
