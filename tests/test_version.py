"""The version: set in `pyproject.toml`, and read from what is installed."""

from __future__ import annotations

import importlib.metadata
import runpy
import tomllib
from pathlib import Path

import pytest

import topframe

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]


def test_the_version_is_that_of_the_project() -> None:
    """`pyproject.toml` is its only source. If this fails, install the project again."""
    assert topframe.__version__ == importlib.metadata.version("topframe") == PROJECT["version"]


def test_a_tree_that_was_never_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tools that compare versions can read what stands in its place."""

    def missing(name: str) -> object:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata.Distribution, "from_name", missing)
    assert runpy.run_path(str(Path(topframe.__file__).with_name("version.py")))["__version__"] == "0+unknown"
