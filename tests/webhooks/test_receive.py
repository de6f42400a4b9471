"""`receive`: verification, decoding, and the errors for bodies that cannot be decoded."""

from __future__ import annotations

import hashlib
import json
import pickle
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.webhooks.made import OTHER, SECRET, SENTRY, UUID, headers, hook, received, signature
from topframe import (
    BodyTooLargeError,
    DecodeError,
    DeliveryError,
    ResourceMismatchError,
    SignatureMismatchError,
    StaleDeliveryError,
    TopframeError,
    ValidationError,
)
from topframe.webhooks import (
    Actor,
    AlertRuleActionRequest,
    CommentDelivery,
    Delivery,
    Installation,
    IssueDelivery,
    ServiceHookDelivery,
    UnknownDelivery,
    receive,
)

BODIES: dict[str, bytes] = {
    "installation": hook("created", {"installation": {"uuid": UUID}}),
    "issue": hook("created", {"issue": {"id": "1"}}),
    "error": hook("created", {"error": {"event_id": "e1"}}),
    "event_alert": hook("triggered", {"event": {"event_id": "e1"}, "triggered_rule": "", "issue_alert": {"id": 1}}),
    "comment": hook("created", {"comment_id": 1, "issue_id": 2, "comment": "a", "project_slug": "web"}),
    "metric_alert": hook("resolved", {"metric_alert": {"id": "1"}, "description_title": "a", "web_url": "u"}),
    "activity_alert": hook("triggered", {"issue": {"id": "1"}, "activity": {"type": "a"}, "alert": {"id": 1}}),
    "seer": hook("pr_created", {"run_id": 1, "group_id": 2, "pull_requests": []}),
    "preprod_artifact": hook("size_analysis_completed", {"buildId": "1", "state": "FAILED"}),
    "size_analysis": hook("completed", {"buildId": "1"}),
}
PAIRS = [(told, said) for told in BODIES for said in BODIES if told != said]


def failure(body: bytes, resource: str | None) -> DeliveryError:
    """The error of `receive` for a correctly signed body. It holds the body and the resource."""
    with pytest.raises(DeliveryError) as caught:
        received(body, resource)
    error = caught.value
    assert (error.body, error.resource) == (body, resource)
    return error


# --- deliveries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", BODIES)
def test_a_delivery_is_verified_and_typed_in_one_call(resource: str) -> None:
    """The delivery has the values of the body and of all headers of the request."""
    body = BODIES[resource]
    said = headers(
        body,
        resource,
        Request_ID="9f" * 16,
        Idempotency_Key="ab" * 16,
        Sentry_Hook_Timestamp="1785578400",
    )
    now = datetime(2026, 8, 1, 10, 1, tzinfo=UTC)
    delivery = receive(bytearray(body), said, secrets=[OTHER, SECRET], now=now, tolerance=timedelta(minutes=5))
    assert type(delivery) not in (Delivery, UnknownDelivery)
    assert delivery.resource == resource
    assert delivery.action == json.loads(body)["action"]
    assert delivery.installation == Installation(uuid=UUID)
    assert delivery.actor == Actor(**SENTRY)
    assert (delivery.request_id, delivery.idempotency_key) == ("9f" * 16, "ab" * 16)
    assert delivery.timestamp == now - timedelta(minutes=1)
    assert type(delivery.body) is bytes
    assert delivery.body == body
    assert delivery.digest == hashlib.sha256(body).hexdigest()


def test_a_delivery_can_be_pickled() -> None:
    """Every delivery can be pickled without loss."""
    for resource, body in BODIES.items():
        delivery = received(body, resource)
        assert pickle.loads(pickle.dumps(delivery)) == delivery


def test_the_order_of_keys_does_not_matter() -> None:
    """The documentation and the server differ in the order of keys."""
    turned = json.dumps(dict(reversed(json.loads(BODIES["issue"]).items()))).encode()
    assert isinstance(received(turned, "issue"), IssueDelivery)


def test_a_byte_order_mark_is_accepted() -> None:
    """A body with a byte order mark decodes. The signature covers the mark, too."""
    body = b"\xef\xbb\xbf" + BODIES["issue"]
    delivery = received(body, "issue")
    assert isinstance(delivery, IssueDelivery)
    assert delivery.body == body


def test_the_last_of_repeated_keys_counts() -> None:
    """The last of repeated keys counts, as in Python's json, so that both decoders read the same delivery."""
    body = b'{"action":"created","action":"deleted","data":{"issue":{"id":"1"}},"data":{"comment_id":1,"comment_id":2}}'
    delivery = received(body, "comment")
    assert isinstance(delivery, CommentDelivery)
    assert (delivery.action, delivery.data.comment_id) == ("deleted", 2)
    assert str(failure(body, "issue")) == "Not a delivery of `issue`, but one of `comment`"
    assert isinstance(received(body), CommentDelivery)


def test_the_last_of_repeated_keys_may_be_null() -> None:
    """The last of repeated keys counts, even if its value is null."""
    delivery = received(b'{"action":"created","data":{"issue":{"id":"1"},"issue":null}}', "issue")
    assert isinstance(delivery, IssueDelivery)
    assert delivery.data.issue is None


# --- what is not known ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [{"b": [1.0, 1e100], "a": None}, [1, {"a": 2}], "text", None, 7, {"issue": {"id": "1"}}, {}]
)
def test_an_unknown_resource_is_kept_unchanged(data: Any) -> None:
    """A delivery with an unknown resource keeps its *data* unchanged. Sentry added two resources within a year."""
    body = b'{"action":"created","installation":{"uuid":"u"},"data":' + json.dumps(data).encode() + b"}"
    delivery = received(body, "hologram")
    assert isinstance(delivery, UnknownDelivery)
    assert (delivery.resource, delivery.action, delivery.installation) == (
        "hologram",
        "created",
        Installation(uuid="u"),
    )
    assert delivery.data == data
    assert bytes(delivery.data_json) == json.dumps(data).encode()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("data", [b'{"issue" : {"b":1E2,"a":[1e400]}}', b'{"issue":"a text"}', b'["any"]', b"null"])
@pytest.mark.parametrize("action", [b'"exploded"', b'""', b"null"])
def test_an_unknown_action_is_kept_unchanged(action: bytes, data: bytes) -> None:
    """*data* of an unknown action can have any shape, even a shape that known actions refuse."""
    delivery = received(b'{"action":' + action + b',"data":' + data + b"}", "issue")
    assert isinstance(delivery, UnknownDelivery)
    assert delivery.resource == "issue"
    assert delivery.action == json.loads(action)
    assert bytes(delivery.data_json) == data  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_an_unknown_delivery_may_have_no_data() -> None:
    """An `UnknownDelivery` may have no *data*; then `data` is None."""
    delivery = received(b'{"action":"created"}', "hologram")
    assert isinstance(delivery, UnknownDelivery)
    assert delivery.data is None


def test_undecodable_data_of_an_unknown_delivery_raise_on_access() -> None:
    """Only accessing `data` raises an error, a `DecodeError`. The delivery itself decodes."""
    delivery = received(b'{"action":"created","data":' + b"9" * 5000 + b"}", "hologram")
    assert isinstance(delivery, UnknownDelivery)
    with pytest.raises(DecodeError):
        _ = delivery.data


# --- what is not signed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("told", "said"), PAIRS)
def test_a_delivery_with_another_resource_header_is_rejected(told: str, said: str) -> None:
    """The header with the resource is not signed, so an attacker can send a delivery again with another resource."""
    error = failure(BODIES[told], said)
    assert isinstance(error, ResourceMismatchError)
    assert str(error).startswith(f"Not a delivery of `{said}`")


def test_the_mismatch_error_names_missing_keys_or_the_real_resource() -> None:
    """The message lists the missing keys if the named resource has the action; otherwise it names the real resource."""
    assert str(failure(BODIES["issue"], "comment")) == "Not a delivery of `comment`: it has none of comment_id, comment"
    assert str(failure(BODIES["activity_alert"], "issue")) == "Not a delivery of `issue`, but one of `activity_alert`"
    assert str(failure(BODIES["issue"], "preprod_artifact")) == (
        "Not a delivery of `preprod_artifact`, but one of `issue`"
    )
    assert str(failure(hook("build_distribution_completed", {}), "preprod_artifact")) == (
        "Not a delivery of `preprod_artifact`: it has none of buildId"
    )


def test_keys_and_action_identify_the_real_resource() -> None:
    """Keys and action identify the real resource, even if the values have wrong types for the named resource."""
    error = failure(hook("triggered", {"event": {}, "comment": 7}), "comment")
    assert isinstance(error, ResourceMismatchError)
    assert str(error) == "Not a delivery of `comment`, but one of `event_alert`"


@pytest.mark.parametrize("data", [{"issue": {"id": "1"}, "event": {}}, {"event": {}}, {"issue": 7, "activity": {}}])
def test_an_unknown_action_may_have_any_keys(data: Any) -> None:
    """An unknown action gives an `UnknownDelivery` for any keys: future servers may put an event beside an issue."""
    assert isinstance(received(hook("exploded", data), "issue"), UnknownDelivery)


@pytest.mark.parametrize("name", ["component", "service_hook", "plugin"])
@pytest.mark.parametrize(
    "body",
    [
        *BODIES.values(),
        b"",
        b'{"fields":[]}',
        b'{"fields":{},"issueId":1}',
        b'{"group":{},"event":{}}',
        b'{"event":{}}',
    ],
)
def test_reserved_names_are_rejected_as_resources(name: str, body: bytes) -> None:
    """The names that topframe reserves for other requests are refused as the resource of a webhook."""
    error = failure(body, name)
    assert isinstance(error, ResourceMismatchError)
    assert str(error) == f"No webhook has the resource `{name}`"


@pytest.mark.parametrize("resource", BODIES)
@pytest.mark.parametrize("body", [b"{}", b'{"fields":{"a":1},"issueId":1}', b'{"group":{"id":"1"},"event":{}}'])
def test_other_requests_are_rejected_as_webhooks(resource: str, body: bytes) -> None:
    """Requests that are not webhooks may be signed with the same secret, so their bodies are checked."""
    error = failure(body, resource)
    assert isinstance(error, ResourceMismatchError)
    assert "it has none of" in str(error)


def test_without_a_resource_header_the_body_indicates_it() -> None:
    """Without the resource header, which a proxy may drop, the signed body indicates the resource."""
    for resource, body in BODIES.items():
        assert received(body).resource == resource
    assert isinstance(received(b'{"fields":[]}'), AlertRuleActionRequest)
    assert isinstance(received(b'{"group":{},"event":{}}'), ServiceHookDelivery)


def test_the_signature_header_of_components_is_accepted() -> None:
    """Sentry's example app accepts this signature header for webhooks. The resource header still counts."""
    body = BODIES["issue"]
    delivery = receive(body, {"Sentry-App-Signature": signature(body), "Sentry-Hook-Resource": "issue"}, secrets=SECRET)
    assert isinstance(delivery, IssueDelivery)


# --- what cannot be read ----------------------------------------------------------------------------------------------

DAMAGED: list[tuple[bytes, str]] = [
    (b"", "Malformed JSON: the body is empty"),
    (b"<html>", "Malformed JSON: invalid character, it looks like HTML - at byte 0"),
    (BODIES["issue"][:-2], f"Malformed JSON: it ends too early - at byte {len(BODIES['issue']) - 2}"),
    (b'{"action":"\xff"}', "Not UTF-8 - at byte 11"),
    (b"\x1f\x8b\x08" + bytes(20), "Not UTF-8 - at byte 1"),
    (hook("created", {"issue": {"title": "a\ud83d"}}), "Malformed JSON: half a surrogate pair - at byte 110"),
    (b"[]", "Expected `object`, got `array` - at `$`"),
    (b"[" * 100_000, "Expected `object`, got `array` - at `$`"),
    (b'{"data":' + b"[" * 1_000_000, "Malformed JSON: nested too deeply"),
    (b'{"action":7,"data":{}}', "Expected `str | null`, got `int` - at `$.action`"),
    (b'{"action":"created","data":null}', "Expected `object`, got `null` - at `$.data`"),
    (b'{"action":"created","data":{"issue":"x-files"}}', "Expected `object | null`, got `str` - at `$.data.issue`"),
    (
        b'{"action":"created","data":{"issue":{"firstSeen":"x-files"}}}',
        "Expected `RFC 3339 datetime`, got `str` - at `$.data.issue.firstSeen`",
    ),
    (b'{"action":"x","data":1,"actor":"x-files"}', "Expected `object | null`, got `str` - at `$.actor`"),
]


@pytest.mark.parametrize(("body", "message"), DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_delivery_that_is_signed_is_kept(body: bytes, message: str) -> None:
    """The error holds the body and the resource. Its message, repr and traceback show no value of the body."""
    error = failure(body, "issue")
    assert type(error) is DeliveryError
    assert str(error) == message
    assert isinstance(error, DecodeError)
    assert isinstance(error.__cause__, DecodeError)
    assert isinstance(error.__cause__, ValidationError) == message.startswith("Expected")
    assert "x-files" not in f"{error!r} {error.args} {''.join(traceback.format_exception(error))}"


@pytest.mark.parametrize("resource", ["hologram", "issue"])
def test_damaged_json_of_an_unknown_resource_is_an_error(resource: str) -> None:
    """Damaged JSON raises an error for known and unknown resources."""
    assert str(failure(b'{"action":"a","data":{"b":tru}}', resource)).startswith("Malformed JSON: ")


@pytest.mark.parametrize("kind", [DeliveryError, ResourceMismatchError])
def test_a_delivery_error_can_be_pickled(kind: type[DeliveryError]) -> None:
    """An error can be pickled with its body, its resource and its notes."""
    error = kind("Not UTF-8", b"\xff", "issue")
    error.add_note("seen on Friday")
    copy: Any = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert vars(copy) == vars(error)
    assert (copy.body, copy.resource, copy.message, copy.args) == (b"\xff", "issue", "Not UTF-8", error.args)


def test_other_errors_can_be_pickled() -> None:
    """Other errors can be pickled with the same message and attributes."""
    errors: list[TopframeError] = [
        BodyTooLargeError(7),
        SignatureMismatchError("a"),
        StaleDeliveryError("b"),
        ValidationError("$", "a", "b"),
    ]
    for error in errors:
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), vars(copy), copy.args) == (type(error), str(error), vars(error), error.args)


def test_nothing_is_decoded_before_it_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body with a wrong signature is not decoded."""

    def fail(*_: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setitem(receive.__globals__, "decoded", fail)
    with pytest.raises(SignatureMismatchError):
        receive(b"not JSON", headers(BODIES["issue"], "issue"), secrets=SECRET)
