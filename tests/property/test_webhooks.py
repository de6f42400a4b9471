"""What holds for every request that anybody can send, and for every delivery that can be built."""

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


# --- every request ----------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(ANY_BODY, ANY_HEADERS, ANY_SECRETS)
def test_a_stranger_gets_nothing_but_a_refusal(body: bytes, headers: Any, secrets: Any) -> None:
    """Whatever the bytes, the headers and the secrets. Only the secrets can be a fault of the configuration."""
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
def test_what_has_the_wrong_shape_is_a_mistake_or_a_refusal(body: Any, headers: Any, secrets: Any) -> None:
    """A TypeError tells a programmer, an error of ours tells a stranger; there is no third."""
    for call in (verify, receive):
        with pytest.raises((TopframeError, TypeError)):
            call(body, headers, secrets=secrets)


@settings(max_examples=200)
@given(ANY_BODY, ANY_RESOURCE, st.sampled_from(SIGNED), st.lists(st.tuples(ANY_NAME, ANY_VALUE), max_size=6))
def test_what_is_signed_is_delivered_or_kept(
    body: bytes, resource: str, name: str, more: list[tuple[Any, Any]]
) -> None:
    """Of a body that is signed nothing is lost, whatever else the request says."""
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
    """Whether it is a secret: text that is not blank, or any bytes."""
    return bool(secret.strip() if isinstance(secret, str) else secret)


def _is_signature(name: str | bytes) -> bool:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    return text.lower().replace("_", "-").endswith("signature")


def _outcome(call: Callable[[], Delivery]) -> Delivery | DeliveryError:
    """A delivery, or the error that has its body."""
    try:
        return call()
    except DeliveryError as error:
        return error


@settings(max_examples=200)
@given(ANY_BODY, st.none() | ANY_RESOURCE)
@example(b'{"event": null}', None)
@example(b'{"event": null, "group": null}', None)
def test_what_is_kept_can_be_decoded_again(body: bytes, resource: str | None) -> None:
    """By the resource that the delivery has, or that the error has, with the same outcome."""
    outcome = _outcome(lambda: decode_delivery(body, resource))
    again = _outcome(lambda: decode_delivery(outcome.body, outcome.resource))
    assert outcome.body == body
    if isinstance(outcome, Delivery):
        assert again == outcome
    else:
        assert (type(again), str(again), outcome.resource) == (type(outcome), str(outcome), resource)


@given(st.binary(), st.binary(), st.text().filter(_is_usable))
def test_a_signature_fits_its_own_body_alone(body: bytes, other: bytes, secret: str) -> None:
    """And that with every secret."""
    headers = {"Sentry-Hook-Signature": sign(body, secret)}
    verify(body, headers, secrets=secret)
    assume(body != other)
    with pytest.raises(SignatureMismatchError):
        verify(other, headers, secrets=secret)


@given(st.binary(), st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=60))
def test_a_signature_fits_its_own_secret_alone(body: bytes, secret: bytes, other: bytes) -> None:
    """Keys that differ in no more than zero bytes at their end are one key to HMAC."""
    assume(secret.rstrip(b"\0") != other.rstrip(b"\0"))
    with pytest.raises(SignatureMismatchError):
        verify(body, {"Sentry-App-Signature": sign(body, secret)}, secrets=[other])


# --- every delivery ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("resource", "action", "kind", "delivered"), DATA, ids=[row[0] for row in DATA])
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_encoded_is_delivered(
    resource: str, action: str, kind: type[msgspec.Struct], delivered: type[Delivery], data: st.DataObject
) -> None:
    """Whatever a delivery of a resource can hold comes back, but for what has nothing that is the resource's own."""
    built = data.draw(structs(kind))
    body = b'{"action":"' + action.encode() + b'","data":' + encode(built) + b"}"
    _check(_outcome(lambda: decode_delivery(body, resource)), delivered, built)


@pytest.mark.parametrize(("resource", "kind", "delivered"), OTHERS, ids=[row[1].__name__ for row in OTHERS])
@settings(max_examples=25)
@given(data=st.data())
def test_other_requests_are_what_they_were(
    resource: str, kind: type[msgspec.Struct], delivered: type[Delivery], data: st.DataObject
) -> None:
    """The same holds for what is no webhook."""
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
def test_every_event_is_normalized_or_refused(
    resource: str, action: str, kind: type[msgspec.Struct], data: st.DataObject
) -> None:
    """Nothing but errors of ours comes of an event, whatever it is."""
    built = data.draw(structs(kind))
    body = b'{"action":"' + action.encode() + b'","data":' + encode(built) + b"}"
    with suppress(TopframeError):
        delivery = decode_delivery(body, resource)
        assert isinstance(delivery, (ErrorDelivery, EventAlertDelivery))
        assert delivery.event is None or encode(delivery.event)


@given(texts(), texts(), json_values())
def test_what_is_unknown_stays_word_for_word(resource: str, action: str, data: Any) -> None:
    """For every resource that there is not yet."""
    assume(resource not in RESOURCES)
    body = json.dumps({"action": action, "data": data}).encode()
    delivery = decode_delivery(body, resource)
    assert isinstance(delivery, UnknownDelivery)
    assert (delivery.resource, delivery.action) == (resource, action)
    assert delivery.data_json == msgspec.Raw(json.dumps(data).encode())
