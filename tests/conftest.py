"""What all tests share: the samples, the corpus that may lie beside the repository, and how Hypothesis works."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings

from topframe import Event, decode_event, decode_events

DATA = Path(__file__).parent / "data"
"""The samples: events that we made up, in the shapes that servers give them."""
SAMPLES = tuple(sorted(path.stem for path in DATA.glob("*.json")))
RAW_SAMPLES = tuple(sorted(path.stem for path in DATA.glob("raw/*.json")))
"""Those of the raw dialect, in `tests/data/raw`."""
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
"""Payloads from other people's public repositories, which stay where they are."""

settings.register_profile(
    "topframe", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# New examples in each run. `.ci/run` uses it for a bounded time, and prints the seed, which repeats the run.
settings.register_profile("explore", settings.get_profile("topframe"), derandomize=False)
settings.load_profile(os.environ.get("TOPFRAME_PROFILE", "topframe"))


def read_sample(name: str) -> bytes:
    """One of the files in `tests/data`."""
    return (DATA / f"{name}.json").read_bytes()


def bodies_of(name: str) -> list[Any]:
    """The events of a sample, as JSON values: one, or those of a list."""
    document = json.loads(read_sample(name))
    array = as_array(document)
    return [document] if array is None else [*array]


def as_object(value: Any) -> dict[str, Any] | None:
    """A JSON value as the object that it is, or None when it is none."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_array(value: Any) -> Sequence[Any] | None:
    """A JSON value as the array that it is, or None when it is none."""
    return cast("Sequence[Any]", value) if isinstance(value, list) else None


def events_of(name: str) -> list[Event]:
    """The events of a sample: one, or those of a list."""
    body = read_sample(name)
    return decode_events(body) if body.startswith(b"[") else [decode_event(body)]


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """Reads a sample: `sample("python_chained")`."""
    return read_sample


@pytest.fixture
def corpus() -> Path:
    """The corpus; a test that asks for it is skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the repository")
    return CORPUS
