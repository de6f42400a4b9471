"""Lays out the output of topframe in sections of rows. Each row has a lead, for example a label, and a text beside it.

A terminal wraps a line that is too wide, and starts the rest at the margin, like our headings. Text of an event could
then pose as a heading. So no line is wider than the terminal. To measure a line, the module first escapes the
characters that the output cannot encode, because escapes are wider, and then counts columns.

An event can have any number of parts. So there are three limits. Each shows both ends and counts what it leaves out:

- a list shows at most 20 items (`listed`);
- a row has at most 80 lines;
- a section has at most 200 lines, or 1000 if it shows stack traces.

These limits are for terminals of 80 columns or more. Narrower ones get more lines, for the same amount of text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import TypeVar
from unicodedata import category, east_asian_width

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Span, Text

from .escape import flat, spelt

T = TypeVar("T")

SECTION_LINES = 200
STACK_LINES = 1000
_ROW_LINES = 80
_ITEMS = 20
_USUAL_WIDTH = 80
_NARROWEST = 20
_GUTTER = "| "
_EMOJI_PUNCTUATION = "\u203c\u2049"


class Row:
    """A text with a lead in front of its first line.

    Text of an event cannot imitate a row. If *lead* has a label, the further lines are indented to the column of the
    text. Without a label, or in a very narrow terminal, a gutter, `| `, marks them.

    Args:
        text: The text. It can have line breaks.
        lead: Blanks or a label in front of the first line. If the terminal is too narrow for both, the label becomes
            part of the text.
        hang: Columns by which further lines are indented, for text that topframe wrote. None for text of the event.
        cut: True to show only one line that ends with an ellipsis if it is too long. False to wrap the text.
    """

    def __init__(self, text: Text, lead: Text | str = "", *, hang: int | None = None, cut: bool = False) -> None:
        self.text = text
        self.lead = Text(lead) if isinstance(lead, str) else lead
        self.hang = hang
        self.cut = cut

    def indented(self, columns: int) -> Row:
        """Make the same row, indented by more columns."""
        lead = Text(" " * columns).append_text(self.lead)
        return Row(self.text, lead, hang=None if self.hang is None else self.hang + columns, cut=self.cut)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Produce the lines of the row for rich."""
        yield from self.lines(options.max_width, options.encoding)

    def lines(self, width: int, encoding: str) -> list[Text]:
        """Make the lines of the row. A very long row keeps its first and last lines, and says how many it leaves out.

        Args:
            width: Columns of the terminal.
            encoding: The encoding of the output. Characters that it cannot encode become escapes.
        """
        text, lead, further = self._fitted(_encodable(self.text, encoding), _encodable(self.lead, encoding), width)
        room = width - max(_columns(lead.plain), len(further))
        parts = _cut(text, room, encoding) if self.cut else _wrapped(text, room)
        first, left_out, last = ends(parts, _ROW_LINES * _scale(width))
        note = _encodable(Text(f"… {left_out} more lines …", style="dim"), encoding)
        middle = tuple(_wrapped(note, room)) if left_out else ()
        leads = [lead, *[Text(further, style="dim")] * (len(first) + len(middle) + len(last) - 1)]
        return [_line(lead, part, width) for lead, part in zip(leads, (*first, *middle, *last), strict=True)]

    def _fitted(self, text: Text, lead: Text, width: int) -> tuple[Text, Text, str]:
        """Fit the row to the width of the terminal.

        Returns:
            The text, the lead of its first line, and the lead of all further lines.
        """
        half = width // 2
        indent = len(lead.plain) - len(lead.plain.lstrip(" "))
        label = lead[indent:]
        gutter = " " * min(indent or 2, max(1, half - len(_GUTTER))) + _GUTTER
        further = " " * self.hang if self.hang is not None else " " * _columns(lead.plain) if label else gutter
        if max(_columns(lead.plain), len(further)) + _NARROWEST <= width:
            return text, lead, further
        further = (gutter if self.hang is None else further)[:half]
        return Text().append_text(label).append_text(text), Text(" " * min(indent, half)), further


class Section:
    """Rows under one heading. If they have too many lines, the first and last rows are shown, and the rest are counted.

    Args:
        rows: The rows. Each row has at least one line, so only the first and the last *most* / 2 rows are kept.
        most: The largest number of lines to show.
        indent: Columns by which all rows are indented.
    """

    def __init__(self, rows: Iterable[Row], most: int = SECTION_LINES, *, indent: int = 0) -> None:
        self._most = most
        self._first, self._left_out, self._last = ends((row.indented(indent) for row in rows), most)
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Produce the lines of the section for rich."""
        width, encoding = options.max_width, options.encoding
        room = self._most * _scale(width)
        first = [row.lines(width, encoding) for row in self._first]
        last = [row.lines(width, encoding) for row in self._last]
        left_out = self._left_out
        if left_out or sum(map(len, (*first, *last))) > room:
            kept, kept_last = _fitting(first, room // 2), _fitting(last[::-1], room // 2)
            left_out += len(first) - kept + len(last) - kept_last
            first, last = first[:kept], last[len(last) - kept_last :]
        yield from chain.from_iterable(first)
        if left_out:
            yield from _more(left_out, "rows; the JSON has them all").indented(self._indent).lines(width, encoding)
        yield from chain.from_iterable(last)


def listed(items: Iterable[T], what: str, rows: Callable[[T], Iterable[Row]]) -> Iterator[Row]:
    """Make the rows of the first and last items of a list, and between them a row that counts the other items.

    Args:
        items: The items.
        what: The plural noun for the items.
        rows: Makes the rows of an item.
    """
    first, left_out, last = ends(items, _ITEMS)
    for item in first:
        yield from rows(item)
    if left_out:
        yield _more(left_out, what)
    for item in last:
        yield from rows(item)


def ends(items: Iterable[T], most: int) -> tuple[tuple[T, ...], int, tuple[T, ...]]:
    """Return the first *most* / 2 items, the number of items left out, and the last *most* / 2 items."""
    coming = iter(items)
    first = tuple(islice(coming, most // 2))
    last = deque(enumerate(coming, 1), maxlen=most // 2)
    return first, last[-1][0] - len(last) if last else 0, tuple(item for _, item in last)


def _more(count: int, what: str) -> Row:
    return Row(Text(f"… {count} more {what}", style="dim"), "  ", hang=2)


def _fitting(blocks: Sequence[Sequence[Text]], room: int) -> int:
    """Count the blocks, from the first on, that fit into *room* lines."""
    return bisect_right(list(accumulate(map(len, blocks))), room)


def _scale(width: int) -> int:
    """The number of lines of a terminal that hold as much text as one line of 80 columns."""
    return max(1, -(-_USUAL_WIDTH // width))


# --- lines ------------------------------------------------------------------------------------------------------------


def _line(lead: Text, text: Text, width: int) -> Text:
    line = Text(no_wrap=True, overflow="ignore").append_text(lead).append_text(text)
    line.rstrip()
    while _columns(line.plain) > width:  # a character of two columns in a terminal with one column
        line.right_crop()
    return line


def _wrapped(text: Text, room: int) -> Iterator[Text]:
    for line in text.split("\n", allow_blank=True):
        yield from line.divide(_breaks(line.plain, room))


def _breaks(line: str, room: int) -> Iterator[int]:
    """Find the indexes at which to break a line: after the last blank that fits, or anywhere if no blank fits.

    Blanks that do not fit stay at the end of the line. They are removed before printing.
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


def _cut(text: Text, room: int, encoding: str) -> list[Text]:
    used = list(accumulate(map(_column_count, text.plain), initial=0))
    if used[-1] <= room:
        return [text]
    mark = _encodable(Text("…"), encoding)
    kept = bisect_right(used, max(0, room - _columns(mark.plain))) - 1
    return [text.divide([kept])[0].append_text(mark)]


def _encodable(text: Text, encoding: str) -> Text:
    """Replace the characters that the output cannot encode by escapes.

    If the stream escaped them later, lines would become wider than the layout allows.
    """
    plain = text.plain
    if plain.isascii() or _encodes(plain, encoding):
        return text
    pieces = [char if _encodes(char, encoding) else spelt(char) for char in plain]
    at = list(accumulate(map(len, pieces), initial=0))
    return Text("".join(pieces), text.style, spans=[Span(at[it.start], at[it.end], it.style) for it in text.spans])


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:  # the caller's stream has an encoding that Python does not know
        return True
    return True


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_column_count, text))


@lru_cache(maxsize=4096)  # single characters: at most 1 MB
def _column_count(char: str) -> int:
    """The largest number of columns that a character takes in any terminal. Terminals differ.

    Some terminals give a combining mark its own column, and draw symbols as emoji. Terminals set up for Chinese,
    Japanese or Korean draw punctuation of ambiguous width wide. Letters of ambiguous width, for example Cyrillic
    letters, count as narrow: almost all terminals draw them so, and counting two columns would leave half of each line
    empty.
    """
    if char.isascii():
        return 1
    kind = category(char)
    wide = east_asian_width(char) in ("FW" if kind[0] == "L" else "AFW") and kind[0] != "M"
    return max(cell_len(char), 2 if wide or kind[0] == "S" or char in _EMOJI_PUNCTUATION else 1)


def blank() -> Row:
    """Make an empty line."""
    return Row(Text())


def heading(name: str, remark: str = "") -> list[Row]:
    """Make the first lines of a section.

    Only headings, the title of the event and a remark that topframe wrote begin at the margin.
    """
    line = Text(name, style="bold")
    return [blank(), Row(line.append(f" ({remark})", style="not bold dim") if remark else line, hang=2)]


def labelled(values: Mapping[str, str | None]) -> Iterator[Row]:
    """Make a row for each value, with the labels in one column. Values that are None or empty are left out."""
    rows = [(flat(name, 30), flat(value, 4000)) for name, value in values.items() if value]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        yield Row(Text(value), Text(f"  {name:{width}}  ", style="dim"))
