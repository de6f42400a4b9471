"""Tests for the conversion of remarks about values that were cut or removed."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer

CUT = {"": {"rem": [["!limit", "s", 0, 3]], "len": 9}}
"""A remark, in the form in which the tree holds it."""


def meta(sent: Any, **members: Any) -> dict[str, Any]:
    """Convert a tree of remarks, and return its parts that are not empty."""
    tree: dict[str, Any] = answer(**STORED, **members, _meta=sent)["_meta"]
    assert list(tree) == ["entries", "message", "user", "contexts", "sdk", "context", "packages", "tags"]
    return {key: value for key, value in tree.items() if value}


@pytest.mark.parametrize("sent", [None, {}, [], "a", {"unheard_of": CUT}])
def test_a_tree_without_remarks_is_there(sent: Any) -> None:
    """Without remarks, entries and tags are empty objects, and all other parts are null."""
    unset = dict.fromkeys(("message", "user", "contexts", "sdk", "context", "packages"))
    nothing: dict[str, Any] = {"entries": {}, "tags": {}, **unset}
    assert answer(_meta=sent)["_meta"] == answer()["_meta"] == nothing


def test_parts_are_renamed() -> None:
    """Parts get the names of the web API. Their content stays unchanged."""
    sent = {name: {"a": CUT} for name in ("user", "contexts", "sdk", "extra", "modules", "logentry")}
    shown = {name: {"a": CUT} for name in ("user", "contexts", "sdk", "context", "packages", "message")}
    assert meta(sent) == shown


def test_remarks_on_entries_go_by_their_index() -> None:
    """The keys are indexes in the list of entries. Remarks about an entry that does not exist are dropped."""
    members = {"logentry": "a", "breadcrumbs": [{"message": "b"}], "exception": [{"type": "A"}]}
    sent = {"breadcrumbs": {"values": {"0": {"message": CUT}}}, "logentry": {"formatted": CUT}, "template": CUT}
    assert meta(sent, **members) == {
        "entries": {
            "0": {"data": {"formatted": CUT}},
            "2": {"data": {"values": {"0": {"message": CUT}}}},
        },
        "message": {"formatted": CUT},
    }


def test_the_message_has_an_old_spelling() -> None:
    """`message` is the old key for `logentry`."""
    assert meta({"message": CUT}, message="a") == {"entries": {"0": {"data": CUT}}, "message": CUT}


def test_remarks_on_a_request_have_its_names() -> None:
    """Keys of the request get the names of the web API."""
    sent = {"query_string": CUT, "api_target": CUT, "inferred_content_type": CUT, "headers": {"0": {"1": CUT}}}
    assert meta({"request": sent}, request={"url": "/"})["entries"]["0"]["data"] == {
        "query": CUT,
        "apiTarget": CUT,
        "inferredContentType": CUT,
        "headers": {"0": {"1": CUT}},
    }


def test_remarks_on_exceptions_have_their_names() -> None:
    """Keys of exceptions get the names of the web API; keys of frames stay.

    Remarks on stack traces before symbolication are dropped.
    """
    sent = {
        "type": CUT,
        "thread_id": CUT,
        "raw_type": CUT,
        "raw_value": CUT,
        "raw_module": CUT,
        "raw_stacktrace": {"frames": CUT},
        "stacktrace": {"frames_omitted": CUT, "frames": {"0": {"abs_path": CUT}}},
    }
    shown = {
        "type": CUT,
        "threadId": CUT,
        "rawType": CUT,
        "rawValue": CUT,
        "rawModule": CUT,
        "stacktrace": {"framesOmitted": CUT, "frames": {"0": {"abs_path": CUT}}},
    }
    for tree in ({"values": {"0": sent, "": CUT[""]}}, {"0": sent}):
        found = meta({"exception": tree}, exception=[{"type": "A"}])
        assert found["entries"]["0"]["data"] == {"values": {"0": shown}}
    assert meta({"exception": {"values": {"0": {"type": CUT}}}}, exception=[{"type": "A"}])["entries"]["0"] == {
        "data": {"values": {"0": {"type": CUT}}}
    }


def test_remarks_on_a_stacktrace_have_its_names() -> None:
    """Keys of the stack trace get the names of the web API; keys of frames stay."""
    sent = {"frames_omitted": CUT, "frames": {"0": {"context_line": CUT}}}
    found = meta({"stacktrace": sent}, stacktrace={"frames": [{"function": "f"}]})
    assert found["entries"]["0"]["data"] == {"framesOmitted": CUT, "frames": {"0": {"context_line": CUT}}}


def test_remarks_on_tags_go_by_the_index_that_is_shown() -> None:
    """The keys are indexes in the sorted list of tags. In the sender's list, null rows count too."""
    sent = {"0": {"1": CUT}, "2": {"0": CUT, "1": CUT}, "3": {"1": None}, "9": {"1": CUT}}
    assert meta({"tags": sent}, tags=[["z", "1"], None, ["a", "2"], ["m", "3"]])["tags"] == {
        "0": {"key": CUT, "value": CUT},
        "2": {"value": CUT},
    }


def test_remarks_on_tags_may_go_by_their_key() -> None:
    """If the tags are an object, the remarks are found by key."""
    assert meta({"tags": {"z": CUT, "b": None}}, tags={"z": "1", "b": "2", "a": "3"})["tags"] == {"2": {"value": CUT}}


def test_tags_that_are_added_have_no_remarks() -> None:
    """Tags that the conversion adds have no remarks, but shift the index of the other tags."""
    tree = answer(_meta={"tags": {"0": {"1": CUT}}}, tags=[["z", "1"]], environment="e")["_meta"]
    assert tree["tags"] == {"2": {"value": CUT}}
