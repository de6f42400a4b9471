"""The layout of everything that topframe shows: sections of rows. Each row has a lead and, right of it, a text.

A terminal wraps a line that is too wide, and puts the rest at the margin, where our headings begin. So no row is ever
wider than the terminal. To know how wide a row is, escape first what the output cannot encode, then count columns.

An event may have any number of parts. So there are three limits. Each keeps both ends and counts the middle:

- a list shows at most 20 items (`listed`);
- a row has at most 80 lines;
- a section has at most 200 lines, one with stacks 1000.

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
        yield from self.lines(options.max_width, options.encoding)

    def lines(self, width: int, encoding: str) -> list[Text]:
        """The lines of the row; the middle of a very long one is counted.

        Args:
            width: Columns of the terminal.
            encoding: The encoding of the output. Characters that it lacks become escapes.
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
        """The text, what stands before its first line, and what stands before further ones."""
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
    """Rows under one heading. If there are too many lines, the first and the last are shown and the middle is counted.

    Args:
        rows: The rows. Each has a line at least, so only the first and the last *most* / 2 are kept.
        most: How many lines are shown.
        indent: How many columns the rows stand further to the right.
    """

    def __init__(self, rows: Iterable[Row], most: int = SECTION_LINES, *, indent: int = 0) -> None:
        self._most = most
        self._first, self._left_out, self._last = ends((row.indented(indent) for row in rows), most)
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, as rich asks for them."""
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
    """The rows of the first and the last items of a list, and between them a row that counts the others.

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
    """The first *most* / 2 items, the number of items that are left out, and the last *most* / 2."""
    coming = iter(items)
    first = tuple(islice(coming, most // 2))
    last = deque(enumerate(coming, 1), maxlen=most // 2)
    return first, last[-1][0] - len(last) if last else 0, tuple(item for _, item in last)


def _more(count: int, what: str) -> Row:
    return Row(Text(f"… {count} more {what}", style="dim"), "  ", hang=2)


def _fitting(blocks: Sequence[Sequence[Text]], room: int) -> int:
    """How many of the first blocks fit into *room* lines."""
    return bisect_right(list(accumulate(map(len, blocks))), room)


def _scale(width: int) -> int:
    """How many lines of a terminal hold as much text as one line of 80 columns."""
    return max(1, -(-_USUAL_WIDTH // width))


# --- lines ------------------------------------------------------------------------------------------------------------


def _line(lead: Text, text: Text, width: int) -> Text:
    line = Text(no_wrap=True, overflow="ignore").append_text(lead).append_text(text)
    line.rstrip()
    while _columns(line.plain) > width:  # a character of two columns in a terminal of one
        line.right_crop()
    return line


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


def _cut(text: Text, room: int, encoding: str) -> list[Text]:
    used = list(accumulate(map(_column_count, text.plain), initial=0))
    if used[-1] <= room:
        return [text]
    mark = _encodable(Text("…"), encoding)
    kept = bisect_right(used, max(0, room - _columns(mark.plain))) - 1
    return [text.divide([kept])[0].append_text(mark)]


def _encodable(text: Text, encoding: str) -> Text:
    """The text with escapes for the characters that the output cannot encode.

    If the stream escaped them, lines would become wider than they were laid out.
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
    except LookupError:  # a stream of the caller with an unknown encoding
        return True
    return True


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_column_count, text))


@lru_cache(maxsize=4096)  # single characters: at most 1 MB
def _column_count(char: str) -> int:
    """How many columns a character takes at most. Terminals differ.

    Marks may take a column of their own. Symbols may be drawn as emoji. Punctuation of ambiguous width is wide where
    the terminal is set up for Chinese, Japanese or Korean. Letters of ambiguous width, such as Cyrillic ones, count as
    narrow, as almost all terminals draw them. As wide ones, they would leave half of each line empty.
    """
    if char.isascii():
        return 1
    kind = category(char)
    wide = east_asian_width(char) in ("FW" if kind[0] == "L" else "AFW") and kind[0] != "M"
    return max(cell_len(char), 2 if wide or kind[0] == "S" or char in _EMOJI_PUNCTUATION else 1)


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
