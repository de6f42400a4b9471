"""Tests for the conversion of tags, and for the tags that the server makes from other parts."""

from __future__ import annotations

from typing import Any

import pytest

from .answers import STORED, answer, tags


def stored(sent: Any) -> list[dict[str, Any]]:
    """Convert the tags of a stored event."""
    found: list[dict[str, Any]] = answer(**STORED, tags=sent)["tags"]
    return found


def derived(**members: Any) -> dict[str | None, str | None]:
    """Convert an event from an SDK, and return its tags without `level`, which is always added."""
    found = tags(**members)
    assert found.pop("level") == "error"
    return found


# --- tags that were sent ----------------------------------------------------------------------------------------------


def test_tags_are_sorted_by_their_shown_key() -> None:
    """Tags are sorted by key, without the prefix of the server's own tags."""
    assert stored([["sentry:release", "1"], ["url", "u"], ["a", "b"], ["sentry:dist", "2"]]) == [
        {"key": "a", "value": "b"},
        {"key": "dist", "value": "2"},
        {"key": "release", "value": "1"},
        {"key": "url", "value": "u"},
    ]


def test_tags_may_be_an_object() -> None:
    """An object is accepted. Tags with equal keys keep the sender's order."""
    assert stored({"b": "1", "a": "2"}) == [{"key": "a", "value": "2"}, {"key": "b", "value": "1"}]
    assert stored([["a", "2"], ["a", "1"]]) == [{"key": "a", "value": "2"}, {"key": "a", "value": "1"}]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("v", "v"),
        (" Debian 12.11 ", "Debian 12.11"),
        (7, "7"),
        (True, "True"),
        (1.9, "1"),
        (None, None),
        (["a"], None),
        ({}, None),
    ],
)
def test_values_are_text_without_blanks_around(sent: Any, expected: str | None) -> None:
    """Numbers and booleans become text, and blanks around a text are removed. Other values become null."""
    (tag,) = stored([["a", sent]])
    assert (tag["key"], tag.get("value")) == ("a", expected)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [("a b", "a-b"), (" a", "-a"), ("a\n", "a"), (7, "7"), (None, None), ("sentry:user x", "user-x"), ([], None)],
)
def test_keys_are_text_without_blanks(sent: Any, expected: str | None) -> None:
    """A hyphen replaces each blank in a key. Numbers become text, and other values null."""
    assert [tag.get("key") for tag in stored([[sent, "v"]])] == [expected]


def test_what_is_no_pair_is_dropped() -> None:
    """Nulls, and rows with more or less than two elements, are dropped."""
    assert stored([None, ["a"], ["a", "b", "c"], [], ["k", "v"]]) == [{"key": "k", "value": "v"}]


@pytest.mark.parametrize(
    ("value", "query"),
    [
        ("id:7", 'user.id:"7"'),
        ("ip:::1", 'user.ip:"::1"'),
        ('username:a"b', 'user.username:"a\\"b"'),
        ("email:a@b", 'user.email:"a@b"'),
        ("name:Ann", None),
        ("id:", None),
        ("7", None),
        (None, None),
    ],
)
def test_the_tag_of_the_user_has_a_search(value: str | None, query: str | None) -> None:
    """The tag `user` has a search query if its value names a field that the server can search."""
    (tag,) = stored([["sentry:user", value]])
    assert tag.get("query") == query
    assert "query" not in stored([["users", value]])[0]


@pytest.mark.parametrize(
    ("sent", "expected"), [("1", "low"), ("2", "medium"), (3, "high"), ("4", "4"), ("low", "low"), (None, None)]
)
def test_classes_of_devices_have_names(sent: Any, expected: str | None) -> None:
    """The numbers that the server stores for `device.class` become names."""
    assert tags(**STORED, tags=[["device.class", sent]]) == {"device.class": expected}


# --- tags that the server adds ----------------------------------------------------------------------------------------


MEMBERS = {"level": "info", "environment": "a", "release": "b", "user": {"id": "7"}, "logger": "c"}
MADE = {"level": "info", "environment": "a", "release": "b", "user": "id:7", "logger": "c"}
"""The tags that the server makes from `MEMBERS`."""


@pytest.mark.parametrize(
    "trace",
    [
        {"datetime": "2026-01-02T03:04:05Z"},
        {"hashes": []},
        {"metadata": {"title": "a"}},
        {"nodestore_insert": 1.5},
        {"received": 1.0, "title": "a"},
    ],
)
def test_nothing_is_added_to_an_event_that_the_server_has_stored(trace: dict[str, Any]) -> None:
    """A stored event already has all its tags.

    Hashes, metadata, *datetime*, the time of storage, and a title after Relay show that the event is stored.
    """
    assert tags(**trace, **MEMBERS) == {}


def test_tags_with_the_prefix_of_the_server_are_a_trace_of_storing() -> None:
    """Prefixed tags count only if Relay has received the event, because clients can send them too."""
    sent = [["sentry:user", "id:8"]]
    assert tags(received=1.0, tags=sent, **MEMBERS) == {"user": "id:8"}
    assert tags(tags=sent, environment="a") == {"user": "id:8", "level": "error", "environment": "a"}


@pytest.mark.parametrize("received", [1.0, "2026-01-02T03:04:05Z"])
def test_an_event_between_relay_and_the_server_gets_its_tags(received: Any) -> None:
    """*received* does not show that an event is stored: Relay sets it before the server makes the tags."""
    between = {"key_id": "3", "project": 7, "version": "7", "grouping_config": {"id": "a"}, "culprit": "shop in pay"}
    assert tags(received=received, **between, _metrics={"bytes.ingested.event": 9}, **MEMBERS) == MADE
    sent = [["server_name", "web-3"], ["environment", "sent"], None]
    assert tags(received=received, tags=sent, **MEMBERS) == {**MADE, "server_name": "web-3"}


@pytest.mark.parametrize("members", [{"title": "a"}, {"metadata": {}}, {"culprit": "a"}, {"location": "a"}])
def test_what_clients_send_too_is_no_trace_of_storing(members: dict[str, Any]) -> None:
    """Clients can also send a title and other keys that the server adds, so these do not mark an event as stored."""
    assert tags(**members, **MEMBERS) == MADE


def test_what_relay_has_put_in_order_stays() -> None:
    """The description of a system is not split if Relay has processed the event."""
    contexts = {"os": {"raw_description": "Linux 6.1.0"}}
    assert derived(received=1.0, contexts=contexts) == {}
    assert derived(contexts=contexts) == {"os.name": "Linux"}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, "error"),
        ({"type": "transaction"}, "info"),
        ({"level": "critical"}, "fatal"),
        ({"level": 30}, "warning"),
        ({"level": "debug", "type": "transaction"}, "debug"),
    ],
)
def test_the_level_is_always_a_tag(members: dict[str, Any], expected: str) -> None:
    """Without a level, the tag is `error`, and `info` for transactions."""
    assert tags(**members) == {"level": expected}


def test_members_that_the_api_does_not_show_are_tags() -> None:
    """Texts, numbers and booleans become tags. Empty values do not."""
    members = {"environment": "staging", "release": 7, "dist": True, "server_name": "web-3", "site": "eu"}
    assert derived(**members, transaction="/a", logger="shop") == {
        "environment": "staging",
        "release": "7",
        "dist": "True",
        "server_name": "web-3",
        "site": "eu",
        "transaction": "/a",
        "logger": "shop",
    }
    assert derived(environment="", logger="", site=None) == {}


def test_a_long_logger_is_cut() -> None:
    """A logger is cut to 64 characters, which include three dots."""
    assert derived(logger="a" * 64) == {"logger": "a" * 64}
    assert derived(logger="a" * 65) == {"logger": "a" * 61 + "..."}


def test_user_and_address_are_tags() -> None:
    """The tag `user` names the user. The tag `url` is the URL without its query."""
    members = {"user": {"id": 7}, "request": {"url": "https://shop.test/a?b=c"}}
    assert derived(**members) == {"user": "id:7", "url": "https://shop.test/a"}


@pytest.mark.parametrize(
    ("mechanism", "expected"),
    [
        ({"type": "onerror", "handled": False}, {"mechanism": "onerror", "handled": "no"}),
        ({"type": "generic", "handled": True}, {"mechanism": "generic", "handled": "yes"}),
        ({"type": "generic"}, {"mechanism": "generic"}),
        (None, {}),
    ],
)
def test_how_the_exception_was_caught_is_a_tag(mechanism: Any, expected: dict[str, str]) -> None:
    """The tags `mechanism` and `handled` come from the last exception."""
    other = {"type": "A", "mechanism": {"type": "chained", "handled": True}}
    assert derived(exception=[other, {"type": "B", "mechanism": mechanism}]) == expected


@pytest.mark.parametrize(
    ("contexts", "expected"),
    [
        ({"app": {"device_app_hash": "f"}}, {"app.device": "f"}),
        ({"browser": {"name": "Firefox", "version": "140"}}, {"browser": "Firefox 140", "browser.name": "Firefox"}),
        ({"device": {"model": "X", "family": "Y"}}, {"device": "X", "device.family": "Y"}),
        ({"gpu": {"name": "G", "vendor_name": "V"}}, {"gpu.name": "G", "gpu.vendor": "V"}),
        ({"monitor": {"id": "1", "slug": "nightly"}}, {"monitor.id": "1", "monitor.slug": "nightly"}),
        ({"os": {"name": "Debian", "version": "12.11 "}}, {"os": "Debian 12.11", "os.name": "Debian"}),
        ({"os": {"rooted": True}}, {"os.rooted": "yes"}),
        ({"os": {"rooted": False}}, {"os.rooted": "no"}),
        ({"runtime": {"name": "CPython"}}, {"runtime.name": "CPython"}),
        ({"client_os": {"type": "os", "name": "iOS"}}, {"client_os.name": "iOS"}),
        ({"os": {"os": "Debian 12", "name": "D"}}, {"os": "Debian 12", "os.name": "D"}),
        (
            {"jvm": {"type": "runtime", "runtime": "Java 21", "name": "J", "version": "1"}},
            {"jvm": "Java 21", "jvm.name": "J"},
        ),
        ({"browser": {"browser": 7}}, {}),
        ({"trace": {"op": "a"}, "cart": {"name": "b"}, "os": "c"}, {}),
        ({"os": {"name": "", "version": []}}, {}),
    ],
)
def test_contexts_are_tags(contexts: Any, expected: dict[str, str]) -> None:
    """The type of a context decides its tags, and the alias their keys. If a value is missing, the tag is left out.

    Since 2024 Relay writes name and version as one text, under a key with the name of the type.
    """
    assert derived(contexts=contexts) == expected


def test_what_an_event_says_wins_over_its_tags() -> None:
    """Values of the event replace tags with the same key. Other tags stay."""
    sent = {"level": "loud", "environment": None, "runtime": "x", "logger": "shop", "a": "b"}
    assert tags(tags=sent, environment="x", contexts={"runtime": {"name": "CPython", "version": "3.14"}}) == {
        "level": "error",
        "environment": "x",
        "runtime": "CPython 3.14",
        "runtime.name": "CPython",
        "logger": "shop",
        "a": "b",
    }
    assert tags(tags=[[[], "w"], [None, "v"]]) == {"level": "error", None: "w"}


def test_the_address_that_was_sent_as_a_tag_wins() -> None:
    """A sent tag `url` stays, because the server's plugin adds this tag only if it is missing."""
    assert derived(tags={"url": "/b"}, request={"url": "/a"}) == {"url": "/b"}
    assert derived(request={"url": "/a"}) == {"url": "/a"}


def test_clients_cannot_send_tags_of_the_server() -> None:
    """Tags with keys that the server reserves are dropped in an event from an SDK, and stay in a stored event."""
    sent = dict.fromkeys(("release", "dist", "user", "filename", "function"), "x")
    assert derived(tags=sent) == {}
    assert derived(tags=sent, release="1", user={"id": "7"}) == {"release": "1", "user": "id:7"}
    assert tags(**STORED, tags=sent) == sent


def test_the_first_tag_of_a_key_counts() -> None:
    """If a client sends a key twice, the first tag is kept."""
    assert derived(tags=[["a", "1"], ["a", "2"]]) == {"a": "1"}


@pytest.mark.parametrize("level", ["loud", "ERROR", "", 7])
def test_a_level_that_the_server_does_not_know_is_none(level: Any) -> None:
    """An unknown level becomes the default level in the tag."""
    assert tags(level=level) == {"level": "error"}
    assert tags(level=level, type="transaction") == {"level": "info"}
