"""What was measured for a transaction."""

from __future__ import annotations

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe import encode
from topframe.model import Measurement


def test_a_measurement_comes_back() -> None:
    """A number, its unit, and at times a type."""
    assert_comes_back(Measurement, '{"value": 12.5, "unit": "millisecond", "type": "float", "unheardOf": 1}')


def test_a_measurement_may_be_empty() -> None:
    """The unit is missing before 2022, and the value can be null."""
    assert_may_be_empty(Measurement)


@pytest.mark.parametrize(("text", "kind"), [("12", int), ("12.0", float), ("0", int)])
def test_whole_numbers_stay_what_they_are(text: str, kind: type) -> None:
    """12 and 12.0 are told apart, so that each is written as it came."""
    measurement = decode(Measurement, f'{{"value": {text}}}')
    assert type(measurement.value) is kind
    assert encode(measurement) == f'{{"value":{text}}}'.encode()
