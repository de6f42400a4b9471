"""Problems that the server met while it processed the event."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import ProcessingError

WHOLE = """{
    "type": "js_no_source", "message": "Source code was not found", "data": {"url": "https://a.example.com/b.js"},
    "name": "extra.note", "value": [1, {"a": null}], "unheardOf": 1
}"""


def test_a_processing_error_round_trips() -> None:
    """Every key survives decode and encode, including GlitchTip's `name` and `value`."""
    assert_comes_back(ProcessingError, WHOLE)


def test_processing_error_keys_are_optional() -> None:
    """GlitchTip sends no `message` and `data`; Sentry sends no `name` and `value`."""
    assert_may_be_empty(ProcessingError)


@pytest.mark.parametrize("value", [404, "utf-16", None, [1, {"a": None}], True, {"a": {}}, 1.5])
def test_value_can_be_any_json(value: object) -> None:
    """`value` is for example an HTTP status, an encoding, or the value that the server removed."""
    error = decode(ProcessingError, json.dumps({"data": {"value": value}, "value": value}))
    assert error.data == {"value": value}
    assert error.value == value
