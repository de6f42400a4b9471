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
CEILINGS_OF = ("view: corpus, server's order", "view: corpus", "view: example", "view: mixture")
CEILINGS = ("msgspec skip", "pysimdjson bare parse")
DRAWN = ("decode: corpus, server's order", "decode: corpus", "decode: mixture")
"""The tables that the plot of decoding can show; it shows the first one that was measured."""
FILES_DRAWN = ("lines: mixed", "lines: errors")
"""The tables that the plot of rows shows, if they were measured."""
PAGES = ("light", "dark")
"""The kinds of pages that a plot is drawn for."""
FILES = (ROOT / "README.md", ROOT / "benchmarks" / "README.md")
EM_SPACE = "\u2003"
READS = {"lazy": "typed parts", "part": "a part", "all": "all", "syntax": "nothing", "": ""}


# --- figures ----------------------------------------------------------------------------------------------------------


def amount(value: float, unit: str) -> str:
    """A value with a readable unit."""
    if unit == "B":
        return f"{value / 1e6:.0f} MB" if value >= 1e6 else f"{value / 1e3:.1f} kB"
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.1f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} µs"


def ratio(value: float) -> str:
    """A ratio with two decimals, or with none from 10 on."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def with_what(found: Results) -> str:
    """The versions of Python and of the packages, as text."""
    return ", ".join(version if name == "Python" else f"{name} {version}" for name, version in found.versions.items())


def cells(row: Row, unit: str) -> tuple[str, ...]:
    """The cells of one row of a table."""
    spread = f"{ratio(row.ratio.low)} to {ratio(row.ratio.high)}"
    first = (row.name, READS[row.reads], amount(row.value.middle, unit), ratio(row.ratio.middle), spread)
    return (*first, *(() if row.cores is None or row.memory is None else (f"{row.cores:.1f}", amount(row.memory, "B"))))


def heads(table: Table) -> tuple[str, ...]:
    """The heads of the columns of a table."""
    first = ("", "reads", "time" if table.unit == "s" else "memory", f"/ {table.base}", "quartiles")
    return (*first, *(("cores", "memory") if any(row.cores is not None for row in table.rows) else ()))


def figures(row: Row, unit: str) -> str:
    """The text beside a bar of the plot: time and ratio, and the memory where it was measured.

    Between them is an em space, which SVG does not collapse as it does blanks.
    """
    parts = [amount(row.value.middle, unit), f"{ratio(row.ratio.middle)} x"]
    return EM_SPACE.join([*parts, *([amount(row.memory, "B")] if row.memory else [])])


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
        lines += aligned([heads(table), *(cells(row, table.unit) for row in ordered(table))])
        lines += [f"  {line}" for line in failures(table)]
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


def failures(table: Table) -> list[str]:
    """A line for each rival that cannot do the work."""
    return [f"{name}: fails ({reason})" for name, reason in table.failed.items()]


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
        target.text + ("" if target.cores is None else f", on {target.cores:.1f} cores"),
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
    rows = [
        (("**" + name + "**") if row.group == "topframe" else name, *rest)
        for row in chosen
        for name, *rest in [cells(row, table.unit)]
    ]
    failed = "".join(f"\n{line}.\n" for line in failures(table)) if not rivals else ""
    return f"{heading(table)}:\n\n{markdown(rows, heads(table))}{failed}"


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
        if table.name in CEILINGS_OF
        for ceilings in [[one.ratio.middle for name in CEILINGS for one in table.rows if one.name == name]]
        for row in ordered(table)
        if row.group == "topframe"
    ]
    return markdown(rows, ("", *(f"/ {name}" for name in CEILINGS)))


def conditions_block(found: Results) -> str:
    """Date, machine and versions."""
    return f"{found.date}, {found.machine}; {with_what(found)}.\n"


# --- the plots --------------------------------------------------------------------------------------------------------


def plots(found: Results) -> dict[str, list[Table]]:
    """The tables of each plot, by the name of the plot. A plot whose tables were not measured is left out."""
    decoding = [table for name in DRAWN if (table := found.table(name))][:1]
    files = [table for name in FILES_DRAWN if (table := found.table(name)) and table.rows[0].memory]
    return {name: tables for name, tables in (("decode", decoding), ("rows", files)) if tables}


def drawn_rows(table: Table) -> list[Row]:
    """The rows that a plot shows: all except the ceilings, which make no objects."""
    return [row for row in table.rows if row.reads != "syntax"]


def not_drawn(found: Results) -> list[str]:
    """The rivals whose figures a plot in the folder of the results does not show."""
    return [
        f"{plot}-{page}: {row.name}"
        for plot, tables in plots(found).items()
        for page in PAGES
        for shown in [(FOLDER / f"{plot}-{page}.svg").read_text()]
        for table in tables
        for row in drawn_rows(table)
        if figures(row, table.unit) not in shown
    ]


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
    if lacking := not_drawn(found):
        sys.exit(f"plots show other results, run `python benchmarks/plot.py`: {', '.join(lacking)}")
    stale = [file for file in FILES if filled(page := file.read_text(), found) != page]
    if options.check and stale:
        sys.exit(f"out of date, run `python benchmarks/report.py`: {', '.join(file.name for file in stale)}")
    for file in stale:
        file.write_text(filled(file.read_text(), found))


if __name__ == "__main__":
    main()
