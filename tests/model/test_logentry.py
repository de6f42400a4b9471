"""The log message."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import LogEntry


def test_a_message_round_trips() -> None:
    """Every key survives decode and encode: the template, the formatted text and the parameters."""
    assert_comes_back(LogEntry, '{"formatted": "a 1", "message": "a %s", "params": [1], "unheardOf": 1}')


def test_message_keys_are_optional() -> None:
    """Every key may be missing or null. The server leaves out empty values."""
    assert_may_be_empty(LogEntry)


@pytest.mark.parametrize("params", [["a", 1, None], {"x": {"y": []}}, [], {}])
def test_parameters_are_a_list_or_an_object(params: object) -> None:
    """Named parameters are an object. Empty lists and objects are kept."""
    entry = decode(LogEntry, json.dumps({"params": params}))
    assert entry.params == params
    assert written(entry) == {"params": params}
