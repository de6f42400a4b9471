"""Tests for title, culprit, location and metadata of an event."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer

FRAME: dict[str, Any] = {"function": "f", "filename": "a.py", "module": "app.a", "in_app": True}


def headline(**members: Any) -> dict[str, Any]:
    """Convert an event, and return its type, title, culprit, location and metadata."""
    shown = answer(**members)
    return {key: shown[key] for key in ("type", "title", "culprit", "location", "metadata") if key in shown}


def error(*frames: Any, **exception: Any) -> dict[str, Any]:
    """Build the keys of an event with one exception."""
    return {"exception": [{"type": "A", "value": "no", **exception, "stacktrace": {"frames": frames}}]}


# --- types ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"exception": [{"type": "A"}]}, "error"),
        ({"exception": [{"type": "A"}], "csp": {"blocked_uri": "a"}}, "error"),
        ({"csp": {"blocked_uri": "a"}}, "csp"),
        ({"hpkp": {"hostname": "a"}}, "hpkp"),
        ({"expectct": {"hostname": "a"}}, "expectct"),
        ({"expectstaple": {"hostname": "a"}}, "expectstaple"),
        ({"nel": {"age": 1}}, "nel"),
        ({"stacktrace": {"frames": [FRAME]}}, "default"),
        ({"exception": []}, "default"),
        ({}, "default"),
        ({"type": "of_tomorrow", "exception": [{"type": "A"}]}, "of_tomorrow"),
    ],
)
def test_the_type_is_told_by_what_the_event_has(sent: dict[str, Any], expected: str) -> None:
    """Without a *type*, the interfaces of the event decide it."""
    assert answer(**sent)["type"] == expected


# --- stored values ----------------------------------------------------------------------------------------------------


def test_what_the_server_has_stored_is_kept() -> None:
    """Stored values stay unchanged. Without a stored title, the stored metadata make the title."""
    stored = {"title": "T", "location": "L", "culprit": "C", "metadata": {"type": "M", "severity": 0.1}}
    assert headline(**STORED, **stored, **error(FRAME)) == {"type": "error", **stored}
    shown = headline(**STORED, metadata={"type": "M", "value": "v", "filename": "m.py"}, **error(FRAME))
    assert (shown["title"], shown["location"]) == ("M: v", "m.py")


@pytest.mark.parametrize(
    ("type", "metadata", "title", "location"),
    [
        ("error", {"function": "f"}, "f", None),
        ("error", {"value": "v"}, "<unknown>", None),
        ("error", {}, "<unknown>", None),
        ("error", {"type": "A", "value": 7}, "A", None),
        ("error", {"type": "A", "value": " \n"}, "A", None),
        ("error", {"type": 7, "function": 7, "filename": 7}, "<unknown>", None),
        ("csp", {"message": "Blocked", "uri": "self"}, "Blocked", "self"),
        ("csp", {}, "<unlabeled event>", None),
        ("hpkp", {"message": "Pins", "origin": "a.test"}, "Pins", "a.test"),
        ("expectct", {"message": "CT", "origin": "a.test"}, "CT", "a.test"),
        ("expectstaple", {"message": "Staple", "origin": "a.test"}, "Staple", "a.test"),
        ("nel", {"title": "dns", "uri": "a.test"}, "dns", "a.test"),
        ("nel", {"title": "dns", "uri": None}, "dns", None),
        ("transaction", {"title": "/a", "location": "/a"}, "/a", "/a"),
        ("default", {"title": ""}, "<unlabeled event>", None),
        ("generic", {"title": "N+1"}, "N+1", None),
        ("feedback", {"message": "It broke"}, "User Feedback", None),
        ("feedback", {"title": "Mine"}, "Mine", None),
    ],
)
def test_stored_metadata_make_the_title(type: str, metadata: dict[str, Any], title: str, location: str | None) -> None:
    """Title and location come from the keys that each type has in its metadata."""
    shown = headline(**STORED, type=type, metadata=metadata)
    assert (shown["title"], shown.get("location"), shown["metadata"]) == (title, location, metadata)


# --- errors -----------------------------------------------------------------------------------------------------------


def test_an_error_has_its_type_its_first_line_and_its_place() -> None:
    """The title has the type and the first line of the value. File and function are those of the frame that failed."""
    assert headline(**error(FRAME, value="no\nmore")) == {
        "type": "error",
        "title": "A: no",
        "culprit": "app.a in f",
        "location": "a.py",
        "metadata": {"type": "A", "value": "no\nmore", "filename": "a.py", "function": "f"},
    }


def test_the_exception_that_was_raised_last_counts() -> None:
    """Title and metadata come from the last exception. Its causes are not used."""
    shown = headline(exception=[{"type": "Cause", "value": "c"}, {"type": "Raised", "value": "r"}])
    assert (shown["title"], shown["metadata"]) == ("Raised: r", {"type": "Raised", "value": "r"})


@pytest.mark.parametrize("type", [None, ""])
def test_an_exception_without_a_type_is_called_error(type: str | None) -> None:
    """An exception without a type gets the type `Error` in title and metadata."""
    shown = headline(exception=[{"type": type, "value": "no"}])
    assert (shown["title"], shown["metadata"]) == ("Error: no", {"type": "Error", "value": "no"})


def test_an_exception_without_a_value_is_called_by_its_type() -> None:
    """The title is the type, and the value in the metadata is empty."""
    shown = headline(exception=[{"type": "A"}])
    assert (shown["title"], shown["metadata"]) == ("A", {"type": "A", "value": ""})


@pytest.mark.parametrize(("frames", "title"), [((FRAME,), "f"), ((), "<unknown>")])
def test_a_synthetic_exception_is_called_by_its_function(frames: tuple[Any, ...], title: str) -> None:
    """The title is the function, because the SDK made up the type. The culprit is empty."""
    shown = headline(**error(*frames, mechanism={"type": "generic", "synthetic": True}))
    assert (shown["title"], shown["culprit"]) == (title, "")
    assert "type" not in shown["metadata"]


def test_long_texts_are_cut() -> None:
    """Each text has its own maximum length, which includes three dots."""
    shown = headline(exception=[{"type": "A" * 129, "value": "b" * 1025}])
    assert shown["metadata"] == {"type": "A" * 125 + "...", "value": "b" * 1021 + "..."}
    assert shown["title"] == "A" * 125 + "...: " + "b" * 97 + "..."
    assert headline(message="a" * 257)["title"] == "a" * 253 + "..."
    assert headline(request={"url": "/" + "a" * 200})["culprit"] == "/" + "a" * 196 + "..."


@pytest.mark.parametrize(
    ("frames", "function"),
    [
        ([{"function": "a", "in_app": True}, {"function": "b"}], "a"),
        ([{"function": "a", "in_app": True}, {"function": "b", "in_app": True}], "b"),
        ([{"function": "a"}, {"function": "b"}], "b"),
        ([{"function": "a"}, None, {"filename": "b"}, {"function": "<redacted>", "in_app": True}], "a"),
        ([{"function": "<unknown>"}, {"function": "?"}], None),
    ],
)
def test_the_place_is_the_nearest_frame_of_the_application_that_has_a_name(frames: Any, function: str | None) -> None:
    """Without a named in-app frame, the nearest named frame is used."""
    assert headline(**error(*frames))["metadata"].get("function") == function


def test_the_file_of_the_place_may_be_a_full_path() -> None:
    """*abs_path* is used if the frame has no *filename*."""
    assert headline(**STORED, **error({"function": "f", "abs_path": "/a.py"}))["location"] == "/a.py"


@pytest.mark.parametrize(
    ("sent", "function"),
    [
        ({"stacktrace": {"frames": [FRAME]}}, "f"),
        (
            {"threads": [{"id": 1}, {"crashed": True}, {"crashed": True, "stacktrace": {"frames": [FRAME]}}]},
            "f",
        ),
        ({"threads": [{"id": 1, "stacktrace": {"frames": [FRAME]}}]}, None),
        ({}, None),
    ],
)
def test_the_place_can_be_in_another_stack(sent: dict[str, Any], function: str | None) -> None:
    """If the exception has no stack trace, that of the event or of the crashed thread is used."""
    assert headline(exception=[{"type": "A"}], **sent)["metadata"].get("function") == function


def test_an_error_without_an_exception_has_no_metadata() -> None:
    """Title and metadata have no source: the title is `<unknown>`."""
    assert headline(type="error") == {"type": "error", "title": "<unknown>", "culprit": "", "metadata": {}}


# --- culprits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"culprit": "mine", "transaction": "/a"}, "mine"),
        ({"transaction": "/a"}, "/a"),
        ({}, "app.a in f"),
    ],
)
def test_what_the_event_says_of_its_culprit_counts(sent: dict[str, Any], expected: str) -> None:
    """*culprit* is used first, then *transaction*, then the frames."""
    assert headline(**sent, **error(FRAME))["culprit"] == expected


@pytest.mark.parametrize(
    ("frames", "platform", "expected"),
    [
        ([{"filename": "a.py"}], "python", "a.py in ?"),
        ([{"filename": "a.js", "function": "f"}], "javascript", "f(a.js)"),
        ([{"module": "a", "filename": "a.js"}], "node", "?(a)"),
        ([{"function": "f", "filename": "a.c"}], "native", "f"),
        ([{"filename": "a.m"}], "cocoa", "?"),
        ([{"function": "f", "platform": "objc"}], "python", "f"),
        ([{"function": "f"}], "python", ""),
        ([{"filename": "a", "in_app": True}, {"filename": "b"}], "go", "a in ?"),
        ([{"filename": "a"}, None, {"filename": "b"}, {"filename": "c"}], "go", "c in ?"),
        ([{"filename": "a"}, {"function": "f", "in_app": True}], "go", "a in ?"),
    ],
)
def test_the_culprit_is_the_nearest_frame_of_the_application(frames: Any, platform: str, expected: str) -> None:
    """Without an in-app frame, the nearest frame is used. The format depends on the platform."""
    assert headline(**STORED, platform=platform, stacktrace={"frames": frames})["culprit"] == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({**STORED, "exception": [{"type": "A"}], "stacktrace": {"frames": [FRAME]}}, "/a"),
        ({"exception": [{"type": "A"}], "stacktrace": {"frames": [FRAME]}}, "app.a in f"),
        ({"exception": [{"type": "A", "stacktrace": {"frames": [FRAME]}}, {"type": "B"}]}, "app.a in f"),
        ({}, "/a"),
    ],
)
def test_the_culprit_is_in_the_last_stack_of_the_chain(sent: dict[str, Any], expected: str) -> None:
    """The stack trace of the event is used without a chain. Without stack traces, the culprit is the request's URL."""
    assert headline(**sent, request={"url": "/a?b"})["culprit"] == expected


# --- other types ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ({"logentry": {"formatted": "\n a\n b"}}, "a"),
        ({"logentry": {"formatted": " \n"}}, "<unlabeled event>"),
        ({}, "<unlabeled event>"),
        ({"occurrence": {"issueTitle": "N+1"}, "type": "generic", "logentry": "a"}, "N+1"),
        ({"occurrence": {}, "type": "generic", "logentry": "a"}, "<unlabeled event>"),
    ],
)
def test_a_message_is_called_by_its_first_line(sent: dict[str, Any], title: str) -> None:
    """The title is the first line of the message. A detector's finding has the title of its issue."""
    shown = headline(**sent)
    assert (shown["title"], shown["metadata"], shown.get("location")) == (title, {"title": title}, None)


def test_a_transaction_is_called_by_its_name() -> None:
    """Title and location are the name of the transaction. A transaction has no culprit."""
    assert headline(type="transaction", transaction="/a") == {
        "type": "transaction",
        "title": "/a",
        "location": "/a",
        "metadata": {"title": "/a", "location": "/a"},
    }
    assert headline(type="transaction")["title"] == "<unlabeled transaction>"


def test_feedback_has_what_the_user_said() -> None:
    """The metadata hold the message, and the name and email address if the user gave them."""
    said = {"message": "It broke", "name": "Ann", "contact_email": "a@b", "source": "widget"}
    shown = headline(type="feedback", contexts={"feedback": {**said, "url": "https://shop.test/"}})
    assert (shown["title"], shown["metadata"]) == ("User Feedback", said)
    assert (
        headline(type="feedback")["metadata"] == headline(type="feedback", contexts={"feedback": 7})["metadata"] == {}
    )


@pytest.mark.parametrize(
    ("csp", "message", "uri"),
    [
        (
            {"effective_directive": "img-src", "blocked_uri": "https://cdn.test/a.png"},
            "Blocked 'image' from 'cdn.test'",
            "cdn.test",
        ),
        (
            {"violated_directive": "style-src 'self'", "blocked_uri": "data"},
            "Blocked 'style' from 'data'",
            "data",
        ),
        ({"effective_directive": "font-src", "blocked_uri": "data:text"}, "Blocked 'font' from 'data:'", "data:"),
        ({"effective_directive": "style-src", "blocked_uri": "inline"}, "Blocked inline 'style'", "inline"),
        ({"effective_directive": "style-src"}, "Blocked inline 'style'", "self"),
        (
            {
                "effective_directive": "script-src",
                "violated_directive": "script-src 'unsafe-eval'",
                "blocked_uri": "eval",
            },
            "Blocked unsafe (eval() or inline) 'script'",
            "eval",
        ),
        (
            {"effective_directive": "form-action", "blocked_uri": "https://a.test/"},
            "Blocked 'form' action to 'a.test'",
            "a.test",
        ),
        ({"effective_directive": "x-src", "blocked_uri": "http://[a"}, "Blocked 'x-src' from 'http://[a'", "http://[a"),
        ({"effective_directive": "img-src", "blocked_uri": "self"}, "Blocked 'image' from 'self'", "self"),
    ],
)
def test_a_policy_says_what_it_blocked(csp: dict[str, Any], message: str, uri: str) -> None:
    """The title has the server's wording. The location is the blocked host, scheme or keyword."""
    shown = headline(csp=csp)
    assert (shown["title"], shown["location"]) == (message, uri)
    assert shown["metadata"] == {
        "message": message,
        "uri": uri,
        "directive": csp.get("effective_directive") or "style-src",
    }
    assert shown["culprit"] == csp.get("violated_directive", csp.get("effective_directive"))


def test_other_reports_have_no_words_of_their_own_here() -> None:
    """Other security reports have no title of their own unless the server stored their metadata."""
    assert headline(hpkp={"hostname": "a.test"})["title"] == "<unlabeled event>"
    assert headline(type="csp")["title"] == "<unlabeled event>"
