"""The version is set in `pyproject.toml` and read from the installed metadata."""

from __future__ import annotations

import importlib.metadata
import runpy
import tomllib
from pathlib import Path

import pytest

import topframe

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]


def test_the_version_equals_that_of_pyproject() -> None:
    """`pyproject.toml` is the only source of the version. If this test fails, install the project again."""
    assert topframe.__version__ == importlib.metadata.version("topframe") == PROJECT["version"]


def test_the_version_is_unknown_without_installed_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without installed metadata, the version is `0+unknown`, which tools can still parse and compare."""

    def missing(name: str) -> object:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata.Distribution, "from_name", missing)
    assert runpy.run_path(str(Path(topframe.__file__).with_name("version.py")))["__version__"] == "0+unknown"
