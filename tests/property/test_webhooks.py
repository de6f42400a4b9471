"""Properties of every request that can be sent to a receiver, and of every delivery that can be built."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.conftest import as_array
from tests.strategies import json_values, structs, texts
from tests.webhooks.made import SECRET, signature
from tests.webhooks.test_receive import BODIES
from topframe import (
    DeliveryError,
    ResourceMismatchError,
    SecretError,
    SignatureError,
    SignatureMismatchError,
    TopframeError,
    encode,
)
from topframe.webhooks import (
    ActivityAlertData,
    ActivityAlertDelivery,
    AlertRuleActionData,
    AlertRuleActionRequest,
    CommentData,
    CommentDelivery,
    Delivery,
    ErrorData,
    ErrorDelivery,
    EventAlertData,
    EventAlertDelivery,
    InstallationData,
    InstallationDelivery,
    IssueData,
    IssueDelivery,
    IssueLinkData,
    IssueLinkRequest,
    MetricAlertData,
    MetricAlertDelivery,
    PluginData,
    PluginDelivery,
    PreprodArtifactData,
    PreprodArtifactDelivery,
    SeerData,
    SeerDelivery,
    ServiceHookData,
    ServiceHookDelivery,
    UnknownDelivery,
    decode_delivery,
    receive,
    sign,
    verify,
)

NAMES = [
    *("Sentry-Hook-Resource", "Sentry-Hook-Timestamp", "Sentry-Hook-Signature", "Sentry-App-Signature", "Request-ID"),
    *("X-ServiceHook-Timestamp", "X-ServiceHook-Signature", "Idempotency-Key", "HTTP_SENTRY_HOOK_SIGNATURE"),
]
SIGNED = ["Sentry-Hook-Signature", "Sentry-App-Signature", "X-ServiceHook-Signature"]
RESOURCES = [*BODIES, "hologram", "component", "service_hook", "plugin"]
DATA: list[tuple[str, str, type[msgspec.Struct], type[Delivery]]] = [
    ("installation", "created", InstallationData, InstallationDelivery),
    ("issue", "assigned", IssueData, IssueDelivery),
    ("error", "created", ErrorData, ErrorDelivery),
    ("event_alert", "triggered", EventAlertData, EventAlertDelivery),
    ("comment", "updated", CommentData, CommentDelivery),
    ("metric_alert", "warning", MetricAlertData, MetricAlertDelivery),
    ("activity_alert", "triggered", ActivityAlertData, ActivityAlertDelivery),
    ("seer", "pr_created", SeerData, SeerDelivery),
    ("preprod_artifact", "build_distribution_completed", PreprodArtifactData, PreprodArtifactDelivery),
    ("size_analysis", "completed", PreprodArtifactData, PreprodArtifactDelivery),
]
OTHERS: list[tuple[str, type[msgspec.Struct], type[Delivery]]] = [
    ("component", IssueLinkData, IssueLinkRequest),
    ("component", AlertRuleActionData, AlertRuleActionRequest),
    ("service_hook", ServiceHookData, ServiceHookDelivery),
    ("plugin", PluginData, PluginDelivery),
]

ANY_TEXT = st.text(max_size=80) | st.binary(max_size=80) | st.text("0123456789abcdef", min_size=64, max_size=64)
ANY_NAME = st.sampled_from(NAMES).flatmap(lambda name: st.sampled_from([name, name.lower(), name.encode()])) | ANY_TEXT
ANY_VALUE = ANY_TEXT | st.lists(ANY_TEXT, max_size=2) | st.none() | st.integers()
ANY_HEADERS = st.dictionaries(ANY_NAME, ANY_VALUE, max_size=6) | st.lists(st.tuples(ANY_NAME, ANY_VALUE), max_size=6)
ANY_SECRETS = ANY_TEXT | st.lists(ANY_TEXT, max_size=3)
ANY_RESOURCE = st.sampled_from(RESOURCES) | st.text(max_size=8)
PIECES = st.sampled_from(
    [
        *(
            "action",
            "data",
            "actor",
            "installation",
            "fields",
            "event",
            "group",
            "issueId",
            "issue",
            "error",
            "comment_id",
        ),
        *(
            "metric_alert",
            "activity",
            "alert",
            "run_id",
            "buildId",
            "triggered_rule",
            "created",
            "triggered",
            "completed",
        ),
    ]
)
LIKELY = st.recursive(
    json_values() | PIECES,
    lambda inner: st.dictionaries(PIECES, inner, max_size=4),
    max_leaves=12,
)
ANY_BODY = st.binary() | LIKELY.map(lambda value: json.dumps(value).encode()) | st.sampled_from([*BODIES.values()])


# --- requests ---------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(ANY_BODY, ANY_HEADERS, ANY_SECRETS)
def test_requests_without_a_valid_signature_are_rejected(body: bytes, headers: Any, secrets: Any) -> None:
    """Requests without a valid signature raise SignatureError. Unusable secrets raise SecretError."""
    several = as_array(secrets)
    usable = _is_usable(secrets) if several is None else several != [] and all(map(_is_usable, several))
    for call in (verify, receive):
        with pytest.raises(SignatureError if usable else SecretError):
            call(body, headers, secrets=secrets)


@given(
    st.one_of(json_values(), ANY_BODY, st.text()),
    st.one_of(json_values(), ANY_HEADERS, st.text(), st.lists(ANY_TEXT)),
    st.one_of(json_values(), ANY_SECRETS),
)
def test_wrong_types_raise_a_type_error_or_a_topframe_error(body: Any, headers: Any, secrets: Any) -> None:
    """Arguments of the wrong type raise a TypeError or an error of topframe, and nothing else."""
    for call in (verify, receive):
        with pytest.raises((TopframeError, TypeError)):
            call(body, headers, secrets=secrets)


@settings(max_examples=200)
@given(ANY_BODY, ANY_RESOURCE, st.sampled_from(SIGNED), st.lists(st.tuples(ANY_NAME, ANY_VALUE), max_size=6))
def test_a_signed_body_is_delivered_or_kept(body: bytes, resource: str, name: str, more: list[tuple[Any, Any]]) -> None:
    """A signed body gives a delivery or a DeliveryError, and both keep the body, whatever the headers are."""
    others = [(key, value) for key, value in more if not _is_signature(key)]
    headers: list[tuple[Any, Any]] = [(name, signature(body)), ("Sentry-Hook-Resource", resource), *others]
    outcome = _outcome(lambda: receive(body, headers, secrets=SECRET))
    assert outcome.body == body
    assert str(outcome)
    assert repr(outcome)
    for part in ("digest", "event", "data"):
        with suppress(TopframeError):
            getattr(outcome, part, None)


def _is_usable(secret: str | bytes) -> bool:
    """Whether a secret is usable: text that is not blank, or bytes that are not empty."""
    return bool(secret.strip() if isinstance(secret, str) else secret)


def _is_signature(name: str | bytes) -> bool:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return text.lower().replace("_", "-").endswith("signature")


def _outcome(call: Callable[[], Delivery]) -> Delivery | DeliveryError:
    """Return the delivery, or the error that has its body."""
    try:
        return call()
    except DeliveryError as error:
        return error


@settings(max_examples=200)
@given(ANY_BODY, st.none() | ANY_RESOURCE)
@example(b'{"event": null}', None)
@example(b'{"event": null, "group": null}', None)
def test_a_kept_body_decodes_to_the_same_result(body: bytes, resource: str | None) -> None:
    """A kept body decodes again with the resource of the delivery or error, and gives the same result."""
    outcome = _outcome(lambda: decode_delivery(body, resource))
    again = _outcome(lambda: decode_delivery(outcome.body, outcome.resource))
    assert outcome.body == body
    if isinstance(outcome, Delivery):
        assert again == outcome
    else:
        assert (type(again), str(again), outcome.resource) == (type(outcome), str(outcome), resource)


@given(st.binary(), st.binary(), st.text().filter(_is_usable))
def test_a_signature_verifies_only_its_own_body(body: bytes, other: bytes, secret: str) -> None:
    """A signature verifies its own body, and no other, for any secret."""
    headers = {"Sentry-Hook-Signature": sign(body, secret)}
    verify(body, headers, secrets=secret)
    assume(body != other)
    with pytest.raises(SignatureMismatchError):
        verify(other, headers, secrets=secret)


@given(st.binary(), st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=60))
def test_a_signature_verifies_only_with_its_own_secret(body: bytes, secret: bytes, other: bytes) -> None:
    """A signature verifies only with its own secret. HMAC ignores zero bytes at the end of a key."""
    assume(secret.rstrip(b"\0") != other.rstrip(b"\0"))
    with pytest.raises(SignatureMismatchError):
        verify(body, {"Sentry-App-Signature": sign(body, secret)}, secrets=[other])


# --- deliveries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("resource", "action", "kind", "delivered"), DATA, ids=[row[0] for row in DATA])
@settings(max_examples=25)
@given(data=st.data())
def test_data_of_deliveries_survives_encode_and_decode(
    resource: str, action: str, kind: type[msgspec.Struct], delivered: type[Delivery], data: st.DataObject
) -> None:
    """The data of a delivery survives a round-trip. Data without any key of its own resource is rejected."""
    built = data.draw(structs(kind))
    body = b'{"action":"' + action.encode() + b'","data":' + encode(built) + b"}"
    _check(_outcome(lambda: decode_delivery(body, resource)), delivered, built)


@pytest.mark.parametrize(("resource", "kind", "delivered"), OTHERS, ids=[row[1].__name__ for row in OTHERS])
@settings(max_examples=25)
@given(data=st.data())
def test_data_of_other_requests_survives_encode_and_decode(
    resource: str, kind: type[msgspec.Struct], delivered: type[Delivery], data: st.DataObject
) -> None:
    """The data of requests other than webhooks survives a round-trip. Data without any of their keys is rejected."""
    built = data.draw(structs(kind))
    _check(_outcome(lambda: decode_delivery(encode(built), resource)), delivered, built)


def _check(outcome: Delivery | DeliveryError, delivered: type[Delivery], built: msgspec.Struct) -> None:
    if isinstance(outcome, DeliveryError):
        assert isinstance(outcome, ResourceMismatchError)
        assert "it has none of" in str(outcome)
    else:
        assert type(outcome) is delivered
        data: Any = getattr(outcome, "data", None)
        assert data == built
        assert encode(data) == encode(built)


@pytest.mark.parametrize(
    ("resource", "action", "kind"),
    [("error", "created", ErrorData), ("event_alert", "triggered", EventAlertData)],
)
@settings(max_examples=40)
@given(data=st.data())
def test_every_event_is_normalized_or_rejected(
    resource: str, action: str, kind: type[msgspec.Struct], data: st.DataObject
) -> None:
    """Any event in a delivery is normalized, or raises an error of topframe."""
    built = data.draw(structs(kind))
    body = b'{"action":"' + action.encode() + b'","data":' + encode(built) + b"}"
    with suppress(TopframeError):
        delivery = decode_delivery(body, resource)
        assert isinstance(delivery, (ErrorDelivery, EventAlertDelivery))
        assert delivery.event is None or encode(delivery.event)


@given(texts(), texts(), json_values())
def test_an_unknown_resource_keeps_its_data_unchanged(resource: str, action: str, data: Any) -> None:
    """A delivery of an unknown resource keeps its data unchanged."""
    assume(resource not in RESOURCES)
    body = json.dumps({"action": action, "data": data}).encode()
    delivery = decode_delivery(body, resource)
    assert isinstance(delivery, UnknownDelivery)
    assert (delivery.resource, delivery.action) == (resource, action)
    assert delivery.data_json == msgspec.Raw(json.dumps(data).encode())
