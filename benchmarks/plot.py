"""The plot of a run, as SVG for light and dark pages: the time that each rival takes to decode one event.

    python benchmarks/plot.py [FOLDER]

It draws `results.json` of the folder (default: `benchmarks/results`) into `decode-light.svg` and `decode-dark.svg`. The
same results give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import results
from report import drawn, drawn_rows, figures
from results import Results, Row, Table

mpl.use("svg")


class Colours(NamedTuple):
    """The colours for one kind of page."""

    text: str
    faint: str
    topframe: str
    typed: str
    untyped: str


PAGES = {
    "light": Colours("#1f2328", "#d1d9e0", "#6a3fb5", "#9a6a00", "#59636e"),
    "dark": Colours("#f0f6fc", "#3d444d", "#b392f0", "#e3b341", "#9198a1"),
}
GROUPS = {
    "topframe": "topframe: typed, validated",
    "typed": "typed, validated or converted",
    "untyped": "untyped: dicts",
}
GAP = 0.6
"""Space between rivals that read everything and rivals that leave a part undecoded, whose times do not compare."""
SIZE = (8.0, 4.6)
"""Width and height in inches."""


def draw(found: Results, page: str, file: Path) -> None:
    """Draw one plot.

    Args:
        found: The results to draw.
        page: `light` or `dark`.
        file: The SVG file to write.
    """
    colours, table = PAGES[page], drawn(found)
    rows = sorted(drawn_rows(found), key=lambda row: (row.reads == "lazy", -row.value.middle))
    settings: Any = {
        "svg.hashsalt": "topframe",  # otherwise the ids in the SVG are random
        "svg.fonttype": "none",  # text stays text: a smaller file, and readers can select it
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 10,
        "text.color": colours.text,
    }
    with mpl.rc_context(settings):
        figure, axes = plt.subplots(figsize=SIZE)
        bars(axes, rows, table, colours)
        figure.savefig(file, transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})
        plt.close(figure)


def bars(axes: Axes, rows: list[Row], table: Table, colours: Colours) -> None:
    """Draw a bar for each rival, with its time, its ratio and its quartiles. In each group, the fastest is on top."""
    widest = sorted(row.value.middle for row in rows)[-2] * 1.25  # the slowest bar is cut off
    base = next(row for row in rows if row.name == table.base)
    places = [place + (GAP if row.reads == "lazy" else 0) for place, row in enumerate(rows)]
    for place, row in zip(places, rows, strict=True):
        colour = getattr(colours, row.group)
        length = min(row.value.middle, widest)
        axes.barh(place, length, color=colour, height=0.68, alpha=1 if row.group == "topframe" else 0.75)
        if row.value.high < widest:
            axes.plot([row.value.low, row.value.high], [place, place], color=colours.text, linewidth=1)
        more = " →" if row.value.middle > widest else ""
        label = f"{figures(row, table.unit)}{more}"
        weight = "bold" if row.group == "topframe" else "normal"
        after = max(length, row.value.high if row.value.high < widest else 0)
        axes.text(after + widest * 0.012, place, label, va="center", fontsize=9, weight=weight)
    axes.axvline(base.value.middle, color=colours.faint, linewidth=1, zorder=0)
    axes.set_yticks(places, [named(row) for row in rows])
    for tick, row in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set_color(colours.topframe if row.group == "topframe" else colours.text)
        tick.set_fontweight("bold" if row.group == "topframe" else "normal")
    axes.set_xlim(0, widest * 1.17)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(
        f"Decode an event ({table.size / table.count / 1e3:.0f} kB): time, and ratio to {table.base}",
        loc="left",
        fontsize=11,
    )
    for place, (group, text) in enumerate(GROUPS.items()):
        where: dict[str, Any] = {"transform": axes.transAxes, "ha": "right", "va": "top", "fontsize": 9}
        axes.text(1, 0.94 - 0.06 * place, f"■ {text}", color=getattr(colours, group), **where)


def named(row: Row) -> str:
    """The label of a rival. It says so if the rival leaves free-form parts undecoded."""
    return f"{row.name}, free-form parts lazy" if row.reads == "lazy" else row.name


def draw_all(found: Results, folder: Path) -> None:
    """Draw the plot for light and for dark pages into *folder*."""
    for page in PAGES:
        draw(found, page, folder / f"decode-{page}.svg")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if sys.argv[1:] else results.FOLDER
    draw_all(results.load(chosen / results.FILE.name), chosen)
