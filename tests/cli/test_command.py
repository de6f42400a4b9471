"""Tests of the `topframe` command and of `topframe show`."""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import json
import os
import pty
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pytest
import typer

from topframe import EncodeError, __version__, decode_event, encode
from topframe.cli import main
from topframe.render.escape import visible

SAMPLE = files("topframe.cli").joinpath("sample.json").read_bytes()
EVENT = b'{"eventID": "0a1b", "title": "Boom", "platform": "python"}'
SHOWN = "Boom\n  platform  python\n  event     0a1b\n"
RAW = b'{"event_id": "0A1B", "logentry": "Boom", "platform": "python", "received": 1.0}'
"""The same event as the server stores it."""
FOREIGN = (
    "Not an event: looked for `eventID` of the web API, `event_id` or an interface of a raw event, `event` or `data` "
    "of a webhook, `Records`, `Messages` or `Body` of a queue, or the lines of an envelope"
)
CODE = "from topframe.cli import main; main()"

Run = Callable[..., tuple[int, str, str]]
"""Takes the arguments of the command; returns exit status, standard output and standard error."""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, 80 columns wide and with captured output."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # restores it after the test: a broken pipe replaces it

    def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["topframe", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        if isinstance(code, str):  # Python prints such a code and exits with 1
            return 1, printed.out, f"{printed.err}{code}\n"
        assert isinstance(code, int)
        return code, printed.out, printed.err

    return run


def environment(**members: str) -> dict[str, str]:
    """The environment variables for a separate process."""
    unwanted = ("PYTHONUNBUFFERED", "FORCE_COLOR", "NO_COLOR", "COLUMNS")
    path = str(Path(decode_event.__code__.co_filename).parents[2])
    return {**{k: v for k, v in os.environ.items() if k not in unwanted}, "PYTHONPATH": path, **members}


def process(*arguments: str, code: str = CODE, **members: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a separate process."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, env=environment(**members), check=False)


# --- show -------------------------------------------------------------------------------------------------------------


def test_a_file_is_shown(run: Run, tmp_path: Path) -> None:
    """`show FILE` prints the event, without colours if the output is not a terminal."""
    path = tmp_path / "event.json"
    path.write_bytes(EVENT)
    assert run("show", str(path)) == (0, SHOWN, "")


def test_standard_input_is_shown(run: Run) -> None:
    """`show -` reads the event from standard input."""
    assert run("show", "-", stdin=EVENT) == (0, SHOWN, "")


@pytest.mark.parametrize(
    "body",
    [
        RAW,
        b'{"data": {"event": ' + RAW + b"}}",
        b'{"data": {"error": ' + RAW + b"}}",
        b'{"Records": [{"body": ' + json.dumps(RAW.decode()).encode() + b"}]}",
        b'{}\n{"type":"attachment","length":5}\n\x00\xff\r\n{\n{"type":"event"}\n' + RAW + b"\n",
        gzip.compress(RAW),
    ],
    ids=["raw", "alert", "error", "queue", "envelope", "gzip"],
)
def test_an_event_in_each_container_is_shown(run: Run, tmp_path: Path, body: bytes) -> None:
    """`show` finds the event in each container, in a file and on standard input. JSON output has the web API's keys."""
    shown = "Boom\n  time      1970-01-01 00:00:01.000 UTC\n  platform  python\n  event     0a1b (default)\n"
    shown += "  tags      level=error\n"  # normalizing adds them if Relay received the event and no server stored it
    assert run("show", "-", stdin=body) == (0, shown, "")
    path = tmp_path / "event"
    path.write_bytes(body)
    assert run("show", str(path)) == (0, shown, "")
    code, out, err = run("show", "-", "--json", "--fields", "eventID,entries.0.type,platform", stdin=body)
    assert (code, err) == (0, "")
    assert json.loads(out) == {"eventID": "0a1b", "entries.0.type": "message", "platform": "python"}


def test_the_sample_is_part_of_the_package(run: Run) -> None:
    """`show --sample` prints the packaged event. Decoding and encoding it loses only nulls."""
    code, out, err = run("show", "--sample")
    assert (code, err) == (0, "")
    assert out.startswith(
        "CheckoutError: Cart c-20417 cannot be priced\n  culprit   placeOrder(src/checkout/placeOrder)\n"
    )
    assert "\n    … 6 library frames\n" in out
    assert without_nulls(json.loads(encode(decode_event(SAMPLE)))) == without_nulls(json.loads(SAMPLE))


def without_nulls(value: Any) -> Any:
    """A JSON value without its null members."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        return {key: without_nulls(item) for key, item in members if item is not None}
    return [without_nulls(item) for item in cast("Sequence[Any]", value)] if isinstance(value, list) else value


def test_all_frames_are_shown_on_demand(run: Run) -> None:
    """`--all-frames` prints library frames too."""
    _, out, _ = run("show", "--sample", "--all-frames")
    assert "library frame" not in out
    assert out.count("\n    /tracker/4.1/tracker.min.js:1:18342 in t.<computed>\n") == 2


def test_a_terminal_gets_colours_unless_no_color_is_set() -> None:
    """A terminal gets colours. With `NO_COLOR`, it gets bold text but no colours."""
    shown = on_a_terminal("show", "--sample")
    assert b"\x1b[1;31mCheckoutError: " in shown
    assert b"\x1b[36m./src/cart/pricing.ts:18:34\x1b[0m" in shown
    plain = on_a_terminal("show", "--sample", NO_COLOR="1")
    assert b"\x1b[1mCheckoutError: " in plain
    assert b"[36m" not in plain


def on_a_terminal(*arguments: str, **members: str) -> bytes:
    """The output of the command on a terminal."""
    ours, theirs = pty.openpty()
    members = {"TERM": "xterm", "COLUMNS": "80", **members}
    with subprocess.Popen([sys.executable, "-c", CODE, *arguments], stdout=theirs, env=environment(**members)):
        os.close(theirs)
        written = b""
        while chunk := read(ours):
            written += chunk
    os.close(ours)
    return written


def read(terminal: int) -> bytes:
    """The next bytes from a terminal; none after the command has closed it, which Linux reports as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_characters_that_the_output_encoding_lacks_are_escaped(encoding: str) -> None:
    """Characters that the encoding of the output lacks are escaped."""
    body = {"eventID": "a", "title": "漢 é", "platform": "go"}
    code = f"import io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO({json.dumps(body).encode()!r})); {CODE}"
    result = process("show", "-", code=code, PYTHONIOENCODING=encoding)
    title = "漢 é".encode(encoding, "backslashreplace")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.replace(b"\r\n", b"\n") == title + b"\n  platform  go\n  event     a\n"


def test_a_program_can_capture_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program can call `main` and capture its output."""
    monkeypatch.setattr(sys, "argv", ["topframe", "show", "--sample"])
    with contextlib.redirect_stdout(io.StringIO()) as printed, pytest.raises(SystemExit):
        main()
    assert printed.getvalue().startswith("CheckoutError: ")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_reader_of_a_pipe_can_close_it_early(options: tuple[str, ...], tmp_path: Path) -> None:
    """If the reader of a pipe closes it early, as `head` does, the command ends without a message."""
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"eventID": "a", "tags": [{"key": "k" * 99, "value": str(n)} for n in range(9999)]}))
    command = [sys.executable, "-c", CODE, "show", str(path), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode == 1


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_is_the_event_encoded_again(run: Run) -> None:
    """`--json` prints the encoded event, indented and without nulls."""
    body = b'{"title":"Boom","eventID":"0a1b","culprit":null}'
    assert run("show", "-", "--json", stdin=body) == (0, '{\n  "eventID": "0a1b",\n  "title": "Boom"\n}\n', "")
    _, out, _ = run("show", "--sample", "--json")
    assert json.loads(out) == json.loads(encode(decode_event(SAMPLE)))


def test_json_escapes_control_characters(run: Run) -> None:
    """`--json` escapes control and invisible characters as JSON does, so the document stays equal."""
    event = json.dumps({"eventID": "a", "title": "\x1b\x7f\x9b\u202e é \U000e0041"}, ensure_ascii=False).encode()
    code, out, _ = run("show", "-", "--json", stdin=event)
    assert (code, out) == (0, '{\n  "eventID": "a",\n  "title": "\\u001b\\u007f\\u009b\\u202e é \\udb40\\udc41"\n}\n')
    assert json.loads(out) == json.loads(event)


RICH: dict[str, Any] = {
    "eventID": "0a1b",
    "title": "Boom",
    "tags": [
        {"key": "environment", "value": "production"},
        None,
        {"key": "a.b", "value": None},
        {"key": "environment"},
    ],
    "context": {"a.b": {"c": [1, None]}, "a": 0, "gone": None},
    "contexts": {"browser": {"name": "Firefox"}},
    "measurements": {"lcp": {"value": 1}, "fid": None},
    "entries": [
        {"type": "exception", "data": {"values": [{"type": "E", "stacktrace": {"frames": [{"lineNo": 7}]}}]}},
        {"type": "request", "data": {"headers": [["User-Agent", "x"], [None, None]]}},
        {"type": "moon", "data": {"phase": 1}},
    ],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "Boom"),
        ("tags.environment", "production"),
        ("tags.0.value", "production"),
        ("tags.a.b", None),
        ("tags.1", None),
        ("context.a.b", {"c": [1, None]}),
        ("context.a.b.c.0", 1),
        ("context.gone", None),
        ("contexts.browser.name", "Firefox"),
        ("measurements.lcp.value", 1),
        ("measurements.lcp.unit", None),
        ("measurements.fid.value", None),
        ("entries.0.type", "exception"),
        ("entries.0.data.values.0.stacktrace.frames.0.lineNo", 7),
        ("entries.0.data.values.0.stacktrace.frames.0.filename", None),
        ("entries.0.data.values.0.mechanism.handled", None),
        ("entries.0.data.values.0", {"type": "E", "stacktrace": {"frames": [{"lineNo": 7}]}}),
        ("entries.1.data.headers.User-Agent", "x"),
        ("entries.2.data.phase", 1),
        ("entries.2.type", "moon"),
        ("perfProblem", None),
        ("release.version", None),
        ("user.email", None),
    ],
)
def test_fields_prints_parts_of_an_event(run: Run, path: str, value: Any) -> None:
    """A path uses JSON names; tags and headers are found by key. A member that the event lacks is null."""
    code, out, err = run("show", "-", "--json", "--fields", f"eventID,{path}", stdin=json.dumps(RICH).encode())
    assert (code, err) == (0, "")
    assert json.loads(out) == {"eventID": "0a1b", path: value}
    assert out.startswith('{\n  "eventID": "0a1b"')


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("event_id", "an event has no event_id; did you mean eventID?"),
        ("nope.title", "an event has no nope; the names are those that --json prints"),
        ("titles", "an event has no titles; did you mean title?"),
        ("\x1b[31m", r"an event has no \x1b[31m; the names are those that --json prints"),
        ("title.x", "title has no x\n"),
        ("extra.x", "an event has no extra; the names are those that --json prints"),
        ("action", "an event has no action; the names are those that --json prints"),
        ("culprit.x", "culprit has no x; it is null\n"),
        ("tags.enviroment", "tags has no enviroment; did you mean environment?"),
        ("tags.nope", "tags has no nope; it has environment, a.b\n"),
        ("entries.9", "entries has no 9; it has 3 items, counted from 0"),
        ("entries.-1", "entries has no -1; it has 3 items, counted from 0"),
        ("entries.0.data.values.0.stacktrace.frames.0.line_no", "frames.0 has no line_no; did you mean lineNo?"),
        ("entries.0.data.values.0.mechanism.handle", "mechanism has no handle; did you mean handled?"),
        ("entries.1.data.headers.Referer", "headers has no Referer; it has User-Agent\n"),
        ("context.z", "context has no z"),
        ("contexts.os.name", "contexts has no os"),
        ("release.nope", "release has no nope; it has id, version, status, shortVersion, versionInfo, ref, …\n"),
        ("user.mail", "user has no mail; did you mean email?"),
        ("dist.x", "dist has no x"),
    ],
)
def test_an_unknown_name_in_fields_is_a_usage_error(run: Run, path: str, what: str) -> None:
    """An unknown name anywhere in a path is a usage error, because null would look like a value."""
    code, out, err = run("show", "-", "--json", "--fields", f"title,{path}", stdin=json.dumps(RICH).encode())
    assert (code, out) == (2, "")
    assert what in err
    assert err.count("\n") == 4


def test_blanks_around_paths_are_ignored(run: Run) -> None:
    """Blanks around a path are ignored, because people write one after a comma. A path of blanks is a usage error."""
    code, out, err = run("show", "-", "--json", "--fields", " title, eventID ", stdin=json.dumps(RICH).encode())
    assert (code, err) == (0, "")
    assert list(json.loads(out)) == ["title", "eventID"]
    code, out, err = run("show", "-", "--json", "--fields", "title, ", stdin=json.dumps(RICH).encode())
    assert (code, out) == (2, "")
    assert "--fields takes names with dots between them" in err


def test_fields_finds_tags_in_both_dialects(run: Run) -> None:
    """`--fields` finds tags in an object and in pairs, in raw events and in old responses of the web API."""
    bodies: list[dict[str, Any]] = [
        {"event_id": "9", "platform": "go", "tags": {"a": "b"}},
        {"event_id": "9", "platform": "go", "tags": [["a", "b"]]},
        {"eventID": "9", "tags": {"a": "b"}},
    ]
    for body in bodies:
        code, out, _ = run("show", "-", "--json", "--fields", "tags.a", stdin=json.dumps(body).encode())
        assert (code, json.loads(out)) == (0, {"tags.a": "b"})


def test_a_number_that_is_too_long_is_one_line_of_error(run: Run) -> None:
    """A number that Python cannot convert is printed whole, but `--fields` for it ends in one line of error."""
    body = b'{"eventID":"9","title":"T","context":{"n":' + b"7" * 5000 + b"}}"
    assert run("show", "-", "--json", stdin=body)[0] == 0
    assert run("show", "-", "--json", "--fields", "title", stdin=body) == (0, '{\n  "title": "T"\n}\n', "")
    code, out, err = run("show", "-", "--json", "--fields", "context.n", stdin=body)
    assert (code, out) == (1, "")
    assert err == "topframe: standard input: Nested too deeply, or a number is too long - in a free-form part\n"


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "Malformed JSON: the body is empty"),
        (b"{", "Malformed JSON: it ends too early - at byte 1"),
        (b"JSON", "Malformed JSON: invalid character - at byte 0"),
        (b'{"eventID": "\xff"}', "Not UTF-8 - at byte 13"),
        (b'{"eventID": 1}', "Expected `str`, got `int` - at `$.eventID`"),
        (b'{"title": "x"}', FOREIGN),
        (b'{"event_id": 1}', "Expected `str | null`, got `int` - at `$.event_id`"),
        (b'{"data": {"event": {"level": []}}}', "Expected `int | str | null`, got `array` - at `$.data.event.level`"),
        (b'{"data": {"issue": {}}}', "A webhook without an event: `data` has neither `event` nor `error`"),
        (b'{"s3Url": "s3://a/b"}', "A message that says where an event is: read that from Amazon S3"),
        (b'{}\n{"type":"session"}\n{}', "An envelope without an event"),
        (b'{}\n{"type":"a","length":9}\n{}', "Malformed envelope: the payload of item 0 ends too early - at byte 29"),
        (b'{"detail": "Not found"}', "Expected `event`, got `API error` - at `$`"),
        (b'[{"eventID": "a"}]', "Expected one event, got a list; give one of its items"),
        (b"7", "Expected `event`, got `int` - at `$`"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--json",), ("--json", "--fields", "title")])
def test_a_bad_event_is_one_line_of_error(run: Run, body: bytes, what: str, options: tuple[str, ...]) -> None:
    """A body without a valid event gives one line with the fault and its place, and an empty standard output."""
    assert run("show", "-", *options, stdin=body) == (1, "", f"topframe: standard input: {what}\n")


def run_with_redirection(redirection: str, *arguments: str) -> tuple[int, bytes, bytes]:
    """Run the command in a shell that redirects its output; returns status, standard output and standard error."""
    command = f'exec "$0" -c "$1" {" ".join(arguments)} {redirection}'
    shell = ["sh", "-c", command, sys.executable, CODE]
    result = subprocess.run(shell, capture_output=True, env=environment(), check=False)
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("show", "--help"),
        ("show", "--sample"),
        ("show", "--sample", "--json"),
        ("listen", "--port", "0", "--secret-env", "PATH"),
    ],
    ids=" ".join,
)
def test_failing_output_is_one_line_of_error(arguments: tuple[str, ...]) -> None:
    """Output that fails gives one line of error, without a traceback, also when Python exits."""
    message = b"topframe: standard output: No space left on device\n"
    assert run_with_redirection(">/dev/full", *arguments) == (1, b"", message)
    assert run_with_redirection(">&-", *arguments) == (1, b"", b"topframe: standard output: It is closed\n")


def test_a_closed_output_is_reported_before_reading(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed output is reported before anything is read."""
    monkeypatch.setattr(sys, "stdout", None)
    assert run("--version") == (1, "", "topframe: standard output: It is closed\n")


@pytest.mark.parametrize("arguments", ["show -", "verify - --signature x --secret-env PATH"])
def test_a_terminal_as_input_is_an_error(arguments: str) -> None:
    """A terminal as standard input is an error: the command would wait for input, and a terminal cuts long lines."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", CODE, *arguments.split()]
    result = subprocess.run(command, stdin=theirs, capture_output=True, env=environment(), check=False)
    os.close(ours)
    os.close(theirs)
    hint = b"It is a terminal; pipe a file into it, or give the name of the file"
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr == b"topframe: standard input: " + hint + b"\n"


def test_a_terminal_as_input_is_an_error_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same error in this process, where coverage counts the lines."""
    ours, theirs = pty.openpty()
    monkeypatch.setattr(sys, "argv", ["topframe", "show", "-"])
    with open(theirs) as terminal:  # noqa: PTH123  # a file descriptor has no path
        monkeypatch.setattr(sys, "stdin", terminal)
        with pytest.raises(SystemExit) as ended:
            main()
    os.close(ours)
    assert ended.value.code == 1


@pytest.mark.parametrize("columns", ["0", "-1", "1", "2", "many", "²", "9" * 5000, ""])
def test_an_invalid_width_is_ignored(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """If COLUMNS is not a valid width, the width of the terminal is used."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    code, out, err = run("show", "-", stdin=EVENT)
    assert (code, err) == (0, "")
    assert "".join(out.split()) == "".join(SHOWN.split())
    assert columns in {"1", "2"} or out == SHOWN


def test_the_completion_script_offers_subcommands_and_options() -> None:
    """The completion script offers the subcommands and their options. typer asks which shell started the command."""
    shell = ["bash", "-c", '"$0" -c "$1" --show-completion; exit $?', sys.executable, CODE]
    result = subprocess.run(shell, capture_output=True, env=environment(), check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"complete -o default -F _topframe_completion topframe" in result.stdout
    words = {"_TOPFRAME_COMPLETE": "complete_bash", "COMP_CWORD": "1"}
    assert process(COMP_WORDS="topframe s", **words).stdout.split() == [b"show"]
    words["COMP_CWORD"] = "2"
    assert b"--sample" in process(COMP_WORDS="topframe show --", **words).stdout.split()


def test_closed_standard_input_is_one_line_of_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed standard input gives one line of error. Shells close it with `<&-`, and some schedulers do too."""
    code = f"import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, '-c', {CODE!r}, 'show', '-'])"
    result = process(code=code)
    message = "topframe: standard input: It is closed\n"
    assert (result.returncode, result.stdout, result.stderr.decode().replace("\r\n", "\n")) == (1, b"", message)
    monkeypatch.setattr(sys, "argv", ["topframe", "show", "-"])
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1


def test_a_bad_file_is_one_line_of_error(run: Run, tmp_path: Path) -> None:
    """A missing file, a folder, a URL, an empty name and a file without an event each give one line of error."""
    missing = tmp_path / "missing.json"
    assert run("show", str(missing)) == (1, "", f"topframe: {missing}: No such file or directory\n")
    assert run("show", str(tmp_path)) == (1, "", f"topframe: {tmp_path}: It is a folder; give one of its files\n")
    url = "https://sentry.example.com/api/0/issues/1/events/latest/"
    hint = f"topframe: {url}: It is a URL; download it, or pipe it into `topframe show -`\n"
    assert run("show", url) == (1, "", hint)
    assert run("show", "s3://bucket/event.json")[2] == hint.replace(url, "s3://bucket/event.json")
    assert run("show", "") == (1, "", "topframe: FILE: Its name is empty\n")
    hostile = tmp_path / "\x1b[31m\n.json"
    hostile.write_bytes(b"{}")
    assert run("show", str(hostile)) == (1, "", f"topframe: {visible(str(hostile))}: {FOREIGN}\n")


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "standard output: No space left on device"),
        (OSError("odd"), "standard output: odd"),
        (EncodeError("nested too deeply"), "sample: nested too deeply"),
    ],
)
def test_failing_output_is_one_line_of_error_in_this_process(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, what: str
) -> None:
    """A full disk, and an event that cannot be encoded, each give one line of error."""
    fail_to_print(monkeypatch, error)
    assert run("show", "--sample", "--json") == (1, "", f"topframe: {what}\n")


def test_a_broken_pipe_is_silent(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken pipe gives status 1 without a message, because the reader closed it on purpose."""
    fail_to_print(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert run("show", "--sample", "--json") == (1, "", "")


def fail_to_print(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make every write to standard output raise *error*."""
    echo = typer.echo

    def failing(message: Any, *, err: bool = False) -> None:
        if not err:
            raise error
        echo(message, err=True)

    monkeypatch.setattr(typer, "echo", failing)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "Give either a FILE, - for standard input, or --sample."),
        (("x.json", "--sample"), "Give either a FILE, - for standard input, or --sample."),
        (("--sample", "--fields", "title"), "--fields needs --json."),
        (("--sample", "--json", "--fields", ""), "--fields takes names with dots between them, separated by commas:"),
        (
            ("--sample", "--json", "--fields", "a..b"),
            "--fields takes names with dots between them, separated by commas:",
        ),
        (("--sample", "--json", "--fields", "a,"), "--fields takes names with dots between them, separated by commas:"),
        (("--sample", "--nope"), "No such option: --nope"),
        (("a", "b"), "Got unexpected extra argument"),
    ],
)
def test_wrong_usage_is_explained(run: Run, arguments: tuple[str, ...], what: str) -> None:
    """Wrong usage prints the usage and the mistake, and exits with status 2."""
    code, out, err = run("show", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: topframe show [OPTIONS] ")
    assert "FILE|-" in err.partition("\n")[0]
    assert f"\nError: {what}" in err


# --- the command as a whole -------------------------------------------------------------------------------------------


def test_help_lists_options_and_subcommands(run: Run) -> None:
    """The help is plain text that lists the options and the subcommands."""
    code, out, _ = run("--help")
    assert code == 0
    assert (
        out
        == """\
Usage: topframe [OPTIONS] COMMAND [ARGS]...

  Read Sentry events and receive Sentry's webhooks.

Options:
  --version             Print the version.
  --install-completion  Install completion for the current shell.
  --show-completion     Show completion for the current shell, to copy it or
                        customize the installation.
  -h, --help            Show this message and exit.

Commands:
  show    Show one event: what failed, where, and what came before.
  listen  Receive webhooks, verify them and show them.
  verify  Check the signature of a body.
"""
    )
    code, out, _ = run("show", "--help")
    assert code == 0
    assert out.startswith("Usage: topframe show [OPTIONS] ")
    assert "\n  Show one event: what failed, where, and what came before.\n" in out
    assert {"--sample", "--all-frames", "--json", "--fields"} <= set(out.split())


def test_the_version_is_printed(run: Run) -> None:
    """`--version` prints the version of the library."""
    assert run("--version") == (0, f"topframe {__version__}\n", "")


@pytest.mark.parametrize("package", ["typer", "rich", "rich.text"])
def test_a_missing_extra_is_reported(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Without the extra `cli`, the command prints how to install it."""
    code = f"import sys; sys.modules[{package!r}] = None; {CODE}"
    result = process("show", "--sample", code=code)
    message = b"topframe: the command needs typer and rich; install them with: pip install 'topframe[cli]'\n"
    assert (result.returncode, result.stdout, result.stderr.replace(b"\r\n", b"\n")) == (1, b"", message)
    monkeypatch.setattr(sys, "argv", ["topframe"])
    for name in [name for name in sys.modules if name.startswith("rich.")]:
        monkeypatch.delitem(sys.modules, name)
    forget_the_command(monkeypatch, package)
    with pytest.raises(SystemExit) as ended:
        main()
    assert str(ended.value).encode() + b"\n" == message


def test_other_import_errors_are_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing module of topframe itself is not reported as a missing extra."""
    forget_the_command(monkeypatch, "topframe.render.escape")
    with pytest.raises(ModuleNotFoundError):
        main()


def forget_the_command(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Remove the command from `sys.modules`, so that its next import runs without the module *missing*."""
    for name in [name for name in sys.modules if name.startswith(("topframe.cli.", "topframe.render"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)


def test_the_sample_has_no_real_hosts() -> None:
    """The sample names example hosts only, and has no control characters except line feeds."""
    hosts = {part.split("/")[0] for part in SAMPLE.decode().split("https://")[1:]}
    assert hosts <= {"shop.example.com", "cdn.example.com"}
    assert all(char == "\n" or unicodedata.category(char)[0] != "C" for char in SAMPLE.decode())
