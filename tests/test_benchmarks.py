"""The stored benchmark results are complete, and every page shows their figures."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
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


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.svg")), ids=lambda file: file.stem)
def test_a_plot_is_small_and_well_formed(file: Path) -> None:
    """Each plot is valid SVG, is smaller than 60 kB, and loads nothing from other files or hosts."""
    plot = file.read_bytes()

    assert len(plot) < 60_000
    assert ET.fromstring(plot).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<image" not in plot
    assert b"@import" not in plot


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import the module that knows the order of the serializers."""
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
    return import_module("order")


def test_members_come_in_the_order_of_the_serializers(order: Any) -> None:
    """Members are reordered at every level. Unknown members come last. Numbers and texts keep their spelling."""
    frame = '{"lineNo":1e0,"colour":"\\u00e9","filename":"a.py"}'
    body = (
        f'{{"entries":[{{"type":"exception","data":{{"values":[{{"stacktrace":{{"frames":[{frame}]}}}}]}}}}],"id":"1"}}'
    )

    found = order.in_server_order(body.encode()).decode()

    frame = '{"filename":"a.py","lineNo":1e0,"colour":"\\u00e9"}'
    entry = f'{{"data":{{"values":[{{"stacktrace":{{"frames":[{frame}]}}}}]}},"type":"exception"}}'
    assert found == f'{{"id":"1","entries":[{entry}]}}'


def test_values_of_other_kinds_stay_as_they_are(order: Any) -> None:
    """Null, a text for an object, and the data of an unknown entry are not touched."""
    body = b'{"user":null,"sdk":"x","entries":[null,{"data":{"b":1,"a":2},"type":"hologram"},{"data":[],"type":null}]}'

    assert order.in_server_order(body) == body.replace(b'"user":null,"sdk":"x",', b"")[:-1] + b',"user":null,"sdk":"x"}'


def test_the_type_of_an_entry_can_come_first(order: Any) -> None:
    """Only entries change, and the order of the serializers comes back."""
    body = b'{"id":"1","entries":[{"data":{"values":[]},"type":"exception"}],"title":"t"}'

    found = order.with_types_first(body)

    assert found == b'{"id":"1","entries":[{"type":"exception","data":{"values":[]}}],"title":"t"}'
    assert order.in_server_order(found) == body
