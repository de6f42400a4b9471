"""The files in which `topframe listen` saves bodies."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

_UNSAFE = re.compile("[^a-z0-9_]+")
DAMAGED = "damaged"
"""The word for a delivery that cannot be decoded, in place of its action."""
_SAVED = re.compile(
    rf"\d{{8}}T\d{{6}}\.\d{{6}}Z-(?:{DAMAGED}|([a-z0-9_]{{1,40}})(?:-[a-z0-9_]{{1,40}})?)-[0-9a-f]{{12}}(?:-\d{{1,9}})?\.json"
)
_OWNER_ONLY = 0o600
"""The mode of the files. A body can hold text of users, and the code that is exchanged for an installation's token."""


def save_body(folder: Path, body: bytes, at: datetime, *words: str | None) -> str:
    """Write a body to a new file that only its owner can read.

    Args:
        folder: An existing folder.
        body: The content of the file.
        at: The time of receipt.
        words: Further parts of the name, such as resource and action; None and "" are left out. Unsafe characters are
            replaced by `_`, and each word is cut to 40 characters.

    Returns:
        The name of the file: time (UTC), words, and the first 12 digits of the body's SHA-256. Names sort by time.

    Raises:
        OSError: The file cannot be written. A partly written file is deleted.
    """
    time = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    stem = "-".join((time, *(_safe(word) for word in words if word), sha256(body).hexdigest()[:12]))
    number = 1
    while True:
        name = f"{stem}.json" if number == 1 else f"{stem}-{number}.json"
        try:
            _write(folder / name, body)
        except FileExistsError:
            number += 1
        else:
            return name


def saved_resource(name: str) -> str | None:
    """The resource in the name of a file that `topframe listen` saved.

    "" for a damaged delivery that named no resource; None for any other file.
    """
    found = _SAVED.fullmatch(name)
    return found and (found[1] or "")


def _safe(word: str) -> str:
    return _UNSAFE.sub("_", word.lower())[:40]


def _write(path: Path, body: bytes) -> None:
    file = open(path, "xb", opener=partial(os.open, mode=_OWNER_ONLY))  # noqa: SIM115  # outside `try`: keeps old files
    try:
        with file:
            file.write(body)
    except OSError:
        path.unlink(missing_ok=True)
        raise
