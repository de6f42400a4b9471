"""Tests for the conversion of threads."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import entries


def test_a_thread_is_renamed() -> None:
    """Keys get the names of the web API. Values that the web API does not return are dropped."""
    stack = {"frames": [{"function": "f", "filename": "a", "abs_path": "a"}]}
    shown: dict[str, Any] = {
        "frames": [{"function": "f", "filename": "a", "absPath": "a", "context": []}],
        "hasSystemFrames": False,
    }
    sent = {
        "id": 2**64 - 1,
        "name": "main",
        "crashed": True,
        "current": False,
        "main": True,
        "state": "RUNNABLE",
        "held_locks": {"0x0d": {"type": 1}},
        "stacktrace": stack,
        "raw_stacktrace": stack,
        "daemon": False,
        "priority": 5,
    }
    assert entries(threads={"values": [sent]})["threads"] == {
        "values": [
            {
                "id": 2**64 - 1,
                "name": "main",
                "crashed": True,
                "current": False,
                "state": "RUNNABLE",
                "heldLocks": {"0x0d": {"type": 1}},
                "stacktrace": shown,
                "rawStacktrace": shown,
            }
        ]
    }


def test_whether_a_thread_crashed_or_is_current_is_always_said() -> None:
    """*crashed* and *current* are false if they were not sent. Null threads are dropped."""
    assert entries(threads=[None, {"id": "a"}, {"id": 0, "crashed": None}])["threads"]["values"] == [
        {"id": "a", "current": False, "crashed": False},
        {"id": 0, "current": False, "crashed": False},
    ]


@pytest.mark.parametrize("sent", [None, {}, [], [None], {"values": []}])
def test_no_thread_makes_no_entry(sent: Any) -> None:
    """Null, empty lists and empty objects make no entry."""
    assert entries(threads=sent) == {}
