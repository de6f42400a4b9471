"""Measured numbers of a transaction."""

from __future__ import annotations

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe import encode
from topframe.model import Measurement


def test_a_measurement_round_trips() -> None:
    """Every key survives decode and encode."""
    assert_comes_back(Measurement, '{"value": 12.5, "unit": "millisecond", "type": "float", "unheardOf": 1}')


def test_measurement_keys_are_optional() -> None:
    """Every key may be missing or null. Servers before 2022 send no unit."""
    assert_may_be_empty(Measurement)


@pytest.mark.parametrize(("text", "kind"), [("12", int), ("12.0", float), ("0", int)])
def test_integers_and_floats_stay_distinct(text: str, kind: type) -> None:
    """12 decodes to an int and 12.0 to a float, so each is written as it was received."""
    measurement = decode(Measurement, f'{{"value": {text}}}')
    assert type(measurement.value) is kind
    assert encode(measurement) == f'{{"value":{text}}}'.encode()
