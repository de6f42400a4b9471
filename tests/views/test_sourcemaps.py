"""`SourcemapErrors` answers like the whole event, but for the frames."""

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
def test_the_failures_are_those_of_the_event(body: str) -> None:
    """For every sample; which frames they hit is for the whole event to say."""
    event, view = sourcemap_errors(decode_event(body)), sourcemap_errors(decode_view(body, SourcemapErrors))
    assert view == tuple(msgspec.structs.replace(failure, frames=()) for failure in event)


def test_some_sample_has_failures() -> None:
    """So that the test above tests something."""
    assert any(sourcemap_errors(decode_event(json.dumps(body))) for name in SAMPLES for body in bodies_of(name))
