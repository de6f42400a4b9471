"""The recipes of `docs/webhooks.md`, served over real sockets by the servers of their frameworks."""

from __future__ import annotations

import base64
import gzip
import http.client
import importlib
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from topframe import SecretError
from topframe.webhooks import sign

from .serve import ASGI, HOST, WSGI

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "webhooks.md").read_text()
RECIPES = sorted(path.relative_to(ROOT).as_posix() for path in Path(__file__).parent.glob("*_app.py"))
FRAMEWORKS = (*ASGI, *WSGI)

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
BODY = (
    b'{"action":"triggered","installation":{"uuid":"11111111-2222-4333-8444-555555555555"},'
    b'"data":{"event":{"event_id":"0a1b2c3d4e5f60718293a4b5c6d7e8f9","platform":"python","title":"Z\\u00fcrich",'
    b'"exception":{"values":[{"type":"ValueError","value":"1e-7"}]}},"triggered_rule":"Any error"},'
    b'"actor":{"type":"application","id":"sentry","name":"Sentry"}}'
)
ISSUE = b'{"action":"created","installation":{"uuid":"1"},"data":{"issue":{"id":"7","shortId":"SHOP-1A"}}}'
TOO_MANY = 20_000_001
TIMEOUT = 10


def emptied(inbox: Path, kind: str) -> list[bytes]:
    """Return the bodies in an inbox, and delete them there."""
    paths = sorted(inbox.glob(f"{kind}-*"))
    bodies = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    return bodies


class Served(NamedTuple):
    """A running server of one recipe."""

    port: int
    inbox: Path

    def received(self, kind: str) -> list[bytes]:
        """Return the bodies that arrived since the last call."""
        return emptied(self.inbox, kind)

    def post(self, body: bytes, **headers: str) -> int:
        """Post a body, and return the status of the response."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST", "/sentry", body, {"Content-Type": "application/json", **named})
            return connection.getresponse().status
        finally:
            connection.close()

    def send(self, head: str, *chunks: bytes) -> bytes:
        """Send raw request bytes, and then end the sending side. Return the response, or b"" if there is none."""
        with socket.create_connection((HOST, self.port), timeout=TIMEOUT) as connection:
            request = f"POST /sentry HTTP/1.1\r\nHost: {HOST}\r\n{head}\r\n\r\n".encode()
            answer = b""
            with suppress(ConnectionError):  # a server that rejects a body may close the connection without reading it
                for chunk in (request, *chunks):
                    connection.sendall(chunk)
                connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                while chunk := connection.recv(65536):
                    answer += chunk
            return answer


def signed(body: bytes = BODY, resource: str = "event_alert", secret: str = SECRET) -> dict[str, str]:
    """Return the headers that Sentry sends with a body."""
    return {"Sentry-Hook-Resource": resource, "Sentry-Hook-Signature": sign(body, secret)}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve every recipe with the configuration that the page describes."""
    with served_with(tmp_path_factory, SECRET) as served:
        yield served


@pytest.fixture(scope="module")
def unconfigured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve every recipe with an empty secret: the variable is set, but has no value."""
    with served_with(tmp_path_factory, "") as served:
        yield served


@contextmanager
def served_with(tmp_path_factory: pytest.TempPathFactory, secret: str) -> Generator[dict[str, Served], None, None]:
    """Serve every recipe in its own process. All processes start at the same time."""
    with ExitStack() as stack:
        started: dict[str, tuple[subprocess.Popen[str], Path]] = {}
        for name in FRAMEWORKS:
            inbox = tmp_path_factory.mktemp(name)
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.recipes.serve", name],
                cwd=ROOT,
                env={**os.environ, "INBOX": str(inbox), "SENTRY_SECRET": secret},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            started[name] = process, inbox
        yield {name: Served(port_of(process), inbox) for name, (process, inbox) in started.items()}


def port_of(process: subprocess.Popen[str]) -> int:
    """Read the port, which a server prints first."""
    assert process.stdout
    return int(process.stdout.readline())


@pytest.fixture(params=FRAMEWORKS)
def served(request: pytest.FixtureRequest, servers: dict[str, Served]) -> Iterator[Served]:
    """Run the test for each recipe. Afterwards, check that the server still accepts a delivery."""
    server = servers[request.param]
    yield server
    assert server.post(BODY, **signed()) == 204
    assert server.received("delivery") == [BODY]
    assert server.received("kept") == []


def test_a_signed_delivery_is_put(served: Served) -> None:
    """A signed delivery is accepted immediately, and `inbox.put` gets the exact bytes."""
    assert served.post(BODY, **signed()) == 204
    assert served.received("delivery") == [BODY]


def test_a_forged_delivery_is_refused(served: Served) -> None:
    """A delivery with a signature from another secret, or with one changed byte, gets a 401."""
    assert served.post(BODY, **signed(secret="guessed")) == 401
    assert served.post(BODY.replace(b"Any", b"all"), **signed()) == 401
    assert served.received("*") == []


def test_an_unsigned_delivery_is_refused(served: Served) -> None:
    """A delivery with a missing or empty signature header gets a 401."""
    assert served.post(BODY, Sentry_Hook_Resource="event_alert") == 401
    assert served.post(BODY, Sentry_Hook_Resource="event_alert", Sentry_Hook_Signature="") == 401
    assert served.received("*") == []


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_without_a_secret_every_request_fails(unconfigured: dict[str, Served], name: str) -> None:
    """Without a secret, each request gets a 500, signed or not. A 401 would blame the sender, as for an attack."""
    assert unconfigured[name].post(BODY, **signed()) == 500
    assert unconfigured[name].post(BODY, Sentry_Hook_Resource="event_alert") == 500
    assert unconfigured[name].received("*") == []


def test_a_replayed_delivery_does_not_pass_for_another(served: Served) -> None:
    """A body that does not match the resource header, which is not signed, gets a 401."""
    assert served.post(ISSUE, **signed(ISSUE, resource="comment")) == 401
    assert served.received("*") == []
    assert served.post(ISSUE, **signed(ISSUE, resource="issue")) == 204
    assert served.received("delivery") == [ISSUE]


def test_a_damaged_delivery_is_kept(served: Served) -> None:
    """A signed but damaged body is stored, and gets a 204: Sentry would send the same bytes again."""
    body = BODY[:-1]
    assert served.post(body, **signed(body)) == 204
    assert served.received("kept") == [body]


def test_a_truncated_delivery_is_dropped(served: Served) -> None:
    """A request whose connection ends before its body does is dropped."""
    head = f"Sentry-Hook-Signature: {sign(BODY, SECRET)}\r\nContent-Length: {len(BODY)}"
    answer = served.send(head, BODY[:100])
    assert answer == b"" or status(answer) in {400, 401}
    assert served.received("*") == []


def test_a_compressed_delivery_is_refused(served: Served) -> None:
    """A body that a proxy compressed no longer matches its signature, so it gets a 401."""
    assert served.post(gzip.compress(BODY), Content_Encoding="gzip", **signed()) == 401
    assert served.received("*") == []


def test_an_oversized_delivery_is_refused(served: Served) -> None:
    """A request with a Content-Length above the limit is rejected before its body is sent. Django responds 400, others
    413.
    """
    answer = served.send(f"Sentry-Hook-Signature: {sign(BODY, SECRET)}\r\nContent-Length: {TOO_MANY}")
    assert status(answer) in {400, 413}
    assert served.received("*") == []


@pytest.mark.parametrize("name", ASGI)
def test_an_endless_delivery_is_refused(servers: dict[str, Served], name: str) -> None:
    """A chunked request has no Content-Length. It is rejected as soon as its body exceeds the limit."""
    chunks = [b"100000\r\n" + b" " * 0x100000 + b"\r\n"] * 20
    head = f"Sentry-Hook-Signature: {sign(BODY, SECRET)}\r\nTransfer-Encoding: chunked"
    answer = servers[name].send(head, *chunks)
    assert answer == b"" or status(answer) == 413
    assert servers[name].post(BODY, **signed()) == 204
    assert servers[name].received("*") == [BODY]


def status(answer: bytes) -> int:
    """Return the status of a raw HTTP response."""
    return int(answer.split(b" ")[1])


# --- AWS Lambda -------------------------------------------------------------------------------------------------------


class Lambda(NamedTuple):
    """The handler, called in the way that AWS Lambda calls it."""

    inbox: Path
    module: Any

    def call(self, body: bytes | None, headers: dict[str, str], *, base64_encoded: bool) -> int:
        """Call the handler with an event of API Gateway (payload version 2.0) or of a function URL. Header names are in
        lower case.
        """
        event: dict[str, Any] = {
            "version": "2.0",
            "rawPath": "/sentry",
            "headers": {name.lower(): value for name, value in headers.items()},
            "isBase64Encoded": base64_encoded,
        }
        if body is not None:
            event["body"] = base64.b64encode(body).decode() if base64_encoded else body.decode()
        return int(self.module.handler(event, object())["statusCode"])

    def received(self, kind: str) -> list[bytes]:
        """Return the bodies that arrived since the last call."""
        return emptied(self.inbox, kind)


@pytest.fixture
def function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lambda:
    """The handler with an empty inbox."""
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    monkeypatch.setattr("tests.recipes.inbox.FOLDER", tmp_path)
    return Lambda(tmp_path, importlib.import_module("tests.recipes.lambda_app"))


@pytest.mark.parametrize("base64_encoded", [True, False])
def test_lambda_receives(function: Lambda, base64_encoded: bool) -> None:
    """The handler accepts a body as text and as base64. Function URLs encode a body as base64 if they treat it as
    binary.
    """

    def call(body: bytes | None, headers: dict[str, str]) -> int:
        return function.call(body, headers, base64_encoded=base64_encoded)

    assert call(BODY, signed()) == 204
    assert function.received("delivery") == [BODY]
    assert call(BODY, signed(secret="guessed")) == 401
    assert call(BODY, {"Sentry-Hook-Resource": "event_alert"}) == 401
    assert call(None, signed()) == 401
    assert call(BODY[:100], signed()) == 401
    assert call(b" " * (20 * 1024 * 1024 + 1), signed()) == 413
    assert call(ISSUE, signed(ISSUE, resource="comment")) == 401
    assert function.received("*") == []


@pytest.mark.parametrize("secret", ["", " \n"])
def test_lambda_fails_without_a_secret(function: Lambda, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """The handler raises an exception without a secret. AWS Lambda logs it and responds 500."""
    monkeypatch.setenv("SENTRY_SECRET", secret)
    with pytest.raises(SecretError):
        function.call(BODY, signed(), base64_encoded=False)
    monkeypatch.delenv("SENTRY_SECRET")
    with pytest.raises(KeyError):
        function.call(BODY, signed(), base64_encoded=False)
    assert function.received("*") == []


def test_lambda_refuses_what_was_compressed(function: Lambda) -> None:
    """A compressed body is binary, arrives as base64, and gets a 401."""
    assert function.call(gzip.compress(BODY), signed(), base64_encoded=True) == 401
    assert function.received("*") == []


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_page_quotes_the_recipe(recipe: str) -> None:
    """The page quotes each recipe word for word. A recipe has at most fifteen lines that are not empty."""
    text = (ROOT / recipe).read_text()
    assert f"\n```python {recipe}\n{text}```\n" in PAGE
    assert len([line for line in text.splitlines() if line]) <= 15


@pytest.mark.parametrize(("framework", "extra"), [("FastAPI", "fastapi"), ("Starlette", "starlette")])
def test_the_page_names_the_version_that_is_tested(framework: str, extra: str) -> None:
    """The page and the extra `test` name the same version, the first one with `max_body_size`."""
    required = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["test"]
    (named,) = re.findall(rf"{framework} ([0-9.]+) or newer", PAGE)
    assert f"{extra}>={named}" in required


def test_the_page_quotes_nothing_else() -> None:
    """Each code block of the page that names a file is one of the recipes."""
    assert sorted(re.findall(r"^```python (\S+)$", PAGE, re.MULTILINE)) == RECIPES
