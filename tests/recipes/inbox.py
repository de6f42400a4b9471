"""What the recipes leave to you: here, a folder that the tests look into."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from topframe.webhooks import Delivery

FOLDER = Path(os.environ.get("INBOX", "inbox"))


def put(delivery: Delivery) -> None:
    """Hand a delivery on to whatever works on it."""
    _write("delivery", delivery.body)


def keep(body: bytes) -> None:
    """Store a body that could not be read, for somebody to look at."""
    _write("kept", body)


def _write(kind: str, body: bytes) -> None:
    (FOLDER / f"{kind}-{uuid4().hex}").write_bytes(body)
