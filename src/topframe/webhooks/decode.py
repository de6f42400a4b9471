"""The decoder of deliveries: it chooses the class of a delivery by its resource.

A header names the resource, and Sentry does not sign this header. An attacker can send a signed body again with another
resource. So the decoder checks that the body has at least one key that belongs to the named resource.

Source: getsentry/sentry, sentry_apps/metrics.py and tasks/ (resources and actions)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from ..errors import DecodeError, DeliveryError, ResourceMismatchError
from ..wire.document import MEMBERS, decode_within
from .activity_alert import ActivityAlertDelivery
from .comment import CommentDelivery
from .component import (
    AlertRuleActionData,
    AlertRuleActionRequest,
    IssueLinkData,
    IssueLinkRequest,
    SelectOptionsRequest,
)
from .delivery import Actions, Delivery, Hook, UnknownDelivery, part
from .event_alert import ErrorDelivery, EventAlertDelivery
from .installation import InstallationDelivery
from .issue import IssueDelivery
from .metric_alert import MetricAlertDelivery
from .plugin import PluginData, PluginDelivery
from .preprod_artifact import PreprodArtifactDelivery
from .seer import SeerDelivery
from .service_hook import ServiceHookData, ServiceHookDelivery
from .signature import as_body

COMPONENT = "component"
SERVICE_HOOK = "service_hook"
PLUGIN = "plugin"
NAMED_BY_US = (COMPONENT, SERVICE_HOOK, PLUGIN)
"""Names that topframe gives to requests other than webhooks. These requests have no `Sentry-Hook-Resource` header."""


WEBHOOKS: tuple[type[Delivery], ...] = (
    EventAlertDelivery,
    ErrorDelivery,
    MetricAlertDelivery,
    ActivityAlertDelivery,
    CommentDelivery,
    PreprodArtifactDelivery,
    SeerDelivery,
    InstallationDelivery,
    IssueDelivery,
)
"""The classes of webhooks. If a body has keys of several classes, the first class counts: `issue` is in many bodies."""


class _Webhook(NamedTuple):
    """How to decode the webhooks of one class."""

    delivery: Callable[..., Delivery]
    actions: Actions
    own: dict[str, str]
    """The keys that belong to the class, mapped to their Python names."""
    decoder: msgspec.json.Decoder[Any]


def _webhook(delivery: type[Delivery]) -> _Webhook:
    data = next(member.type for member in msgspec.structs.fields(delivery) if member.name == "data")
    names = dict(zip(data.__struct_encode_fields__, data.__struct_fields__, strict=True))
    own = {key: names[key] for key in delivery.own_keys}
    return _Webhook(delivery, delivery.actions, own, msgspec.json.Decoder(Hook[data]))  # type: ignore[valid-type]


_OF_CLASSES = [_webhook(delivery) for delivery in WEBHOOKS]
_BY_RESOURCE = {resource: webhook for webhook in _OF_CLASSES for resource in webhook.actions}


class _Keys(msgspec.Struct):
    """The top-level keys that show which kind of request a body belongs to."""

    action: Any = None
    data: Raw | UnsetType = UNSET
    fields: Raw | UnsetType = UNSET
    event: Raw | UnsetType = UNSET
    group: Raw | UnsetType = UNSET
    issue_id: Raw | UnsetType = field(default=UNSET, name="issueId")


_KEYS = msgspec.json.Decoder(_Keys)
_HOOK = msgspec.json.Decoder(Hook[Raw])
_ISSUE_LINK = msgspec.json.Decoder(IssueLinkData)
_ALERT_RULE_ACTION = msgspec.json.Decoder(AlertRuleActionData)
_SERVICE_HOOK = msgspec.json.Decoder(ServiceHookData)
_PLUGIN = msgspec.json.Decoder(PluginData)


def decode_delivery(body: bytes | bytearray | memoryview, resource: str | None = None) -> Delivery:
    """Decode the body of a delivery that was verified earlier, such as a stored body.

    This function does not check the signature. `receive` verifies a request and then decodes its body in the same way.

    Args:
        body: The body as it was received.
        resource: The value of `Sentry-Hook-Resource`. For requests other than webhooks: `component`, `service_hook` or
            `plugin`. None: the keys of the body decide.

    Raises:
        ResourceMismatchError: The body does not match *resource*.
        DeliveryError: The body cannot be decoded. The error holds the body.
        TypeError: *body* is not bytes.
    """
    return decoded(as_body(body), resource)


def decoded(body: bytes, resource: str | None) -> Delivery:
    """Decode the body of a delivery, given as `bytes`.

    Args:
        body: The body as it was received.
        resource: The value of `Sentry-Hook-Resource`, or a name in `NAMED_BY_US`. None: the keys of the body decide.

    Raises:
        ResourceMismatchError, DeliveryError: As for `decode_delivery`.
    """
    try:
        name = _guess(body) if resource is None else resource
        webhook = _BY_RESOURCE.get(name)
        if webhook is None:
            return _OTHERS[name](body) if name in _OTHERS else _unknown(body, name)
        return _hook(body, name, webhook)
    except DeliveryError:
        raise
    except DecodeError as exc:
        raise DeliveryError(str(exc), body, resource) from exc


# --- webhooks ---------------------------------------------------------------------------------------------------------


def _hook(body: bytes, name: str, webhook: _Webhook) -> Delivery:
    """Decode a webhook.

    A webhook with an unknown action becomes an `UnknownDelivery`, because its *data* can have any shape.
    """
    delivery, actions, own, decoder = webhook
    try:
        hook = decode_within(body, decoder)
    except DecodeError:
        unknown = _unknown(body, name)
        if unknown.action in actions[name]:
            raise
        return _of_no_other(unknown)
    if hook.data is UNSET:
        raise _mismatch(name, own, body)
    if hook.action not in actions[name]:
        return _of_no_other(_unknown(body, name))
    if _has_none(hook.data, own, body):
        raise _mismatch(name, own, body)
    return delivery(
        resource=name,
        action=hook.action,
        installation=hook.installation,
        actor=hook.actor,
        data=hook.data,
        body=body,
    )


def _unknown(body: bytes, name: str) -> UnknownDelivery:
    hook = decode_within(body, _HOOK)
    return UnknownDelivery(
        resource=name,
        action=hook.action,
        installation=hook.installation,
        actor=hook.actor,
        data_json=hook.data,
        body=body,
    )


def _of_no_other(unknown: UnknownDelivery) -> UnknownDelivery:
    """Return a delivery whose action is unknown for its resource.

    Raises:
        ResourceMismatchError: The keys of *data* and the action belong to another resource.
    """
    owner = _owner(unknown.action, unknown.data_json)
    if owner in _BY_RESOURCE and unknown.action in _BY_RESOURCE[owner].actions[owner]:
        raise ResourceMismatchError(
            f"Not a delivery of `{unknown.resource}`, but one of `{owner}`", unknown.body, unknown.resource
        )
    return unknown


def _owner(action: Any, data: Raw | UnsetType) -> str:
    """The resource that the keys of *data* indicate; `unknown` when none of them indicates a resource."""
    members = _members(data)
    for webhook in _OF_CLASSES:
        if not members.isdisjoint(webhook.own):
            resources = webhook.actions
            return next((resource for resource in resources if action in resources[resource]), next(iter(resources)))
    return "unknown"


def _members(data: Raw | UnsetType) -> AbstractSet[str]:
    """The keys of *data*; empty when *data* is absent or is not an object."""
    if isinstance(data, UnsetType) or bytes(data)[:1] != b"{":
        return frozenset()
    return decode_within(bytes(data), MEMBERS, ("data",)).keys()


def _has_none(data: Any, own: dict[str, str], body: bytes) -> bool:
    """Whether *data* has none of the keys in *own*.

    A key with the value null counts as present. The Struct holds None for null and for an absent key, so if it holds
    None for all keys, the body is read again.
    """
    for name in own.values():
        if getattr(data, name) is not None:
            return False
    return _members(decode_within(body, _HOOK).data).isdisjoint(own)


def _mismatch(name: str, own: Iterable[str], body: bytes) -> ResourceMismatchError:
    return ResourceMismatchError(f"Not a delivery of `{name}`: it has none of {', '.join(own)}", body, name)


# --- other requests ---------------------------------------------------------------------------------------------------


def _component(body: bytes) -> Delivery:
    """Decode a request by a UI component.

    An empty body requests options. A body with a list in `fields` and without `issueId` is the action of an alert rule.
    Any other body with `fields` is a link.
    """
    if not body:
        return SelectOptionsRequest(resource=COMPONENT, body=body)
    keys = decode_within(body, _KEYS)
    if not isinstance(keys.fields, Raw):
        raise _mismatch(COMPONENT, ("fields",), body)
    if keys.issue_id is UNSET and bytes(keys.fields)[:1] == b"[":
        action = decode_within(body, _ALERT_RULE_ACTION)
        return AlertRuleActionRequest(resource=COMPONENT, data=action, body=body)
    link = decode_within(body, _ISSUE_LINK)
    return IssueLinkRequest(resource=COMPONENT, actor=link.actor, data=link, body=body)


def _service_hook(body: bytes) -> Delivery:
    data = decode_within(body, _SERVICE_HOOK)
    if data.group is None and part(data.event_json) is None:
        raise _mismatch(SERVICE_HOOK, ("group", "event"), body)
    return ServiceHookDelivery(resource=SERVICE_HOOK, data=data, body=body)


def _plugin(body: bytes) -> Delivery:
    data = decode_within(body, _PLUGIN)
    if part(data.event_json) is None:
        raise _mismatch(PLUGIN, ("event",), body)
    return PluginDelivery(resource=PLUGIN, data=data, body=body)


_OTHERS: dict[str, Callable[[bytes], Delivery]] = {
    COMPONENT: _component,
    SERVICE_HOOK: _service_hook,
    PLUGIN: _plugin,
}


def _guess(body: bytes) -> str:
    """The resource that the keys of a body indicate; `unknown` for a webhook with other keys.

    Raises:
        DecodeError: The body has no key of a delivery, or cannot be decoded.
    """
    if not body:
        return COMPONENT
    keys = decode_within(body, _KEYS)
    if keys.fields is not UNSET:
        return COMPONENT
    if keys.data is not UNSET:
        return _owner(keys.action, keys.data)
    if keys.event is not UNSET and (part(keys.event) or part(keys.group)):
        return SERVICE_HOOK if keys.group is not UNSET else PLUGIN
    raise DecodeError("Not a delivery: it has none of data, fields, event")
