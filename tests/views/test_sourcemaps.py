"""`SourcemapErrors` gives the same results as the whole event, without frames."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.conftest import SAMPLES, bodies_of
from topframe import decode_event, decode_view, sourcemap_errors
from topframe.views import SourcemapErrors

BODIES = [
    pytest.param(json.dumps(body), id=f"{name}-{at}") for name in SAMPLES for at, body in enumerate(bodies_of(name))
]


@pytest.mark.parametrize("body", BODIES)
def test_failures_equal_those_of_the_event(body: str) -> None:
    """`sourcemap_errors` returns the same failures for every sample, with empty frames."""
    event, view = sourcemap_errors(decode_event(body)), sourcemap_errors(decode_view(body, SourcemapErrors))
    assert view == tuple(msgspec.structs.replace(failure, frames=()) for failure in event)


def test_at_least_one_sample_has_failures() -> None:
    """The test above needs a sample with failures to check anything."""
    assert any(sourcemap_errors(decode_event(json.dumps(body))) for name in SAMPLES for body in bodies_of(name))
