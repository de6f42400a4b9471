"""What was cut or hidden on the way to the server, under the names that the web API has for it."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer

CUT = {"": {"rem": [["!limit", "s", 0, 3]], "len": 9}}
"""A remark, at the place that it is about."""


def meta(sent: Any, **members: Any) -> dict[str, Any]:
    """The parts of the tree that say something."""
    tree: dict[str, Any] = answer(**STORED, **members, _meta=sent)["_meta"]
    assert list(tree) == ["entries", "message", "user", "contexts", "sdk", "context", "packages", "tags"]
    return {key: value for key, value in tree.items() if value}


@pytest.mark.parametrize("sent", [None, {}, [], "a", {"unheard_of": CUT}])
def test_a_tree_without_remarks_is_there(sent: Any) -> None:
    """Entries and tags have none, and the others are null."""
    unset = dict.fromkeys(("message", "user", "contexts", "sdk", "context", "packages"))
    nothing: dict[str, Any] = {"entries": {}, "tags": {}, **unset}
    assert answer(_meta=sent)["_meta"] == answer()["_meta"] == nothing


def test_parts_are_renamed() -> None:
    """Where the API has another word; within them all is the same."""
    sent = {name: {"a": CUT} for name in ("user", "contexts", "sdk", "extra", "modules", "logentry")}
    shown = {name: {"a": CUT} for name in ("user", "contexts", "sdk", "context", "packages", "message")}
    assert meta(sent) == shown


def test_remarks_on_entries_go_by_their_index() -> None:
    """In the list of entries, as text; those about an entry that is not there are dropped."""
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
    """As for the message itself."""
    assert meta({"message": CUT}, message="a") == {"entries": {"0": {"data": CUT}}, "message": CUT}


def test_remarks_on_a_request_have_its_names() -> None:
    """Those of the API."""
    sent = {"query_string": CUT, "api_target": CUT, "inferred_content_type": CUT, "headers": {"0": {"1": CUT}}}
    assert meta({"request": sent}, request={"url": "/"})["entries"]["0"]["data"] == {
        "query": CUT,
        "apiTarget": CUT,
        "inferredContentType": CUT,
        "headers": {"0": {"1": CUT}},
    }


def test_remarks_on_exceptions_have_their_names() -> None:
    """Those before symbolication are not shown; frames keep the names of the raw dialect."""
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
    """Frames keep those of the raw dialect."""
    sent = {"frames_omitted": CUT, "frames": {"0": {"context_line": CUT}}}
    found = meta({"stacktrace": sent}, stacktrace={"frames": [{"function": "f"}]})
    assert found["entries"]["0"]["data"] == {"framesOmitted": CUT, "frames": {"0": {"context_line": CUT}}}


def test_remarks_on_tags_go_by_the_index_that_is_shown() -> None:
    """That in the sorted list, whatever the one in which they were sent; null rows keep their index."""
    sent = {"0": {"1": CUT}, "2": {"0": CUT, "1": CUT}, "3": {"1": None}, "9": {"1": CUT}}
    assert meta({"tags": sent}, tags=[["z", "1"], None, ["a", "2"], ["m", "3"]])["tags"] == {
        "0": {"key": CUT, "value": CUT},
        "2": {"value": CUT},
    }


def test_remarks_on_tags_may_go_by_their_key() -> None:
    """Where the tags are an object."""
    assert meta({"tags": {"z": CUT, "b": None}}, tags={"z": "1", "b": "2", "a": "3"})["tags"] == {"2": {"value": CUT}}


def test_tags_that_are_added_have_no_remarks() -> None:
    """They count all the same, where the others stand."""
    tree = answer(_meta={"tags": {"0": {"1": CUT}}}, tags=[["z", "1"]], environment="e")["_meta"]
    assert tree["tags"] == {"2": {"value": CUT}}
