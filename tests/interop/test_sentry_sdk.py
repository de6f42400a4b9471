"""Events of the installed sentry-sdk, as topframe decodes them.

Nothing leaves the machine: the transport stores the envelopes. All addresses and names are invented.
"""

from __future__ import annotations

import http.client
import io
import json
import logging
import pkgutil
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import sentry_sdk
from sentry_sdk import logger as log
from sentry_sdk.crons import capture_checkin
from sentry_sdk.feature_flags import add_feature_flag
from sentry_sdk.integrations.wsgi import SentryWsgiMiddleware

from topframe import (
    DecodeError,
    decode_raw_event,
    in_app_frames,
    source_context,
)
from topframe.model import TraceContext

from .received import Received, Sent, chain, items, line, payloads, received, top

DSN = "https://public@o1.ingest.example.test/1"
WRAPPED = (
    "sys.excepthook",
    "logging.Logger.callHandlers",
    "threading.Thread.start",
    "concurrent.futures.ThreadPoolExecutor.submit",
    "http.client.HTTPConnection.putrequest",
    "http.client.HTTPConnection.getresponse",
    "http.client.HTTPResponse.read",
    "http.client.HTTPResponse.close",
    "subprocess.Popen.__init__",
    "subprocess.Popen.wait",
    "subprocess.Popen.communicate",
)
"""Functions that the SDK's default integrations wrap, once for each process."""


@pytest.fixture(scope="module", autouse=True)
def nothing_stays_wrapped() -> Iterator[None]:
    """Restore the standard library after the tests, and make the SDK forget that it installed its wrappers."""
    with pytest.MonkeyPatch.context() as patch:
        for name in WRAPPED:
            patch.setattr(name, pkgutil.resolve_name(name))
        patch.setattr("sentry_sdk.integrations._processed_integrations", set[str]())
        patch.setattr("sentry_sdk.integrations._installed_integrations", set[str]())
        yield


class Keeping(sentry_sdk.Transport):
    """A transport that stores envelopes and sends none."""

    def __init__(self) -> None:
        super().__init__()
        self.envelopes: list[Sent] = []

    def capture_envelope(self, envelope: Any) -> None:
        """Store an envelope of the SDK."""
        self.envelopes.append(Sent(envelope.serialize(), [(item.type, item.get_bytes()) for item in envelope.items]))

    def events(self) -> list[Received]:
        """Return the events that were sent."""
        return received(self.envelopes)

    def event(self) -> Received:
        """Return the event, if exactly one was sent."""
        (only,) = self.events()
        return only


@contextmanager
def sdk(**options: Any) -> Generator[Keeping]:
    """Set up an SDK for the block and for the threads started in it. After the block, all envelopes are complete."""
    transport = Keeping()
    defaults: dict[str, Any] = {
        "release": "shop@2.4.1",
        "environment": "staging",
        "dist": "17",
        "server_name": "web-3",
        "traces_sample_rate": 1.0,
        "project_root": str(Path(__file__).parent),
        "auto_enabling_integrations": False,
        "enable_backpressure_handling": False,  # it would leave a thread running
    }
    client = sentry_sdk.Client(dsn=DSN, transport=transport, **(defaults | options))
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        try:
            yield transport
        finally:
            client.close()


def caught(fail: Callable[[], object], **options: Any) -> Received:
    """Return the event that the SDK sends for the exception that *fail* raises."""
    with sdk(**options) as sent:
        try:
            fail()
        except BaseException as exc:
            sentry_sdk.capture_exception(exc)
    return sent.event()


# --- functions that fail ----------------------------------------------------------------------------------------------


def price(cart: list[dict[str, int]]) -> int:
    """Fail for an item without a price."""
    return sum(item["price"] for item in cart)


def order() -> int:
    """Fail in a called function."""
    cart = [{"price": 3}, {"cost": 4}]
    return price(cart)


def raise_from() -> None:
    """Raise an exception with a cause (`raise ... from`)."""
    try:
        int("many")
    except ValueError as exc:
        raise LookupError("no such quantity") from exc


def raise_while_handling() -> None:
    """Raise an exception while handling another one."""
    try:
        order()
    except KeyError:
        raise LookupError("no such quantity")  # noqa: B904


def raise_from_none() -> None:
    """Raise an exception that hides its context (`from None`)."""
    try:
        order()
    except KeyError:
        raise LookupError("no such quantity") from None


def raise_group() -> None:
    """Raise an exception group that contains another group."""
    inner = ExceptionGroup("stock", [TypeError("two"), OSError(2, "No such file")])
    raise ExceptionGroup("order", [ValueError("one"), inner])


class Unprintable:
    """A class whose `repr` raises an exception."""

    def __repr__(self) -> str:
        raise ValueError("no text")


def raise_among_locals() -> None:
    """Fail in a function whose local variables are hard to serialize."""
    binary, half = b"\x00\xff", "half \ud800"
    number, huge = float("nan"), 2**64
    unprintable, keys = Unprintable(), {1: "one", None: "none", (2, 3): "pair"}
    circle: list[Any] = []
    circle.append(circle)
    deep = {"a": {"b": {"c": {"d": {"e": 1}}}}}
    password, orders = "hunter2", "ünï 🎉\x1b[31m\x00"
    raise LookupError(len((binary, half, number, huge, unprintable, keys, circle, deep, password, orders)))


# --- errors -----------------------------------------------------------------------------------------------------------


def test_an_error_is_decoded_with_its_location_and_its_locals() -> None:
    """An error has type and message, the failing line, the local variables there, and the options of the SDK."""
    event, text, sent = caught(order)

    assert chain(event) == [("KeyError", "'price'")]
    assert event.display_title == "KeyError: 'price'"
    assert line(top(event)) == 'return sum(item["price"] for item in cart)'
    assert [line(frame) for frame in in_app_frames(event).frames[-3:-1]] == [
        "return price(cart)",
        'return sum(item["price"] for item in cart)',
    ]
    assert top(event).vars["item"] == {"cost": "4"}
    assert (event.platform, event.type) == ("python", "error")
    assert event.time == datetime.fromisoformat(sent["timestamp"])
    assert (event.release_version, event.dist) == ("shop@2.4.1", "17")
    tags = ("level", "environment", "server_name")
    assert [event.tag(name) for name in tags] == ["error", "staging", "web-3"]
    assert event.packages["sentry-sdk"] == sentry_sdk.VERSION
    (mechanism,) = [exception.mechanism for exception in event.exceptions]
    assert mechanism
    assert (mechanism.type, mechanism.handled) == ("generic", True)
    assert text.startswith("KeyError: 'price'\n")
    assert 'return sum(item["price"] for item in cart)' in text


@pytest.mark.parametrize(
    ("fail", "expected"),
    [
        (
            raise_from,
            [("ValueError", "invalid literal for int() with base 10: 'many'"), ("LookupError", "no such quantity")],
        ),
        (raise_while_handling, [("KeyError", "'price'"), ("LookupError", "no such quantity")]),
        (raise_from_none, [("LookupError", "no such quantity")]),
    ],
)
def test_a_chain_has_the_cause_first(fail: Callable[[], None], expected: list[tuple[str | None, str | None]]) -> None:
    """The chain has the cause or context first and the raised exception last, which gives the top frame."""
    event, text, _ = caught(fail)

    assert chain(event) == expected
    assert top(event).function == fail.__name__
    assert line(top(event)).startswith('raise LookupError("no such quantity")')
    assert all(f"{type}: {value}" in text for type, value in expected)


def test_an_exception_group_keeps_its_tree() -> None:
    """The members of a group precede it in the chain. The mechanism of each member names its parent."""
    event, text, _ = caught(raise_group)

    assert chain(event) == [
        ("FileNotFoundError", "[Errno 2] No such file"),
        ("TypeError", "two"),
        ("ExceptionGroup", "stock"),
        ("ValueError", "one"),
        ("ExceptionGroup", "order"),
    ]
    mechanisms = [exception.mechanism for exception in event.exceptions if exception.mechanism]
    assert [(it.exception_id, it.parent_id, it.is_exception_group) for it in mechanisms] == [
        (4, 2, None),
        (3, 2, None),
        (2, 0, True),
        (1, 0, None),
        (0, None, True),
    ]
    assert [it.source for it in mechanisms] == [
        "exceptions[1]",
        "exceptions[0]",
        "exceptions[1]",
        "exceptions[0]",
        None,
    ]
    assert line(top(event)) == 'raise ExceptionGroup("order", [ValueError("one"), inner])'
    assert all(f"{type}: {value}" in text for type, value in chain(event))


def test_locals_that_are_hard_to_serialize_are_decoded_as_sent() -> None:
    """The SDK sends local variables as text, except objects and lists. Topframe decodes them as sent."""
    event, _, sent = caught(raise_among_locals)

    found = top(event).vars
    expected = {
        "binary": r"b'\x00\xff'",
        "half": r"'half \ud800'",
        "number": "nan",
        "huge": "18446744073709551616",
        "keys": {"1": "'one'", "None": "'none'", "(2, 3)": "'pair'"},
    }
    assert {name: found[name] for name in expected} == expected
    assert found == sent["exception"]["values"][0]["stacktrace"]["frames"][-1]["vars"]
    assert chain(event) == [("LookupError", "10")]


def test_a_secret_among_the_locals_is_filtered_and_its_remark_is_kept() -> None:
    """The SDK replaces the value of a secret by `[Filtered]`, and records that in `_meta`."""

    def log_in() -> None:
        password = "hunter2"
        raise LookupError(len(password))

    event, text, sent = caught(log_in)

    assert top(event).vars == {"password": "[Filtered]"}
    assert "hunter2" not in json.dumps(sent["exception"]["values"][0]["stacktrace"]["frames"][-1]["vars"])
    assert '{"rem": [["!config", "s"]]}' in json.dumps(event.meta)
    assert chain(event) == [("LookupError", "7")]
    assert "LookupError: 7" in text


def test_half_a_surrogate_pair_is_rejected() -> None:
    """Python's JSON has half a surrogate pair as an escape. Both Sentry and topframe reject that event."""

    def fail() -> None:
        raise LookupError("half \ud800")

    with sdk() as sent, suppress(LookupError):
        try:
            fail()
        except LookupError:
            sentry_sdk.capture_exception()
            raise
    (envelope,) = sent.envelopes
    ((_, payload),) = items(envelope)
    with pytest.raises(DecodeError, match=r"^Malformed JSON: half a surrogate pair - at byte \d+$"):
        decode_raw_event(payload)


def test_a_stack_overflow_is_decoded_with_all_frames() -> None:
    """The SDK sends every frame of a stack overflow, and topframe decodes all of them."""

    def deeper() -> None:
        deeper()

    event, text, sent = caught(deeper)

    assert [exception.type for exception in event.exceptions] == ["RecursionError"]
    (stack,) = [exception.stacktrace for exception in event.exceptions]
    assert stack
    assert stack.frames
    assert len(stack.frames) == len(sent["exception"]["values"][0]["stacktrace"]["frames"]) > 500
    assert top(event).function == "deeper"
    assert "RecursionError: maximum recursion depth exceeded" in text


def test_code_without_a_file_has_a_location_and_no_source() -> None:
    """For code run by `exec`, the SDK sends null as source line and module. The frame has its location only."""
    event, text, sent = caught(lambda: exec("def work():\n    raise ValueError('in exec')\nwork()", {}))

    frame = sent["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert (frame["context_line"], frame["module"]) == (None, None)
    assert chain(event) == [("ValueError", "in exec")]
    (stack,) = [exception.stacktrace for exception in event.exceptions]
    assert stack
    assert stack.frames
    last = stack.frames[-1]
    assert last
    assert (last.filename, last.lineno, last.function) == ("<string>", 2, "work")
    assert source_context(last).lines == ()
    assert "<string>:2 in work" in text


def test_an_error_without_source_and_locals_is_decoded() -> None:
    """With these options, the SDK leaves out the keys for source and local variables. The event decodes."""
    event, text, _ = caught(order, include_local_variables=False, include_source_context=False)

    assert top(event).vars is None
    assert source_context(top(event)).lines == ()
    assert "test_sentry_sdk.py" in text


def test_an_exception_that_was_never_raised_has_no_stack_trace() -> None:
    """An exception that was never raised gives an event without a stack trace."""
    with sdk() as sent:
        sentry_sdk.capture_exception(ValueError("never raised"))
    event, text, _ = sent.event()

    assert chain(event) == [("ValueError", "never raised")]
    assert in_app_frames(event).rule == "none"
    assert text.startswith("ValueError: never raised\n")


@pytest.mark.parametrize(
    ("fail", "expected"),
    [
        (lambda: sys.exit(3), ("SystemExit", "3")),
        (lambda: compile("def f(:\n", "template.py", "exec"), ("SyntaxError", "invalid syntax (template.py, line 1)")),
        (lambda: next(iter(())), ("StopIteration", "")),
    ],
)
def test_unusual_exceptions_are_decoded(fail: Callable[[], object], expected: tuple[str, str]) -> None:
    """SystemExit, SyntaxError and an exception without a message give events with type, message and source line."""
    event, text, _ = caught(fail)

    assert [(type, value or "") for type, value in chain(event)] == [expected]
    assert line(top(event))
    assert text.startswith(expected[0])


def test_an_error_number_is_kept() -> None:
    """For an OSError, the mechanism has the error number."""
    event, _, _ = caught(lambda: Path("/nonexistent/file").read_bytes())

    (mechanism,) = [exception.mechanism for exception in event.exceptions]
    assert mechanism
    assert mechanism.meta
    assert mechanism.meta.errno
    assert mechanism.meta.errno.number == 2


def test_a_failed_thread_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed thread gives an event with the frames of the thread. Its mechanism says that it was not handled."""

    def ignore(_: object) -> None:
        """Ignore the exception. Pytest would turn it into a warning."""

    monkeypatch.setattr(threading, "excepthook", ignore)
    with sdk() as sent:
        thread = threading.Thread(target=order, name="worker-7")
        thread.start()
        thread.join()
    event, text, _ = sent.event()

    assert chain(event) == [("KeyError", "'price'")]
    assert [frame.function for frame in in_app_frames(event).frames][:2] == ["order", "price"]
    (mechanism,) = [exception.mechanism for exception in event.exceptions]
    assert mechanism
    assert (mechanism.type, mechanism.handled) == ("threading", False)
    assert "not handled (threading)" in text


def test_an_unhandled_exception_is_decoded(capsys: pytest.CaptureFixture[str]) -> None:
    """An unhandled exception reaches the SDK by `sys.excepthook`. Its mechanism says that it was not handled."""
    with sdk() as sent:
        try:
            order()
        except KeyError as exc:
            sys.excepthook(type(exc), exc, exc.__traceback__)
    event, text, _ = sent.event()

    assert "KeyError: 'price'" in capsys.readouterr().err
    assert line(top(event)) == 'return sum(item["price"] for item in cart)'
    assert "not handled (excepthook)" in text


# --- HTTP and tracing -------------------------------------------------------------------------------------------------


class QuietHandler(WSGIRequestHandler):
    """A request handler that writes no log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""

    def get_stderr(self) -> io.StringIO:
        """Return a buffer for the traceback that the server prints."""
        return io.StringIO()


@contextmanager
def serving(app: Any) -> Generator[http.client.HTTPConnection]:
    """Connect to a local server that handles one request, in its own thread."""
    with make_server("127.0.0.1", 0, app, handler_class=QuietHandler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            yield connection
        finally:
            connection.close()
            thread.join()


def checkout(_environ: dict[str, Any], _start_response: object) -> Iterable[bytes]:
    """A WSGI application that sets a user and fails."""
    sentry_sdk.set_user({"id": 42, "email": "ann@example.test", "ip_address": "203.0.113.9", "plan": "pro"})
    raise LookupError("no such order")


def test_a_failed_http_handler_is_decoded_with_its_request() -> None:
    """A failed handler gives the request's URL without the query, its query, method and headers, and the user. The
    transaction has the same request.
    """
    headers = {"Content-Type": "application/json", "Cookie": "sid=abc; theme=dark", "Referer": "https://shop.test/cart"}
    with sdk(data_collection={"user_info": True}) as sent, serving(SentryWsgiMiddleware(checkout)) as connection:  # pyright: ignore[reportArgumentType]
        connection.request("POST", "/orders/7?q=a%20b&q=c&empty=", b'{"sku": "A1"}', headers)
        with connection.getresponse() as response:
            assert response.status == 500
        address = f"http://127.0.0.1:{connection.port}/orders/7"
    error, transaction = sent.events()

    assert chain(error.event) == [("LookupError", "no such order")]
    assert top(error.event).function == "checkout"
    (mechanism,) = [exception.mechanism for exception in error.event.exceptions]
    assert mechanism
    assert (mechanism.type, mechanism.handled) == ("wsgi", False)
    for event in (error.event, transaction.event):
        request = event.request
        assert request
        assert (request.url, request.method) == (address, "POST")
        assert request.query == (("q", "a b"), ("q", "c"), ("empty", ""))
        assert request.header("content-type") == "application/json"
        assert request.header("referer") == "https://shop.test/cart"
        assert request.header("cookie") != "sid=abc; theme=dark"
        assert request.env
        assert request.env["SERVER_PORT"] == str(connection.port)
        assert event.user
        assert (event.user.id, event.user.email, event.user.ip_address) == ("42", "ann@example.test", "203.0.113.9")
    assert f"POST {address}?q=a b&q=c&empty=" in error.text
    assert "ann@example.test" in error.text
    trace = transaction.event.known_context(TraceContext)
    assert trace
    assert (trace.op, trace.status) == ("http.server", "internal_error")
    assert trace.trace_id
    assert trace.trace_id in error.text
    (sessions,) = payloads(sent.envelopes, "sessions")
    assert sessions["attrs"]["release"] == "shop@2.4.1"


def ping(_: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A WSGI application with an empty response."""
    start_response("204 No Content", [])
    return []


def test_a_transaction_is_decoded_with_its_spans() -> None:
    """Each span has its operation, description and status. An error during the transaction has the same trace id."""
    start = partial(sentry_sdk.start_transaction, op="task", name="reindex", source="task")
    with sdk() as sent, serving(ping) as connection, start() as transaction:
        transaction.set_tag("queue", "low")
        with sentry_sdk.start_span(op="db", name="SELECT 1") as span:
            span.set_data("db.system", "sqlite")
        with suppress(KeyError), sentry_sdk.start_span(op="price", name="total"):
            try:
                order()
            except KeyError:
                sentry_sdk.capture_exception()
                raise
        connection.request("GET", "/ping?x=1")
        connection.getresponse().read()
    error, (event, text, json_) = sent.events()

    assert (event.type, event.display_title) == ("transaction", "reindex")
    assert event.tag("queue") == "low"
    assert [span.op for span in event.spans] == ["db", "price", "http.client"]
    statuses = [span.status for span in event.spans]
    assert statuses[1:] == ["internal_error", "ok"]
    query, _, request = event.spans
    assert (query.description, query.data and query.data["db.system"]) == ("SELECT 1", "sqlite")
    assert request.data
    assert request.data["http.query"] == "x=1"
    assert event.start_timestamp
    assert event.end_timestamp
    assert abs(event.start_timestamp - datetime.fromisoformat(json_["start_timestamp"]).timestamp()) < 1e-5
    assert event.end_timestamp >= event.start_timestamp
    traces = [it.known_context(TraceContext) for it in (event, error.event)]
    assert traces[0]
    assert traces[1]
    assert (traces[0].trace_id, event.spans[1].span_id) == (traces[1].trace_id, traces[1].span_id)
    assert {span.parent_span_id for span in event.spans} == {traces[0].span_id}
    assert "took" in text
    assert all(
        part in text
        for part in ("db SELECT 1", "price total", f"http.client GET http://127.0.0.1:{connection.port}/ping")
    )


# --- messages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "fatal"])
def test_a_message_is_decoded_at_each_level(level: Any) -> None:
    """The text of a message is the title of its event, and the level is a tag."""
    with sdk() as sent:
        sentry_sdk.capture_message("Stock is low", level=level)
    event, text, _ = sent.event()

    assert (event.message, event.display_title) == ("Stock is low", "Stock is low")
    assert (event.type, event.tag("level")) == ("default", level)
    assert text.startswith("Stock is low\n")


def test_an_empty_message_is_decoded() -> None:
    """An empty message gives an event without a message."""
    with sdk() as sent:
        sentry_sdk.capture_message("")
    event, text, _ = sent.event()

    assert not event.message
    assert text


def test_a_message_can_have_the_stack_trace_of_its_thread() -> None:
    """With `attach_stacktrace`, a message has the stack trace of the current thread, which did not crash."""
    with sdk(attach_stacktrace=True) as sent:
        sentry_sdk.capture_message("Stock is low")
    event, text, _ = sent.event()

    (thread,) = event.threads
    assert (thread.current, thread.crashed) == (True, False)
    assert line(top(event)) == 'sentry_sdk.capture_message("Stock is low")'
    assert "Thread" in text


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """A logger of the application. Pytest does not print its records."""
    logger = logging.getLogger("shop.orders")
    logger.setLevel(logging.DEBUG)
    yield logger
    logger.setLevel(logging.NOTSET)


def test_a_log_message_is_decoded_with_its_parameters(logger: logging.Logger) -> None:
    """The formatted text of a log record is the message. Template and parameters are kept. Earlier records are
    breadcrumbs.
    """
    with sdk() as sent:
        logger.info("Paid by %s", "card")
        logger.error("Order %s failed after %d tries", "o-7", 3, extra={"cart": {"id": 7}})
    event, text, _ = sent.event()

    message = "Order o-7 failed after 3 tries"
    assert event.logentry
    assert event.logentry.formatted == message
    assert event.logentry.message == "Order %s failed after %d tries"
    assert event.logentry.params == ["o-7", 3]
    assert (event.message, event.display_title) == (message, message)
    assert (event.tag("level"), event.tag("logger")) == ("error", "shop.orders")
    assert event.context["cart"] == {"id": 7}
    assert [(crumb.category, crumb.level, crumb.message) for crumb in event.breadcrumbs] == [
        ("shop.orders", "info", "Paid by card")
    ]
    assert event.breadcrumbs[0].timestamp
    assert text.startswith(f"{message}\n")
    assert "Paid by card" in text


def test_a_log_message_can_have_named_parameters(logger: logging.Logger) -> None:
    """Named parameters are an object instead of a list. The logging level `critical` is the level `fatal`."""
    with sdk() as sent:
        logger.critical("Order %(order)s failed", {"order": "o-7"})
    event, _, _ = sent.event()

    assert event.logentry
    assert event.logentry.params == {"order": "o-7"}
    assert (event.message, event.tag("level")) == ("Order o-7 failed", "fatal")


def test_a_log_message_with_an_exception_is_decoded(logger: logging.Logger) -> None:
    """For a log record with an exception, the exception is the title, and the log message stays the message."""
    with sdk() as sent:
        try:
            order()
        except KeyError:
            logger.exception("Order %s failed", "o-7")
    event, text, _ = sent.event()

    assert chain(event) == [("KeyError", "'price'")]
    assert line(top(event)) == 'return sum(item["price"] for item in cart)'
    assert event.message == "Order o-7 failed"
    assert text.startswith("KeyError: 'price'\n")
    assert "Order o-7 failed" in text


# --- breadcrumbs, tags and attachments --------------------------------------------------------------------------------


def test_breadcrumbs_are_decoded_in_order() -> None:
    """Breadcrumbs are oldest first and keep their data. Each time is text, a number, or set by the SDK."""
    with sdk() as sent:
        sentry_sdk.add_breadcrumb(category="ui.click", message="Buy", data={"item": {"sku": ["A1"]}})
        sentry_sdk.add_breadcrumb(type="http", category="http", level="error", data={"status_code": 500, "ok": False})
        sentry_sdk.add_breadcrumb(message="Paid", timestamp=1767323045.5)
        sentry_sdk.capture_message("Stock is low")
    event, text, json_ = sent.event()

    assert [(crumb.type, crumb.category, crumb.message) for crumb in event.breadcrumbs] == [
        ("default", "ui.click", "Buy"),
        ("http", "http", None),
        ("default", None, "Paid"),
    ]
    assert [crumb.level for crumb in event.breadcrumbs] == ["info", "error", "info"]
    assert [crumb.data for crumb in event.breadcrumbs[:2]] == [
        {"item": {"sku": ["A1"]}},
        {"status_code": 500, "ok": False},
    ]
    times = [crumb.timestamp for crumb in event.breadcrumbs]
    assert times[0] == datetime.fromisoformat(json_["breadcrumbs"]["values"][0]["timestamp"])
    assert times[2] == datetime.fromisoformat("2026-01-02T03:04:05.500Z")
    assert "status_code=500" in text


def test_tags_extra_contexts_and_user_are_decoded() -> None:
    """Tags of any type become text, contexts and extra are unchanged, and a user keeps custom keys in `data`."""
    with sdk() as sent:
        sentry_sdk.set_tags({"customer": "a b", "count": 5, "beta": True, "nothing": None, "with space": "v"})
        sentry_sdk.set_extra("cart", {"lines": [1, {"gift": None}]})
        sentry_sdk.set_context("cart", {"items": 2, "coupon": None})
        sentry_sdk.set_context("device", {"model": "X", "memory_size": 2**33})
        sentry_sdk.set_user(
            {"id": "u-1", "username": "ann", "geo": {"city": "Vienna"}, "data": {"x": 1}, "plan": "pro"}
        )
        add_feature_flag("new-cart", True)
        scope = sentry_sdk.get_isolation_scope()
        scope.fingerprint = ["{{ default }}", "cart"]
        scope.set_transaction_name("checkout", source="task")
        sentry_sdk.capture_message("Stock is low", level="warning")
    event, text, json_ = sent.event()

    names = ("customer", "count", "beta", "nothing", "level", "transaction")
    assert [event.tag(name) for name in names] == ["a b", "5", "True", None, "warning", "checkout"]
    assert event.context["cart"] == {"lines": [1, {"gift": None}]}
    assert event.contexts["cart"]["items"] == 2
    assert event.contexts["device"]["model"] == "X"
    assert event.contexts["runtime"]["name"] == "CPython"
    assert event.contexts["flags"]["values"] == [{"flag": "new-cart", "result": True}]
    assert event.user
    assert (event.user.id, event.user.username) == ("u-1", "ann")
    assert event.user.geo
    assert event.user.geo.city == "Vienna"
    assert event.user.data == {"x": 1, "plan": "pro"}
    assert json_["fingerprint"] == ["{{ default }}", "cart"]
    assert event.fingerprints == ()  # the server computes these hashes
    assert "a b" in text


def test_an_invalid_tag_does_not_lose_the_event() -> None:
    """The SDK sends a tag with a list as value. As in Sentry, only that value is lost, and the event is kept."""
    with sdk() as sent:
        sentry_sdk.set_tag("skus", ["A1", "B2"])
        sentry_sdk.set_tag("region", "eu")
        sentry_sdk.capture_message("Stock is low")
    event, _, _ = sent.event()

    assert event.tag("region") == "eu"


def test_attachments_keep_their_bytes() -> None:
    """Attachments keep their bytes: line breaks, text that looks like an item, and empty content."""
    binary = b'\x00\xff\r\n{"type":"event"}\n{}\n'
    with sdk() as sent:
        sentry_sdk.add_attachment(bytes=binary, filename="core.bin")
        sentry_sdk.add_attachment(bytes=b"", filename="empty.txt")
        sentry_sdk.add_attachment(bytes=b"last\n", filename="notes.txt", content_type="text/plain")
        sentry_sdk.capture_message("Stock is low")
    event, _, _ = sent.event()

    assert event.message == "Stock is low"
    (envelope,) = sent.envelopes
    assert items(envelope)[1:] == [
        ("attachment", binary),
        ("attachment", b""),
        ("attachment", b"last\n"),
    ]


def test_feedback_is_decoded() -> None:
    """The event of a feedback has the user's text in the context `feedback`."""
    feedback: dict[str, object] = {
        "message": "It broke",
        "contact_email": "ann@example.test",
        "name": "Ann",
        "url": "https://shop.test/",
    }
    with sdk() as sent:
        sentry_sdk.capture_event({"type": "feedback", "level": "info", "contexts": {"feedback": feedback}})  # type: ignore[typeddict-item]
    event, text, _ = sent.event()

    assert event.type == "feedback"
    assert feedback.items() <= event.contexts["feedback"].items()
    assert text


# --- items without an event -------------------------------------------------------------------------------------------


def test_check_ins_are_kept() -> None:
    """Each check-in is an envelope with an item of its own type, and keeps its payload."""
    with sdk() as sent:
        id = capture_checkin(
            monitor_slug="nightly",
            status="in_progress",
            monitor_config={"schedule": {"type": "crontab", "value": "0 0 * * *"}},
        )
        capture_checkin(monitor_slug="nightly", check_in_id=id, status="ok", duration=1.5)

    assert sent.events() == []
    found = [(it["check_in_id"], it["status"], it["duration"]) for it in payloads(sent.envelopes, "check_in")]
    assert found == [(id, "in_progress", None), (id, "ok", 1.5)]


def test_sessions_are_kept_next_to_the_error() -> None:
    """A session is kept next to the event of an error, and counts that error."""
    with sdk() as sent:
        sentry_sdk.start_session(session_mode="application")
        try:
            order()
        except KeyError:
            sentry_sdk.capture_exception()
        sentry_sdk.end_session()
    event, _, _ = sent.event()

    assert chain(event) == [("KeyError", "'price'")]
    assert [session["errors"] for session in payloads(sent.envelopes, "session")] == [1]


def test_logs_and_metrics_are_kept() -> None:
    """Logs and metrics are kept. The SDK collects them in containers and sends them later."""
    with sdk(enable_logs=True) as sent:
        log.warning("Paid {amount}", amount=3)
        sentry_sdk.metrics.count("orders", 1)

    assert sent.events() == []
    assert [it["body"] for container in payloads(sent.envelopes, "log") for it in container["items"]] == ["Paid 3"]
    assert [it["name"] for container in payloads(sent.envelopes, "trace_metric") for it in container["items"]] == [
        "orders"
    ]
