"""Events of the installed @sentry/node, as topframe decodes them.

Node runs `sentry_node.mjs`, once for each way to send spans. The variable TOPFRAME_NODE_MODULES names the folder that
contains `node_modules`; the default is the repository. If @sentry/node is missing there, the tests are skipped. If the
variable is set, they fail instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from topframe.model import TraceContext

from .received import Received, Sent, chain, items, line, payloads, received, top

SCRIPT = Path(__file__).with_name("sentry_node.mjs")
VARIABLE = "TOPFRAME_NODE_MODULES"
Scenarios = Callable[..., list[Sent]]


@cache
def run(node: str, folder: Path, lifecycle: str) -> dict[str, list[Sent]]:
    """Run all scenarios, and return the envelopes of each."""
    result = subprocess.run(
        [node, SCRIPT, lifecycle],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, VARIABLE: str(folder)},
    )
    assert result.returncode == 0, result.stderr
    scenarios: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    return {it["name"]: [sent(envelope) for envelope in it["envelopes"]] for it in scenarios}


def sent(envelope: dict[str, Any]) -> Sent:
    """Convert an envelope from the output of the script."""
    return Sent(b64decode(envelope["body"]), [(type, b64decode(payload)) for type, payload in envelope["items"]])


@pytest.fixture
def scenario() -> Scenarios:
    """Return a scenario's envelopes: `scenario("cause")`. With `lifecycle="stream"`, spans are sent as they end."""
    folder = Path(os.environ.get(VARIABLE) or Path(__file__).parents[2]).resolve()
    node = shutil.which("node")
    if not os.environ.get(VARIABLE):
        if node is None:
            pytest.skip("node is not installed")
        if not (folder / "node_modules" / "@sentry" / "node").is_dir():
            pytest.skip(f"@sentry/node is not in node_modules beside the tests, and {VARIABLE} is not set")
    assert node, f"{VARIABLE} is set, and node is not installed"
    program = node

    def envelopes(name: str, *, lifecycle: str = "static") -> list[Sent]:
        return run(program, folder, lifecycle)[name]

    return envelopes


def event_of(envelopes: list[Sent]) -> Received:
    """Return the event of envelopes that contain exactly one."""
    (only,) = received(envelopes)
    return only


def test_an_error_is_decoded_with_its_location(scenario: Scenarios) -> None:
    """An error has type and message, the failing line with its column, and the SDK's options, such as the release."""
    event, text, json_ = event_of(scenario("error"))

    message = "Cannot read properties of undefined (reading 'amount')"
    assert chain(event) == [("TypeError", message)]
    assert event.display_title == f"TypeError: {message}"
    assert line(top(event)) == "return cart.map((item) => item.price.amount);"
    assert top(event).colno == 40
    assert (event.platform, event.type) == ("node", "error")
    moment = event.time
    assert moment
    assert abs(moment - datetime.fromtimestamp(json_["timestamp"], UTC)).total_seconds() < 0.001
    assert (event.release_version, event.dist) == ("shop@2.4.1", "17")
    tags = ("level", "environment", "server_name")
    assert [event.tag(name) for name in tags] == ["error", "staging", "web-3"]
    assert event.sdk
    assert event.sdk.name == "sentry.javascript.node"
    assert event.contexts["runtime"]["name"] == "node"
    assert text.startswith(f"TypeError: {message}\n")
    assert "return cart.map((item) => item.price.amount);" in text


def test_a_chain_of_causes_has_the_cause_first(scenario: Scenarios) -> None:
    """The chain has the cause first and the thrown error last. The mechanism of each cause names its parent."""
    event, text, _ = event_of(scenario("cause"))

    assert [type for type, _ in chain(event)] == ["SyntaxError", "Error", "TypeError"]
    assert chain(event)[1:] == [("Error", "no such order"), ("TypeError", "no such cart")]
    mechanisms = [exception.mechanism for exception in event.exceptions if exception.mechanism]
    assert [(it.exception_id, it.parent_id, it.source) for it in mechanisms] == [
        (2, 1, "cause"),
        (1, 0, "cause"),
        (0, None, None),
    ]
    assert line(top(event)).startswith('Sentry.captureException(new TypeError("no such cart"')
    assert all(f"{type}: {value}" in text for type, value in chain(event))


def test_an_aggregate_error_keeps_its_tree(scenario: Scenarios) -> None:
    """The members of an AggregateError precede it in the chain. The mechanism of each member names its parent."""
    event, text, _ = event_of(scenario("aggregate"))

    assert chain(event) == [
        ("Error", "three"),
        ("TypeError", "two"),
        ("AggregateError", "stock"),
        ("RangeError", "one"),
        ("AggregateError", "order"),
    ]
    mechanisms = [exception.mechanism for exception in event.exceptions if exception.mechanism]
    assert [(it.exception_id, it.parent_id) for it in mechanisms] == [(4, 2), (3, 2), (2, 0), (1, 0), (0, None)]
    assert [it.is_exception_group for it in mechanisms] == [None, None, True, None, True]
    assert all(f"{type}: {value}" in text for type, value in chain(event))


def test_thrown_values_other_than_errors_are_decoded(scenario: Scenarios) -> None:
    """The SDK converts a thrown object, text or number to an error, and marks it as synthetic."""
    events = [it.event for it in received(scenario("thrown"))]

    assert [chain(event) for event in events] == [
        [("Error", "Object captured as exception with keys: code")],
        [("Error", "a text")],
        [("Error", "undefined")],
        [("Error", "42")],
    ]
    assert events[0].context["__serialized__"] == {"code": 7}
    mechanisms = [exception.mechanism for event in events for exception in event.exceptions]
    assert [it and it.synthetic for it in mechanisms] == [True] * 4


def test_messages_are_decoded_with_level_and_parameters(scenario: Scenarios) -> None:
    """The server reads the level `log` as `info`. The parameters stay next to the template."""
    low, fine, failed = received(scenario("message"))

    assert low.event.message == "Stock is low"
    assert [it.event.tag("level") for it in (low, fine, failed)] == ["warning", "info", "info"]
    assert failed.event.logentry
    assert failed.event.logentry.message == "Order %s failed after %s tries"
    assert failed.event.logentry.params == ["o-7", 3]
    assert "Stock is low" in low.text
    assert "Order o-7 failed after 3 tries" in failed.text


def test_breadcrumbs_tags_contexts_and_user_are_decoded(scenario: Scenarios) -> None:
    """The SDK sends breadcrumbs as a bare list. Tags become text, and a user keeps custom keys in `data`."""
    event, text, json_ = event_of(scenario("around"))

    assert isinstance(json_["breadcrumbs"], list)
    crumbs = event.breadcrumbs[-2:]
    assert [(crumb.type, crumb.category, crumb.level) for crumb in crumbs] == [
        ("default", "ui.click", "info"),
        ("http", "http", "error"),
    ]
    assert [crumb.data for crumb in crumbs] == [{"sku": ["A1"]}, {"status_code": 500}]
    assert [event.tag(name) for name in ("customer", "count", "beta", "nothing")] == ["a b", "5", "True", None]
    assert event.tag("transaction") == "checkout"
    assert event.context["cart"] == {
        "lines": [1, None],
        "work": "[Function: work]",
        "big": "[BigInt: 10]",
        "number": "[NaN]",
        "day": "1970-01-01T00:00:00.000Z",
    }
    assert event.contexts["cart"]["items"] == 2
    assert event.user
    assert (event.user.id, event.user.email, event.user.data) == ("7", "ann@example.test", {"plan": "pro"})
    assert "ann@example.test" in text


def test_attachments_keep_their_bytes(scenario: Scenarios) -> None:
    """Attachments keep their bytes. Their headers have a length; the header of the event before them has none."""
    (envelope,) = scenario("around")

    assert items(envelope)[1:] == [
        ("attachment", b"\x00\n\xff\r\n"),
        ("attachment", "ünï\n".encode()),
    ]


def test_a_transaction_is_decoded_with_its_spans(scenario: Scenarios) -> None:
    """Each span has its operation, description and status. An error during the transaction has the same trace id."""
    transaction, error = received(scenario("transaction"))

    event = transaction.event
    assert (event.type, event.display_title) == ("transaction", "reindex")
    assert [(span.op, span.description, span.status) for span in event.spans] == [
        ("db", "SELECT 1", "ok"),
        ("price", "total", "internal_error"),
    ]
    assert event.spans[0].data
    assert event.spans[0].data["db.system"] == "sqlite"
    assert event.start_timestamp
    assert event.end_timestamp
    assert event.end_timestamp >= event.start_timestamp
    traces = [it.known_context(TraceContext) for it in (event, error.event)]
    assert traces[0]
    assert traces[1]
    assert traces[0].trace_id == traces[1].trace_id
    assert {span.parent_span_id for span in event.spans} == {traces[0].span_id}
    assert "db SELECT 1" in transaction.text


def test_streamed_spans_are_kept(scenario: Scenarios) -> None:
    """By default, the SDK sends spans as they end, in a container without a transaction. The error has the same trace
    id.
    """
    envelopes = scenario("transaction", lifecycle="stream")

    (error,) = received(envelopes)
    assert chain(error.event)[0][0] == "TypeError"
    (container,) = payloads(envelopes, "span")
    assert {span["name"] for span in container["items"]} == {"reindex", "SELECT 1", "total"}
    trace = error.event.known_context(TraceContext)
    assert trace
    assert {span["trace_id"] for span in container["items"]} == {trace.trace_id}


def test_a_failed_http_handler_is_decoded_with_its_request(scenario: Scenarios) -> None:
    """A failed HTTP handler gives the request's URL without the query, its query, method, headers, cookies and body,
    and the user.
    """
    transaction, error = received(scenario("http"))

    assert line(top(error.event)) == "return cart.map((item) => item.price.amount);"
    (mechanism,) = [exception.mechanism for exception in error.event.exceptions]
    assert mechanism
    assert (mechanism.type, mechanism.handled) == ("http", False)
    for event in (error.event, transaction.event):
        request = event.request
        assert request
        assert request.url
        assert request.url.startswith("http://127.0.0.1:")
        assert request.url.endswith("/orders/7")
        assert request.method == "POST"
        assert request.query == (("q", "a b"), ("q", "c"))
        assert request.header("content-type") == "application/json"
        assert request.cookies == (("theme", "dark"),)
        assert request.data == {"sku": "A1"}
        assert event.user
        assert (event.user.id, event.user.email) == ("42", "ann@example.test")
    assert "/orders/7?q=a b&q=c" in error.text
    trace = transaction.event.known_context(TraceContext)
    assert trace
    assert trace.op == "http.server"


def test_an_unhandled_rejection_is_decoded(scenario: Scenarios) -> None:
    """An unhandled promise rejection gives an event whose mechanism says that it was not handled."""
    event, text, _ = event_of(scenario("rejection"))

    assert chain(event) == [("Error", "nobody waits")]
    assert line(top(event)) == 'Promise.reject(new Error("nobody waits"));'
    assert "not handled (auto.node.onunhandledrejection)" in text


def test_feedback_is_decoded(scenario: Scenarios) -> None:
    """Feedback is an item of its own type that contains an event. The user's screenshot is an attachment."""
    envelopes = scenario("feedback")
    event, text, _ = event_of(envelopes)

    assert event.type == "feedback"
    assert event.contexts["feedback"]["message"] == "It broke"
    assert text
    (envelope,) = envelopes
    assert items(envelope)[1:] == [("attachment", b"\x89PNG\r\n")]


def test_items_without_an_event_are_kept(scenario: Scenarios) -> None:
    """Check-ins, logs and sessions are items of their own types, and keep their payloads."""
    envelopes = scenario("others")

    assert received(envelopes) == []
    assert [it["monitor_slug"] for it in payloads(envelopes, "check_in")] == ["nightly"]
    assert [it["body"] for container in payloads(envelopes, "log") for it in container["items"]] == ["Paid"]
    assert [it["attrs"]["release"] for it in payloads(scenario("error"), "session")] == ["shop@2.4.1"]
