"""Makes untrusted text safe to show: escapes what a terminal would act on and what is invisible.

Source: Unicode's general categories, as `str.isprintable` reads them; UAX 9 for the bidirectional controls among them;
DerivedCoreProperties.txt (`Default_Ignorable_Code_Point`) for what is printable and not seen.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any
from unicodedata import category

import msgspec

from topframe.decoding.event import encode
from topframe.errors import EncodeError
from topframe.wire.freeform import tokens

_SUSPECT = re.compile(r"[^ -~\u00a1-\u00ac\u00ae-\u024f]")
# Letters, marks and signs that are blank or change others unseen; by their category they are printable.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U00016fe4\U0001d159\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"[ \t\r\n]+")
_QUOTED = re.compile(r'[\s="]|^$')
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str) -> str:
    """A text on one line, with escapes for characters that have no visible shape.

    Escaped, as Python spells them, are control characters (line breaks and tabs too), the marks that turn the direction
    of text, what cannot be seen (variation selectors, after emoji too, and blank letters), private and unassigned
    characters, and half surrogate pairs.
    """
    return _SUSPECT.sub(lambda found: _visible(found[0]), text)


def visible_lines(text: str, *, lines: int = 30, width: int = 1000) -> list[str]:
    """A text with its line breaks kept, and all else as in `visible`.

    Args:
        text: Any text.
        lines: How many lines are kept of a longer text; the middle is left out.
        width: How many characters, as they are shown, are kept of a longer line; the middle is left out.
    """
    rows = text.replace("\r\n", "\n").split("\n")
    if len(rows) > lines:
        head, tail = rows[: lines // 2], rows[-(lines // 2) :]
        rows = [*head, f"… {len(rows) - len(head) - len(tail)} lines …", *tail]
    return [cut(visible(row.expandtabs(4)), width) for row in rows]


def flat(text: str, width: int) -> str:
    """A text on one line, as in `visible`, but with a blank for each run of blanks and line breaks.

    Args:
        text: Any text.
        width: How many characters, as they are shown, are kept of a longer text; the middle is left out.
    """
    return cut(visible(_SPACES.sub(" ", text).strip(" ")), width)


def cut(text: str, width: int) -> str:
    """A text of at most about *width* characters; the middle of a longer one is left out."""
    if len(text) <= width:
        return text
    head, tail = width * 2 // 3, width // 3
    return f"{text[:head]} … {len(text) - head - tail} characters … {text[-tail:]}"


def value_text(value: Any) -> str:
    """Any JSON value as text: a text unchanged, any other value as JSON, also a number of any size."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON would say null
    try:
        return encode(value).decode()
    except EncodeError:
        return number_text(value) if isinstance(value, int) else "(not possible to show as JSON)"


def json_text(json: msgspec.Raw | msgspec.UnsetType) -> str:
    """A part of a payload as JSON, unchanged: Python may not be able to read it, as a number of 5000 digits."""
    return "null" if isinstance(json, msgspec.UnsetType) else tokens(json).decode(errors="replace")


def number_text(number: float) -> str:
    """A number of any size as text. Python refuses to write an integer of more than 4300 digits."""
    try:
        return str(number)
    except ValueError:
        return f"a number of {int(number).bit_length()} bits"


def pair(name: str, value: Any) -> str:
    """Name and value as log lines have them, `name=value` or `name="a b"`: no value can pose as a further pair."""
    return f"{_bare(name)}={_bare(value) if isinstance(value, str) else value_text(value)}"


def escape_json(text: str) -> str:
    r"""JSON that is safe to print: the same document, with `\u` escapes for what `visible` would not print."""
    return _SUSPECT.sub(lambda found: found[0] if found[0] == "\n" else _json(found[0]), text)


def _visible(char: str) -> str:
    if _is_harmless(char):
        return char
    return _SHORT.get(char) or spelt(char)


def spelt(char: str) -> str:
    """The escape for a character, as Python spells it."""
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json(char: str) -> str:
    if _is_harmless(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _is_harmless(char: str) -> bool:
    """Whether a character has a shape, or is one of the spaces between words (`Zs`)."""
    return (char.isprintable() or category(char) == "Zs") and not _UNSEEN.match(char)


def _bare(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
