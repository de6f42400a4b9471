"""The map of the modules in CONTRIBUTING.md is the one that the imports obey, and the files that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_surface import LAYERS, SOURCE

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text()
ROWS = re.findall(r"^\| (\d+) \| `(\w+)` \|", TEXT, re.MULTILINE)
FILES = sorted({path for path in re.findall(r"`([\w./]+/[\w.]*)`", TEXT) if not path.startswith("../")})


def test_the_map_shows_each_module_in_its_layer() -> None:
    """In the order of the layers; only the package itself, which has no name, is not in it."""
    assert {name: int(layer) for layer, name in ROWS} == {name: layer for name, layer in LAYERS.items() if name}
    assert [int(layer) for layer, _ in ROWS] == sorted(int(layer) for layer, _ in ROWS)


@pytest.mark.parametrize("path", FILES)
def test_the_files_that_it_names_exist(path: str) -> None:
    """Paths are relative to the repository or to the package."""
    root = SOURCE.parents[1]
    assert any((folder / path).exists() for folder in (root, SOURCE, SOURCE.parent))
