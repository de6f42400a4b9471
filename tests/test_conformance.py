"""What servers really send: all of it decodes, all of it is modelled, and all of it comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import inspect

import topframe.model
from tests.conftest import CORPUS, SAMPLES, bodies_of, events_of
from tests.coverage_of_keys import filled, lost, structs_of, unmodelled
from topframe import Event, decode_event
from topframe.model import Context, Frame, UnknownEntry

PAYLOADS = sorted((CORPUS / "api").glob("*.json"))
FRAGMENTS = sorted((CORPUS / "fragments").glob("entry__*.json"))

NOT_MODELLED = {
    "ExceptionValue.frames": "null in fixtures of the front end; no server sends it",
}
"""Keys of the corpus that no field stands for, each as `Struct.key`, and why."""
NEVER_SAMPLED = {
    "TypedEntry.data": "an entry is always of one of the subclasses",
}
"""Fields that no sample fills, and why."""

EVENT = inspect.type_info(Event)


def unmodelled_in(*bodies: Any) -> set[str]:
    """The keys of all these events that the model does not have."""
    return {key for body in bodies for key in unmodelled(body, EVENT)}


# --- our own samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_whole(name: str) -> None:
    """Decoding and encoding loses nothing, and invents nothing."""
    assert [lost(body, decode_event) for body in bodies_of(name)] == [[] for _ in bodies_of(name)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_modelled(name: str) -> None:
    """No key of a sample is skipped."""
    assert unmodelled_in(*bodies_of(name)) == set()


def test_what_is_lost_is_found() -> None:
    """The tests above can fail: a key that is skipped is told by its place, and by its Struct."""
    body = {"eventID": "9", "tags": [{"key": "a", "plus": 1}], "entries": [{"type": "nel", "data": {"body": {"x": 0}}}]}
    assert lost(body, decode_event) == ["$.entries[0].data.body.x", "$.tags[0].plus"]
    assert unmodelled_in(body) == {"Tag.plus", "NelBody.x"}
    assert unmodelled_in({"entries": [{"type": "template", "data": {"context": [[1, "a", 2]]}}]}) == {"SourceLine[2]"}


def test_samples_fill_every_field() -> None:
    """Each field of the model has a value in one sample at least, or is listed with a reason."""
    found: set[str] = set()
    for event in (event for name in SAMPLES for event in events_of(name)):
        contexts = (event.known_context(kind) for kind in Context.__subclasses__())
        systems = (it.mechanism.meta for it in event.exceptions if it.mechanism)
        found.update(filled(event), filled(event.user), *map(filled, contexts), *map(filled, systems))
    fields = {f"{kind.__name__}.{field}" for kind in structs_of(topframe.model) for field in kind.__struct_fields__}
    fields -= {f"GlitchTipFrame.{field}" for field in Frame.__struct_fields__}
    assert fields - found == set(NEVER_SAMPLED)


def test_samples_have_unknown_entries() -> None:
    """They keep whatever stands among the entries, an event of tomorrow as well as null."""
    (event,) = events_of("unknown_entries")
    unknown = [entry.type for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    assert unknown == ["hologram", "thread-state", None, None, None, None, None, None]


# --- the corpus -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_a_payload_comes_back_whole(file: Path) -> None:
    """What a server answered decodes, and every value that it held is written again."""
    assert lost(json.loads(file.read_bytes()), decode_event) == []


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.stem)
def test_an_entry_comes_back_whole(file: Path) -> None:
    """The same holds for entries that are known without their events."""
    assert lost(_around(file), decode_event) == []


def test_every_key_of_the_corpus_is_modelled(corpus: Path) -> None:
    """No key that servers send is unknown at its place, but for those that are listed with a reason."""
    payloads = [json.loads(file.read_bytes()) for file in sorted(corpus.glob("api/*.json"))]
    assert unmodelled_in(*payloads, *map(_around, FRAGMENTS)) == set(NOT_MODELLED)


def _around(file: Path) -> dict[str, Any]:
    """An event with one entry, without the number that the front end gives to entries in its fixtures."""
    entry = json.loads(file.read_bytes())
    return {"eventID": "9", "entries": [{key: value for key, value in entry.items() if key != "id"}]}
