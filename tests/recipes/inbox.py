"""The module that users of the recipes write themselves. This one writes to a folder that the tests read."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from topframe.webhooks import Delivery

FOLDER = Path(os.environ.get("INBOX", "inbox"))


def put(delivery: Delivery) -> None:
    """Pass a delivery on for processing."""
    _write("delivery", delivery.body)


def keep(body: bytes) -> None:
    """Store a body that could not be decoded, for a person to look at."""
    _write("kept", body)


def _write(kind: str, body: bytes) -> None:
    (FOLDER / f"{kind}-{uuid4().hex}").write_bytes(body)
