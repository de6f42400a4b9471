"""Real responses decode, the model has every key of them, and encoding returns every value."""

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
    "ExceptionValue.frames": "null in fixtures of Sentry's front end; servers never send it",
}
"""Keys of the corpus that the model lacks, each as `Struct.key`, with the reason."""
NEVER_SAMPLED = {
    "TypedEntry.data": "a base class; every entry is an instance of a subclass",
}
"""Fields that are None in every sample, with the reason."""

EVENT = inspect.type_info(Event)


def unmodelled_in(*bodies: Any) -> set[str]:
    """Return the keys of these events that the model lacks."""
    return {key for body in bodies for key in unmodelled(body, EVENT)}


# --- samples ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_survives_decode_and_encode(name: str) -> None:
    """Decoding and encoding a sample loses no value and adds none."""
    assert [lost(body, decode_event) for body in bodies_of(name)] == [[] for _ in bodies_of(name)]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_model_has_every_key_of_a_sample(name: str) -> None:
    """The model has every key of every sample."""
    assert unmodelled_in(*bodies_of(name)) == set()


def test_skipped_keys_are_reported() -> None:
    """The helpers of the tests above report a skipped key, both by its path and by its Struct."""
    body = {"eventID": "9", "tags": [{"key": "a", "plus": 1}], "entries": [{"type": "nel", "data": {"body": {"x": 0}}}]}
    assert lost(body, decode_event) == ["$.entries[0].data.body.x", "$.tags[0].plus"]
    assert unmodelled_in(body) == {"Tag.plus", "NelBody.x"}
    assert unmodelled_in({"entries": [{"type": "template", "data": {"context": [[1, "a", 2]]}}]}) == {"SourceLine[2]"}


def test_samples_fill_every_field() -> None:
    """Each field of the model has a value in at least one sample, or is listed in NEVER_SAMPLED with a reason."""
    found: set[str] = set()
    for event in (event for name in SAMPLES for event in events_of(name)):
        contexts = (event.known_context(kind) for kind in Context.__subclasses__())
        systems = (it.mechanism.meta for it in event.exceptions if it.mechanism)
        found.update(filled(event), filled(event.user), *map(filled, contexts), *map(filled, systems))
    fields = {f"{kind.__name__}.{field}" for kind in structs_of(topframe.model) for field in kind.__struct_fields__}
    fields -= {f"GlitchTipFrame.{field}" for field in Frame.__struct_fields__}
    assert fields - found == set(NEVER_SAMPLED)


def test_samples_have_unknown_entries() -> None:
    """Items of `entries` of an unknown type or of the wrong JSON type decode as UnknownEntry."""
    (event,) = events_of("unknown_entries")
    unknown = [entry.type for entry in event.entries or () if isinstance(entry, UnknownEntry)]
    assert unknown == ["hologram", "thread-state", None, None, None, None, None, None]


# --- corpus -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_a_recorded_response_survives_decode_and_encode(file: Path) -> None:
    """A recorded response decodes, and encoding returns every value in it."""
    assert lost(json.loads(file.read_bytes()), decode_event) == []


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.stem)
def test_a_recorded_entry_survives_decode_and_encode(file: Path) -> None:
    """An entry recorded without its event decodes, and encoding returns every value in it."""
    assert lost(_around(file), decode_event) == []


def test_the_model_has_every_key_of_the_corpus(corpus: Path) -> None:
    """The model has every key in the corpus, except the keys in NOT_MODELLED."""
    payloads = [json.loads(file.read_bytes()) for file in sorted(corpus.glob("api/*.json"))]
    assert unmodelled_in(*payloads, *map(_around, FRAGMENTS)) == set(NOT_MODELLED)


def _around(file: Path) -> dict[str, Any]:
    """Wrap a recorded entry in an event. Drop its `id`, a number that Sentry's front end adds to entries in its
    fixtures.
    """
    entry = json.loads(file.read_bytes())
    return {"eventID": "9", "entries": [{key: value for key, value in entry.items() if key != "id"}]}
