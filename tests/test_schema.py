"""The JSON Schema that topframe generates from its Structs."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from topframe import decode_event, encode
from topframe.schema import event_schema, main

ROOT = Path(__file__).parent.parent
COMMITTED = ROOT / "schemas" / "event.schema.json"
CORPUS = ROOT.parent / "shared" / "corpus" / "api"
SAMPLES = sorted((ROOT / "tests" / "data").glob("*.json"))
VALIDATOR: Any = Draft202012Validator(event_schema())


def definition(name: str) -> dict[str, Any]:
    """Return the definition of one class in the schema."""
    found: dict[str, Any] = event_schema()["$defs"][name]
    return found


def test_the_committed_schema_is_up_to_date(tmp_path: Path) -> None:
    """The committed schema equals the generated one. After changing a Struct, run `python -m topframe.schema`."""
    main(tmp_path / "schemas")
    assert (tmp_path / "schemas" / "event.schema.json").read_bytes() == COMMITTED.read_bytes()


def test_the_command_writes_into_the_given_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes the schema into the given folder, or into `schemas` by default."""
    for arguments, folder in (([str(tmp_path / "a")], tmp_path / "a"), ([], Path("schemas"))):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["schema", *arguments])
        monkeypatch.delitem(sys.modules, "topframe.schema", raising=False)
        runpy.run_module("topframe.schema", run_name="__main__")
        assert capsys.readouterr().out == f"{folder / 'event.schema.json'}\n"
        assert (tmp_path / folder / "event.schema.json").read_bytes() == COMMITTED.read_bytes()


def test_the_schema_is_valid() -> None:
    """The schema is valid JSON Schema, draft 2020-12, and names that draft."""
    Draft202012Validator.check_schema(event_schema())
    assert event_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_descriptions_are_the_docstrings() -> None:
    """The description of a class or field is its docstring, so that the text is written once."""
    frame = definition("Frame")
    assert frame["description"] == "One call on the stack. A useful frame has *function* or *filename*."
    assert frame["properties"]["lineNo"] == {
        "anyOf": [{"type": "integer"}, {"type": "null"}],
        "description": "Line of the call in *filename*, counted from 1. 0 also occurs.",
    }


def test_free_form_parts_are_described_by_their_property() -> None:
    """A free-form part has no type. Its description is the docstring of the property that decodes it."""
    text = "Local variables: a dict of any JSON values. None when missing: Sentry removes them from shared events."
    assert definition("Frame")["properties"]["vars"] == {"description": text}


def test_pairs_are_arrays() -> None:
    """A source line is the array `[lineno, text]`."""
    line = definition("SourceLine")
    assert (line["type"], line["minItems"], [len(item["anyOf"]) for item in line["prefixItems"]]) == (
        "array",
        0,
        [2, 2],
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_valid(path: Path) -> None:
    """Every sample that decodes is valid against the schema, both as received and after encoding."""
    payload: Any = json.loads(path.read_bytes())
    for event in [payload] if "eventID" in payload else payload:
        VALIDATOR.validate(event)
        VALIDATOR.validate(json.loads(encode(decode_event(json.dumps(event)))))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.json")), ids=lambda path: path.stem)
def test_real_payloads_are_valid(path: Path) -> None:
    """Every recorded response is valid against the schema."""
    VALIDATOR.validate(json.loads(path.read_bytes()))


WRONG: list[dict[str, Any]] = [
    {"eventID": 9},
    {"size": "1"},
    {"entries": [{"type": "spans", "data": {}}]},
    {"entries": [{"type": "exception", "data": {"values": [{"stacktrace": {"frames": [{"lineNo": "1"}]}}]}}]},
    {"measurements": {"fcp": {"value": "1"}}},
]


@pytest.mark.parametrize("members", WRONG)
def test_wrong_types_are_invalid(members: dict[str, Any]) -> None:
    """A value of the wrong type is invalid against the schema, as for the decoder."""
    assert not VALIDATOR.is_valid({"eventID": "9", **members})


@pytest.mark.parametrize("entry", [None, 7, {}, {"type": "hologram", "data": 1}, {"type": None}, {"data": []}])
def test_unknown_entries_are_valid(entry: Any) -> None:
    """The schema accepts every JSON value as an unknown entry, as the decoder does."""
    VALIDATOR.validate({"eventID": "9", "entries": [entry]})
