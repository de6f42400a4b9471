"""The one shape that a rendered event is made of: rows that stay right of their lead, however they wrap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from .escape import flat

_NARROWEST = 20


class Row:
    """A text and what stands before its first line.

    Further lines are indented as far, so that no line of an event's own text begins where our headings do.

    Args:
        text: The text; it may hold line breaks.
        lead: What stands before it: blanks, a label.
        hang: How far further lines are indented, in columns; None for as far as the first.
        cut: True to keep to one line and end that with an ellipsis; else the text wraps.
    """

    def __init__(self, text: Text, lead: Text | str = "", *, hang: int | None = None, cut: bool = False) -> None:
        self.text = text
        self.lead = Text(lead) if isinstance(lead, str) else lead
        self.hang = self.lead.cell_len if hang is None else hang
        self.cut = cut

    def indented(self, columns: int) -> Row:
        """The same row, further to the right."""
        lead = Text(" " * columns).append_text(self.lead)
        return Row(self.text, lead, hang=self.hang + columns, cut=self.cut)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, as rich asks for them."""
        lead = self.lead
        room = max(options.max_width - max(lead.cell_len, self.hang), _NARROWEST)
        for line in self._lines(console, room):
            row = Text(no_wrap=True, overflow="ignore").append_text(lead).append_text(line)
            row.rstrip()
            yield row
            lead = Text(" " * self.hang)

    def _lines(self, console: Console, room: int) -> list[Text]:
        if not self.cut:
            return list(self.text.wrap(console, room, overflow="fold"))
        line = self.text.copy()
        line.truncate(room, overflow="ellipsis")
        return [line]


def blank() -> Row:
    """An empty line."""
    return Row(Text())


def heading(name: str, remark: str = "") -> list[Row]:
    """The first lines of a section; only these, and the title of the event, begin at the margin."""
    line = Text(name, style="bold")
    return [blank(), Row(line.append(f" ({remark})", style="not bold dim") if remark else line, hang=2)]


def labelled(values: Mapping[str, str | None]) -> Iterator[Row]:
    """A row for each value that is there, their labels in one column."""
    rows = [(flat(name, 30), flat(value, 4000)) for name, value in values.items() if value]
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        yield Row(Text(value), Text(f"  {name:{width}}  ", style="dim"))
