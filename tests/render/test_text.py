"""Tests of events as text for a terminal."""

from __future__ import annotations

import functools
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any, cast

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from topframe import Event, decode_event
from topframe.model import (
    Breadcrumb,
    BreadcrumbsData,
    BreadcrumbsEntry,
    ExceptionData,
    ExceptionEntry,
    ExceptionValue,
    Frame,
    Mechanism,
    Stacktrace,
    Tag,
)
from topframe.render._layout import Row
from topframe.render.escape import cut, escape_json, flat, number_text, pair, value_text, visible, visible_lines
from topframe.render.text import render_text

SAMPLE = files("topframe.cli").joinpath("sample.json").read_bytes()
HOSTILE = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)])) + (
    "\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u3164\ue000\U000e0041"
    "\x1b]8;;https://x\x07[red]y[/red] :smile:"
    "\nRequest\n  GET https://evil.example.com\r\nException (most recent call first)"
)


def printed(event: Event, *, width: int = 100, all_frames: bool = False, terminal: bool = False) -> str:
    """The text that a person sees."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=terminal,
        color_system="truecolor" if terminal else None,
        highlight=False,
        emoji=False,
    )
    console.print(render_text(event, all_frames=all_frames), crop=False)
    return file.getvalue()


def body(**members: Any) -> Event:
    """An event with a title and these keys."""
    return decode_event(json.dumps({"eventID": "0a1b", "title": "T", "platform": "python", **members}))


def section(event: Event, name: str, **options: Any) -> str:
    """The part of the output under one heading."""
    text = printed(event, **options)
    assert f"\n\n{name}" in text, text
    return name + text.partition(f"\n\n{name}")[2].partition("\n\n")[0]


def stack(*frames: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The JSON of a stack trace."""
    return {"frames": list(frames), **members}


def entry(type: str, data: Any) -> dict[str, Any]:
    """The JSON of an entry."""
    return {"type": type, "data": data}


def raised(*values: Any, **members: Any) -> Event:
    """An event with a chain of exceptions, oldest cause first."""
    return body(entries=[entry("exception", {"values": list(values)})], **members)


# --- the whole output -------------------------------------------------------------------------------------------------


def test_the_whole_output_for_a_sample() -> None:
    """Title and facts come first, then the chain, frames with source, remedies and breadcrumbs."""
    assert (
        printed(decode_event(SAMPLE))
        == """\
CheckoutError: Cart c-20417 cannot be priced
  culprit   placeOrder(src/checkout/placeOrder)
  time      2026-03-03 09:32:11.482 UTC
  release   shop-web@5.2.1 (dist 1184)
  platform  javascript, sentry.javascript.react 9.4.0
  user      id=u-7781 ip=192.0.2.14
  issue     4815162, project 23
  event     5d2c9e1f0b7a4c3d8e6f1a2b3c4d5e6f (error)
  trace     8c1f4b0e2d7a49c6b5a3f0e1d2c3b4a5
  tags      browser="Firefox 135.0" browser.name=Firefox client_os=Linux environment=production
            handled=no level=error locale=de-CH mechanism=onunhandledrejection
            release=shop-web@5.2.1 transaction=/checkout url=https://shop.example.com/checkout
            user=id:u-7781

Exceptions (causes below, most recent call first)
  CheckoutError: Cart c-20417 cannot be priced
    not handled (auto.browser.global_handlers.onunhandledrejection)
    ./src/checkout/placeOrder.ts:31:11 in placeOrder
        28    try {
        29      total = totalOf(cart.items, cart.currency);
        30    } catch (error) {
      > 31      throw new CheckoutError(`Cart ${cart.id} cannot be priced`, { cause: error });
        32    }
        33    return { id: newOrderId(), lines: linesOf(cart), address, total };
        34  }
    ./src/checkout/CheckoutForm.tsx:87:19 in onSubmit
        86  const address = readAddress(form.current);
      > 87  const order = placeOrder(cart, address);
        88  await api.post("/orders", order);
    … 6 library frames

  Caused by:
  TypeError: Cannot read properties of undefined (reading 'amount')
    ./src/cart/pricing.ts:18:34 in totalOf/amount<
        15    const rate = rates[currency];
        16    const amount = items
        17      .filter((item) => item.quantity > 0)
      > 18      .map((item) => priceOf(item).amount * item.quantity)
        19      .reduce((sum, price) => sum + price, 0);
        20    return { amount: Math.round(amount * rate), currency };
        21  }
    … 1 library frame
    ./src/cart/pricing.ts:18:6 in totalOf
        17  .filter((item) => item.quantity > 0)
      > 18  .map((item) => priceOf(item).amount * item.quantity)
        19  .reduce((sum, price) => sum + price, 0);
    ./src/checkout/placeOrder.ts:29:13 in placeOrder
        28  try {
      > 29    total = totalOf(cart.items, cart.currency);
        30  } catch (error) {
    ./src/checkout/CheckoutForm.tsx:87:19 in onSubmit
        86  const address = readAddress(form.current);
      > 87  const order = placeOrder(cart, address);
        88  await api.post("/orders", order);
    … 6 library frames

Source maps
  The minified file was not found. (js_no_source)
    https://cdn.example.com/tracker/4.1/tracker.min.js
    To do: Upload the minified file with its source map and with debug ids, or make release, dist
      and path of the upload match those of the event.

Breadcrumbs (last 8 of 10)
  09:31:20.018  ui.click  button.add-to-cart
  09:31:20.344  fetch  method=POST url=/api/cart/items status_code=201
  09:31:29.410  navigation  from=/products/espresso-cups to=/cart
  09:31:41.977  ui.click  select#currency
  09:31:42.310  fetch (warning)  method=GET url="/api/prices?currency=CHF" status_code=206
  09:31:42.322  console (warning)  No CHF price for item ec-6, using none
  09:31:50.002  navigation  from=/cart to=/checkout
  09:32:11.471  ui.click  form#checkout > button[type="submit"]

Request
  https://shop.example.com/checkout?currency=CHF
  Referer     https://shop.example.com/cart
  User-Agent  Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0
"""
    )


@pytest.mark.parametrize("width", [1, 2, 3, 10, 40, 60, 80])
def test_narrow_terminals_show_everything(width: int) -> None:
    """No line is wider than the terminal, and no text is lost."""
    text = printed(decode_event(SAMPLE), width=width)
    assert max(map(len, text.splitlines())) <= width
    joined = re.sub(r"[\s|]", "", text)
    for word in ("CheckoutError:", "inonSubmit", "Caused", "js_no_source", "Breadcrumbs(last8of10)"):
        assert word in joined


def test_an_event_can_have_only_an_id() -> None:
    """All other keys can be missing."""
    assert printed(Event(event_id="0a1b")) == "Event without a title\n  platform  unknown\n  event     0a1b\n"


def test_values_can_be_null() -> None:
    """Null items of lists and null values are skipped."""
    frame = dict.fromkeys(("filename", "function", "lineNo", "context", "vars", "inApp"))
    exception = {"type": None, "value": None, "stacktrace": {"frames": [None, frame]}, "mechanism": {"type": None}}
    entries = [
        entry("exception", {"values": [None, exception]}),
        entry("breadcrumbs", {"values": [None, {"message": None}]}),
        entry("request", {"url": None, "headers": [None, [None, None], ["Referer", None]], "query": [None, [None]]}),
        entry("message", {"message": None}),
        entry("threads", {"values": [None, {"id": None}]}),
        entry("spans", [None]),
        entry("csp", {"blocked_uri": None}),
        entry("template", {"filename": None}),
    ]
    event = body(
        entries=entries, tags=[None, {"key": None}], errors=[None, {}], measurements={"a": None, "b": {}}, occurrence={}
    )
    assert (
        printed(event)
        == """\
T
  platform  python
  event     0a1b
  tags      ""=""

Finding

Exception (most recent call last)
    (no frame is marked in-app: chosen by their paths)
    unknown file
  Exception without a type

Template
    unknown file

Content Security Policy

Breadcrumbs
  breadcrumb

Request
"""
    )


# --- hostile text -----------------------------------------------------------------------------------------------------

FULL: dict[str, Any] = {
    **json.loads(SAMPLE),
    "message": "a",
    "type": "a",
    "errors": [{"type": "js_no_source", "data": {"url": "a", "source": "a"}}, {"type": "js_x"}, {"type": "a"}],
    "measurements": {"a": {"value": 1, "unit": "a"}},
    "occurrence": {"issueTitle": "a", "subtitle": "a", "evidenceDisplay": [{"name": "a", "value": "a"}]},
    "userReport": {"comments": "a", "name": "a"},
    "entries": [
        *json.loads(SAMPLE)["entries"],
        entry("message", {"message": "a", "params": ["a", {"a": "a"}]}),
        entry("template", {"filename": "a", "lineNo": 1, "context": [[1, "a"]]}),
        entry("csp", {"blocked_uri": "a", "script_sample": "a"}),
        entry("hpkp", {"hostname": "a", "known_pins": [["a", "a"]]}),
        entry("expectct", {"scts": [{"source": "a"}]}),
        entry("expectstaple", {"ocsp_response": {"a": "a"}}),
        entry("nel", {"url": "a", "body": {"phase": "a"}}),
        entry("spans", [{"op": "a", "description": "a", "start_timestamp": "a", "timestamp": "a"}]),
        entry("request", {"headers": {"Referer": "a"}, "data": {"a": "a"}}),
    ],
}
OTHERS: dict[str, dict[str, Any]] = {
    "full": FULL,
    "threads": {
        "eventID": "a",
        "tags": {"a": "a"},
        "entries": [
            entry(
                "threads", {"values": [{"id": "a", "name": "a", "state": "a", "crashed": True, "stacktrace": stack()}]}
            ),
            entry("a", {}),
        ],
    },
    "java": {
        "eventID": "a",
        "platform": "java",
        "entries": [
            entry("exception", {"values": [{"type": "a", "module": "a", "value": "a", "mechanism": {"type": "a"}}]}),
            entry(
                "stacktrace", stack({"module": "a", "function": "a", "filename": "a"}, {"package": "a", "inApp": True})
            ),
            entry("request", {"method": "a", "query": "a", "fragment": "a", "data": "a"}),
        ],
    },
}
OTHERS["threads"]["entries"][0]["data"]["values"][0]["stacktrace"] = stack({"instructionAddr": "a", "symbol": "a"})
KEPT = {"timestamp", "dateCreated", "dateReceived", "dateReleased", "dateFinished"}
"""Keys with values that are not free text. With hostile text, the event could not be decoded."""


def with_text(value: Any, change: Callable[[str], str]) -> Any:
    """Change the strings in a JSON value, and the keys that senders can choose."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        is_entry = members.keys() == {"type", "data"} and isinstance(members["data"], dict | list)
        return {
            key: item if key in KEPT or (key == "type" and is_entry and item != "a") else with_text(item, change)
            for key, item in members.items()
        } | {change(key): with_text(item, change) for key, item in members.items() if key == "a"}
    if isinstance(value, list):
        return [with_text(item, change) for item in cast("Sequence[Any]", value)]
    return change(value) if isinstance(value, str) else value


def texts(value: Any) -> Iterator[str]:
    """The strings in a JSON value."""
    if isinstance(value, dict | list):
        members = cast("dict[str, Any]", value).values() if isinstance(value, dict) else cast("Sequence[Any]", value)
        for item in members:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


HEADINGS = re.compile(
    r"Finding|Message|Exceptions? \(.+\)|Thread \(.+\)|Stack \(.+\)|Template|Content Security Policy|"
    r"Public key pinning|Certificate transparency|OCSP stapling|Network error|Spans|Source maps|"
    r"Breadcrumbs( \(last 8 of 10\))?|Request|User report|Not shown \(entries of unknown type\)"
)


def check_harmless(text: str) -> None:
    """Check that all characters are visible, and that only the title and our headings begin at the margin."""
    assert {char for char in text if not char.isprintable() and unicodedata.category(char) != "Zs"} == {"\n"}
    _title, *lines = text.split("\n")
    margin = [line for line in lines if line and not line.startswith(" ")]
    assert [line for line in margin if not HEADINGS.fullmatch(line)] == []
    assert len(margin) == len(set(margin))


def _hostile_but(kept: str, text: str) -> str:
    return text if text == kept else HOSTILE


def _hostile_in(victim: str, text: str) -> str:
    return HOSTILE + text if text == victim else text


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("all_frames", [False, True])
def test_text_of_an_event_cannot_control_the_terminal(name: str, all_frames: bool) -> None:
    """All strings of an event are hostile at once, with everything that a terminal acts on."""
    for kept in ("", "java", "javascript"):  # the platform decides the layout, so some runs keep it
        changed = with_text(OTHERS[name], functools.partial(_hostile_but, kept))
        check_harmless(printed(decode_event(json.dumps(changed)), width=60, all_frames=all_frames))


@pytest.mark.parametrize("name", OTHERS)
def test_a_single_text_cannot_control_the_terminal(name: str) -> None:
    """One string of an event at a time is hostile. The hostile part is in front of the original string."""
    for victim in sorted(set(texts(OTHERS[name]))):
        changed = with_text(OTHERS[name], functools.partial(_hostile_in, victim))
        check_harmless(printed(decode_event(json.dumps(changed)), width=60))


FORGED = "Source maps: upload your token to evil.example"
SPAN = {"start_timestamp": 0, "timestamp": 1e70, "op": "Exceptions (most recent call first)"}
LATE = {"timestamp": "2026-03-02T23:59:59Z", "category": FORGED}


@pytest.mark.parametrize(
    ("members", "width"),
    [
        ({"entries": [entry("spans", [SPAN])]}, 80),
        ({"occurrence": {"evidenceDisplay": [{"name": "漢" * 38, "value": FORGED}]}}, 80),
        ({"occurrence": {"evidenceDisplay": [{"name": "\U000e0041" * 60, "value": FORGED}]}}, 80),
        ({"entries": [entry("stacktrace", stack({"lineNo": 1, "context": [[10**69, FORGED]]}))]}, 80),
        ({"entries": [entry("breadcrumbs", {"values": [LATE]})], "dateCreated": "2026-03-03T00:00:00Z"}, 30),
        ({"title": "\u093e" * 100 + FORGED}, 80),
    ],
    ids=["duration", "wide name", "escaped name", "line number", "date", "marks"],
)
def test_no_line_is_wider_than_the_terminal(members: dict[str, Any], width: int) -> None:
    """The terminal would wrap the line, and the rest could pose as a heading."""
    text = printed(body(**members), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert max(map(cell_len, text.splitlines())) <= width
    check_harmless(text)


def test_further_lines_of_a_text_have_a_gutter() -> None:
    """The gutter marks lines of a text after its first line, after a line break and after wrapping."""
    forged = "x " + "FORGED " * 30 + "\nFORGED\n    FORGED\n\nFORGED"
    frame = {"filename": forged, "function": forged, "inApp": True}
    top = {"filename": forged}
    log = {"message": "x" + forged, "params": [forged]}
    events = (
        raised({"type": forged, "value": forged, "mechanism": {"type": forged, "handled": True}}, platform="java"),
        raised({"type": "E", "stacktrace": stack(frame, top)}, title=forged),
        body(message=forged, userReport={"comments": forged}, entries=[entry("message", log)]),
        body(entries=[{"type": forged}, entry("request", {"url": forged}), entry("spans", [{"op": forged}] * 2)]),
        body(entries=[entry("breadcrumbs", {"values": [{"message": forged}] * 2})]),
        body(errors=[{"type": "js_" + forged, "data": {"url": forged}}], occurrence={"subtitle": forged}),
        body(entries=[entry("threads", {"values": [{"name": forged, "crashed": True, "stacktrace": stack(frame)}]})]),
    )
    for event in events:
        for width in (20, 60):
            lines = printed(event, width=width).splitlines()
            assert [line for line in lines if re.match(r" *FORGED", line)] == []
            assert any(re.match(r" +\| +FORGED", line) for line in lines)


def test_markup_is_shown_literally() -> None:
    """Markup, emoji codes, URLs and numbers are shown unchanged. A terminal gets styles, but no links."""
    text = "[bold]x[/bold] [/] :smile: https://a.example.com 127.0.0.1 [link=https://b.example.com]y[/link]"
    assert printed(body(title=text)).splitlines()[0] == text
    terminal = printed(body(title=text), terminal=True)
    assert terminal.splitlines()[0] == f"\x1b[1;31m{text}\x1b[0m"
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", printed(decode_event(SAMPLE), terminal=True))


def test_half_surrogate_pairs_are_shown() -> None:
    """They cannot be decoded, but a caller can build a Struct with them."""
    event = Event(event_id="\udc80", title="\ud800", tags_data=(Tag(key="\udfff", value="x"),))
    assert (
        printed(event)
        == r"""\ud800
  platform  unknown
  event     \udc80
  tags      \udfff=x
"""
    )


def test_a_message_keeps_its_line_breaks() -> None:
    """Further lines have a gutter, so that they cannot imitate our lines. Tabs become blanks, as in a log."""
    event = raised({"type": "E", "value": "one\nRequest\r\n\ttwo\r\n\nthree\x0bfour\rfive\u2028six"})
    assert (
        printed(event)
        == r"""T
  platform  python
  event     0a1b

Exception (most recent call last)
  E: one
  | Request
  |     two
  |
  | three\x0bfour\rfive\u2028six
"""
    )


def test_a_long_text_is_shortened_in_the_middle() -> None:
    """The first and last lines are kept, and both ends of a very long line."""
    lines = visible_lines("\n".join(map(str, range(100))), lines=4)
    assert lines == ["0", "1", "… 96 lines …", "98", "99"]
    assert visible_lines("a" * 100 + "b" * 100, width=9) == ["aaaaaa … 191 characters … bbb"]
    assert cut("abc", 3) == "abc"
    assert len(printed(raised({"type": "E" * 10**5, "value": "x" * 10**5, "module": "m" * 10**5}))) < 3000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ~ é 漢字 \u05d0 😀 \u00a0 \u3000", "plain ~ é 漢字 \u05d0 😀 \u00a0 \u3000"),
        ("\x00\x1b[31m\x7f\x9b", r"\x00\x1b[31m\x7f\x9b"),
        ("a\nb\rc\td", r"a\nb\rc\td"),
        ("\u202a\u202b\u202c\u202d\u202e\u2066\u2069", r"\u202a\u202b\u202c\u202d\u202e\u2066\u2069"),
        ("\u200b\u200e\u200f\ufeff\u00ad\u2028\u3164", r"\u200b\u200e\u200f\ufeff\xad\u2028\u3164"),
        ("\U000e0041\ud800\ue000", r"\U000e0041\ud800\ue000"),
        ("\ufe00\ufe0f\U000e0100\U000e01ef\u180b\u180c\u180d", r"\ufe00\ufe0f\U000e0100\U000e01ef\u180b\u180c\u180d"),
        ("\u180e\u180f\u034f\u115f\u1160\u17b4\u17b5\u2800", r"\u180e\u180f\u034f\u115f\u1160\u17b4\u17b5\u2800"),
        (
            "\uffa0\ufff0\U0001bca0\U0001d159\U0001d173\U00016fe4",
            r"\uffa0\ufff0\U0001bca0\U0001d159\U0001d173\U00016fe4",
        ),
        ("❤\ufe0f", r"❤\ufe0f"),
    ],
)
def test_invisible_characters_are_escaped(text: str, shown: str) -> None:
    """Letters of all scripts, spaces and emoji stay. Control and invisible characters get Python's escapes."""
    assert visible(text) == shown


def test_flat_puts_a_text_on_one_line() -> None:
    """Each run of blanks and line breaks becomes one blank. Other control characters are escaped."""
    assert flat("  SELECT\n\t  1\x0b ", 100) == r"SELECT 1\x0b"


def test_a_pair_cannot_imitate_two_pairs() -> None:
    """Names and values with blanks, quotes or equal signs are put in quotes."""
    assert pair("a", "b") == "a=b"
    assert pair("a b", 'x c="d"\\') == '"a b"="x c=\\"d\\"\\\\"'
    assert (pair("a", ""), pair("a", 1), pair("a", None)) == ('a=""', "a=1", "a=null")


def test_any_json_value_can_be_shown() -> None:
    """A string is shown unchanged, any other value as JSON. If a value cannot be encoded, a note says so."""
    assert (value_text("x"), value_text({"a": [1, None]})) == ("x", '{"a":[1,null]}')
    assert value_text(["\ud800"]) == "(cannot be shown as JSON)"


def test_escape_json_keeps_the_document() -> None:
    """The escaped text decodes to the same value, and keeps its line breaks."""
    text = '{\n "\x9b\x7f\u202e": "é \U000e0041 \u00a0"\n}'
    assert escape_json(text) == '{\n "\\u009b\\u007f\\u202e": "é \\udb40\\udc41 \u00a0"\n}'
    assert json.loads(escape_json(text)) == json.loads(text)


# --- width of rows ---------------------------------------------------------------------------------------------------


def written(event: Event, encoding: str, width: int) -> list[str]:
    """The lines that a terminal receives if the output has this encoding."""
    file = io.BytesIO()
    output = io.TextIOWrapper(file, encoding, errors="backslashreplace", newline="\n")
    console = Console(file=output, width=width, color_system=None, highlight=False, markup=False, emoji=False)
    console.print(render_text(event), crop=False)
    output.flush()
    return file.getvalue().decode(encoding).split("\n")


ENCODINGS = ("utf-8", "utf-16", "ascii", "latin-1", "cp1252", "cp437", "cp037", "shift_jis", "gbk", "koi8-r", "utf-7")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_escapes_are_measured(encoding: str) -> None:
    """An escape is wider than its character. If it did not count, the terminal would wrap the line."""
    text = "x\n" + "漢" * 5 + "abcdef" + "Exceptions (none)…" + "é" * 30
    frame = {"filename": text, "function": text, "lineNo": 2, "context": [[1, text], [2, text]], "inApp": True}
    event = raised({"type": "E" + text, "value": text, "stacktrace": stack(frame)}, title=text, culprit=text)
    for width in (1, 2, 20, 40):
        lines = written(event, encoding, width)
        assert max(map(len, lines)) <= width
    margin = [line for line in written(event, encoding, 40)[3:] if line and line[0] != " "]
    assert margin == ["Exception (most recent call last)"]


def test_the_encoding_of_a_stream_can_be_unknown() -> None:
    """If Python does not know the encoding of a stream, no characters are escaped."""
    output = io.StringIO()
    file = cast("Any", type("Stream", (), {"encoding": "own", "write": output.write, "flush": output.flush})())
    Console(file=file, width=40, color_system=None).print(render_text(body(title="é")))
    assert output.getvalue().startswith("é\n")


def test_a_style_stays_with_its_text() -> None:
    """A style covers the same text after characters before it were replaced by escapes."""
    text = Text("é", style="red").append("bc", style="bold").append("ü", style="dim")
    (line,) = Row(text).lines(40, "ascii")
    assert line.plain == r"\xe9bc\xfc"
    assert [line.plain[span.start : span.end] for span in line.spans] == [r"\xe9bc\xfc", "bc", r"\xfc"]


@pytest.mark.parametrize(
    ("char", "columns"),
    [
        ("a", 1),
        ("\u05d0", 1),
        ("漢", 2),
        ("\U0001f600", 2),
        ("\U0001f1e9", 2),
        ("\u2764", 2),
        ("\u203c", 2),
        ("\u2014", 2),
        ("\u00e9", 1),
        ("\u0416", 1),
        ("\u0301", 1),
        ("\u093e", 1),
        ("\u1161", 1),
    ],
    ids=ascii,
)
def test_the_width_of_a_character_is_its_largest_width(char: str, columns: int) -> None:
    """Symbols can be drawn as emoji, and East Asian terminals draw ambiguous punctuation wide. Letters are narrow."""
    (line, *more) = Row(Text(char * 8), hang=0).lines(8, "utf-8")
    assert (line.plain, len(more)) == (char * (8 // columns), columns - 1)


# --- number of lines --------------------------------------------------------------------------------------------------


def lines_of(event: Event, **options: Any) -> list[str]:
    """The lines that are printed."""
    return printed(event, **options).splitlines()


MANY = 5000
LONG = {"type": "E" * 200, "value": "\n".join(["x" * 1000] * 50), "module": "m" * 200}
DEEP = stack(*[{"filename": f"a{n}.py", "inApp": n % 2 == 0, "context": [[1, "x" * 300]]} for n in range(60)])


@pytest.mark.parametrize(
    ("members", "most", "note"),
    [
        ({"entries": [{"type": "moon"}] * MANY}, 30, "… 4980 more entries"),
        ({"entries": [entry("exception", {"values": [{"type": "E"}] * MANY})]}, 100, "… 4979 more exceptions"),
        ({"occurrence": {"evidenceDisplay": [{"name": "a"}] * MANY}}, 30, "… 4980 more pieces of evidence"),
        ({"errors": [{"type": f"js_{n}", "data": {"url": "a"}} for n in range(MANY)]}, 200, "… 4980 more causes"),
        ({"tags": [{"key": "k", "value": str(n)} for n in range(MANY)]}, 70, "characters …"),
        ({"culprit": "c" * 10**6}, 70, "characters …"),
        (
            {"entries": [entry("exception", {"values": [{**LONG, "stacktrace": DEEP}] * 100})]},
            2010,
            "more rows; the JSON has them all",
        ),
        ({"entries": [entry("exception", {"values": [{"value": "y" * 10**5 + "\nz"}]})]}, 90, "characters …"),
        ({"entries": [entry("message", {"formatted": "\n".join(["x" * 1000] * 50)})]}, 90, "more lines …"),
    ],
    ids=["unknown", "exceptions", "evidence", "source maps", "tags", "culprit", "deep", "long", "message"],
)
@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_number_of_lines_is_limited(members: dict[str, Any], most: int, note: str, width: int) -> None:
    """The items or lines left out are counted. The title is always shown."""
    lines = lines_of(body(**members), width=width)
    assert len(lines) <= most
    assert lines[0] == "T"
    assert any(note in line for line in lines) or (width, note) in {(100, "more lines …"), (200, "more lines …")}


@pytest.mark.parametrize("platform", ["python", "java", "go"])
@pytest.mark.parametrize("all_frames", [False, True])
def test_the_top_frame_is_always_shown(platform: str, all_frames: bool) -> None:
    """Both ends of a section are kept, so the top frame and the raised exception are always shown."""
    top = {"filename": "top.py", "lineNo": 7, "inApp": True, "context": [[7, "boom()"]]}
    frames = [{"filename": f"f{n}", "inApp": n % 3 == 0, "context": [[1, "x" * 300]]} for n in range(600)]
    others = [{**LONG, "value": "x\n" * 20, "stacktrace": stack(*frames[:60])}] * 30
    event = raised(*others, {**LONG, "type": "Raised", "stacktrace": stack(*frames, top)}, platform=platform)
    for width in (40, 100):
        text = printed(event, width=width, all_frames=all_frames)
        assert "top.py:7" in text
        assert "boom()" in text
        assert ".Raised: " in re.sub(r"\s|\|", "", text).replace("Raised:", ".Raised: ")
        assert text.count("\n") <= 2200 * (2 if width == 40 else 1)


def test_the_stack_trace_of_the_event_is_limited() -> None:
    """The frames at both ends are shown, and the others are counted."""
    frames = [{"filename": f"f{n}.c"} for n in range(3000)]
    lines = lines_of(body(platform="c", entries=[entry("stacktrace", stack(*frames))]), all_frames=True)
    assert [line.strip() for line in lines[5:7]] == ["f2999.c", "f2998.c"]
    assert lines[-1].strip() == "f0.c"
    assert "    … 2500 library frames" in lines or "    … 2500 in-app frames" in lines or "    … 2500 frames" in lines


def test_a_narrow_terminal_shows_the_same_text() -> None:
    """It gets more lines, because the same number of lines would hide text."""
    event = raised({"value": "\n".join(f"line {n}" for n in range(25))})
    assert "24" in printed(event, width=4).replace("\n", "")
    assert len(lines_of(event, width=4)) > 80


# --- numbers of any size ----------------------------------------------------------------------------------------------

LARGEST = 10**4300 - 1
"""The largest number that Python converts by default. The next number has 4301 digits, and Python refuses it."""


def test_numbers_can_have_any_size() -> None:
    """Lines, columns, sizes, times and counts are shown, or replaced by their length in bits."""
    frame = {"filename": "a", "lineNo": LARGEST, "colNo": LARGEST, "context": [[LARGEST, "x"]], "inApp": True}
    after = {"lineNo": LARGEST, "preContext": ["a"], "contextLine": "b", "post_context": ["c"], "pre_context": ["d"]}
    values = {"type": "E", "stacktrace": stack(frame, after, framesOmitted=[-(10**4298), LARGEST])}
    spans = [{"start_timestamp": -(10**4298), "timestamp": LARGEST}, {"start_timestamp": 1e308, "timestamp": -1e308}]
    event = body(
        groupID=LARGEST,
        projectID=LARGEST,
        size=LARGEST,
        startTimestamp=-1e308,
        endTimestamp=1e308,
        measurements={"a": {"value": LARGEST}, "b": {"value": 1e308}, "c": {"value": -0.0}},
        errors=[{"type": "js_no_source", "data": {"url": "u", "row": LARGEST, "column": 1e308}}],
        entries=[entry("exception", {"values": [values]}), entry("spans", spans)],
    )
    text = printed(event)
    assert "1e308" in text
    assert re.search(r"\(the sender left out a number of \d+ bits frames\)", text)
    assert "999" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (float("nan"), "nan"),
        (1e308, "1e308"),
        (10**5000, "a number of 16610 bits"),
        (True, "true"),
    ],
    ids=["inf", "-inf", "nan", "1e308", "5001 digits", "true"],
)
def test_any_number_can_be_shown(value: float, text: str) -> None:
    """JSON cannot represent some numbers, and Python refuses to convert others."""
    assert value_text(value) == text
    assert number_text(10**5000) == "a number of 16610 bits"


def test_free_form_parts_can_have_any_number() -> None:
    """A part that Python cannot read is shown as unchanged JSON."""
    number = "7" * 5000
    text = f'{{"eventID":"9","title":"T","user":{{"id":{number}}},"contexts":{{"a":{number}}},"entries":[]}}'
    lines = lines_of(decode_event(text))
    assert lines[0] == "T"
    assert any(line.startswith('  user      {"id":777') for line in lines)
    crumbs = '{"type":"breadcrumbs","data":{"values":[{"data":{"n":1e400}}]}}'
    assert lines_of(decode_event(f'{{"eventID":"9","entries":[{crumbs}]}}'))[-1] == "  breadcrumb  n=inf"


# --- the head ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "title"),
    [
        ({"title": "t", "message": "m"}, "t"),
        (
            {"message": "m", "entries": [entry("exception", {"values": [{"type": "A"}, {"type": "B", "value": "b"}]})]},
            "B: b",
        ),
        ({"message": "m"}, "m"),
        ({"message": ""}, "Event without a title"),
    ],
)
def test_the_first_line_is_the_title(members: dict[str, Any], title: str) -> None:
    """If there is no title, it is the exception raised last, or else the message."""
    assert printed(body(**{"title": None, **members})).splitlines()[0] == title


@pytest.mark.parametrize(
    ("members", "line"),
    [
        (
            {"dateCreated": "2026-03-03T09:32:11Z", "dateReceived": "2026-01-01T00:00:00Z"},
            "2026-03-03 09:32:11.000 UTC",
        ),
        ({"datetime": "0001-01-01T00:00:00.5+02:00"}, "0001-01-01 00:00:00.500+02:00"),
        ({"startTimestamp": 1772530331.25, "dateReceived": "2026-01-01T00:00:00Z"}, "2026-03-03 09:32:11.250 UTC"),
        ({"startTimestamp": 1e300, "dateReceived": "2026-01-01T00:00:00Z"}, "2026-01-01 00:00:00.000 UTC"),
    ],
)
def test_the_time_of_the_event(members: dict[str, Any], line: str) -> None:
    """The sender's clock counts if it is known. Any time can be shown."""
    assert f"  time      {line}\n" in printed(body(**members))


def test_a_transaction_shows_durations() -> None:
    """The duration of the transaction, its measurements, and its spans by kind and by duration are shown."""
    spans = [{"op": "db", "description": f"SELECT {n}", "start_timestamp": 1.0, "timestamp": 1.0 + n} for n in range(7)]
    odd = [{"start_timestamp": "1", "timestamp": 2}, {"start_timestamp": 1, "timestamp": 10**400}, {"op": "http"}]
    event = body(
        type="transaction",
        startTimestamp=1772530331,
        endTimestamp=1772530331.5,
        measurements={"lcp": {"value": 2412.5, "unit": "millisecond"}, "cls": {"value": 0.1}, "fid": {"value": None}},
        entries=[entry("spans", spans + odd)],
    )
    assert (
        printed(event)
        == """\
T
  time      2026-03-03 09:32:11.500 UTC
  took      500.0 ms
  platform  python
  event     0a1b (transaction)
  measured  lcp 2412.5 millisecond, cls 0.1

Spans (the 5 slowest of 10)
  db x7, unnamed x2, http x1
     6.00 s  db SELECT 6
     5.00 s  db SELECT 5
     4.00 s  db SELECT 4
     3.00 s  db SELECT 3
     2.00 s  db SELECT 2
"""
    )
    few = section(body(entries=[entry("spans", odd)]), "Spans")
    assert few == "Spans\n  unnamed x2, http x1\n     1.00 s  unnamed\n          ?  unnamed\n          ?  http\n"


def test_other_problems_are_counted() -> None:
    """Problems that the server recorded, except those with source maps, are listed with their count."""
    errors = [{"type": "invalid_data"}, {"type": "clock_drift"}, {"type": "invalid_data"}, {"type": "js_no_source"}]
    assert "  problems  invalid_data x2, clock_drift\n" in printed(body(errors=errors))


def test_old_tags_are_an_object() -> None:
    """Before 2016, tags were an object instead of a list."""
    assert '  tags      level=error site=""\n' in printed(body(tags={"level": "error", "site": None}))


# --- exceptions -------------------------------------------------------------------------------------------------------

CAUSE = {
    "type": "KeyError",
    "value": "'x'",
    "module": "builtins",
    "stacktrace": stack({"filename": "a.py", "inApp": True}),
}
LAST = {"type": "Oops", "value": "no", "module": "app.errors", "stacktrace": stack({"filename": "b.py", "inApp": True})}


def test_python_prints_the_cause_first() -> None:
    """The order is that of a traceback: oldest cause first, each exception below its calls, most recent call last."""
    two = stack(
        {"filename": "a.py", "function": "f", "inApp": True}, {"filename": "b.py", "function": "g", "inApp": True}
    )
    assert (
        section(raised({**CAUSE, "stacktrace": two}), "Exception")
        == """\
Exception (most recent call last)
    a.py in f
    b.py in g
  KeyError: 'x'
"""
    )
    assert (
        printed(raised(CAUSE, LAST)).partition("\n\n")[2]
        == """\
Exceptions (oldest cause first, most recent call last)
    a.py
  KeyError: 'x'

  The above exception led to the following one:

    b.py
  app.errors.Oops: no
"""
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("__cause__", "The above exception was the direct cause of the following one:"),
        ("__context__", "During the handling of the above exception the following one occurred:"),
        ("exceptions[0]", "The above exception is one of a group:"),
        ("other", "The above exception led to the following one:"),
    ],
)
def test_links_between_exceptions_use_pythons_words(source: str, words: str) -> None:
    """The attribute that holds the cause decides."""
    assert f"\n\n  {words}\n\n" in printed(raised({**CAUSE, "mechanism": {"source": source}}, LAST))


@pytest.mark.parametrize("platform", ["java", "javascript", "node", "csharp", "ruby"])
def test_other_languages_print_the_cause_last(platform: str) -> None:
    """The raised exception comes first, above its calls, most recent call first. Its causes follow."""
    two = stack({"filename": "a", "inApp": True}, {"filename": "b", "inApp": True})
    event = raised({**CAUSE, "stacktrace": two}, LAST, platform=platform)
    assert (
        printed(event).partition("\n\n")[2]
        == """\
Exceptions (causes below, most recent call first)
  app.errors.Oops: no
    b.py

  Caused by:
  KeyError: 'x'
    b
    a
"""
    )


def test_php_prints_the_cause_first_and_the_last_call_first() -> None:
    """PHP prints the oldest cause first, but the most recent call first."""
    two = stack({"filename": "a", "inApp": True}, {"filename": "b", "inApp": True})
    event = raised({**CAUSE, "stacktrace": two}, LAST, platform="php")
    assert (
        printed(event).partition("\n\n")[2]
        == """\
Exceptions (oldest cause first, most recent call first)
  KeyError: 'x'
    b
    a

  The above exception led to the following one:

  app.errors.Oops: no
    b.py
"""
    )


@pytest.mark.parametrize(
    ("mechanism", "line"),
    [
        ({"type": "django", "handled": False}, "    not handled (django)\n"),
        ({"type": "generic", "handled": True}, "    handled (generic)\n"),
        ({"type": "mach"}, "    mechanism (mach)\n"),
        ({"handled": False}, "    not handled\n"),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_mechanism_of_the_raised_exception_is_shown(mechanism: Any, line: str) -> None:
    """Only the exception raised last shows how it was caught."""
    assert (
        section(raised({"type": "E", "mechanism": mechanism}), "Exception")
        == f"""\
Exception (most recent call last)
  E
{line}"""
    )


def test_a_full_class_name_is_not_qualified_again() -> None:
    """Types of .NET have their namespace, and the module is the assembly."""
    event = raised({"type": "System.Exception", "module": "System.Private.CoreLib, Version=4.0.0.0", "value": "x"})
    assert "\n  System.Exception: x\n" in printed(event)


# --- frames -----------------------------------------------------------------------------------------------------------


def calls(*frames: dict[str, Any], platform: str = "python", all_frames: bool = False, **members: Any) -> str:
    """The lines that show a stack trace of these frames."""
    event = body(entries=[entry("stacktrace", stack(*frames, **members))], platform=platform)
    return section(event, "Stack", all_frames=all_frames).partition("\n")[2]


OWN, LIB = {"filename": "own.py", "lineNo": 1, "inApp": True}, {"filename": "lib.py", "lineNo": 2, "inApp": False}


def test_library_frames_are_folded() -> None:
    """Each run of library frames is counted. The run at the failure names the top frame."""
    assert (
        calls(LIB, LIB, OWN, LIB, OWN, {**LIB, "inApp": None}, {**LIB, "function": "f"})
        == """\
    … 2 library frames
    own.py:1
    … 1 library frame
    own.py:1
    … 2 library frames, top frame lib.py:2 in f
"""
    )
    assert (
        calls(LIB, OWN, LIB, platform="go")
        == """\
    … 1 library frame, top frame lib.py:2
    own.py:1
    … 1 library frame
"""
    )


def test_all_frames_can_be_shown() -> None:
    """With `all_frames`, no frames are counted instead of shown, and no rule is named."""
    assert calls(LIB, OWN, LIB, all_frames=True) == "    lib.py:2\n    own.py:1\n    lib.py:2\n"
    assert calls(LIB, LIB, LIB, LIB, all_frames=True) == "    lib.py:2\n" * 4


def test_only_the_nearest_of_many_frames_are_shown() -> None:
    """Ten in-app frames are shown, for example of an endless recursion."""
    assert calls(*[OWN] * 12) == "    … 2 in-app frames\n" + "    own.py:1\n" * 10
    assert calls(OWN, LIB, OWN, *[OWN] * 10) == "    … 3 frames, 2 of them in-app\n" + "    own.py:1\n" * 10


def test_without_in_app_frames_the_nearest_are_shown() -> None:
    """A remark names the rule."""
    assert (
        calls(*[LIB] * 5)
        == """\
    (no frame is in-app: the 3 nearest the failure)
    … 2 frames
    lib.py:2
    lib.py:2
    lib.py:2
"""
    )
    assert calls(LIB) == "    (no frame is in-app)\n    lib.py:2\n"


def test_unmarked_frames_are_chosen_by_path() -> None:
    """A remark names the rule."""
    assert (
        calls({"filename": "a.py"}, {"absPath": "/x/site-packages/b.py"})
        == """\
    (no frame is marked in-app: chosen by their paths)
    a.py
    … 1 library frame, top frame /x/site-packages/b.py
"""
    )


def test_omitted_frames_are_counted() -> None:
    """The sender or the server left them out. Numbers that make no sense are not shown."""
    assert calls(OWN, framesOmitted=[10, 30]) == "    own.py:1\n    (the sender left out 20 frames)\n"
    for nonsense in ([3, 3], [None, 1], [1], []):
        assert calls(OWN, framesOmitted=nonsense) == "    own.py:1\n"


@pytest.mark.parametrize(
    ("frame", "platform", "line"),
    [
        ({"filename": "a.js", "lineNo": 3, "colNo": 7, "function": "f"}, "javascript", "a.js:3:7 in f"),
        ({"filename": "a.js", "colNo": 7, "function": "?"}, "javascript", "a.js"),
        ({"filename": "a.c", "lineNo": 0, "colNo": 0, "rawFunction": "g(int)"}, "native", "a.c in g(int)"),
        (
            {"filename": "Cart.java", "lineNo": 9, "module": "shop.Cart", "function": "sum"},
            "java",
            "Cart.java:9 in shop.Cart.sum",
        ),
        (
            {"filename": "Cart.kt", "module": "shop.Cart", "function": "sum", "platform": "java"},
            "dart",
            "Cart.kt in shop.Cart.sum",
        ),
        ({"module": "shop.Cart", "function": "sum"}, "java", "shop.Cart in sum"),
        ({"filename": "a.py", "module": "app.a", "function": "f"}, "python", "a.py in f"),
        ({"package": "/usr/lib/libUI.so", "symbol": "_f"}, "native", "libUI.so in _f"),
        ({"package": "C:\\app\\shop.dll", "function": "f"}, "native", "shop.dll in f"),
        ({"instructionAddr": "0x1f"}, "native", "0x1f"),
        ({"abs_path": "/b.py", "lineno": 4, "colno": 2, "raw_function": "h"}, "python", "/b.py:4:2 in h"),
        ({}, "python", "unknown file"),
    ],
)
def test_a_call_has_its_path_line_and_function(frame: dict[str, Any], platform: str, line: str) -> None:
    """Path, line and column have the form that editors understand. Missing parts are left out."""
    assert calls({**frame, "inApp": True}, platform=platform) == f"    {line}\n"


def source(call: int, *lines: tuple[int, str | None], **members: Any) -> str:
    """The lines that show the source around a call."""
    context = [list(line) for line in lines]
    return calls({"filename": "a", "lineNo": call, "inApp": True, "context": context, **members}).partition("\n")[2]


def test_the_failing_line_is_marked() -> None:
    """The top frame has three lines on both sides, other frames one. Common indentation is removed."""
    lines = [(n, f"    line({n})") for n in range(1, 13)]
    assert (
        source(9, *lines)
        == """\
         6  line(6)
         7  line(7)
         8  line(8)
      >  9  line(9)
        10  line(10)
        11  line(11)
        12  line(12)
"""
    )
    own = {"filename": "a", "lineNo": 2, "inApp": True, "context": lines[:3]}
    assert (
        calls(own, own)
        == """\
    a:2
        1  line(1)
      > 2  line(2)
        3  line(3)
    a:2
        1  line(1)
      > 2  line(2)
        3  line(3)
"""
    )


def test_user_and_issue_are_shown() -> None:
    """The facts have several possible keys."""
    user = {"username": "tester", "email": "t@example.com", "data": {"plan": "gold"}}
    shown = printed(body(user=user, issue=7, projectSlug="shop", contexts={"trace": {"trace_id": "ab"}}))
    assert (
        shown
        == """\
T
  platform  python
  user      name=tester email=t@example.com
  issue     7, project shop
  event     0a1b
  trace     ab
"""
    )


def test_a_problem_has_its_place_and_reason() -> None:
    """They are shown if the server recorded them. Equal problems are counted."""
    discarded = {"type": "invalid_data", "data": {"name": "contexts.os", "reason": "expected an object", "value": 7}}
    shown = printed(body(errors=[discarded, {"type": "clock_drift"}, discarded]))
    assert "problems  invalid_data (contexts.os: expected an object) x2, clock_drift" in shown


def test_an_item_of_a_list_has_a_remark() -> None:
    """An item of a list has no entries to show."""
    shown = printed(body(**{"event.type": "error"}))
    assert shown.endswith("\nAn item of a list. Request the event, or the list with `full`, to get its exceptions.\n")
    assert "event     0a1b (error)" in shown


def test_source_lines_can_be_incomplete() -> None:
    """Lines can have no text, a line break or tabs. The call can have no number, or be missing."""
    assert source(1, (0, None), (1, "\ta\r\n"), (2, "\t\tb\x1b")) == "        0\n      > 1  a\n        2      b\\x1b\n"
    assert source(50, *[(n, "x") for n in range(1, 12)]) == "".join(f"        {n}  x\n" for n in range(1, 8))
    bare = {"filename": "a", "inApp": True, "pre_context": ["a"], "context_line": "b"}
    assert calls(bare) == "    a\n          a\n      >   b\n"


def test_a_minified_line_is_shortened_around_the_call() -> None:
    """A line of 100 kB shows the part at the column. The lines around it are cut to the width of the terminal."""
    line = "x" * 50_000 + "BOOM()" + "y" * 50_000
    shown = source(1, (1, line), (2, line), colNo=50_001)
    assert (
        shown
        == f"""\
      > 1  …{"x" * 70}BOOM()yyyyyyyyyyy
           {"y" * 89}
           {"y" * 24}…
        2  {"x" * 87}…
"""
    )
    assert source(1, (1, line)).endswith(f"{'x' * 22}…\n")
    assert source(1, (1, line), colno=10**9).startswith("      > 1  …yyy")
    assert source(1, (1, "{snip}" + "z" * 300), colNo=9999).startswith("      > 1  {snip}zzz")


# --- without an exception ---------------------------------------------------------------------------------------------


def thread(**members: Any) -> dict[str, Any]:
    """The JSON of a thread with a stack trace."""
    return {"stacktrace": stack({"filename": "t.c", "inApp": True}), **members}


def test_the_crashed_thread_is_shown() -> None:
    """It comes before the current thread, and is shown if no exception has a stack trace."""
    values = [thread(id=1, current=True), thread(id=2, name="io", crashed=True, state="RUNNABLE"), thread(id=3)]
    entries = [entry("threads", {"values": values}), entry("exception", {"values": [{"type": "E"}]})]
    assert (
        section(body(entries=entries), "Thread")
        == """\
Thread (most recent call last)
  io, crashed, RUNNABLE
    t.c
"""
    )
    current = body(entries=[entry("threads", {"values": [thread(id=1, current=True)]})])
    assert "\n  1, current\n" in printed(current)
    nameless = body(entries=[entry("threads", {"values": [thread(crashed=True)]})])
    assert "\n  without a name, crashed\n" in printed(nameless)


def test_an_exception_with_frames_hides_threads() -> None:
    """The stack trace of the thread is the same, or less useful."""
    entries = [entry("threads", {"values": [thread(crashed=True)]}), entry("exception", {"values": [CAUSE]})]
    assert "Thread" not in printed(body(entries=entries))


def test_other_threads_are_not_shown() -> None:
    """Threads without frames are not shown either."""
    values: list[dict[str, Any]] = [
        thread(id=1),
        {"id": 2, "crashed": True},
        {"id": 3, "crashed": True, "stacktrace": {}},
    ]
    assert "Thread" not in printed(body(entries=[entry("threads", {"values": values})]))


def test_a_log_message_is_shown_once() -> None:
    """The formatted message is shown if there is one, or else the message with its parameters.

    A message that equals the title or the exception is not shown.
    """
    log = {"message": "%s is\nlate", "params": ["job"]}
    assert section(body(entries=[entry("message", log)]), "Message") == 'Message\n  %s is\n  | late\n  ["job"]\n'
    formatted = {"formatted": "job is late", **log}
    assert section(body(entries=[entry("message", formatted)]), "Message") == "Message\n  job is late\n"
    assert section(body(message="m"), "Message") == "Message\n  m\n"
    for silent in (body(message="T"), raised({"type": "E", "value": "v"}, message="search text")):
        assert "Message" not in printed(silent)


def test_a_template_shows_its_line() -> None:
    """The template looks like a frame."""
    template = {"filename": "base.html", "lineNo": 2, "context": [[1, "<p>"], [2, "{{ x }}"]]}
    expected = "Template\n    base.html:2\n        1  <p>\n      > 2  {{ x }}\n"
    assert section(body(entries=[entry("template", template)]), "Template") == expected


def test_reports_of_browsers_are_shown_in_full() -> None:
    """All fields with a value are shown. Fields of a nested part have its name in front."""
    csp = {"effective_directive": "img-src", "blocked_uri": "https://x.example.com/a.png", "status_code": 200}
    assert (
        section(body(entries=[entry("csp", csp)]), "Content Security Policy")
        == """\
Content Security Policy
  effective_directive  img-src
  blocked_uri          https://x.example.com/a.png
  status_code          200
"""
    )
    nel = {"type": "network-error", "body": {"phase": "dns", "sampling_fraction": 0.5}}
    assert (
        section(body(entries=[entry("nel", nel)]), "Network error")
        == """\
Network error
  type                    network-error
  body.phase              dns
  body.sampling_fraction  0.5
"""
    )


def test_a_finding_shows_its_evidence() -> None:
    """A finding is an occurrence that a detector of the server recorded."""
    evidence = [{"name": "Query", "value": "SELECT 1\nFROM x"}, None, {}]
    event = body(occurrence={"issueTitle": "N+1 Query", "subtitle": "25 times", "evidenceDisplay": evidence})
    assert section(event, "Finding") == "Finding\n  N+1 Query: 25 times\n  Query: SELECT 1 FROM x\n  evidence:\n"


def test_unknown_entries_are_listed() -> None:
    """Their types and sizes are shown, so that the reader knows about them."""
    event = body(entries=[{"type": "profile", "data": 1}, {"data": 2}])
    expected = "Not shown (entries of unknown type)\n  profile, 30 bytes\n  without a type, 11 bytes\n"
    assert section(event, "Not shown") == expected


# --- source maps, breadcrumbs, request --------------------------------------------------------------------------------


def test_source_map_errors_have_remedies() -> None:
    """Each cause is shown once, with the affected files and positions."""
    location = {
        "type": "js_invalid_sourcemap_location",
        "data": {"url": "a.js", "sourcemap": "a.js.map", "row": 1, "column": 9},
    }
    missing = [{"type": "js_no_source", "data": {"url": f"{n}.js"}} for n in range(7)]
    event = body(platform="javascript", errors=[location, *missing, {"type": "js_future"}])
    assert (
        section(event, "Source maps")
        == """\
Source maps
  The minified position is not in the source map. (js_invalid_sourcemap_location)
    a.js:1:9
    To do: The file and its source map come from different builds, or the file was changed later.
      Build, inject and upload both in one step.
  Neither the file nor its source map was found. (js_no_source)
    0.js
    1.js
    2.js
    3.js
    4.js
    … 2 more
    To do: Upload the minified file with its source map and with debug ids, or make release, dist
      and path of the upload match those of the event.
  The JavaScript source could not be used. (js_future)
    a file that the server did not name
    To do: Check the uploaded file and its source map.
"""
    )


def test_breadcrumbs_show_their_message_or_data() -> None:
    """SQL is shown as it was sent, and data that is not an object as JSON. Alarming levels are shown.

    A dash stands for a missing time.
    """
    crumbs = [
        {"category": "query", "message": "SELECT\n  1", "messageRaw": "SELECT 1", "level": "info"},
        {"type": "http", "data": {"method": "GET", "body": {"a": [1]}}, "level": "error"},
        {"category": "x", "data": [1, 2], "timestamp": "2026-03-03T09:32:11.482Z"},
        {},
    ]
    assert (
        section(body(entries=[entry("breadcrumbs", {"values": crumbs})]), "Breadcrumbs")
        == """\
Breadcrumbs
  -             query  SELECT 1
  -             http (error)  method=GET body={"a":[1]}
  09:32:11.482  x  [1,2]
  -             breadcrumb
"""
    )


def test_breadcrumbs_of_another_day_have_the_date() -> None:
    """A long-running process can have old breadcrumbs."""
    crumbs = [{"timestamp": f"2026-03-0{day}T23:59:59Z", "message": "m"} for day in (2, 3)]
    event = body(dateCreated="2026-03-03T00:00:01Z", entries=[entry("breadcrumbs", {"values": crumbs})])
    assert (
        section(event, "Breadcrumbs")
        == """\
Breadcrumbs
  2026-03-02 23:59:59.000  breadcrumb  m
  23:59:59.000             breadcrumb  m
"""
    )


def test_data_that_cannot_be_decoded_is_shown_unchanged() -> None:
    """A free-form part can have a number that Python refuses to read."""
    text = json.dumps({"eventID": "a", "entries": [entry("breadcrumbs", {"values": [{"data": 0}]})]})
    event = decode_event(text.replace('"data": 0', f'"data": {"1" * 5000}'))
    assert "111 … 4801 characters …" in printed(event)


@pytest.mark.parametrize(
    ("request_", "lines"),
    [
        ({"method": "GET", "url": "https://a.example.com/x"}, "  GET https://a.example.com/x\n"),
        ({"url": "u", "query": [["a", "1"], ["b", None], [""]], "fragment": "f"}, "  u?a=1&b&#f\n"),
        ({"url": "u", "query": "raw=1"}, "  u?raw=1\n"),
        ({"url": "u", "query_string": [["q", "1"]]}, "  u?q=1\n"),
        ({"headers": {"Cookie": "secret", "referer": 7}}, "  referer  7\n"),
        ({"headers": [["Authorization", "secret"], ["Referer", "r"], ["User-Agent", None]]}, "  Referer  r\n"),
        ({"url": "u", "data": {"a": 1}}, '  u\n  body  {"a":1}\n'),
        ({"url": "u", "data": "a=1\nb"}, "  u\n  body  a=1 b\n"),
    ],
)
def test_a_request_shows_method_url_and_body(request_: dict[str, Any], lines: str) -> None:
    """Headers that describe the client are shown. Cookies and credentials are never shown."""
    assert printed(body(entries=[entry("request", request_)])).partition("Request\n")[2] == lines


def test_user_reports_are_shown() -> None:
    """Line breaks are kept."""
    assert (
        section(body(userReport={"comments": "It broke.\nTwice."}), "User report")
        == """\
User report
  It broke.
  | Twice.
"""
    )
    assert "User report" not in printed(body(userReport={}))


def test_times_can_lack_a_time_zone() -> None:
    """A caller can build a Struct with a time that has no offset."""
    crumbs = BreadcrumbsData(values_data=(Breadcrumb(timestamp=datetime(2026, 1, 1, 1, 2, 3), message="m"),))
    event = Event(
        event_id="a",
        date_created=datetime.max.replace(tzinfo=timezone(-timedelta(hours=5))),
        date_received=datetime.now(UTC),
        entries=(
            BreadcrumbsEntry(data=crumbs),
            ExceptionEntry(
                data=ExceptionData(
                    values_data=(ExceptionValue(mechanism=Mechanism(), stacktrace=Stacktrace(frames_data=(Frame(),))),)
                )
            ),
        ),
    )
    assert "  time      9999-12-31 23:59:59.999-05:00\n" in printed(event)
    assert "  2026-01-01 01:02:03.000  breadcrumb  m\n" in printed(event)
