"""The content of a file or of standard input: an event or a delivery."""

from __future__ import annotations

from pathlib import PurePath

from topframe.decoding.dialect import API, RAW, kind_of
from topframe.decoding.load import load_event
from topframe.errors import DecodeError, DeliveryError, ValidationError
from topframe.model.event import Event
from topframe.webhooks import Delivery, decode_delivery
from topframe.wire.document import MEMBERS

from ._save import saved_resource

_DELIVERY_KEYS = (
    {"action", "data"},
    {"fields", "installationId"},
    {"fields", "issueId"},
    {"event", "group"},
    {"event", "project"},
)
"""Keys that identify a delivery: a body must have all keys of one set. The sets cover webhooks, requests by UI
components, service hooks and the WebHooks plugin."""


def document_of(body: bytes, file: str | None) -> Event | Delivery | DeliveryError:
    """The event or the delivery in a body. For a damaged delivery, the error, which holds the body.

    Args:
        body: The content of the file or of standard input.
        file: Name of the file; `topframe listen` puts the resource into the names of its files. None for the sample.

    Raises:
        DecodeError: The body is neither an event nor a delivery.
    """
    resource = None if file is None else saved_resource(PurePath(file).name)
    if resource is not None or _is_delivery(body):
        try:
            return decode_delivery(body, resource or None)
        except DeliveryError as exc:
            return exc
    try:
        return load_event(body)
    except ValidationError as exc:
        if (exc.path, exc.found) == ("$", "array"):
            raise DecodeError("Expected one event, got a list; give one of its items") from exc
        raise


def _is_delivery(body: bytes) -> bool:
    """Whether a body has the keys of a delivery, and is not an event."""
    try:
        members = MEMBERS.decode(body)
    except (ValueError, RecursionError):
        return False
    return kind_of(members) not in {API, RAW} and any(members.keys() >= shape for shape in _DELIVERY_KEYS)
