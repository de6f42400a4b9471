"""The decoder of deliveries: it chooses the class of a delivery by its resource.

A header names the resource, and Sentry does not sign this header. An attacker can send a signed body again with another
resource. So the decoder checks that the body has at least one key that belongs to the named resource.

Source: getsentry/sentry, sentry_apps/metrics.py and tasks/ (resources and actions)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, Raw, UnsetType, field

from ..errors import DecodeError, DeliveryError, ResourceMismatchError
from ..wire.document import MEMBERS, decode_within
from .activity_alert import ActivityAlertData, ActivityAlertDelivery
from .comment import CommentData, CommentDelivery
from .component import (
    AlertRuleActionData,
    AlertRuleActionRequest,
    IssueLinkData,
    IssueLinkRequest,
    SelectOptionsRequest,
)
from .delivery import Delivery, Hook, UnknownDelivery, part
from .event_alert import ErrorData, ErrorDelivery, EventAlertData, EventAlertDelivery
from .installation import InstallationData, InstallationDelivery
from .issue import IssueData, IssueDelivery
from .metric_alert import MetricAlertData, MetricAlertDelivery
from .plugin import PluginData, PluginDelivery
from .preprod_artifact import PreprodArtifactData, PreprodArtifactDelivery
from .seer import SeerData, SeerDelivery
from .service_hook import ServiceHookData, ServiceHookDelivery
from .signature import as_body

COMPONENT = "component"
SERVICE_HOOK = "service_hook"
PLUGIN = "plugin"
NAMED_BY_US = frozenset({COMPONENT, SERVICE_HOOK, PLUGIN})
"""Names that topframe gives to requests other than webhooks. These requests have no `Sentry-Hook-Resource` header."""


class _Resource(NamedTuple):
    """The class, the actions and the keys of one resource."""

    delivery: Callable[..., Delivery]
    actions: frozenset[str]
    own: dict[str, str]
    """Keys that belong to the resource, mapped to their Python names. *data* of a delivery has at least one of them."""
    decoder: msgspec.json.Decoder[Any]


def _resource(
    delivery: Callable[..., Delivery], data: type[msgspec.Struct], hook: Any, actions: str, *own: str
) -> _Resource:
    names = dict(zip(data.__struct_encode_fields__, data.__struct_fields__, strict=True))
    return _Resource(delivery, frozenset(actions.split()), {key: names[key] for key in own}, msgspec.json.Decoder(hook))


_ISSUE = "created resolved assigned ignored archived unresolved"
_SEER = (
    "root_cause_started root_cause_completed solution_started solution_completed coding_started coding_completed "
    "pr_created pr_ready_for_review iteration_started iteration_completed"
)
_PREPROD = (PreprodArtifactDelivery, PreprodArtifactData, Hook[PreprodArtifactData])
_RESOURCES = {
    "installation": _resource(
        *(InstallationDelivery, InstallationData, Hook[InstallationData], "created deleted"), "installation"
    ),
    "issue": _resource(*(IssueDelivery, IssueData, Hook[IssueData], _ISSUE), "issue"),
    "error": _resource(*(ErrorDelivery, ErrorData, Hook[ErrorData], "created"), "error"),
    "event_alert": _resource(
        *(EventAlertDelivery, EventAlertData, Hook[EventAlertData], "triggered"),
        *("event", "triggered_rule", "issue_alert"),
    ),
    "comment": _resource(
        *(CommentDelivery, CommentData, Hook[CommentData], "created updated deleted"), *("comment_id", "comment")
    ),
    "metric_alert": _resource(
        *(MetricAlertDelivery, MetricAlertData, Hook[MetricAlertData], "critical warning resolved open"),
        *("metric_alert", "description_text", "description_title"),
    ),
    "activity_alert": _resource(
        *(ActivityAlertDelivery, ActivityAlertData, Hook[ActivityAlertData], "triggered"), *("activity", "alert")
    ),
    "seer": _resource(*(SeerDelivery, SeerData, Hook[SeerData], _SEER), *("run_id", "group_id")),
    "preprod_artifact": _resource(*_PREPROD, "size_analysis_completed build_distribution_completed", "buildId"),
    "size_analysis": _resource(*_PREPROD, "completed", "buildId"),
}
"""Resources by their name in `Sentry-Hook-Resource`."""

_GUESSES = {
    "event": "event_alert",
    "triggered_rule": "event_alert",
    "issue_alert": "event_alert",
    "error": "error",
    "metric_alert": "metric_alert",
    "activity": "activity_alert",
    "comment_id": "comment",
    "buildId": "preprod_artifact",
    "run_id": "seer",
    "installation": "installation",
    "issue": "issue",
}
"""Keys of *data* mapped to the resource that they indicate. The first key that *data* has decides.

Used when no header names the resource, and to find out that a header names the wrong one.
"""


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
        webhook = _RESOURCES.get(name)
        if webhook is None:
            return _OTHERS[name](body) if name in _OTHERS else _unknown(body, name)
        return _hook(body, name, webhook)
    except DeliveryError:
        raise
    except DecodeError as exc:
        raise DeliveryError(str(exc), body, resource) from exc


# --- webhooks ---------------------------------------------------------------------------------------------------------


def _hook(body: bytes, name: str, resource: _Resource) -> Delivery:
    """Decode a webhook.

    A webhook with an unknown action becomes an `UnknownDelivery`, because its *data* can have any shape.
    """
    delivery, actions, own, decoder = resource
    try:
        hook = decode_within(body, decoder)
    except DecodeError:
        unknown = _unknown(body, name)
        if unknown.action in actions:
            raise
        return _of_no_other(unknown)
    if hook.data is UNSET:
        raise _mismatch(name, own, body)
    if hook.action not in actions:
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
    if owner in _RESOURCES and unknown.action in _RESOURCES[owner].actions:
        raise ResourceMismatchError(
            f"Not a delivery of `{unknown.resource}`, but one of `{owner}`", unknown.body, unknown.resource
        )
    return unknown


def _owner(action: Any, data: Raw | UnsetType) -> str:
    """The resource that the keys of *data* indicate; `unknown` when none of them indicates a resource."""
    members = _members(data)
    owner = next((resource for key, resource in _GUESSES.items() if key in members), "unknown")
    return "size_analysis" if (owner, action) == ("preprod_artifact", "completed") else owner


def _members(data: Raw | UnsetType) -> Collection[str]:
    """The keys of *data*; empty when *data* is absent or is not an object."""
    if isinstance(data, UnsetType) or bytes(data)[:1] != b"{":
        return ()
    return decode_within(bytes(data), MEMBERS, ("data",), 0).keys()


def _has_none(data: Any, own: dict[str, str], body: bytes) -> bool:
    """Whether *data* has none of the keys in *own*.

    A key with the value null counts as present. The Struct holds None for null and for an absent key, so if it holds
    None for all keys, the body is read again.
    """
    for name in own.values():
        if getattr(data, name) is not None:
            return False
    return not set(own) & set(_members(decode_within(body, _HOOK).data))


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
    if keys.event is not UNSET:
        return SERVICE_HOOK if keys.group is not UNSET else PLUGIN
    raise DecodeError("Not a delivery: it has none of data, fields, event")
