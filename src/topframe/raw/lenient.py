"""Reads values that SDKs send in another type than the protocol defines.

Source: getsentry/relay, protocol/types.rs (`LenientString`, `JsonLenientString`, `Level`) and processor/from_value.rs
"""

from __future__ import annotations

from typing import Any

import msgspec

LEVELS = ("debug", "info", "warning", "error", "fatal")
_LEVELS = {"log": "info", "critical": "fatal", "": None}
_LEVEL_NUMBERS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "fatal"}


def text(sent: Any) -> str | None:
    """Convert a value to text: a boolean to `True` or `False`, a number to its whole part (`1` for 1.5).

    Return None for null, for a float of 2**63 or more, and for every other type.
    """
    if sent is None or type(sent) is str:
        return sent
    if isinstance(sent, float):
        return str(int(sent)) if abs(sent) < 2**63 else None
    return str(sent) if isinstance(sent, (int, str)) else None


def json_text(sent: Any) -> str | None:
    """Return a text unchanged, and any other value encoded as JSON. Return None for null."""
    if sent is None or type(sent) is str:
        return sent
    return msgspec.json.encode(sent).decode()


def whole(sent: float | str | None) -> int | None:
    """Convert a number or text to a whole number, without its fraction.

    Return None if the result is negative, if the number is infinite, or if the text is not a whole number.
    """
    if sent is None:
        return None
    try:
        number = int(sent)
    except (ValueError, OverflowError):
        return None
    return None if number < 0 else number


def level(sent: str | int | None) -> str | None:
    """Convert a level to the server's name for it.

    Unknown names stay unchanged. Return None for null, an empty text and an unknown number.
    """
    if isinstance(sent, int):
        return _LEVEL_NUMBERS.get(sent)
    return None if sent is None else _LEVELS.get(sent, sent)
