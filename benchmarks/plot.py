"""The plot of a run: how long each rival takes for the corpus, as SVG for light and for dark pages.

    python benchmarks/plot.py [FOLDER]

draws `results.json` of the folder (default: `benchmarks/results`) into `decode-light.svg` and `decode-dark.svg`. The
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
    """The colours of one kind of page."""

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
"""Between those who read everything and those who leave a part as it came: these are two races."""
SIZE = (8.0, 4.6)
"""Inches."""


def draw(found: Results, page: str, file: Path) -> None:
    """Draw one plot.

    Args:
        found: What to draw.
        page: `light` or `dark`.
        file: Where to.
    """
    colours, table = PAGES[page], drawn(found)
    rows = sorted(drawn_rows(found), key=lambda row: (row.reads == "lazy", -row.value.middle))
    settings: Any = {
        "svg.hashsalt": "topframe",  # else the names of parts are drawn by lot
        "svg.fonttype": "none",  # text as text: small, and to be selected
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
    """Draw a bar for each rival, the fastest on top, with its time, its ratio and its quartiles."""
    widest = sorted(row.value.middle for row in rows)[-2] * 1.25  # the slowest may run out of the picture
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
    """The name of a rival, and how it reads where it does not read all."""
    return f"{row.name}, free-form parts lazy" if row.reads == "lazy" else row.name


def draw_all(found: Results, folder: Path) -> None:
    """Draw the plot for both kinds of pages."""
    for page in PAGES:
        draw(found, page, folder / f"decode-{page}.svg")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if sys.argv[1:] else results.FOLDER
    draw_all(results.load(chosen / results.FILE.name), chosen)
