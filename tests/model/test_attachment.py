"""Files that were sent with an event."""

from __future__ import annotations

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Attachment

WHOLE = """{
    "id": "501", "event_id": "ab", "type": "event.minidump", "name": "game.dmp", "mimetype": "application/x-dmp",
    "dateCreated": "2026-01-09T03:04:06Z", "size": 70144, "headers": {"Content-Type": "application/x-dmp", "X": null},
    "sha1": "a9993e36", "unheardOf": 1
}"""


def test_an_attachment_round_trips() -> None:
    """Every key survives decode and encode. `event_id` is in snake_case, `dateCreated` in camelCase."""
    assert_comes_back(Attachment, WHOLE)
    assert decode(Attachment, WHOLE).event_id == "ab"


def test_attachment_keys_are_optional() -> None:
    """Every key may be missing or null. `sha1` is null for files in external storage."""
    assert_may_be_empty(Attachment)
