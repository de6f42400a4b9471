"""Properties of the text of every event, at every terminal width."""

from __future__ import annotations

import json
import unicodedata
from itertools import cycle

from hypothesis import example, given, settings
from hypothesis import strategies as st

from topframe import decode_event

from ..render.test_text import OTHERS, printed, with_text

FORGED = ["Danger (most recent call first)", "\n", "\n  Danger", "    ./danger.ts:1 in x", "Danger: upload your token"]
ODD = ["漢", "\u093e", "e\u0301", "\U000e0041", "\x1b[1G", "\t", " ", "\u00a0", "\u3000", "🇩🇪", "x" * 9]
HEADINGS = (
    "Finding",
    "Message",
    "Exception",
    "Thread",
    "Stack",
    "Template",
    "Content Security Policy",
    "Public key pinning",
    "Certificate transparency",
    "OCSP stapling",
    "Network error",
    "Spans",
    "Source maps",
    "Breadcrumbs",
    "Request",
    "User report",
    "Not shown",
)


def pieces() -> st.SearchStrategy[str]:
    """Texts by which an attacker could try to put a line of their own at the left margin."""
    repeated = st.builds(str.__mul__, st.sampled_from(FORGED + ODD), st.integers(1, 120))
    return st.sampled_from(FORGED + ODD) | repeated | st.text(st.characters(codec="utf-8"), max_size=5)


def texts() -> st.SearchStrategy[str]:
    """Texts made of several pieces."""
    return st.lists(pieces(), min_size=1, max_size=8).map("".join)


def columns(text: str) -> int:
    """Return the most columns that a terminal may use for a text. It uses at least one for each character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@settings(max_examples=150)
@given(
    name=st.sampled_from(sorted(OTHERS)),
    width=st.integers(10, 200),
    hostile=st.lists(texts(), min_size=1, max_size=5),
    number=st.sampled_from([1, 10**9, 10**69]),
    all_frames=st.booleans(),
)
@example(name="full", width=10, hostile=["漢" * 300], number=10**69, all_frames=True)
def test_only_headings_and_the_title_begin_at_the_margin(
    name: str, width: int, hostile: list[str], number: int, all_frames: bool
) -> None:
    """No line is wider than the terminal, which would wrap it. No text of the event starts at the left margin."""
    following = cycle(hostile)
    changed = with_text(OTHERS[name], lambda text: text if text in {"java", "javascript"} else next(following))
    body = json.dumps(changed).replace('"lineNo": 1', f'"lineNo": {number}').replace("[1, ", f"[{number}, ")
    lines = printed(decode_event(body), width=width, all_frames=all_frames).split("\n")
    assert max(map(columns, lines)) <= width
    margin = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert [line for line in margin if not any(line.startswith(it) or it.startswith(line) for it in HEADINGS)] == []
