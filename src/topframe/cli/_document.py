"""What a file holds: an event, or a delivery that `topframe listen` saved."""

from __future__ import annotations

from pathlib import PurePath

from topframe.dialect import MEMBERS
from topframe.errors import DecodeError, DeliveryError, ValidationError
from topframe.load import load_event
from topframe.model.event import Event
from topframe.webhooks import Delivery, decode_delivery

from ._save import saved_resource

_EVENT_KEYS = {"eventID", "eventId", "event_id", "platform"}
_DELIVERY_KEYS = (
    {"action", "data"},
    {"fields", "installationId"},
    {"fields", "issueId"},
    {"event", "group"},
    {"event", "project"},
)
"""Webhooks; requests by UI components; service hooks; the WebHooks plugin."""


def document_of(body: bytes, file: str | None) -> Event | Delivery | DeliveryError:
    """The event or the delivery in a body; an error that holds the body, where it is a delivery that cannot be read.

    Args:
        body: The body.
        file: The file that it comes from. The name that `topframe listen` gave it tells the resource of a delivery.

    Raises:
        DecodeError: The body is neither.
    """
    resource = None if file is None else saved_resource(PurePath(file).name)
    if resource is not None or _is_delivery(body):
        try:
            return decode_delivery(body, resource)
        except DeliveryError as exc:
            return exc
    try:
        return load_event(body)
    except ValidationError as exc:
        if (exc.path, exc.found) == ("$", "array"):
            raise DecodeError("Expected one event, got a list; give one of its items") from exc
        raise


def _is_delivery(body: bytes) -> bool:
    """Whether the keys of a body are those of a delivery, and of no event."""
    try:
        keys = MEMBERS.decode(body).keys()
    except (ValueError, RecursionError):
        return False
    return not keys & _EVENT_KEYS and any(keys >= shape for shape in _DELIVERY_KEYS)
