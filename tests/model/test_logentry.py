"""The log message."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import LogEntry


def test_a_message_comes_back() -> None:
    """The text as written, the text as it reads, and what was put in."""
    assert_comes_back(LogEntry, '{"formatted": "a 1", "message": "a %s", "params": [1], "unheardOf": 1}')


def test_a_message_may_be_empty() -> None:
    """Each key is absent when it would be empty."""
    assert_may_be_empty(LogEntry)


@pytest.mark.parametrize("params", [["a", 1, None], {"x": {"y": []}}, [], {}])
def test_parameters_are_a_list_or_an_object(params: object) -> None:
    """Named parameters come as an object; an empty one is not a missing one."""
    entry = decode(LogEntry, json.dumps({"params": params}))
    assert entry.params == params
    assert written(entry) == {"params": params}
