"""The items of `entries`: entries of known types and unknown entries."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

from tests.interfaces import written
from topframe import decode_event, encode
from topframe.model import (
    BreadcrumbsData,
    BreadcrumbsEntry,
    Csp,
    CspEntry,
    DebugMeta,
    DebugMetaEntry,
    ExceptionData,
    ExceptionEntry,
    ExpectCt,
    ExpectCtEntry,
    ExpectStaple,
    ExpectStapleEntry,
    Hpkp,
    HpkpEntry,
    KnownEntry,
    LogEntry,
    MessageEntry,
    Nel,
    NelEntry,
    Request,
    RequestEntry,
    SpansEntry,
    Stacktrace,
    StacktraceEntry,
    Template,
    TemplateEntry,
    ThreadsData,
    ThreadsEntry,
    TypedEntry,
    UnknownEntry,
)

KNOWN: dict[str, tuple[type[TypedEntry[Any]], object]] = {
    "exception": (ExceptionEntry, ExceptionData()),
    "breadcrumbs": (BreadcrumbsEntry, BreadcrumbsData()),
    "request": (RequestEntry, Request()),
    "message": (MessageEntry, LogEntry()),
    "stacktrace": (StacktraceEntry, Stacktrace()),
    "threads": (ThreadsEntry, ThreadsData()),
    "template": (TemplateEntry, Template()),
    "csp": (CspEntry, Csp()),
    "hpkp": (HpkpEntry, Hpkp()),
    "expectct": (ExpectCtEntry, ExpectCt()),
    "expectstaple": (ExpectStapleEntry, ExpectStaple()),
    "nel": (NelEntry, Nel()),
    "debugmeta": (DebugMetaEntry, DebugMeta()),
    "spans": (SpansEntry, ()),
}


def entry_of(text: str) -> Any:
    """Decode an event with the single entry *text*, and return the entry."""
    entries = decode_event(f'{{"eventID": "9", "entries": [{text}]}}').entries
    assert entries is not None
    (entry,) = entries
    return entry


def test_every_known_entry_type_is_tested() -> None:
    """The web API can send fourteen known entry types, and the table has all of them."""
    assert {kind for kind, _ in KNOWN.values()} == set(KnownEntry.__args__)


@pytest.mark.parametrize("type", KNOWN)
def test_each_type_decodes_its_data(type: str) -> None:
    """The data is an array for `spans` and an object for other types. It may be empty; unknown keys are skipped."""
    kind, data = KNOWN[type]
    empty = "[]" if type == "spans" else "{}"
    entry = entry_of(f'{{"type": "{type}", "unheardOf": 1, "data": {empty}}}')
    assert (entry.__class__, entry.type, entry.data) == (kind, type, data)
    assert written(entry) == {"type": type, "data": json.loads(empty)}


@pytest.mark.parametrize("type", KNOWN)
def test_type_may_come_after_data(type: str) -> None:
    """The order of the keys `type` and `data` has no effect."""
    assert entry_of(f'{{"data": null, "type": "{type}"}}') == KNOWN[type][0]()


@pytest.mark.parametrize("type", KNOWN)
def test_data_is_optional(type: str) -> None:
    """Absent and null data decode alike, and `encode` leaves out the key."""
    assert entry_of(f'{{"type": "{type}"}}') == entry_of(f'{{"type": "{type}", "data": null}}')
    assert written(entry_of(f'{{"type": "{type}"}}')) == {"type": type}


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ('{"type": "hologram", "data": {"values": 3}}', "hologram"),
        ('{"data": [1.50, {"a":  null}], "type": "thread-state", "version": 2}', "thread-state"),
        ('{"type": "Exception"}', "Exception"),
        ('{"type": "", "data": ""}', ""),
        ('{"data": {"type": "exception"}}', None),
        ('{"type": null}', None),
        ('{"type": 7}', None),
        ("{}", None),
        ("null", None),
        ("true", None),
        ('"exception"', None),
        ("[]", None),
    ],
)
def test_an_unknown_entry_is_kept_byte_for_byte(text: str, type: str | None) -> None:
    """Entries of unknown types, and items that are not entries, encode to the bytes that were received."""
    entry = entry_of(text)
    assert (entry.type, entry.json) == (type, text.encode())
    assert encode(entry) == text.encode()


def test_known_and_unknown_entries_keep_their_order() -> None:
    """An unknown entry does not affect the entries around it."""
    event = decode_event('{"eventID": "9", "entries": [{"type": "csp"}, {"type": "x"}, {"type": "nel"}]}')
    assert [entry.type for entry in event.entries or ()] == ["csp", "x", "nel"]


def test_unknown_entries_behave_as_values() -> None:
    """They compare and hash by their JSON. They can be copied, pickled, matched and printed, and are immutable."""
    entry = UnknownEntry("x", b'{"type":"x"}')
    assert entry == UnknownEntry("x", b'{"type":"x"}')
    assert entry == UnknownEntry("x", b'{"type": "x"}')
    assert entry != UnknownEntry("x", b'{"type":"x","data":null}')
    assert entry != "x"
    assert len({entry, copy.deepcopy(entry), pickle.loads(pickle.dumps(entry))}) == 1
    assert repr(entry) == "UnknownEntry(type='x', json=b'{\"type\":\"x\"}')"
    with pytest.raises(AttributeError, match="immutable"):
        entry.type = "y"
    match entry:
        case UnknownEntry(type, json):
            assert (type, json) == ("x", b'{"type":"x"}')
