"""Tests of `topframe listen` and `topframe verify`, over real sockets, and in separate processes where it matters."""

from __future__ import annotations

import errno
import fcntl
import http.client
import importlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console, Group

from topframe import DeliveryError, SignatureMismatchError
from topframe.cli._display import Arrival, Display
from topframe.cli._save import save_body
from topframe.cli.listen import listen as listen_command
from topframe.render._layout import Row
from topframe.webhooks import Delivery, sign
from topframe.webhooks.signature import MAX_BYTES

from .test_command import CODE, Run, environment, forget_the_command
from .test_command import run as run  # noqa: PLC0414  # the fixture

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
OLD_SECRET = "ffeeddccbbaa99887766554433221100"
BODY = (
    b'{"action":"triggered","installation":{"uuid":"u-1"},"data":{"event":{"event_id":"0a1b","platform":"python",'
    b'"title":"Boom"},"triggered_rule":"Any error"},"actor":{"type":"application","id":"sentry","name":"Sentry"}}'
)
DAMAGED = BODY[:-1]
SHOWN = "    rule  Any error\n  Boom\n    platform  python\n    event     0a1b (default)\n    tags      level=error\n"
TIMEOUT = 10
LISTEN = ("listen", "--port", "0", "--secret-env", "SENTRY_SECRET")


def request(port: int, method: str, body: bytes | None, **headers: str) -> tuple[int, bytes]:
    """Send one request; returns the status and the body of the response."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, "/hooks/sentry?x=1", body, named)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def post(port: int, body: bytes = BODY, secret: str = SECRET, resource: str = "event_alert") -> tuple[int, bytes]:
    """Send a POST request with a signed body."""
    signature = sign(body, secret)
    return request(port, "POST", body, Sentry_Hook_Resource=resource, Sentry_Hook_Signature=signature)


def send(port: int, head: str, *chunks: bytes) -> bytes:
    """Send a request byte by byte as given, close our side, and return the response."""
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
        answer = b""
        with suppress(ConnectionError):  # a receiver that refuses a body may close without reading it
            for chunk in (f"POST / HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode(), *chunks):
                connection.sendall(chunk)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


Listen = Callable[..., tuple[int, str, str]]
"""Takes a client, which is called with the port, and further arguments; returns exit status, standard output and
standard error."""


@pytest.fixture
def listen(run: Run, monkeypatch: pytest.MonkeyPatch) -> Listen:
    """Run the command in this process, until a client in another thread has finished."""
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    monkeypatch.setenv("OLD_SENTRY_SECRET", OLD_SECRET)
    create_server = socket.create_server
    faults: list[BaseException] = []

    def listen(client: Callable[[int], None], *arguments: str) -> tuple[int, str, str]:
        def be_client(port: int) -> None:
            try:
                client(port)
            except BaseException as exc:  # raised again below
                faults.append(exc)
            finally:
                os.kill(os.getpid(), signal.SIGINT)

        def bind(address: tuple[str, int], **options: Any) -> socket.socket:
            bound = create_server(address, **options)
            threading.Thread(target=be_client, args=bound.getsockname()[1:2], daemon=True).start()
            return bound

        monkeypatch.setattr(socket, "create_server", bind)
        result = run(*LISTEN, *arguments)
        if faults:
            raise faults[0]
        return result

    return listen


def without_times(out: str) -> str:
    """The output without ports, times and digests."""
    out = re.sub(r"(127\.0\.0\.1):\d+", r"\1:PORT", out)
    out = re.sub(r"^\d\d:\d\d:\d\d ", "TIME ", out, flags=re.MULTILINE)
    return re.sub(r"\d{8}T\d{6}\.\d{6}Z-(\w+-\w+)-[0-9a-f]{12}", r"\1", out)


# --- listen -----------------------------------------------------------------------------------------------------------


def test_a_delivery_is_accepted_saved_and_shown(listen: Listen, tmp_path: Path) -> None:
    """A delivery gets a 200, is saved in a new folder, and is shown with its event. Each secret is accepted."""
    folder = tmp_path / "a" / "b"

    def client(port: int) -> None:
        assert post(port) == (200, b"")
        assert [path.read_bytes() for path in folder.iterdir()] == [BODY]
        assert post(port, secret=OLD_SECRET) == (200, b"")

    code, out, err = listen(client, "--secret-env", "OLD_SENTRY_SECRET", "--save", str(folder))
    assert (code, err) == (0, "")
    line = "TIME event_alert triggered, by Sentry, installation u-1, saved as\n    event_alert-triggered.json\n"
    assert without_times(out) == f"Listening at http://127.0.0.1:PORT until Ctrl-C\n{line}{SHOWN}{line}{SHOWN}"
    assert [path.read_bytes() for path in folder.iterdir()] == [BODY, BODY]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_request_without_a_valid_signature_is_rejected(
    listen: Listen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Requests with a wrong, malformed or missing signature get a 401, and nothing is saved."""
    monkeypatch.setenv("COLUMNS", "200")

    def client(port: int) -> None:
        assert post(port, secret="guessed") == (401, b"The signature does not match the body")
        assert request(port, "POST", BODY)[0] == 401
        assert request(port, "POST", BODY, Sentry_Hook_Signature="x")[0] == 401
        assert request(port, "GET", None)[0] == 401
        assert request(port, "PUT", BODY)[0] == 405

    code, out, err = listen(client, "--save", str(tmp_path))
    assert (code, err) == (0, "")
    assert without_times(out).splitlines()[1:] == [
        "TIME responded 401: The signature does not match the body",
        "TIME responded 401: The request has no signature: none of the headers Sentry-Hook-Signature, "
        "Sentry-App-Signature, X-ServiceHook-Signature",
        "TIME responded 401: The signature is not 64 hexadecimal digits in lower case",
        "TIME responded 401: The request has no signature: none of the headers Sentry-Hook-Signature, "
        "Sentry-App-Signature, X-ServiceHook-Signature",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_delivery_is_saved(listen: Listen, tmp_path: Path) -> None:
    """A damaged body is saved. A body that does not match its unsigned resource header gets a 401."""
    issue = b'{"action":"created","data":{"issue":{}}}'

    def client(port: int) -> None:
        assert post(port, DAMAGED) == (200, b"")
        assert post(port, issue, resource="comment")[0] == 401

    code, out, err = listen(client, "--save", str(tmp_path))
    assert (code, err) == (0, "")
    assert "TIME event_alert damaged, Malformed JSON: it ends too early" in without_times(out)
    assert "TIME responded 401: Not a delivery of `comment`: it has none of" in without_times(out)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [DAMAGED]


def test_a_request_for_options_gets_an_empty_list(listen: Listen, tmp_path: Path) -> None:
    """A request for form options gets an empty list. It has no body, so nothing is saved."""

    def client(port: int) -> None:
        assert request(port, "GET", None, Sentry_App_Signature=sign(b"", SECRET)) == (200, b"[]")

    code, out, err = listen(client, "--save", str(tmp_path))
    assert (code, err) == (0, "")
    assert without_times(out).splitlines()[1:] == [
        "TIME component",
        "    A form asks for options; topframe responds with none.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_oversized_body_is_not_read(listen: Listen) -> None:
    """A body above the limit gets a 413: before it is read if its length is given, otherwise once it is too long."""
    signature = f"Sentry-Hook-Signature: {sign(BODY, SECRET)}"
    chunks = [b"100000\r\n" + b" " * 0x100000 + b"\r\n"] * 21

    def client(port: int) -> None:
        answer = send(port, f"{signature}\r\nContent-Length: {MAX_BYTES + 1}")
        assert answer.startswith(b"HTTP/1.1 413 ")
        answer = send(port, f"{signature}\r\nTransfer-Encoding: chunked", *chunks)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
        assert post(port) == (200, b"")

    code, out, err = listen(client)
    assert (code, err) == (0, "")
    line = "TIME responded 413: The body has more than 20971520 bytes\n"
    assert without_times(out).partition("\n")[2].startswith(line + line + "TIME event_alert triggered")


def test_an_incomplete_request_is_dropped(listen: Listen) -> None:
    """A request that ends before its body is complete gets no 200, because it cannot be verified."""

    def client(port: int) -> None:
        head = f"Sentry-Hook-Signature: {sign(BODY, SECRET)}\r\nContent-Length: {len(BODY)}"
        assert b" 200 " not in send(port, head, BODY[:50])
        assert post(port) == (200, b"")

    code, out, err = listen(client)
    assert (code, err) == (0, "")
    assert "TIME responded 400: The request ended too early\n" in without_times(out)


def test_a_delivery_that_cannot_be_saved_gets_a_500(listen: Listen, tmp_path: Path) -> None:
    """If saving fails, the response is 500, so that Sentry sends deliveries of public integrations again."""
    folder = tmp_path / "gone"

    def client(port: int) -> None:
        folder.rmdir()
        assert post(port) == (500, b"")

    code, out, err = listen(client, "--save", str(folder))
    assert (code, err) == (0, "")
    assert without_times(out).splitlines()[1:] == ["TIME responded 500: Not saved: No such file or directory"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
        (OSError(errno.ENOSPC, "No space left on device"), "topframe: standard output: No space left on device\n"),
        (OSError("odd"), "topframe: standard output: odd\n"),
    ],
)
def test_failing_output_does_not_stop_the_receiver(
    listen: Listen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError, said: str
) -> None:
    """If printing fails, deliveries are still saved, and the exit status reports the failure at the end."""

    class Terminal:
        def print(self, *_: object, **__: object) -> None:
            raise error

    def client(port: int) -> None:
        assert post(port) == (200, b"")
        assert post(port) == (200, b"")

    monkeypatch.setattr(sys.modules[listen_command.__module__], "console", Terminal)
    code, _, err = listen(client, "--save", str(tmp_path))
    assert (code, err) == (1, said)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_a_missing_extra_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Without the extra `listen`, the command prints how to install it."""
    forget_the_command(monkeypatch, package)
    monkeypatch.setitem(sys.modules, f"{package}.applications", None)
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    code, out, err = run("listen", "--port", "0", "--secret-env", "SENTRY_SECRET")
    hint = "it needs starlette and uvicorn; install them with: pip install 'topframe[listen]'"
    assert (code, out, err) == (1, "", f"topframe: listen: {hint}\n")


def test_other_import_errors_are_not_changed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing module of topframe itself is not reported as a missing extra."""
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    monkeypatch.setitem(sys.modules, "topframe.cli._receiver", None)
    with pytest.raises(ModuleNotFoundError):
        run("listen", "--port", "0", "--secret-env", "SENTRY_SECRET")


def test_an_unusable_address_is_one_line_of_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is in use, or is not valid, gives one line of error."""
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = run("listen", "--port", port, "--secret-env", "SENTRY_SECRET")
    assert (code, out, err) == (1, "", f"topframe: 127.0.0.1:{port}: Address already in use\n")
    code, out, err = run("listen", "--host", "a b", "--port", "1", "--secret-env", "SENTRY_SECRET")
    assert (code, out) == (1, "")
    assert err.startswith("topframe: a b:1: ")


def test_a_folder_that_cannot_be_created_ends_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """If the folder for `--save` cannot be created, the command ends before it receives anything."""
    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    file = tmp_path / "file"
    file.touch()
    for folder, reason in ((file, "It is not a folder"), (file / "below", "Not a directory")):
        code, out, err = run("listen", "--port", "0", "--secret-env", "SENTRY_SECRET", "--save", str(folder))
        assert (code, out, err) == (1, "", f"topframe: {folder}: {reason}\n")


def test_the_url_of_an_ipv6_address_has_brackets(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL of an IPv6 address has brackets."""

    class Bound:
        def getsockname(self) -> tuple[str, int, int, int]:
            return ("::1", 8000, 0, 0)

    class Server:
        def __init__(self, _: object) -> None:
            pass

        def run(self, *, sockets: list[Bound]) -> None:
            assert len(sockets) == 1

    def bind(address: tuple[str, int], *, family: int) -> Bound:
        assert (address, family) == (("::1", 8000), socket.AF_INET6)
        return Bound()

    monkeypatch.setenv("SENTRY_SECRET", SECRET)
    monkeypatch.setattr(socket, "create_server", bind)
    monkeypatch.setattr("uvicorn.Server", Server)
    code, out, err = run("listen", "--host", "::1", "--port", "8000", "--secret-env", "SENTRY_SECRET")
    assert (code, out, err) == (0, "Listening at http://[::1]:8000 until Ctrl-C\n", "")


# --- limits -----------------------------------------------------------------------------------------------------------


def limit(monkeypatch: pytest.MonkeyPatch, name: str, value: float) -> None:
    """Change a limit of the receiver."""
    receiver = sys.modules.get("topframe.cli._receiver") or importlib.import_module("topframe.cli._receiver")
    monkeypatch.setattr(receiver, name, value)


@pytest.mark.parametrize(
    "beginning",
    [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n"],
    ids=["nothing", "half a line", "half a head"],
)
def test_the_headers_of_a_request_have_a_time_limit(
    listen: Listen, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    """A connection that sends no headers, or only part of them, gets a 408 and is closed."""
    limit(monkeypatch, "MAX_SECONDS", 0.2)

    def client(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
            connection.sendall(beginning)
            assert read_all(connection).startswith(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n")
        assert post(port) == (200, b"")

    code, out, err = listen(client)
    assert (code, err) == (0, "")
    assert SHOWN in out


def test_the_body_of_a_request_has_a_time_limit(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time limit is for the whole body, even if single bytes keep coming."""
    limit(monkeypatch, "MAX_SECONDS", 0.2)
    head = f"POST / HTTP/1.1\r\nHost: a\r\nSentry-Hook-Signature: {sign(BODY, SECRET)}\r\nContent-Length: 999\r\n\r\n"

    def client(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
            connection.sendall(head.encode())
            connection.settimeout(0.05)
            with suppress(ConnectionError):
                for _ in range(100):
                    connection.sendall(b" ")
                    with suppress(TimeoutError):
                        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 408 ")
                        break
        assert post(port) == (200, b"")

    code, out, err = listen(client)
    assert (code, err) == (0, "")
    assert "TIME responded 408: The request arrived too slowly\n" in without_times(out)


def test_the_number_of_connections_is_limited(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection above the limit gets a 503. After another one has ended, a new one is accepted."""
    limit(monkeypatch, "MAX_CONNECTIONS", 2)

    def client(port: int) -> None:
        with ExitStack() as opened:
            for _ in range(2):
                opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT))
            refused = opened.enter_context(socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT))
            assert read_all(refused).startswith(b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n")
        assert send(port, "Content-Length: 0").startswith(b"HTTP/1.1 401 ")

    code, _, err = listen(client)
    assert (code, err) == (0, "")


def test_a_connection_serves_one_request(listen: Listen) -> None:
    """The response closes the connection."""

    def client(port: int) -> None:
        response = send(port, "Content-Length: 0").lower()
        assert response.startswith(b"http/1.1 401 ")
        assert b"\r\nconnection: close\r\n" in response

    assert listen(client)[0] == 0


def read_all(connection: socket.socket) -> bytes:
    """All bytes until the other side closes."""
    received = b""
    with suppress(ConnectionError):
        while chunk := connection.recv(1 << 16):
            received += chunk
    return received


# --- in a separate process --------------------------------------------------------------------------------------------


@contextmanager
def listening(*arguments: str, **members: str) -> Generator[tuple[subprocess.Popen[str], int], None, None]:
    """The command in a separate process, and the port that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *LISTEN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(SENTRY_SECRET=SECRET, **members),
    )
    try:
        assert process.stdout
        found = re.fullmatch(r"Listening at http://127\.0\.0\.1:(\d+) until Ctrl-C\n", process.stdout.readline())
        assert found
        yield process, int(found[1])
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("by", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_the_command_after_everything_is_shown(tmp_path: Path, by: signal.Signals, code: int) -> None:
    """After a signal, everything has been shown and saved. The output holds no secret and no signature."""
    hostile = b'{"action":"\\u001b[31m../..","data":{}}'
    with listening("--save", str(tmp_path)) as (process, port):
        assert post(port)[0] == 200
        assert post(port, DAMAGED)[0] == 200
        assert post(port, secret="guessed")[0] == 401
        assert post(port, hostile, resource="../../etc/pass wd")[0] == 200
        assert b" 413 " in send(port, f"Content-Length: {MAX_BYTES + 1}")
        assert request(port, "GET", None, Sentry_App_Signature=sign(b"", SECRET)) == (200, b"[]")
        assert send(port, "Not a header").startswith(b"HTTP/1.1 400 ")
        process.send_signal(by)
        out, _ = process.communicate(timeout=TIMEOUT)
    assert process.returncode == code
    assert SHOWN in out
    assert len(re.findall(r"^\d\d:\d\d:\d\d ", out, re.MULTILINE)) == 6
    assert "\x1b" not in out
    assert "Traceback" not in out
    for secret in (SECRET, sign(BODY, SECRET), sign(BODY, "guessed"), sign(DAMAGED, SECRET)):
        assert secret not in out
    assert sorted(path.read_bytes() for path in tmp_path.rglob("*")) == sorted([BODY, DAMAGED, hostile])
    assert {path.name.partition("Z-")[2][:-18] for path in tmp_path.iterdir()} == {
        "event_alert-triggered",
        "event_alert-damaged",
        "_etc_pass_wd-_31m_",
    }


def test_an_incomplete_request_does_not_delay_the_end(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a request whose body is incomplete. The output says so in one line, without a traceback."""
    monkeypatch.setattr(sys.modules[listen_command.__module__], "_GRACE", 0.1)
    head = f"POST / HTTP/1.1\r\nHost: a\r\nSentry-Hook-Signature: {sign(BODY, SECRET)}\r\nContent-Length: 99\r\n\r\n"
    with ExitStack() as stack:

        def leave_a_half_body(port: int) -> None:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT))
            connection.sendall(head.encode() + b"x")
            assert post(port)[0] == 200  # by now, the headers of the first request have been read

        code, out, err = listen(leave_a_half_body)
    assert (code, err) == (0, "")
    assert without_times(out).endswith("TIME responded 400: The request ended too early\n")


def test_a_second_interruption_ends_the_command_at_once() -> None:
    """A second Ctrl-C ends the command without waiting for requests or for output."""
    with listening() as (process, port), socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nx")
        assert post(port)[0] == 200
        process.send_signal(signal.SIGINT)
        with suppress(ConnectionError):
            while True:  # until the first Ctrl-C has closed the port
                socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT).close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=TIMEOUT)
    assert process.returncode == 1


@pytest.mark.parametrize("output", [os.pipe, os.openpty], ids=["a pipe", "a terminal"])
def test_blocked_output_does_not_block_the_receiver(output: Callable[[], tuple[int, int]]) -> None:
    """If the output is blocked, deliveries are still received, and Ctrl-C ends the command."""
    there, here = output()
    if output is os.pipe:
        fcntl.fcntl(here, fcntl.F_SETPIPE_SZ, 4096)  # a small buffer that is soon full
    command = CODE.replace("main()", "sys.modules['topframe.cli.listen']._GRACE = 0.1; main()")
    process = subprocess.Popen(
        [sys.executable, "-c", f"import sys, topframe.cli.app; {command}", *LISTEN],
        stdout=here,
        stderr=subprocess.PIPE,
        env=environment(SENTRY_SECRET=SECRET),
    )
    try:
        os.close(here)
        port = int(os.read(there, 100).decode().rpartition(":")[2].split()[0])
        long = BODY.replace(b"Boom", b"Boom " * 10_000)
        for _ in range(200):  # a terminal takes 20 kB before it blocks
            assert post(port, long)[0] == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=TIMEOUT)
    finally:
        process.kill()
        os.close(there)
    assert (process.returncode, err) == (1, b"")


def test_a_blocked_output_thread_does_not_delay_the_end(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command does not wait for a thread whose output is blocked."""
    may_go_on = threading.Event()

    def wait(*_: object, **__: object) -> None:
        may_go_on.wait(TIMEOUT)

    def exit_with(code: int) -> None:
        sys.exit(f"exit {code}")

    monkeypatch.setattr(Console, "print", wait)
    monkeypatch.setattr(sys.modules[listen_command.__module__], "_GRACE", 0.01)
    monkeypatch.setattr(os, "_exit", exit_with)
    assert listen(post)[2] == "exit 1\n"
    may_go_on.set()


# --- saving -----------------------------------------------------------------------------------------------------------

NOON = datetime(2026, 8, 1, 12, 0, 0, 7, tzinfo=timezone(timedelta(hours=2)))


def test_a_file_name_has_the_time_and_the_words(tmp_path: Path) -> None:
    """A file name has the time in UTC and the words. Unsafe characters are replaced, and long words are cut."""
    digest = "ca978112ca1b"
    assert save_body(tmp_path, b"a", NOON, "issue", "created") == f"20260801T100000.000007Z-issue-created-{digest}.json"
    assert save_body(tmp_path, b"a", NOON, None, "") == f"20260801T100000.000007Z-{digest}.json"
    name = save_body(tmp_path, b"a", NOON, "../" * 100, "É\0\n" + "x" * 100)
    assert name == f"20260801T100000.000007Z-_-_{'x' * 39}-{digest}.json"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"a"] * 3


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """The same body at the same time gets another file, for its owner only. A symbolic link is not followed."""
    (tmp_path / "20260801T100000.000007Z-x-ca978112ca1b-2.json").symlink_to(tmp_path / "elsewhere")
    names = [save_body(tmp_path, b"a", NOON, "x") for _ in range(3)]
    assert [name.partition("ca978112ca1b")[2] for name in names] == [".json", "-3.json", "-4.json"]
    assert not (tmp_path / "elsewhere").exists()
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in names} == {0o600}


def test_a_partly_written_file_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails, the partly written file is deleted."""

    def failing(path: Path, *_: object, **__: object) -> Any:
        path.touch()
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(sys.modules[save_body.__module__], "open", failing, raising=False)
    with pytest.raises(OSError, match="No space left on device"):
        save_body(tmp_path, b"a", NOON, "x")
    assert list(tmp_path.iterdir()) == []


# --- saved deliveries -------------------------------------------------------------------------------------------------


def hook(action: str, data: Any) -> bytes:
    """The body of a webhook."""
    return json.dumps({"action": action, "installation": {"uuid": "u-1"}, "data": data}).encode()


RAW_EVENT = {"event_id": "0a1b", "platform": "python", "title": "Boom", "tags": {"environment": "test"}}
DELIVERIES: list[tuple[str, bytes]] = [
    ("installation", hook("created", {"installation": {"uuid": "u-1", "status": "installed", "code": "s3cret"}})),
    ("installation", hook("deleted", {"installation": {}})),
    ("issue", hook("created", {"issue": {"id": "7", "title": "Boom"}})),
    ("error", hook("created", {"error": RAW_EVENT})),
    ("event_alert", hook("triggered", {"event": RAW_EVENT, "triggered_rule": "Any error"})),
    ("event_alert", hook("triggered", {"triggered_rule": "Any error"})),
    ("comment", hook("created", {"comment_id": 7, "comment": "Look"})),
    ("metric_alert", hook("critical", {"metric_alert": {"title": "Many"}, "description_text": "20 events"})),
    ("activity_alert", hook("triggered", {"activity": {"type": "status_resolved"}, "issue": {"title": "Boom"}})),
    ("seer", hook("root_cause_completed", {"run_id": 5, "group_id": 7, "root_cause": {"description": "None"}})),
    ("seer", hook("coding_started", {"group_id": 7})),
    ("preprod_artifact", hook("size_analysis_completed", {"buildId": "1", "downloadSize": 28864215})),
    ("size_analysis", hook("completed", {"buildId": "1"})),
    ("moon", hook("risen", {"phase": 1})),
    ("moon", b'{"action": "risen"}'),
    ("moon", b"{}"),
    ("issue", hook("bewitched", {"spell": [1]})),
    ("issue", b'{"action": "created", "data": {"issue": 7}}'),
    ("issue", b'{"action": "created", "data": {"issue": {}'),
    ("event_alert", b'{"action": "triggered", "data": {"event": {"event_id": 1}}}'),
    ("moon", b"\xff\x00 no JSON"),
    ("moon", b"[]"),
    ("moon", b"7"),
]
UNNAMED: list[tuple[str, bytes]] = [
    ("Sentry-App-Signature", b'{"fields": {"title": "a b"}, "issueId": 7, "installationId": "u-1"}'),
    ("Sentry-App-Signature", b'{"fields": [{"name": "title", "value": "x"}], "installationId": "u-1"}'),
    ("X-ServiceHook-Signature", b'{"project": {}, "group": {}, "event": {"eventID": "0a1b", "title": "Boom"}}'),
    ("X-ServiceHook-Signature", b'{"group": {"title": "Boom"}, "event": null}'),
]


def test_a_saved_delivery_can_be_shown(
    listen: Listen, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`show` prints a saved delivery of any resource as `listen` printed it, even a damaged one."""
    monkeypatch.setenv("COLUMNS", "300")

    def client(port: int) -> None:
        for resource, body in DELIVERIES:
            assert post(port, body, resource=resource)[0] == 200
        for header, body in UNNAMED:
            assert request(port, "POST", body, **{header.replace("-", "_"): sign(body, SECRET)})[0] == 200

    code, out, err = listen(client, "--save", str(tmp_path))
    assert (code, err) == (0, "")
    files = sorted(tmp_path.iterdir())
    assert [path.read_bytes() for path in files] == [body for _, body in DELIVERIES + UNNAMED]
    listened = re.sub(r"^\d\d:\d\d:\d\d (.*?), saved as [^\n,]*", r"\1", out.partition("\n")[2], flags=re.MULTILINE)
    shown = [run("show", str(path)) for path in files]
    assert {(code, err) for code, _, err in shown} == {(0, "")}
    assert "".join(out for _, out, _ in shown) == re.sub(r", shown \d+ s late", "", listened)
    assert "s3cret" not in listened


@pytest.mark.parametrize(("_", "body"), [it for it in DELIVERIES[:13] if it[1] != DELIVERIES[1][1]] + UNNAMED[:3])
def test_a_delivery_is_recognized_without_a_file_name(run: Run, _: str, body: bytes) -> None:
    """Without a file name, the keys of the body tell that it is a delivery, and of which resource."""
    code, out, err = run("show", "-", stdin=body)
    assert (code, err) == (0, "")
    assert not out.startswith(("Event without", "Boom"))


def test_a_delivery_can_be_printed_as_json(run: Run, tmp_path: Path) -> None:
    """`--json` prints the event of a delivery, or its body if it has none. `--fields` prints parts of either."""
    alert, issue = dict(DELIVERIES)["event_alert"], dict(DELIVERIES[:3])["issue"]
    with_event = hook("triggered", {"event": RAW_EVENT})
    assert alert
    assert run("show", "-", "--json", "--fields", "title,tags.environment", stdin=with_event) == (
        0,
        '{\n  "title": "Boom",\n  "tags.environment": "test"\n}\n',
        "",
    )
    code, out, _ = run("show", "-", "--json", stdin=issue)
    assert (code, json.loads(out)) == (0, json.loads(issue))
    code, out, _ = run("show", "-", "--json", "--fields", "data.issue.title", stdin=issue)
    assert (code, json.loads(out)) == (0, {"data.issue.title": "Boom"})
    code, out, err = run("show", "-", "--json", "--fields", "data.issue.titel", stdin=issue)
    assert (code, out) == (2, "")
    assert "--fields: data.issue has no titel; did you mean title?" in err
    code, out, err = run("show", "-", "--json", "--fields", "dat", stdin=issue)
    assert "--fields: the document has no dat; did you mean data?" in err
    path = tmp_path / "20260801T100000.000007Z-issue-damaged-ca978112ca1b.json"
    path.write_bytes(issue[:-1])
    code, out, err = run("show", str(path), "--json")
    assert (code, out) == (1, "")
    assert err.startswith(f"topframe: {path}: Malformed JSON")


def test_a_saved_damaged_delivery_without_a_resource_can_be_shown(
    listen: Listen, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`show` prints a damaged delivery that names no resource as `listen` printed it."""
    monkeypatch.setenv("COLUMNS", "300")

    def client(port: int) -> None:
        assert post(port, b'{"action": "cr', resource="")[0] == 200

    listen(client, "--save", str(tmp_path))
    (path,) = tmp_path.iterdir()
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z-damaged-[0-9a-f]{12}\.json", path.name)
    code, out, err = run("show", str(path))
    assert (code, err) == (0, "")
    assert out.startswith("delivery damaged, Malformed JSON: it ends too early")


def test_two_documents_in_one_input_are_an_error(run: Run) -> None:
    """For two documents in one input, `show` prints the library's error on one line."""
    code, out, err = run("show", "-", stdin=b'{"eventID": "1"}\n{"eventID": "2"}\n')
    assert (code, out, err.count("\n")) == (1, "", 1)


# --- showing ----------------------------------------------------------------------------------------------------------


def arrival(name: str, size: int = 0, *, age: float = 0) -> Arrival:
    """A delivery that was received *age* seconds ago."""
    at = datetime.now(UTC) - timedelta(seconds=age)
    return Arrival(at, Delivery(resource=name, body=b"x" * size), 200)


class Shown:
    """The lines that were shown. The test can hold up the output."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.may_go_on = threading.Event()
        self.began = threading.Event()

    def show(self, layout: Group) -> None:
        """Wait for the test, and store the first line of a layout."""
        self.began.set()
        assert self.may_go_on.wait(TIMEOUT)
        row = layout.renderables[0]
        assert isinstance(row, Row)
        self.lines.append(row.text.plain)


def test_skipped_deliveries_are_counted() -> None:
    """Above the limit, `offer` returns at once. A note with the number stands where the arrivals are missing."""
    shown = Shown()
    display = Display(shown.show, "so it goes", most=2)
    display.start()
    display.offer(arrival("a"))
    assert shown.began.wait(TIMEOUT)
    for name in "bcde":
        display.offer(arrival(name))
    shown.may_go_on.set()
    until(lambda: len(shown.lines) == 3)
    display.offer(arrival("f"))
    display.close(TIMEOUT)
    assert shown.lines == ["a", "b", "c", "2 more arrived faster than they can be shown: so it goes", "f"]


def test_the_size_of_waiting_bodies_is_limited() -> None:
    """The total size of waiting bodies is limited. Arrivals that were skipped last are reported too."""
    shown = Shown()
    display = Display(shown.show, "so it goes", most_bytes=100)
    display.start()
    display.offer(arrival("a", 100))
    assert shown.began.wait(TIMEOUT)
    for name, size in (("b", 60), ("c", 60), ("d", 40), ("e", 1)):
        display.offer(arrival(name, size))
    display.offer(Arrival(datetime.now(UTC), DeliveryError("x", b"x", None), 200))
    display.offer(Arrival(datetime.now(UTC), SignatureMismatchError("x"), 401))
    shown.may_go_on.set()
    display.close(TIMEOUT)
    assert shown.lines[:4] == ["a", "b", "1 more arrived faster than they can be shown: so it goes", "d"]
    assert shown.lines[4] == "2 more arrived faster than they can be shown: so it goes"
    assert shown.lines[5].endswith("responded 401: x")


def test_close_returns_while_the_output_is_blocked() -> None:
    """`close` returns although the output is blocked. If the output continues, a note gives the number missing."""
    shown = Shown()
    display = Display(shown.show, "so it goes")
    display.start()
    for name in "abc":
        display.offer(arrival(name))
    assert shown.began.wait(TIMEOUT)
    display.close(0.01)
    assert display.is_running
    shown.may_go_on.set()
    until(lambda: not display.is_running)
    assert shown.lines == ["a", "2 more arrived faster than they can be shown: so it goes"]


def test_a_late_delivery_is_shown_with_its_delay() -> None:
    """A delivery that is shown long after its receipt has a remark with the delay."""
    shown = Shown()
    shown.may_go_on.set()
    display = Display(shown.show, "so it goes")
    display.start()
    display.offer(arrival("a", age=65))
    display.close(TIMEOUT)
    assert shown.lines == ["a, shown 65 s late"]


@pytest.mark.parametrize("fault", [OverflowError("secret text"), ValueError("secret text"), RecursionError()])
def test_a_delivery_that_cannot_be_shown_is_reported(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """If rendering fails, one line without payload text says so, and the next delivery is shown."""
    display_module = sys.modules[Display.__module__]
    render = getattr(display_module, "render_delivery")  # noqa: B009

    def failing(delivery: Delivery, **options: Any) -> Group:
        if delivery.resource == "bad":
            raise fault
        return cast("Group", render(delivery, **options))

    monkeypatch.setattr(display_module, "render_delivery", failing)
    shown = Shown()
    shown.may_go_on.set()
    display = Display(shown.show, "so it goes")
    display.start()
    display.offer(arrival("bad")._replace(saved="a.json"))
    display.offer(arrival("good"))
    display.close(TIMEOUT)
    assert shown.lines == [f"received, but cannot be shown ({type(fault).__name__}), saved as a.json", "good"]
    assert display.error is None


def test_one_output_error_is_reported() -> None:
    """After failed output, a line says so. If that line fails too, a note before the next delivery says so."""
    lines: list[str] = []

    def show(layout: Group) -> None:
        row = layout.renderables[0]
        assert isinstance(row, Row)
        if "bad" in row.text.plain or (len(lines) == 1 and "cannot" in row.text.plain):
            lines.append("fault")
            raise UnicodeEncodeError("ascii", "secret", 0, 1, "odd")
        lines.append(row.text.plain)

    display = Display(show, "so it goes")
    display.start()
    for name in ("bad", "good"):
        display.offer(arrival(name))
    display.close(TIMEOUT)
    assert lines == ["fault", "fault", "1 could not be printed: so it goes", "good"]


def test_output_is_tried_again_after_an_error() -> None:
    """After failed output (a disk was full), a note gives the number of missing deliveries; the next one is shown."""
    lines: list[str] = []
    full, odd = OSError(errno.ENOSPC, "No space left on device"), ValueError("secret text")
    faults = iter((full, full, None, odd, odd, None, None))

    def show(layout: Group) -> None:
        if fault := next(faults):
            raise fault
        row = layout.renderables[0]
        assert isinstance(row, Row)
        lines.append(row.text.plain)

    display = Display(show, "so it goes")
    display.start()
    for name in ("a", "b", "c", "d"):
        display.offer(arrival(name))
    display.close(TIMEOUT)
    assert lines == ["2 could not be printed: so it goes", "1 could not be printed: so it goes", "d"]
    assert display.error is None


def test_output_that_always_fails_is_reported_at_the_end() -> None:
    """If all output fails, `error` names the type of the error, without text of a delivery."""

    def show(_: Group) -> None:
        raise UnicodeEncodeError("ascii", "secret", 0, 1, "odd")

    display = Display(show, "so it goes")
    display.start()
    display.offer(arrival("a"))
    display.close(TIMEOUT)
    assert str(display.error) == "UnicodeEncodeError"


def until(condition: Callable[[], bool]) -> None:
    """Wait until another thread makes a condition true."""
    end = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


# --- verify -----------------------------------------------------------------------------------------------------------


def test_verify_accepts_a_signed_body(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`verify` accepts a body from a file or from standard input that is signed with any of the secrets."""
    monkeypatch.setenv("NEW", "other")
    monkeypatch.setenv("OLD", SECRET)
    path = tmp_path / "body.json"
    path.write_bytes(BODY)
    options = ("--signature", sign(BODY, SECRET), "--secret-env", "NEW", "--secret-env", "OLD")
    assert run("verify", str(path), *options) == (0, f"{path}: the signature matches\n", "")
    assert run("verify", "-", *options, stdin=BODY) == (0, "standard input: the signature matches\n", "")


@pytest.mark.parametrize(
    ("signature", "what"),
    [
        (sign(BODY, "other"), "The signature does not match the body"),
        (sign(BODY, SECRET).upper(), "The signature is not 64 hexadecimal digits in lower case"),
        ("é" * 64, "The signature is not ASCII"),
        ("", "The signature is empty"),
    ],
)
def test_verify_reports_a_wrong_signature(run: Run, monkeypatch: pytest.MonkeyPatch, signature: str, what: str) -> None:
    """`verify` reports a wrong, malformed or empty signature in one line."""
    monkeypatch.setenv("S", SECRET)
    result = run("verify", "-", "--signature", signature, "--secret-env", "S", stdin=BODY)
    assert result == (1, "", f"topframe: standard input: {what}\n")


def test_verify_reports_a_missing_file(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`verify` reports a missing file in one line."""
    monkeypatch.setenv("S", SECRET)
    path = tmp_path / "missing"
    result = run("verify", str(path), "--signature", "", "--secret-env", "S")
    assert result == (1, "", f"topframe: {path}: No such file or directory\n")


@pytest.mark.parametrize("command", [("listen", "--port", "0"), ("verify", "-", "--signature", "x")])
@pytest.mark.parametrize(
    ("names", "what"),
    [
        (("MISSING",), "--secret-env: MISSING is not set; it takes the name of an environment variable"),
        (("S", "EMPTY"), "--secret-env: EMPTY is empty\n"),
        (("BLANK", "S"), "--secret-env: BLANK is empty\n"),
        (("S", "LINE"), "--secret-env: LINE begins or ends with a blank or a line break\n"),
        (("BYTES",), "--secret-env: BYTES is not UTF-8\n"),
        (("",), "--secret-env: the variable is not set; it takes the name of an environment variable"),
        ((SECRET,), "--secret-env: the variable is not set; it takes the name of an environment variable"),
        ((f"C{SECRET}",), "--secret-env: the variable is not set; it takes the name of an environment variable"),
        ((), "Missing option '--secret-env'."),
    ],
)
def test_secret_env_must_name_a_variable_with_a_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], names: tuple[str, ...], what: str
) -> None:
    """`--secret-env` must name a variable with a usable secret. A secret given as the name is not printed."""
    monkeypatch.setenv("S", SECRET)
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.setenv("BLANK", " \t\n")
    monkeypatch.setenv("LINE", f"{SECRET}\n")
    monkeypatch.setenv("BYTES", "\udcff")
    monkeypatch.delenv("MISSING", raising=False)
    code, out, err = run(*command, *(part for name in names for part in ("--secret-env", name)))
    assert (code, out) == (2, "")
    assert f"Error: {what}" in err
    assert SECRET not in err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("listen", "--secret-env", "S"), "Missing option '--port'."),
        (("listen", "--secret-env", "S", "--port", "x"), "Invalid value for '--port'"),
        (("listen", "--secret-env", "S", "--port", "65536"), "Invalid value for '--port'"),
        (("verify", "--secret-env", "S", "--signature", "x"), "Missing argument 'FILE|-'."),
        (("verify", "-", "--secret-env", "S"), "Missing option '--signature'."),
        (("verify", "-", "--secret", "x"), "No such option: --secret"),
    ],
)
def test_wrong_usage_is_explained(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], what: str
) -> None:
    """Wrong usage exits with status 2 and names the mistake."""
    monkeypatch.setenv("S", SECRET)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert f"\nError: {what}" in err
