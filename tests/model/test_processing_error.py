"""What went wrong on the server."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import ProcessingError

WHOLE = """{
    "type": "js_no_source", "message": "Source code was not found", "data": {"url": "https://a.example.com/b.js"},
    "name": "extra.note", "value": [1, {"a": null}], "unheardOf": 1
}"""


def test_a_processing_error_comes_back() -> None:
    """Each has a type, a text and data, or GlitchTip's name and value."""
    assert_comes_back(ProcessingError, WHOLE)


def test_a_processing_error_may_be_empty() -> None:
    """GlitchTip leaves out message and data, Sentry name and value."""
    assert_may_be_empty(ProcessingError)


@pytest.mark.parametrize("value", [404, "utf-16", None, [1, {"a": None}], True, {"a": {}}, 1.5])
def test_values_are_of_any_type(value: object) -> None:
    """`value` is a status, an encoding, or whatever was thrown out."""
    error = decode(ProcessingError, json.dumps({"data": {"value": value}, "value": value}))
    assert error.data == {"value": value}
    assert error.value == value
