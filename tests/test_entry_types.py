"""Tests that fail until a new type of entry is known everywhere. They take the types from `KnownEntry`."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from rich.console import Console

from topframe import Event, decode_event, load_event, model
from topframe.model.entries import CLASSES
from topframe.render.text import render_text

SAMPLES: dict[str, Any] = {
    "exception": {"values": [{"type": "Boom", "value": "no paper"}]},
    "breadcrumbs": {"values": [{"category": "ui.click", "message": "Print"}]},
    "request": {"url": "https://shop.example.com/print", "method": "GET"},
    "message": {"formatted": "The printer is out of paper"},
    "stacktrace": {"frames": [{"function": "print_page", "filename": "printer.py"}]},
    "threads": {"values": [{"id": 1, "crashed": True, "stacktrace": {"frames": [{"function": "wait"}]}}]},
    "template": {"filename": "page.html", "lineno": 3, "context_line": "{% page %}"},
    "csp": {"effective_directive": "img-src", "blocked_uri": "https://ads.example.com"},
    "hpkp": {"hostname": "shop.example.com", "port": 443},
    "expectct": {"hostname": "shop.example.com", "port": 443},
    "expectstaple": {"hostname": "shop.example.com", "port": 443},
    "nel": {"age": 1, "type": "network-error", "url": "https://shop.example.com"},
    "debugmeta": {"images": [{"type": "elf", "code_file": "printer.so"}]},
    "spans": [{"op": "db", "description": "SELECT page", "span_id": "a", "start_timestamp": 1, "timestamp": 2}],
}
"""Data for each type that both dialects accept."""
RAW_KEYS = {"message": "logentry", "debugmeta": "debug_meta"}
"""Types whose key in the raw dialect differs."""
NOT_SHOWN = {"debugmeta"}


def api_event(**members: Any) -> Event:
    """An event of the web API with these keys."""
    return decode_event(json.dumps({"eventID": "9", "title": "Boom", **members}))


def members(event: Event) -> dict[str, Any]:
    """The values of all properties of an event."""
    names = [name for name in dir(Event) if isinstance(getattr(Event, name), property)]
    return {name: getattr(event, name) for name in names}


def shown(event: Event) -> str:
    """The text that `topframe show` prints."""
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(render_text(event))
    return capture.get()


all_types = pytest.mark.parametrize("type", CLASSES)


@all_types
def test_the_entry_and_its_data_are_exported(type: str) -> None:
    """Users import both classes from `topframe.model`. The data of `spans` is an array of `Span`."""
    entry = CLASSES[type]
    (data,) = {field.type for field in msgspec.structs.fields(entry)}
    names = {entry.__name__, *re.findall(r"topframe\.model\.\w+\.(\w+)", str(data))}
    assert names <= set(model.__all__)


@all_types
def test_the_event_has_a_member_for_the_data(type: str) -> None:
    """At least one property of `Event` tells that the event has the entry."""
    assert members(api_event(entries=[{"type": type, "data": SAMPLES[type]}])) != members(api_event(entries=[]))


@all_types
def test_a_raw_event_gets_the_entry(type: str) -> None:
    """The interface alone tells that the body is an event. `normalize` makes an entry of it."""
    raw = {RAW_KEYS.get(type, type): SAMPLES[type]}
    raw |= {"platform": "python"} if type == "request" else {}  # other bodies have a `request` as well
    assert [entry.type for entry in load_event(json.dumps(raw)).entries or ()] == [type]


@all_types
def test_a_person_sees_the_entry(type: str) -> None:
    """`topframe show` prints something for each type, except for the loaded images."""
    found = shown(api_event(entries=[{"type": type, "data": SAMPLES[type]}]))
    assert (found != shown(api_event(entries=[]))) == (type not in NOT_SHOWN)
