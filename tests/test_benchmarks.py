"""The stored benchmark results are complete, and every page shows their figures."""

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
"""A table with a single value: reading 2 GB takes long, and peak memory hardly varies."""


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """Load the results of the last full run."""
    found: dict[str, Any] = msgspec.json.decode((FOLDER / "results.json").read_bytes())
    return found


def test_every_page_shows_the_stored_figures() -> None:
    """The tables in the README files and both plots show the stored results."""
    command = [sys.executable, str(ROOT / "benchmarks" / "report.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_results_come_from_a_full_run(results: dict[str, Any]) -> None:
    """The stored results have tables for every case, and every table except one has at least three rounds."""
    cases = {path.stem for path in (ROOT / "benchmarks" / "cases").glob("[a-z]*.py")}

    assert {table["name"].partition(":")[0] for table in results["tables"]} == cases
    assert all(table["rounds"] * table["processes"] >= 3 for table in results["tables"] if table["name"] != LARGE_FILE)


def test_the_results_do_not_contain_the_host_name(results: dict[str, Any]) -> None:
    """The stored results have exactly these members. They describe the machine without its host name."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", results["date"])
    assert set(results) == {"date", "machine", "versions", "corpus", "tables", "manners", "targets"}


@pytest.mark.parametrize("page", ["light", "dark"])
def test_a_plot_is_small_and_well_formed(page: str) -> None:
    """Each plot is valid SVG, is smaller than 60 kB, and loads nothing from other files or hosts."""
    plot = (FOLDER / f"decode-{page}.svg").read_bytes()

    assert len(plot) < 60_000
    assert ET.fromstring(plot).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<image" not in plot
    assert b"@import" not in plot
