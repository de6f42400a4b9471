"""The plots of a run, as SVG for light and dark pages.

    python benchmarks/plot.py [FOLDER]

It draws `results.json` of the folder (default: `benchmarks/results`). `decode-*.svg` shows the time that each rival
takes to decode an event, and `rows-*.svg` the time and memory that each tool takes to make rows of a file. The same
results give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import results
from report import EM_SPACE, PAGES, drawn_rows, figures, plots
from results import Results, Row, Table

mpl.use("svg")


class Colours(NamedTuple):
    """The colours for one kind of page."""

    text: str
    faint: str
    topframe: str
    typed: str
    untyped: str


COLOURS = dict(
    zip(
        PAGES,
        (
            Colours("#1f2328", "#d1d9e0", "#6a3fb5", "#b38c40", "#838a93"),
            Colours("#f0f6fc", "#3d444d", "#b392f0", "#aa862e", "#737a82"),
        ),
        strict=True,
    )
)
GROUPS = {
    "decode": {
        "topframe": "topframe: typed, validated",
        "typed": "typed, validated or converted",
        "untyped": "untyped: dicts",
    },
    "rows": {"topframe": "topframe", "typed": "with a schema", "untyped": "by hand, without a schema"},
}
LAZY = f"↑ reads typed parts{EM_SPACE}↓ reads all"
GAP = 0.9
"""Space between rivals that read everything and rivals that leave a part undecoded, whose times do not compare."""
WIDTH = 8.0
"""Width in inches."""
HEIGHT = 0.29
"""Height of a bar and the space around it in inches."""


def draw(name: str, tables: Sequence[Table], page: str, file: Path) -> None:
    """Draw one plot, with a panel for each table.

    Args:
        name: `decode` or `rows`.
        tables: The tables to draw.
        page: `light` or `dark`.
        file: The SVG file to write.
    """
    colours = COLOURS[page]
    settings: Any = {
        "svg.hashsalt": "topframe",  # otherwise the ids in the SVG are random
        "svg.fonttype": "none",  # text stays text: a smaller file, and readers can select it
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 10,
        "text.color": colours.text,
    }
    counts = [len(drawn_rows(table)) + len(table.failed) + 1.5 for table in tables]
    with mpl.rc_context(settings):
        figure, panels = plt.subplots(
            len(tables), figsize=(WIDTH, HEIGHT * sum(counts)), squeeze=False, height_ratios=counts
        )
        for axes, table in zip(panels.flat, tables, strict=True):
            panel(axes, table, colours)
            axes.set_title(title(name, table), loc="left", fontsize=11)
        legend(panels.flat[0], GROUPS[name], colours)
        figure.tight_layout()
        figure.savefig(file, transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})
        plt.close(figure)


def title(name: str, table: Table) -> str:
    """The title of a panel, which explains the figures beside the bars."""
    if name == "decode":
        return f"Decode an event ({table.size / table.count / 1e3:.0f} kB): time, and ratio to {table.base}"
    return f"{table.title}:\ntime, ratio to the {table.base}, and peak memory"


def panel(axes: Axes, table: Table, colours: Colours) -> None:
    """Draw a bar for each rival, with its figures and its quartiles. In each group, the fastest is on top."""
    rows = sorted(drawn_rows(table), key=lambda row: (row.reads == "lazy", -row.value.middle))
    values = sorted(row.value.middle for row in rows)
    widest = min(values[-2] * 1.25, values[-1])  # the slowest bar is cut off
    failed = len(table.failed)
    places = [failed + place + (GAP if row.reads == "lazy" else 0) for place, row in enumerate(rows)]
    base = next(row for row in rows if row.name == table.base)
    axes.plot([base.value.middle] * 2, [failed - 0.5, places[-1] + 0.5], color=colours.faint, linewidth=1, zorder=0)
    for place, row in zip(places, rows, strict=True):
        bar(axes, place, row, table.unit, widest, colours)
    for place, reason in enumerate(table.failed.values()):
        axes.text(widest * 0.012, place, f"fails, {reason}", va="center", fontsize=9, style="italic")
    lazy = sum(row.reads == "lazy" for row in rows)
    if 0 < lazy < len(rows):
        axes.text(0, places[-lazy] - 0.5 - GAP / 2, LAZY, va="center", fontsize=8)
    axes.set_yticks([*range(failed), *places], [*table.failed, *(row.name for row in rows)])
    axes.set_ylim(-0.6, places[-1] + 0.6)
    axes.set_xlim(0, widest * 1.3)
    of_topframe = {row.name for row in rows if row.group == "topframe"}
    for tick in axes.get_yticklabels():
        ours = tick.get_text() in of_topframe
        tick.set_color(colours.topframe if ours else colours.text)
        tick.set_fontweight("bold" if ours else "normal")
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def bar(axes: Axes, place: float, row: Row, unit: str, widest: float, colours: Colours) -> None:
    """Draw one bar. An arrow marks a bar that is cut off."""
    is_cut = row.value.middle > widest
    length = widest if is_cut else row.value.middle
    axes.barh(place, length, color=getattr(colours, row.group), height=0.68)
    end = min(row.value.high, widest)
    if not is_cut:
        axes.plot([row.value.low, end], [place, place], color=colours.text, linewidth=1)
    weight = "bold" if row.group == "topframe" else "normal"
    text = f"{figures(row, unit)}{' →' if is_cut else ''}"
    axes.text(max(length, end) + widest * 0.012, place, text, va="center", fontsize=9, weight=weight)


def legend(axes: Axes, groups: dict[str, str], colours: Colours) -> None:
    """Name the groups, each in the colour of its bars, in the empty corner at the top right."""
    for place, (group, text) in enumerate(groups.items()):
        axes.annotate(
            f"■ {text}",
            (1, 1),
            (0, -4 - 15 * place),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=9,
            color=getattr(colours, group),
        )


def draw_all(found: Results, folder: Path) -> None:
    """Draw the plots whose tables were measured, for light and for dark pages, into *folder*."""
    for name, tables in plots(found).items():
        for page in PAGES:
            draw(name, tables, page, folder / f"{name}-{page}.svg")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if sys.argv[1:] else results.FOLDER
    draw_all(results.load(chosen / results.FILE.name), chosen)
