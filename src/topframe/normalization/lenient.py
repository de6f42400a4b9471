"""Reading values that SDKs send in another type than they should.

Source: getsentry/relay, protocol/types.rs (`LenientString`, `JsonLenientString`, `Level`) and processor/from_value.rs
"""

from __future__ import annotations

from typing import Any

import msgspec

LEVELS = ("debug", "info", "warning", "error", "fatal")
_LEVELS = {"log": "info", "critical": "fatal", "": None}
_LEVEL_NUMBERS = {10: "debug", 20: "info", 30: "warning", 40: "error", 50: "fatal"}


def text(sent: Any) -> str | None:
    """A text, or a number or boolean as one: `True`, and `1` for 1.5; None for null and all else."""
    if sent is None or type(sent) is str:
        return sent
    if isinstance(sent, float):
        return str(int(sent)) if abs(sent) < 2**63 else None
    return str(sent) if isinstance(sent, (int, str)) else None


def json_text(sent: Any) -> str | None:
    """A text, or any other value as the JSON that it is; None for null."""
    if sent is None or type(sent) is str:
        return sent
    return msgspec.json.encode(sent).decode()


def whole(sent: float | str | None) -> int | None:
    """A number that counts something, also where it was sent as text or with a fraction; None for a negative one."""
    if sent is None:
        return None
    try:
        number = int(sent)
    except (ValueError, OverflowError):
        return None
    return None if number < 0 else number


def level(sent: str | int | None) -> str | None:
    """A level under the name that the server has for it; None where none was sent. One that it does not know stays."""
    if isinstance(sent, int):
        return _LEVEL_NUMBERS.get(sent)
    return None if sent is None else _LEVELS.get(sent, sent)
