"""Recorded requests: each decodes to the class of its resource and keeps every value."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.conftest import CORPUS, DATA, as_array, as_object
from tests.webhooks.made import headers, received_component, received_service_hook, signature
from tests.webhooks.test_decode import CLASSES
from topframe import Event, SignatureError, SignatureMismatchError, encode
from topframe.webhooks import (
    AlertRuleActionRequest,
    Delivery,
    IssueLinkRequest,
    PluginDelivery,
    ServiceHookDelivery,
    UnknownDelivery,
    decode_delivery,
    receive,
    sign,
    verify,
)

ANSWERS = {
    "component.select_options.response": "the response of a receiver, not a delivery",
    "component.issue_link.response": "the response of a receiver, not a delivery",
    "component.alert_rule_action.error_response": "the response of a receiver, not a delivery",
}
"""Files of the corpus that are not deliveries, with the reason."""

FILES = [
    file
    for file in [*sorted((CORPUS / "webhooks").rglob("*.json")), *sorted((DATA / "webhooks").glob("*.json"))]
    if file.stem != "signature_vectors" and file.stem not in ANSWERS
]
OTHERS: dict[str, type[Delivery]] = {
    "component.issue_link.request": IssueLinkRequest,
    "component.alert_rule_action.request": AlertRuleActionRequest,
    "service_hook": ServiceHookDelivery,
    "service_hook.event_alert": ServiceHookDelivery,
    "plugin": PluginDelivery,
    "legacy_plugin": PluginDelivery,
}
WITHOUT_EVENT = {"event_alert.triggered.10": "an excerpt in the documentation, without the event"}
"""Files without an event although their resource has one, with the reason."""


def resource_of(file: Path) -> str | None:
    """The resource in the name of a file; None when the file is not a webhook."""
    name = file.stem.partition(".")[0]
    return name if name in CLASSES else None


def class_of(file: Path) -> type[Delivery]:
    """The class that a file must decode to."""
    name = file.stem.partition(".")[0]
    return OTHERS.get(file.stem) or OTHERS.get(name) or CLASSES[name]


def lost(before: Any, after: Any, path: str = "$") -> Iterator[str]:
    """The places at which two JSON values differ. Null equals an absent key; spellings of the same time are equal."""
    if (one := as_object(before)) is not None and (other := as_object(after)) is not None:
        for key in sorted(one.keys() | other.keys()):
            yield from lost(one.get(key), other.get(key), f"{path}.{key}")
    elif (
        (items := as_array(before)) is not None
        and (others := as_array(after)) is not None
        and len(items) == len(others)
    ):
        for index, (item, also) in enumerate(zip(items, others, strict=True)):
            yield from lost(item, also, f"{path}[{index}]")
    elif (type(before), before) != (type(after), after) and not _same_moment(before, after):
        yield path


def _same_moment(one: Any, other: Any) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        moments = [datetime.fromisoformat(text) for text in (one, other)]
    except ValueError:
        return False
    before, after = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments]
    return before == after


def written(delivery: Delivery) -> Any:
    """A delivery as the JSON value of its body."""
    data = json.loads(encode(getattr(delivery, "data", None)))
    if delivery.action is None:
        return data
    said = {"action": delivery.action, "installation": delivery.installation, "actor": delivery.actor}
    return {**json.loads(encode(said)), "data": data}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_delivery_survives_decode_and_encode(file: Path) -> None:
    """A body decodes to the class of its resource, with and without the name in the header, and keeps every value."""
    body = file.read_bytes()
    delivery = decode_delivery(body, resource_of(file))
    assert type(delivery) is class_of(file)
    assert decode_delivery(body) == delivery
    assert list(lost(json.loads(body), written(delivery))) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_delivery_is_received(file: Path) -> None:
    """`receive` accepts each body with the signature header of its kind, and refuses the unsigned plugin."""
    body = file.read_bytes()
    kind = class_of(file)
    if kind is PluginDelivery:
        with pytest.raises(SignatureError):
            receive(body, {}, secrets="a")
    elif kind is ServiceHookDelivery:
        assert received_service_hook(body) == decode_delivery(body)
    elif kind in (IssueLinkRequest, AlertRuleActionRequest):
        assert received_component(body) == decode_delivery(body)
    else:
        said = headers(body, resource_of(file))
        assert receive(body, said, secrets=["another", "0c5e" * 16]) == decode_delivery(body, resource_of(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_delivery_has_its_event(file: Path) -> None:
    """The event of a delivery is an `Event` of the web API, and can be encoded."""
    event: Any = getattr(decode_delivery(file.read_bytes()), "event", None)
    carries = hasattr(class_of(file), "event") and file.stem not in WITHOUT_EVENT
    assert isinstance(event, Event) == carries
    assert not carries or encode(event)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_unknown_resource_keeps_its_data(file: Path) -> None:
    """A delivery with an unknown resource keeps the bytes of *data*."""
    value = json.loads(file.read_bytes())
    delivery = decode_delivery(file.read_bytes(), "hologram")
    assert isinstance(delivery, UnknownDelivery)
    if "data" in value:
        assert isinstance(delivery.data_json, msgspec.Raw)
        assert bytes(delivery.data_json) in file.read_bytes()
        assert delivery.data == value["data"]


def test_lost_finds_every_kind_of_difference() -> None:
    """`lost` finds every kind of difference, so the tests above can fail."""
    before = {"a": 1, "b": [1, {"c": "2026-08-01T10:00:00Z"}], "d": None, "e": True, "f": [1], "g": 10.0}
    after = {"a": 2, "b": [1, {"c": "2026-08-01T12:00:00+02:00"}], "e": 1, "f": [], "g": 10, "h": "new"}
    assert list(lost(before, after)) == ["$.a", "$.e", "$.f", "$.g", "$.h"]


def test_every_listed_file_exists(corpus: Path) -> None:
    """Each file that the lists of exceptions name still exists."""
    found = {file.stem for file in (corpus / "webhooks").rglob("*.json")}
    assert found >= {*ANSWERS, *WITHOUT_EVENT, "signature_vectors"}


class _Vector(msgspec.Struct):
    """A body with its signature."""

    name: str
    secret: str
    header: str
    body_base64: str
    signature: str


def test_every_signature_vector_verifies_only_its_body(corpus: Path) -> None:
    """The corpus has signatures from an independent source, for all three headers. Each changed byte is refused."""
    text = (corpus / "webhooks" / "synthetic" / "signature_vectors.json").read_bytes()
    vectors = msgspec.json.decode(text, type=list[_Vector])
    assert {vector.header for vector in vectors} == {
        *("Sentry-Hook-Signature", "Sentry-App-Signature", "X-ServiceHook-Signature")
    }
    for vector in vectors:
        body = base64.b64decode(vector.body_base64)
        sent = {vector.header: vector.signature}
        assert sign(body, vector.secret) == signature(body, vector.secret) == vector.signature
        verify(body, sent, secrets=vector.secret)
        for place in range(len(body)):
            changed = bytearray(body)
            changed[place] ^= 1
            with pytest.raises(SignatureMismatchError):
                verify(changed, sent, secrets=vector.secret)
        with pytest.raises(SignatureMismatchError):
            verify(body + b"\n", sent, secrets=vector.secret)
        assert receive(body, sent, secrets=vector.secret).body == body
