"""The items of `entries`: those with a type that is known, and all others."""

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
    """The only entry of an event."""
    entries = decode_event(f'{{"eventID": "9", "entries": [{text}]}}').entries
    assert entries is not None
    (entry,) = entries
    return entry


def test_every_known_type_is_tried_here() -> None:
    """The types that the API can send are fourteen."""
    assert {kind for kind, _ in KNOWN.values()} == set(KnownEntry.__args__)


@pytest.mark.parametrize("type", KNOWN)
def test_an_entry_has_data_of_its_type(type: str) -> None:
    """The data is an object, but for `spans`, where it is an array; it may be empty, and other keys are skipped."""
    kind, data = KNOWN[type]
    empty = "[]" if type == "spans" else "{}"
    entry = entry_of(f'{{"type": "{type}", "unheardOf": 1, "data": {empty}}}')
    assert (entry.__class__, entry.type, entry.data) == (kind, type, data)
    assert written(entry) == {"type": type, "data": json.loads(empty)}


@pytest.mark.parametrize("type", KNOWN)
def test_the_type_may_come_last(type: str) -> None:
    """The order of keys means nothing."""
    assert entry_of(f'{{"data": null, "type": "{type}"}}') == KNOWN[type][0]()


@pytest.mark.parametrize("type", KNOWN)
def test_an_entry_may_lack_its_data(type: str) -> None:
    """Absent and null data are equal, and are left out when the entry is written."""
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
def test_another_entry_is_kept_word_for_word(text: str, type: str | None) -> None:
    """A type that nobody knows, and what is not an entry at all, comes out byte for byte as it came in."""
    entry = entry_of(text)
    assert (entry.type, entry.json) == (type, text.encode())
    assert encode(entry) == text.encode()


def test_known_and_unknown_entries_keep_their_order() -> None:
    """An entry of unknown type takes nothing from its neighbours."""
    event = decode_event('{"eventID": "9", "entries": [{"type": "csp"}, {"type": "x"}, {"type": "nel"}]}')
    assert [entry.type for entry in event.entries or ()] == ["csp", "x", "nel"]


def test_unknown_entries_are_values() -> None:
    """They compare and hash by their JSON, can be copied, pickled, matched and shown, and do not change."""
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
