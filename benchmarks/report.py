"""The results of the suite as tables: for the terminal, and as Markdown in the README files.

    python benchmarks/report.py [--check]

It writes the tables of `results/results.json` into the README of the project and the README of this folder, between the
marks `<!-- results: NAME -->` and `<!-- end -->`, so that no figure is typed by hand. `--check` writes nothing, and
fails if a page is out of date. Both fail if the plots show other results.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence

from results import FOLDER, Manners, Results, Row, Table, Target, load
from rounds import ROOT

BLOCK = re.compile(r"<!-- results: (?P<name>[^\n]*) -->\n(?P<text>.*?)<!-- end -->", re.DOTALL)
CEILINGS = ("msgspec skip", "pysimdjson bare parse")
DRAWN = ("decode: corpus", "decode: mixture")
"""The tables that the plot can show; it shows the first one that was measured."""
FILES = (ROOT / "README.md", ROOT / "benchmarks" / "README.md")
READS = {"lazy": "typed parts", "part": "a part", "all": "all", "syntax": "nothing", "": ""}


# --- figures ----------------------------------------------------------------------------------------------------------


def amount(value: float, unit: str) -> str:
    """A value with a readable unit."""
    if unit == "B":
        return f"{value / 1e6:.0f} MB" if value >= 1e6 else f"{value / 1e3:.1f} kB"
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.1f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} us"


def ratio(value: float) -> str:
    """A ratio with two decimals, or with none from 10 on."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def with_what(found: Results) -> str:
    """The versions of Python and of the packages, as text."""
    return ", ".join(version if name == "Python" else f"{name} {version}" for name, version in found.versions.items())


def cells(row: Row, unit: str) -> tuple[str, str, str, str, str]:
    """The cells of one row of a table."""
    spread = f"{ratio(row.ratio.low)} to {ratio(row.ratio.high)}"
    return row.name, READS[row.reads], amount(row.value.middle, unit), ratio(row.ratio.middle), spread


def figures(row: Row, unit: str) -> str:
    """The text beside a bar of the plot: time and ratio."""
    return f"{amount(row.value.middle, unit)}  {ratio(row.ratio.middle)} x"


def heading(table: Table) -> str:
    """The heading of a table: its subject, the number and the size of its events, and how often it was measured."""
    times = f"{table.processes} processes, {table.rounds * table.processes} rounds"
    if table.count == 1:
        return f"{table.title} ({times})"
    return f"{table.title} (each of {table.count}, {table.size / table.count / 1e3:.1f} kB; {times})"


# --- on the terminal --------------------------------------------------------------------------------------------------


def text(found: Results) -> str:
    """All results, for the terminal."""
    lines = [found.date, found.machine, with_what(found)]
    for table in found.tables:
        lines += ["", heading(table)]
        lines += aligned(
            [("", "reads", "", f"/ {table.base}", "quartiles"), *(cells(row, table.unit) for row in ordered(table))]
        )
    lines += ["", "Rejects and survives"]
    lines += aligned([(those.name, *counts(those), *lacks(those)) for those in found.manners])
    if found.targets:
        lines += ["", "Targets"]
        lines += aligned([target_cells(target) for target in found.targets])
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Lines in which the cells of each column are aligned: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            f"{cell:<{width}}" if not i else f"{cell:>{width}}"
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {first}  {'  '.join(others)}".rstrip()


def ordered(table: Table) -> list[Row]:
    """The rows of a table, sorted by what they read, then by group, then by speed.

    Times compare only between rows that read the same. The groups are topframe, typed and untyped rivals.
    """
    groups = ("topframe", "typed", "untyped")
    return sorted(table.rows, key=lambda row: (list(READS).index(row.reads), groups.index(row.group), row.value.middle))


def counts(those: Manners) -> tuple[str, str]:
    """How many faults a rival finds, and how many oddities it survives."""
    return tuple(f"{sum(found.values())} of {len(found)}" for found in (those.rejects, those.survives))  # type: ignore[return-value]


def lacks(those: Manners) -> tuple[str]:
    """The oddities that a rival does not survive."""
    return (", ".join(name for name, survived in those.survives.items() if not survived),)


def target_cells(target: Target) -> tuple[str, str, str, str]:
    """The cells of a target: its text, its limit, what was reached, and the quartiles with the verdict."""
    show: Callable[[float], str] = (lambda value: amount(value, target.unit)) if target.unit else ratio
    quartiles = f"{show(target.found.low)} to {show(target.found.high)}"
    return (
        target.text,
        f"<= {show(target.limit)}",
        show(target.found.middle),
        f"{quartiles}  {'met' if target.met else 'MISSED'}",
    )


# --- in Markdown ------------------------------------------------------------------------------------------------------


def markdown(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """A table in Markdown. The first column is aligned to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def table_block(found: Results, name: str, rivals: Sequence[str] = ()) -> str:
    """One table, with the named rivals, or with all.

    Raises:
        LookupError: The table, or one of the rivals, was not measured.
    """
    table = found.table(name)
    if table is None:
        raise LookupError(f"no table {name}")
    if strangers := set(rivals) - {row.name for row in table.rows}:
        raise LookupError(f"not in {name}: {', '.join(sorted(strangers))}")
    chosen = [row for row in ordered(table) if not rivals or row.name in rivals]
    head = ("", "reads", "time" if table.unit == "s" else "memory", f"/ {table.base}", "quartiles")
    rows = [
        (("**" + name + "**") if row.group == "topframe" else name, *rest)
        for row in chosen
        for name, *rest in [cells(row, table.unit)]
    ]
    return f"{heading(table)}:\n\n{markdown(rows, head)}"


def tables_block(found: Results) -> str:
    """All tables."""
    return "\n".join(table_block(found, table.name) for table in found.tables)


def manners_block(found: Results) -> str:
    """The table of the faults that rivals find and the oddities that they survive."""
    rows = [(those.name, *counts(those), lacks(those)[0] or "-", missed(those)) for those in found.manners]
    return markdown(rows, ("", "faults found", "oddities survived", "does not survive", "does not find"))


def missed(those: Manners) -> str:
    """The faults that a rival does not find; `any` if it finds none."""
    names = [name for name, found in those.rejects.items() if not found]
    return "any" if len(names) == len(those.rejects) else ", ".join(names) or "-"


def targets_block(found: Results) -> str:
    """The table of the targets and what was reached."""
    return markdown(
        [(*target_cells(target)[:3], *target_cells(target)[3].split("  ")) for target in found.targets],
        ("", "wanted", "found", "quartiles", ""),
    )


def ceilings_block(found: Results) -> str:
    """The time of topframe, divided by msgspec's time to skip a document and by simdjson's time to parse it."""
    rows = [
        (f"{row.name}, {table.name.partition(': ')[2]}", *(ratio(row.ratio.middle / ceiling) for ceiling in ceilings))
        for table in found.tables
        if table.name in {"view: corpus", "view: example", "view: mixture"}
        for ceilings in [[one.ratio.middle for name in CEILINGS for one in table.rows if one.name == name]]
        for row in ordered(table)
        if row.group == "topframe"
    ]
    return markdown(rows, ("", *(f"/ {name}" for name in CEILINGS)))


def conditions_block(found: Results) -> str:
    """Date, machine and versions."""
    return f"{found.date}, {found.machine}; {with_what(found)}.\n"


# --- the plot ---------------------------------------------------------------------------------------------------------


def drawn(found: Results) -> Table:
    """The table that the plot shows.

    Raises:
        LookupError: The results have none of the tables that the plot can show.
    """
    for name in DRAWN:
        if table := found.table(name):
            return table
    raise LookupError("these results hold no decoding")


def drawn_rows(found: Results) -> list[Row]:
    """The rows that the plot shows: all except the ceilings, which make no objects."""
    return [row for row in drawn(found).rows if row.reads != "syntax"]


# --- the pages --------------------------------------------------------------------------------------------------------

BLOCKS: dict[str, Callable[[Results], str]] = {
    "tables": tables_block,
    "manners": manners_block,
    "targets": targets_block,
    "ceilings": ceilings_block,
    "conditions": conditions_block,
}


def filled(page: str, found: Results) -> str:
    """A page whose blocks show the current results.

    A mark names a block or a table. After a table, it may name the rivals to show, separated by bars:
    `decode: corpus | topframe | topframe, all read | orjson | json`.

    Raises:
        LookupError: A mark names a block, a table or a rival that does not exist.
    """

    def block(match: re.Match[str]) -> str:
        name, *rivals = match["name"].split(" | ")
        made = BLOCKS[name](found) if name in BLOCKS else table_block(found, name, rivals)
        return f"<!-- results: {match['name']} -->\n{made}<!-- end -->"

    return BLOCK.sub(block, page)


def main() -> None:
    """Write the tables into the pages, or check that the pages are up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is not up to date")
    options = parser.parse_args()
    found = load()
    for name in ("light", "dark"):
        plot = (FOLDER / f"decode-{name}.svg").read_text()
        if lacking := [row.name for row in drawn_rows(found) if figures(row, drawn(found).unit) not in plot]:
            sys.exit(f"the {name} plot shows other results, run `python benchmarks/plot.py`: {', '.join(lacking)}")
    stale = [file for file in FILES if filled(page := file.read_text(), found) != page]
    if options.check and stale:
        sys.exit(f"out of date, run `python benchmarks/report.py`: {', '.join(file.name for file in stale)}")
    for file in stale:
        file.write_text(filled(file.read_text(), found))


if __name__ == "__main__":
    main()
