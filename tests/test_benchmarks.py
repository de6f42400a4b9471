"""The stored results of the benchmark suite, and every page that shows a figure of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "benchmarks" / "results"
LARGE_FILE = "lines: memory"
"""It is read once: 2 GB take their time, and a maximum does not waver."""


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """What the last full run found."""
    found: dict[str, Any] = msgspec.json.decode((FOLDER / "results.json").read_bytes())
    return found


def test_the_figures_of_all_pages_are_those_of_the_results() -> None:
    """No figure between the marks of a README is typed by hand, and the plots are drawn from the same results."""
    command = [sys.executable, str(ROOT / "benchmarks" / "report.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_results_are_of_a_full_run(results: dict[str, Any]) -> None:
    """Every case was measured, in several processes, with several values for each rival."""
    cases = {path.stem for path in (ROOT / "benchmarks" / "cases").glob("[a-z]*.py")}

    assert {table["name"].partition(":")[0] for table in results["tables"]} == cases
    assert all(table["rounds"] * table["processes"] >= 3 for table in results["tables"] if table["name"] != LARGE_FILE)


def test_the_results_name_no_host(results: dict[str, Any]) -> None:
    """What the machine is, and not whose."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", results["date"])
    assert set(results) == {"date", "machine", "versions", "corpus", "tables", "manners", "targets"}


@pytest.mark.parametrize("page", ["light", "dark"])
def test_a_plot_is_small_and_well_formed(page: str) -> None:
    """A page that shows it loads no more than 60 kB, and nothing from elsewhere."""
    plot = (FOLDER / f"decode-{page}.svg").read_bytes()

    assert len(plot) < 60_000
    assert ET.fromstring(plot).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<image" not in plot
    assert b"@import" not in plot
