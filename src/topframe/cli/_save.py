"""Bodies of deliveries as files."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

_UNSAFE = re.compile("[^a-z0-9_]+")
_SAVED = re.compile(r"\d{8}T\d{6}\.\d{6}Z-([a-z0-9_]{1,40})(?:-[a-z0-9_]{1,40})?-[0-9a-f]{12}(?:-\d{1,9})?\.json")
_OWNER_ONLY = 0o600
"""A body can hold what users typed, and the code that an installation is exchanged for."""


def save_body(folder: Path, body: bytes, at: datetime, *words: str | None) -> str:
    """Write a body to a new file, for its owner alone to read.

    Args:
        folder: Where to.
        body: The body.
        at: When it was received.
        words: What else the name has; of their characters, those that are safe.

    Returns:
        The name of the file: time (UTC), words, and the first digits of the body's SHA-256. It sorts by time.

    Raises:
        OSError: It cannot be written; nothing is left of it then.
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
    """The resource that a name by `save_body` tells, or None; a body does not always tell it."""
    found = _SAVED.fullmatch(name)
    return found and found[1]


def _safe(word: str) -> str:
    return _UNSAFE.sub("_", word.lower())[:40]


def _write(path: Path, body: bytes) -> None:
    file = open(path, "xb", opener=partial(os.open, mode=_OWNER_ONLY))  # noqa: SIM115  # what exists is not ours to undo
    try:
        with file:
            file.write(body)
    except OSError:
        path.unlink(missing_ok=True)
        raise
