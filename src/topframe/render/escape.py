"""Makes untrusted text safe to show. Escapes replace invisible characters, and characters that a terminal acts on.

Source: Unicode's general categories, as `str.isprintable` reads them; UAX 9 for the bidirectional controls among them;
DerivedCoreProperties.txt (`Default_Ignorable_Code_Point`) for characters that are printable but invisible.
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
# Letters, marks and signs that are blank, or that change other characters invisibly. Their category is a printable one.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U00016fe4\U0001d159\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"[ \t\r\n]+")
_QUOTED = re.compile(r'[\s="]|^$')
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def visible(text: str) -> str:
    """Put a text on one line, with escapes for characters that have no visible shape.

    Escapes, in Python's spelling, replace control characters, including line breaks and tabs; marks that change the
    direction of text; invisible characters, such as blank letters and variation selectors, even after an emoji; private
    and unassigned characters; and half surrogate pairs.
    """
    return _SUSPECT.sub(lambda found: _visible(found[0]), text)


def visible_lines(text: str, *, lines: int = 30, width: int = 1000) -> list[str]:
    """Split a text into lines, and escape each line as `visible` does. Tabs become blanks.

    Args:
        text: Any text.
        lines: The largest number of lines to keep. In the middle of a longer text, a note counts the lines left out.
        width: The largest number of characters to keep in a line, counted after escaping. In the middle of a longer
            line, a note counts the characters left out.
    """
    rows = text.replace("\r\n", "\n").split("\n")
    if len(rows) > lines:
        head, tail = rows[: lines // 2], rows[-(lines // 2) :]
        rows = [*head, f"… {len(rows) - len(head) - len(tail)} lines …", *tail]
    return [cut(visible(row.expandtabs(4)), width) for row in rows]


def flat(text: str, width: int) -> str:
    """Put a text on one line, as `visible` does, but with one blank for each run of blanks, tabs and line breaks.

    Args:
        text: Any text.
        width: The largest number of characters to keep, counted after escaping. In the middle of a longer text, a note
            counts the characters left out.
    """
    return cut(visible(_SPACES.sub(" ", text).strip(" ")), width)


def cut(text: str, width: int) -> str:
    """Shorten a text to about *width* characters. In the middle, a note counts the characters left out."""
    if len(text) <= width:
        return text
    head, tail = width * 2 // 3, width // 3
    return f"{text[:head]} … {len(text) - head - tail} characters … {text[-tail:]}"


def value_text(value: Any) -> str:
    """Convert any JSON value to text. A string is returned unchanged; any other value, even a huge number, as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON would show infinity and NaN as null
    try:
        return encode(value).decode()
    except EncodeError:
        return number_text(value) if isinstance(value, int) else "(cannot be shown as JSON)"


def json_text(json: msgspec.Raw | msgspec.UnsetType) -> str:
    """Return a part of a payload as JSON text, without decoding it. Python cannot read a number of 5000 digits."""
    return "null" if isinstance(json, msgspec.UnsetType) else tokens(json).decode(errors="replace")


def number_text(number: float) -> str:
    """Convert a number of any size to text. If Python refuses, above 4300 digits, the text gives the length in bits."""
    try:
        return str(number)
    except ValueError:
        return f"a number of {int(number).bit_length()} bits"


def pair(name: str, value: Any) -> str:
    """Write a name and a value as in log lines: `name=value` or `name="a b"`. The quotes show where the value ends."""
    return f"{_bare(name)}={_bare(value) if isinstance(value, str) else value_text(value)}"


def escape_json(text: str) -> str:
    r"""Make JSON safe to print: the same document, with `\u` escapes for the characters that `visible` escapes."""
    return _SUSPECT.sub(lambda found: found[0] if found[0] == "\n" else _json(found[0]), text)


def _visible(char: str) -> str:
    if _is_harmless(char):
        return char
    return _SHORT.get(char) or spelt(char)


def spelt(char: str) -> str:
    """Return the escape for a character, in Python's spelling."""
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json(char: str) -> str:
    if _is_harmless(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _is_harmless(char: str) -> bool:
    """Whether a character has a visible shape or is a space between words (category `Zs`)."""
    return (char.isprintable() or category(char) == "Zs") and not _UNSEEN.match(char)


def _bare(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
