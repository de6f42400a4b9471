"""Helpers that all tests share: the samples, the optional corpus next to the repository, and the Hypothesis profile."""

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
"""The samples: invented events in the shapes that real servers send."""
SAMPLES = tuple(sorted(path.stem for path in DATA.glob("*.json")))
RAW_SAMPLES = tuple(sorted(path.stem for path in DATA.glob("raw/*.json")))
"""Names of the samples in the raw dialect, in `tests/data/raw`."""
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
"""Payloads from other public repositories. They are kept outside this repository."""

settings.register_profile(
    "topframe", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# New examples in each run. `.ci/run` uses it for a bounded time, and prints the seed, which repeats the run.
settings.register_profile("explore", settings.get_profile("topframe"), derandomize=False)
settings.load_profile(os.environ.get("TOPFRAME_PROFILE", "topframe"))


def read_sample(name: str) -> bytes:
    """Read one file in `tests/data`."""
    return (DATA / f"{name}.json").read_bytes()


def bodies_of(name: str) -> list[Any]:
    """Return the events of a sample as JSON values. A sample is one event or a list of events."""
    document = json.loads(read_sample(name))
    array = as_array(document)
    return [document] if array is None else [*array]


def as_object(value: Any) -> dict[str, Any] | None:
    """Return a JSON object unchanged, and None for any other JSON value."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_array(value: Any) -> Sequence[Any] | None:
    """Return a JSON array unchanged, and None for any other JSON value."""
    return cast("Sequence[Any]", value) if isinstance(value, list) else None


def events_of(name: str) -> list[Event]:
    """Decode the events of a sample. A sample is one event or a list of events."""
    body = read_sample(name)
    return decode_events(body) if body.startswith(b"[") else [decode_event(body)]


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """Return a function that reads a sample: `sample("python_chained")`."""
    return read_sample


@pytest.fixture
def corpus() -> Path:
    """Return the folder of the corpus. Skip the test if the corpus is missing."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the repository")
    return CORPUS
