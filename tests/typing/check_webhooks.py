"""The types of deliveries, as type checkers infer them. mypy and pyright check this file; no test runs it."""

from __future__ import annotations

import wsgiref.headers
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, assert_type

from msgspec import Raw, UnsetType
from multidict import CIMultiDict, CIMultiDictProxy

from topframe import DeliveryError, ResourceMismatchError
from topframe.model import Event
from topframe.raw import RawEvent
from topframe.webhooks import (
    ActivityAlertData,
    ActivityAlertDelivery,
    Actor,
    AlertRuleActionData,
    AlertRuleActionRequest,
    CommentData,
    CommentDelivery,
    Delivery,
    ErrorData,
    ErrorDelivery,
    EventAlertData,
    EventAlertDelivery,
    Installation,
    InstallationData,
    InstallationDelivery,
    Issue,
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
    SelectOptionsRequest,
    ServiceHookData,
    ServiceHookDelivery,
    UnknownDelivery,
    decode_delivery,
    receive,
    sign,
    verify,
)

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment


def calls(body: bytes, buffer: bytearray, view: memoryview, text: str, value: dict[str, Any]) -> None:
    """`receive` returns a Delivery. Text and parsed JSON are errors: only the original bytes can be verified."""
    headers = {"Sentry-Hook-Signature": sign(body, "secret")}
    assert_type(sign(body, b"secret"), str)
    assert_type(receive(body, headers, secrets="secret"), Delivery)
    assert_type(receive(buffer, headers, secrets=["old", b"new"]), Delivery)
    assert_type(receive(view, headers, secrets=("old",), now=datetime.now(UTC), tolerance=timedelta(0)), Delivery)
    assert_type(decode_delivery(body), Delivery)
    assert_type(decode_delivery(body, "issue"), Delivery)
    verify(body, headers, secrets={"old", "new"}, max_bytes=1)
    receive(text, headers, secrets="secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    verify(value, headers, secrets="secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    verify(body, headers)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    verify(body, headers, secrets=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    verify(body, headers, secrets="secret", tolerance=0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def headers(
    body: bytes,
    lists: dict[str, list[str]],
    environ: dict[str, Any],
    scope: list[tuple[bytes, bytes]],
    pairs: Iterator[tuple[str, str]],
) -> None:
    """Headers as dicts and lists of strings or bytes, and as an iterator of pairs. A plain string is an error."""
    verify(body, lists, secrets="secret")
    verify(body, environ, secrets="secret")
    verify(body, scope, secrets="secret")
    verify(body, pairs, secrets="secret")
    verify(body, lists.items(), secrets="secret")
    verify(body, "a: b", secrets="secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def headers_of_servers(
    handler: BaseHTTPRequestHandler, message: Message, parsed: HTTPMessage, wsgi: wsgiref.headers.Headers
) -> None:
    """Headers as the classes of the standard library."""
    receive(b"", handler.headers, secrets="secret")
    receive(b"", message, secrets="secret")
    receive(b"", parsed, secrets="secret")
    receive(b"", wsgi, secrets="secret")
    verify(b"", handler.headers, secrets="secret")


def headers_of_frameworks(
    aiohttp: CIMultiDictProxy[str],
    tests: CIMultiDict[str],
    django: Mapping[str, str],
    starlette: Mapping[str, str],
    environ: WSGIEnvironment,
) -> None:
    """Headers as the classes of web frameworks. The recipes use further ones."""
    receive(b"", aiohttp, secrets="secret")
    receive(b"", tests, secrets="secret")
    receive(b"", django, secrets="secret")
    receive(b"", starlette, secrets="secret")
    receive(b"", environ, secrets="secret")


def members(delivery: Delivery) -> None:
    """The fields of every delivery. A delivery has `data` only once its class is known."""
    assert_type(delivery.resource, str)
    assert_type(delivery.action, str | None)
    assert_type(delivery.installation, Installation | None)
    assert_type(delivery.actor, Actor | None)
    assert_type(delivery.body, bytes)
    assert_type(delivery.digest, str)
    assert_type(delivery.request_id, str | None)
    assert_type(delivery.idempotency_key, str | None)
    assert_type(delivery.timestamp, datetime | None)
    delivery.resource = "issue"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    delivery.data  # type: ignore[attr-defined]  # pyright: ignore  # noqa: B018, PGH003


def webhooks(delivery: Delivery) -> None:
    """The class of a delivery determines the type of its data."""
    match delivery:
        case IssueDelivery():
            assert_type(delivery.data, IssueData)
            assert_type(delivery.data.issue, Issue | None)
        case EventAlertDelivery():
            assert_type(delivery.data, EventAlertData)
            assert_type(delivery.data.event, RawEvent | None)
            assert_type(delivery.event, Event | None)
        case ErrorDelivery(data=data, event=event):
            assert_type(data, ErrorData)
            assert_type(event, Event | None)
        case CommentDelivery():
            assert_type(delivery.data, CommentData)
        case UnknownDelivery():
            assert_type(delivery.data, Any)
            assert_type(delivery.data_json, Raw | UnsetType)
        case _:
            assert_type(delivery, Delivery)


def more_webhooks(delivery: Delivery) -> None:
    """The class determines the type of the data for the other webhooks, too."""
    match delivery:
        case MetricAlertDelivery():
            assert_type(delivery.data, MetricAlertData)
        case ActivityAlertDelivery():
            assert_type(delivery.data, ActivityAlertData)
        case InstallationDelivery():
            assert_type(delivery.data, InstallationData)
        case SeerDelivery():
            assert_type(delivery.data, SeerData)
        case PreprodArtifactDelivery():
            assert_type(delivery.data, PreprodArtifactData)
        case _:
            assert_type(delivery, Delivery)


def other_requests(delivery: Delivery) -> None:
    """The class determines the type of the data for requests that are not webhooks."""
    match delivery:
        case IssueLinkRequest():
            assert_type(delivery.data, IssueLinkData)
            assert_type(delivery.data.fields, dict[str, Any] | None)
        case AlertRuleActionRequest():
            assert_type(delivery.data, AlertRuleActionData)
        case SelectOptionsRequest():
            assert_type(delivery, SelectOptionsRequest)
        case ServiceHookDelivery():
            assert_type(delivery.data, ServiceHookData)
            assert_type(delivery.event, Event | None)
        case PluginDelivery():
            assert_type(delivery.data, PluginData)
            assert_type(delivery.event, Event | None)
        case _:
            assert_type(delivery, Delivery)


def kept(error: DeliveryError, mismatch: ResourceMismatchError) -> None:
    """A DeliveryError has the body."""
    assert_type(error.body, bytes)
    assert_type(mismatch.resource, str | None)
