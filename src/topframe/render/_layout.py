"""The one shape that a rendered event is made of: rows that stay right of their lead, however they wrap.

Terminals wrap what is wider than they are, at the margin, where our headings begin; so no row is ever wider.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from .escape import flat

_NARROWEST = 20
_GUTTER = "| "


class Row:
    """A text and what stands before its first line.

    No further line of an event's own text looks like one of ours: it stands below the text where *lead* has a label, in
    a column of its own, else behind a gutter.

    Args:
        text: The text; it may hold line breaks.
        lead: What stands before it: blanks, a label. In a terminal that is too narrow for both, they are one text.
        hang: How far further lines are indented, in columns, where the words are our own; None for text of the event.
        cut: True to keep to one line and end that with an ellipsis; else the text wraps.
    """

    def __init__(self, text: Text, lead: Text | str = "", *, hang: int | None = None, cut: bool = False) -> None:
        self.text = text
        self.lead = Text(lead) if isinstance(lead, str) else lead
        self.hang = hang
        self.cut = cut

    def indented(self, columns: int) -> Row:
        """The same row, further to the right."""
        lead = Text(" " * columns).append_text(self.lead)
        return Row(self.text, lead, hang=None if self.hang is None else self.hang + columns, cut=self.cut)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, as rich asks for them."""
        text, lead, further = self._fitted(options.max_width)
        room = options.max_width - max(_columns(lead.plain), len(further))
        for line in _cut(text, room) if self.cut else _wrapped(text, room):
            row = Text(no_wrap=True, overflow="ignore").append_text(lead).append_text(line)
            row.rstrip()
            row.truncate(options.max_width, overflow="crop")  # two columns do not fit into one
            yield row
            lead = Text(further, style="dim")

    def _fitted(self, width: int) -> tuple[Text, Text, str]:
        """The text, what stands before its first line, and what stands before further ones."""
        lead, half = self.lead, width // 2
        indent = len(lead.plain) - len(lead.plain.lstrip(" "))
        label = lead[indent:]
        gutter = " " * min(indent or 2, max(1, half - len(_GUTTER))) + _GUTTER
        further = " " * self.hang if self.hang is not None else " " * _columns(lead.plain) if label else gutter
        if max(_columns(lead.plain), len(further)) + _NARROWEST <= width:
            return self.text, lead, further
        further = (gutter if self.hang is None else further)[:half]
        return Text().append_text(label).append_text(self.text), Text(" " * min(indent, half)), further


def _wrapped(text: Text, room: int) -> Iterator[Text]:
    for line in text.split("\n", allow_blank=True):
        yield from line.divide(_breaks(line.plain, room))


def _breaks(line: str, room: int) -> Iterator[int]:
    """Where to break a line: behind the last blank that fits, else anywhere.

    Blanks that do not fit are left at the end of a row, where they are not printed.
    """
    start = used = 0
    behind_blank = 0
    for at, char in enumerate(line):
        columns = _column_count(char)
        while char != " " and used + columns > room and start < at:
            start = behind_blank if line[start:behind_blank].strip() else at
            yield start
            used = _columns(line[start:at])
        used += columns
        if char == " ":
            behind_blank = at + 1


def _cut(text: Text, room: int) -> list[Text]:
    used = list(accumulate(map(_column_count, text.plain), initial=0))
    if used[-1] <= room:
        return [text]
    return [text.divide([bisect_right(used, room - 1) - 1])[0].append("…")]


def _columns(text: str) -> int:
    return sum(map(_column_count, text))


@lru_cache(maxsize=4096)  # single characters: at most 1 MB
def _column_count(char: str) -> int:
    """How many columns a character takes at most: terminals do not agree on marks, and know more emoji than rich."""
    return max(cell_len(char), 2 if east_asian_width(char) in {"W", "F"} else 1)


def blank() -> Row:
    """An empty line."""
    return Row(Text())


def heading(name: str, remark: str = "") -> list[Row]:
    """The first lines of a section; only these, the title of the event and a remark of ours begin at the margin."""
    line = Text(name, style="bold")
    return [blank(), Row(line.append(f" ({remark})", style="not bold dim") if remark else line, hang=2)]


def labelled(values: Mapping[str, str | None]) -> Iterator[Row]:
    """A row for each value that is there, their labels in one column."""
    rows = [(flat(name, 30), flat(value, 4000)) for name, value in values.items() if value]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        yield Row(Text(value), Text(f"  {name:{width}}  ", style="dim"))
