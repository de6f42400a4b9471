"""Errors name the path of a fault. They and their causes, contexts and attributes contain no payload value."""

from __future__ import annotations

import copy
import enum
import json
import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

import topframe
from topframe import (
    DecodeError,
    EncodeError,
    TopframeError,
    ValidationError,
    decode_envelope,
    decode_event,
    decode_events,
    decode_raw_event,
    decode_view,
    dialect_of,
    encode,
    load_event,
    normalize,
    read_events,
)
from topframe.errors import DeliveryError
from topframe.model import Frame, RequestEntry, UnknownEntry
from topframe.views import EventFrames, EventSummary, SourcemapErrors
from topframe.webhooks import decode_delivery, receive, sign, verify

from .conftest import as_array, as_object, read_sample

WORD = "ze" + "bra7"
"""A word from an untrusted sender. It is split in the source because tracebacks quote source lines."""


# --- payload text in errors -------------------------------------------------------------------------------------------


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all its causes and contexts, including those that a traceback does not show."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        if (link := waiting.pop()) is None:
            continue
        assert id(link) not in seen, "an error leads to itself, or to one error in two ways"
        seen.add(id(link))
        yield link
        cause, context = link.__cause__, link.__context__
        waiting += [cause, context] if cause is not context else [cause]


def is_clean(error: BaseException, word: str = WORD) -> bool:
    """Whether an error, with its chain, attributes, notes and pickle, is free of *word*."""
    shown = "".join(traceback.format_exception(error))
    for link in chain(error):
        members = {name: value for name, value in vars(link).items() if name not in {"body", "resource"}}
        shown += f"{link} {link!r} {link.args} {members} {getattr(link, '__notes__', ())}"
        if not isinstance(
            link, DeliveryError
        ):  # a DeliveryError keeps the body on purpose, so that the caller can store it
            shown += pickle.dumps(link).decode("latin-1")
    return word not in shown.replace(f"$.tags.{word}", "")  # a path includes the keys of maps


def error_of(call: Callable[[], object]) -> TopframeError | None:
    """Return the error that a call raises, or None if it returns."""
    try:
        call()
    except TopframeError as exc:
        return exc
    return None


def signed(body: bytes, resource: str | None, **headers: str) -> object:
    """Receive a body with a valid signature."""
    named = {} if resource is None else {"Sentry-Hook-Resource": resource}
    return receive(body, {"Sentry-Hook-Signature": sign(body, "k"), **named, **headers}, secrets="k")


ENTRY_POINTS: dict[str, Callable[[bytes], object]] = {
    "decode_event": decode_event,
    "decode_event of text": lambda body: decode_event(body.decode("utf-8", "surrogateescape")),
    "decode_events": decode_events,
    "decode_events, wrapped": lambda body: decode_events(b"[%b]" % body),
    "decode_raw_event": decode_raw_event,
    "normalize": lambda body: normalize(decode_raw_event(body)),
    "decode_envelope": decode_envelope,
    "decode_envelope, a header of an item": lambda body: decode_envelope(b"{}\n" + body),
    "load_event": load_event,
    "load_event of an envelope": lambda body: load_event(b'{}\n{"type":"event","length":%d}\n%b' % (len(body), body)),
    "load_event of a message": lambda body: load_event(json.dumps({"Body": body.decode("utf-8", "surrogateescape")})),
    "dialect_of": dialect_of,
    "EventSummary": lambda body: decode_view(body, EventSummary),
    "EventFrames": lambda body: decode_view(body, EventFrames),
    "SourcemapErrors": lambda body: decode_view(body, SourcemapErrors),
    "decode_delivery": decode_delivery,
    "decode_delivery of an issue": lambda body: decode_delivery(body, "issue"),
    "decode_delivery of an event alert": lambda body: decode_delivery(body, "event_alert"),
    "decode_delivery of a metric alert": lambda body: decode_delivery(body, "metric_alert"),
    "decode_delivery of a service hook": lambda body: decode_delivery(body, "service_hook"),
    "decode_delivery of a plugin": lambda body: decode_delivery(body, "plugin"),
    "decode_delivery of a component": lambda body: decode_delivery(body, "component"),
    "receive": lambda body: signed(body, "issue"),
    "receive without a resource": lambda body: signed(body, None),
    "verify": lambda body: verify(body, {"Sentry-Hook-Signature": body.decode("latin-1")}, secrets="k"),
}
"""Every function that takes a payload, by name."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each container in a JSON value, with each key or index of it."""
    for key, part in [*(as_object(value) or {}).items(), *enumerate(as_array(value) or ())]:
        yield value, key
        yield from places(part)


def planted(document: Any) -> Iterator[bytes]:
    """Yield copies of a document, each with WORD in one place: as a value, as a key, or as the whole document."""
    yield json.dumps(WORD).encode()
    mutable = copy.deepcopy(document)
    for container, key in list(places(mutable)):
        part = container[key]
        for value in (WORD, {"type": WORD, "k": WORD}):
            if type(part) is not type(value) or value == WORD:
                container[key] = value
                yield json.dumps(mutable).encode()
        container[key] = part
        if isinstance(key, str):
            members = dict(container)
            container.clear()
            container.update({WORD if name == key else name: member for name, member in members.items()})
            yield json.dumps(mutable).encode()
            container.clear()
            container.update(members)


def damaged(body: bytes) -> Iterator[bytes]:
    """Yield bodies that contain WORD and are not valid JSON or not valid UTF-8."""
    word = WORD.encode()
    middle = body.index(b":") + 1
    for damage in (
        b'"%b\xff"',
        b'"%b\\ud800"',
        b'"%b\\ud800 and more"',
        b"%b",
        b'"%b',
        b'"\xed\xa0\x80%b"',
        b'"%b\x00"',
    ):
        yield body[:middle] + damage % word + b"," + body[middle:]
    yield body + word
    yield word + body
    yield b"\xef\xbb\xbf" + body[:-1] + b"\xff" + word
    yield body[:middle] + b'{"%b":' % word * 5 + b"[" * 100_000
    yield body[:middle] + b"1e400" + b',"%b":1,' % word + body[middle:]


BODIES = (
    *("native_threads", "unknown_entries", "raw/sdk_python", "raw/legacy_2014", "raw/csp_report"),
    *("webhooks/issue.created", "webhooks/metric_alert.critical", "webhooks/plugin.2014", "webhooks/service_hook"),
)
"""Samples of every dialect."""


def short(value: Any) -> Any:
    """Return a JSON value in which each array has only its last item."""
    if (members := as_object(value)) is not None:
        return {key: short(part) for key, part in members.items()}
    if (items := as_array(value)) is not None:
        return [short(item) for item in items[-1:]]
    return value


@pytest.fixture(scope="module")
def hostile_bodies() -> list[bytes]:
    """The samples, each with WORD in one place."""
    documents = [short(json.loads(read_sample(name))) for name in BODIES]
    return [body for document in documents for body in (*planted(document), *damaged(json.dumps(document).encode()))]


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_errors_contain_no_payload_text(name: str, hostile_bodies: list[bytes]) -> None:
    """The text, attributes, causes, contexts and pickle of an error contain no text from any place in the payload."""
    errors = (error_of(partial(ENTRY_POINTS[name], body)) for body in hostile_bodies)
    assert_clean([error for error in errors if error is not None])


def assert_clean(errors: Sequence[TopframeError]) -> None:
    """Check each distinct error for payload text. Errors with the same text are checked once."""
    distinct = {tuple(map(repr, chain(error))): error for error in errors}
    assert len(distinct) > 1
    for error in distinct.values():
        assert is_clean(error)


@pytest.mark.parametrize("view", [None, EventSummary])
@pytest.mark.parametrize("workers", [0, 1])
def test_record_errors_contain_no_payload_text(view: Any, workers: int, hostile_bodies: list[bytes]) -> None:
    """Errors of `read_events` contain no payload text, in this process and in worker processes."""
    errors: list[topframe.RecordError] = []
    lines = [body for body in hostile_bodies if len(body) < 50_000 and b"\n" not in body]
    list(read_events([b"\n".join(lines)], view=view, on_error=errors.append, workers=workers))
    assert_clean(errors)
    with pytest.raises(topframe.RecordError) as caught:
        list(read_events(hostile_bodies, view=view))
    assert is_clean(caught.value)


# --- headers and encoding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"{}", b'{"action":', b'{"action":"created","data":{}}', b'{"fields":[]}'])
def test_errors_contain_no_header_value(body: bytes) -> None:
    """Errors contain no header value. The only exception is the attribute *resource*."""
    errors = [error_of(partial(signed, body, resource)) for resource in (WORD, "issue", "component", None)]
    for name in ("Sentry-Hook-Signature", "Sentry-App-Signature", "X-ServiceHook-Signature"):
        for signature in (WORD, WORD.encode(), [WORD, "0"], f"{WORD}é", sign(body, WORD), "", " "):
            errors.append(error_of(partial(verify, body, {name: signature}, secrets=["k", f"k{WORD}"])))
    headers = {"Sentry-Hook-Signature": sign(body, "k"), "Sentry-Hook-Timestamp": WORD}
    errors.append(error_of(partial(verify, body, headers, secrets="k", tolerance=timedelta(1))))
    errors.append(error_of(partial(receive, body, headers, secrets="k", max_bytes=0)))
    for error in errors:
        assert error is None or is_clean(error)


@pytest.mark.parametrize("indent", [None, 2])
def test_encode_errors_contain_no_payload_text(indent: int | None) -> None:
    """An EncodeError contains no payload text. Python's own error contains it, so it is not the context of ours."""
    event = decode_event(b'{"eventID":"9"}')
    for value in (f"{WORD}\ud800", [f"\udc00{WORD}"], {f"{WORD}\ud83d": 1}, UnknownEntry(None, f"{{{WORD}".encode())):
        error = error_of(partial(encode, msgspec.structs.replace(event, size=[value]), indent=indent or 1))
        assert type(error) is EncodeError
        assert is_clean(error)


def test_errors_of_free_form_parts_contain_no_payload_text() -> None:
    """A free-form part is decoded on access, and the error of that access contains no payload text."""
    frame = Frame(vars_json=msgspec.Raw(b'{"%b":' % WORD.encode() + b"[" * 100_000 + b"]" * 100_000 + b"}"))
    error = error_of(lambda: frame.vars)
    assert type(error) is DecodeError
    assert is_clean(error)


# --- views of callers -------------------------------------------------------------------------------------------------

POSES = [
    WORD,
    f"`{WORD}` is `{WORD}`",
    f"x - at `$.{WORD}",
    f"x - at `$.{WORD}`",
    f"x` - at `$.{WORD}",
    f"x - at `key` in `$.{WORD}",
    f"Expected `{WORD}`, got `{WORD}`",
    f"Expected `int`, got `str` - at `$.{WORD}`",
    f"Object missing required field `{WORD}`",
    f"Object contains unknown field `{WORD}`",
    f"Invalid value '{WORD}' - at `$.type`",
    f"{WORD}' - at `$.type`",
    f"Invalid RFC3339 encoded datetime {WORD} - at `$[3].{WORD}`",
    f"Number out of range{WORD}",
]
"""Texts that imitate parts of msgspec's messages."""


class Color(enum.Enum):
    """An enum whose error contains the unknown value."""

    RED = "red"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise ValueError(value)


class Number(enum.IntEnum):
    """An enum of numbers."""

    ONE = 1


class Closed(msgspec.Struct, forbid_unknown_fields=True):
    """A Struct that forbids unknown keys."""

    a: str | None = None


class Tagged(msgspec.Struct, tag_field="type", tag="tagged"):
    """A Struct with a tag."""


class Other(msgspec.Struct, tag_field="type", tag="other"):
    """A Struct with another tag."""


def raising(kind: type[Exception]) -> type[msgspec.Struct]:
    """Return a Struct whose `__post_init__` raises an error with payload text."""

    class Checked(msgspec.Struct):
        text: str
        type: str | None = None

        def __post_init__(self) -> None:
            raise kind(self.text)

    return Checked


TYPES: dict[str, Any] = {
    "a Literal": Literal["a", "b"],
    "a Literal of numbers": Literal[1, 2],
    "an enum": Color,
    "an enum of numbers": Number,
    "a tag": Tagged,
    "tags": Tagged | Other,
    "unknown keys": Closed,
    "a pattern": Annotated[str, Meta(pattern="^`(a)` - at `$.b`$")],
    "a length": Annotated[str, Meta(min_length=1000)],
    "a short array": Annotated[list[Any], Meta(max_length=0)],
    "a short object": Annotated[dict[str, Any], Meta(max_length=0)],
    "a limit": Annotated[int, Meta(ge=10)],
    "a datetime": datetime,
    "a date": date,
    "a time": time,
    "a duration": timedelta,
    "a UUID": UUID,
    "a Decimal": Decimal,
    "bytes": bytes,
    "a set": set[Any],
    "a pair": tuple[int, int],
    "a class of one's own": Path,
    **{f"a {kind.__name__}": raising(kind) for kind in (ValueError, TypeError, msgspec.ValidationError, DecodeError)},
}
"""Types and constraints that a caller's own view can use."""


@pytest.mark.parametrize("demand", TYPES)
def test_errors_of_views_contain_no_payload_text(demand: str) -> None:
    """Each constraint of a view, in a member, list or map, raises an error without payload text."""
    kind = TYPES[demand]
    errors: list[TopframeError | None] = []
    annotations: list[tuple[Any, str]] = [(kind, "{}"), (list[kind], "[{}]"), (dict[str, kind], '{"key": {}}')]  # type: ignore[valid-type]
    for annotation, place in annotations:
        view = msgspec.defstruct("View", [("member", annotation)])
        for text in POSES:
            for value in (text, [text], {text: 1}, {"type": text}, {"text": text}, {"a": 1, text: text}):
                body = f'{{"member": {place.replace("{}", json.dumps(value))}'
                errors += (error_of(partial(decode_view, body + tail, view)) for tail in ("}", ", oops"))
    assert_clean([error for error in errors if error is not None])


@pytest.mark.parametrize("text", POSES)
@pytest.mark.parametrize(
    "demand", ["a Literal", "a Literal of numbers", "a UUID", "a pattern", "a datetime", "a Decimal"]
)
def test_a_rejected_key_of_a_map_is_not_shown(demand: str, text: str) -> None:
    """A path includes the keys of a map. If the view rejects a key, that key is a faulty value and the path has
    `[...]`.
    """
    kind = TYPES[demand]
    annotation: Any = dict[kind, dict[kind, int]]  # type: ignore[valid-type]
    view = msgspec.defstruct("View", [("member", annotation)])
    error = error_of(partial(decode_view, json.dumps({"member": {text: {}}}), view))
    assert isinstance(error, ValidationError)
    assert error.path == "$.member[...]"
    assert is_clean(error)


@pytest.mark.parametrize("tail", ["}", ", oops"])
@pytest.mark.parametrize("text", POSES)
def test_an_unknown_key_is_not_shown(text: str, tail: str) -> None:
    """With `forbid_unknown_fields`, the error has the path of the object and not the key, at the top and in parts."""
    inner = msgspec.defstruct("View", [("closed", Closed), ("closed_list", list[Closed], ())])
    for view, head, path in (
        (Closed, "{", "$"),
        (inner, '{"closed": {', "$.closed"),
        (inner, '{"closed_list": [{}, {', "$.closed_list[1]"),
    ):
        error = error_of(partial(decode_view, f"{head}{json.dumps(text)}: 1{tail}{tail}]", view))
        assert isinstance(error, ValidationError)
        assert (error.expected, error.found) == ("known keys", "unknown key")
        assert error.path in {path, "$"}
        assert is_clean(error)


@pytest.mark.parametrize("text", POSES[1:])
def test_an_unknown_key_cannot_change_the_path(text: str) -> None:
    """A key that imitates the end of a msgspec message does not change the path, even if that place exists."""
    view = msgspec.defstruct("View", [(WORD, dict[str, int], {}), ("b", Closed, None)], forbid_unknown_fields=True)
    bodies: list[dict[str, Any]] = [{text: 1, WORD: {"x": 1, text: 1}}, {WORD: {}, text: 1, "x": 1}, {"b": {text: 1}}]
    for body in bodies:
        error = error_of(partial(decode_view, json.dumps(body), view))
        if error is not None:
            assert isinstance(error, ValidationError)
            assert error.path in {"$", "$.b"}
            assert is_clean(error)


@pytest.mark.parametrize("text", POSES)
@pytest.mark.parametrize("kind", [ValueError, TypeError, msgspec.ValidationError, DecodeError])
def test_errors_of_entries_in_a_view_contain_no_payload_text(kind: type[Exception], text: str) -> None:
    """An error from an entry's `__post_init__` does not count as an unknown entry type, and its text is not shown."""

    class Entry(msgspec.Struct, tag_field="type", tag="request"):
        text: str

        def __post_init__(self) -> None:
            raise kind(self.text)

    view = msgspec.defstruct("View", [("entries", list[Entry])])
    for others in ([], [{"type": "hologram"}]):
        body = json.dumps({"entries": [*others, {"type": "request", "text": text}]})
        error = error_of(partial(decode_view, body, view))
        assert isinstance(error, ValidationError)
        assert is_clean(error)


@pytest.mark.parametrize("text", POSES)
@pytest.mark.parametrize("kind", [ValueError, TypeError, msgspec.ValidationError, DecodeError])
def test_errors_of_post_init_in_a_view_contain_no_payload_text(kind: type[Exception], text: str) -> None:
    """The text of an error from a view's `__post_init__` is not shown, even if the view has typed entries."""

    class View(msgspec.Struct):
        title: str
        entries: list[RequestEntry] = []

        def __post_init__(self) -> None:
            raise kind(self.title)

    error = error_of(partial(decode_view, json.dumps({"title": text}), View))
    assert isinstance(error, ValidationError)
    assert error.path == "$"
    assert is_clean(error)


# --- expectation and path ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("demand", "value", "message"),
    [
        ("a Literal", WORD, "Expected `valid value`, got `invalid value` - at `$.member`"),
        ("a Literal", 7, "Expected `str`, got `int` - at `$.member`"),
        ("a tag", {"type": WORD}, "Expected `valid value`, got `invalid value` - at `$.member.type`"),
        ("a ValueError", {"text": WORD}, "Expected `valid value`, got `invalid value` - at `$.member`"),
        ("a ValidationError", {"text": WORD}, "Expected `valid value`, got `invalid value` - at `$`"),
        ("a ValueError", {}, "Expected `str`, got `nothing` - at `$.member.text`"),
        ("unknown keys", {WORD: 1}, "Expected `known keys`, got `unknown key` - at `$.member`"),
        ("a pattern", WORD, "Expected `valid value`, got `invalid value` - at `$.member`"),
        ("a datetime", WORD, "Expected `RFC 3339 datetime`, got `str` - at `$.member`"),
        ("a UUID", WORD, "Expected `valid value`, got `invalid value` - at `$.member`"),
        ("a set", [[1]], "Expected `hashable value`, got `unhashable value` - at `$.member[0]`"),
        ("a class of one's own", WORD, "Expected `Path`, got `str` - at `$.member`"),
    ],
)
def test_an_error_names_the_constraint_and_the_path(demand: str, value: Any, message: str) -> None:
    """The error has msgspec's description of the constraint, and no text from the view's own code."""
    view = msgspec.defstruct("View", [("member", TYPES[demand])])
    assert str(error_of(partial(decode_view, json.dumps({"member": value}), view))) == message


class Part(msgspec.Struct):
    """A part of a view with a required number."""

    size: int


class Choice(msgspec.Struct):
    """A part of a view with a required boolean, which can be null."""

    flag: bool | None


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, "str"),
        (int, "int"),
        (float, "float"),
        (bool, "bool"),
        (int | None, "int | null"),
        (tuple[str, ...], "array"),
        (dict[str, int], "object"),
        (Part, "object"),
        (bool | None, "value"),
        (Any, "value"),
    ],
)
def test_a_missing_key_names_the_type_that_the_view_demands(annotation: Any, expected: str) -> None:
    """The error for a missing key says which type the view demands, or `value` if null and false have the type."""
    view = msgspec.defstruct("View", [("member", annotation)])
    assert str(error_of(partial(decode_view, b"{}", view))) == f"Expected `{expected}`, got `nothing` - at `$.member`"


def test_a_missing_key_does_not_run_the_code_of_a_view() -> None:
    """To find the type, the decoder gets a wrong value, and never builds an object of it."""

    class Refuses(msgspec.Struct):
        name: str | None

        def __post_init__(self) -> None:
            raise AssertionError

    with pytest.raises(ValidationError, match=r"^Expected `str \| null`, got `nothing` - at `\$\.name`$"):
        decode_view(b'{"other": 1}', Refuses)


def test_the_type_of_a_missing_key_does_not_depend_on_the_rest_of_the_body() -> None:
    """A number that Python cannot hold, elsewhere in the body, has no effect."""
    for other in ("1" * 5000, "[]"):
        with pytest.raises(ValidationError, match=r"^Expected `str`, got `nothing` - at `\$\.eventID`$"):
            decode_event(f'{{"x": {other}, "entries": []}}')


@pytest.mark.parametrize(
    ("member", "body", "expected", "path"),
    [
        (tuple[Part, ...], b'{"member":[{"size":1},{}]}', "int", "$.member[1].size"),
        (dict[str, Part], b'{"member":{"a":{"size":1},"b b":{}}}', "int", '$.member["b b"].size'),
        (Part, b'{"member":{}', "value", "$.member.size"),
        (Part, b'{"member":{},"member":[]}', "value", "$.member.size"),
        (tuple[Choice, ...], b'{"member":[{},7]}', "value", "$.member[0].flag"),
    ],
)
def test_a_missing_key_of_a_part_names_its_type(member: Any, body: bytes, expected: str, path: str) -> None:
    """The same for a part of a view. Faults in later parts do not matter.

    The type is `value` if the part is not found again in the document.
    """
    view = msgspec.defstruct("View", [("member", member)])
    assert str(error_of(partial(decode_view, body, view))) == f"Expected `{expected}`, got `nothing` - at `{path}`"


def test_field_names_with_dots_or_brackets_do_not_break_errors() -> None:
    """Field names with dots or brackets make the path ambiguous. The error still has what was expected and found."""
    view = msgspec.defstruct("View", [("member", list[dict[str, int]], msgspec.field(name="a.b[0]`c"))])
    error = error_of(partial(decode_view, b'{"a.b[0]`c": [{"k": ""}]}', view))
    assert isinstance(error, ValidationError)
    assert (error.expected, error.found) == ("int", "str")


def test_finding_the_path_does_not_run_code_of_a_view() -> None:
    """To find a map's key for the path, topframe decodes parts again, but not if that would run code of the view."""
    calls: list[str] = []

    class Checked(msgspec.Struct):
        text: str

        def __post_init__(self) -> None:
            calls.append(self.text)
            raise ValueError(self.text)

    view = msgspec.defstruct("View", [("members", dict[str, Checked])])
    error = error_of(partial(decode_view, json.dumps({"members": {"a": {"text": WORD}, "b": {"text": ""}}}), view))
    assert isinstance(error, ValidationError)
    assert error.path == "$.members[...]"
    assert calls == [WORD]


# --- hints for other kinds of body ------------------------------------------------------------------------------------

RAW_HINT = "it looks like a raw event; decode_raw_event and load_event take it"


@pytest.mark.parametrize(
    "members",
    [
        {"event_id": "9"},
        {"event_id": "9", "tags": {"level": "error"}},
        {"exception": {"values": []}, "title": 5},
        {"sentry.interfaces.Exception": {}},
        {"event_id": "9", "platform": "python", "errors": 5},
    ],
)
def test_the_error_for_a_raw_event_names_the_right_functions(members: dict[str, Any]) -> None:
    """For a raw event, the error says so, and names the functions that accept it."""
    body = json.dumps(members)
    for call, path in (
        (lambda: decode_event(body), "$"),
        (lambda: decode_events(f'[{{"eventID": "8"}}, {body}]'), "$[1]"),
        (lambda: decode_view(body, EventSummary), "$"),
        (lambda: decode_view(body, EventFrames), "$"),
    ):
        error = error_of(call)
        assert isinstance(error, ValidationError)
        assert (error.path, error.expected, error.found, error.hint) == (path, "event", "raw event", RAW_HINT)
        assert str(error) == f"Expected `event`, got `raw event` - at `{path}`: {RAW_HINT}"
        copied = pickle.loads(pickle.dumps(error))
        assert (vars(copied), str(copied)) == (vars(error), str(error))


@pytest.mark.parametrize(
    ("members", "found", "hint"),
    [
        ({"data": {"event": {}}}, "webhook", "it looks like a webhook; topframe.webhooks and load_event take it"),
        ({"Records": [{"body": "b"}]}, "message of a queue", "it looks like a message of a queue; load_event takes it"),
        ({"event_id": "9", "comments": "c"}, "user report", None),
        ({"detail": "Not found", "title": 5}, "API error", None),
    ],
)
def test_the_error_for_another_kind_of_body_names_the_kind(
    members: dict[str, Any], found: str, hint: str | None
) -> None:
    """The error names the kind of the body, and the functions that accept it if there are any."""
    error = error_of(partial(decode_event, json.dumps(members)))
    assert isinstance(error, ValidationError)
    assert (error.path, error.expected, error.found, error.hint) == ("$", "event", found, hint)


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"eventID": "9", "event_id": "9", "tags": 5}, "$.tags"),
        ({"entries": [], "platform": "python", "exception": {}}, "$.eventID"),
        ({}, "$.eventID"),
        ({"title": 5}, "$.title"),
    ],
)
def test_the_error_for_a_faulty_event_has_the_path(members: dict[str, Any], path: str) -> None:
    """If the keys are those of the web API, or indicate no other kind of body, the error has the path of the fault."""
    error = error_of(partial(decode_event, json.dumps(members)))
    assert isinstance(error, ValidationError)
    assert (error.path, error.hint) == (path, None)


def test_the_error_of_a_view_without_event_id_has_the_path() -> None:
    """A view without *eventID* may decode other objects, so the error has the path of the fault."""
    view = msgspec.defstruct("View", [("event_id", str), ("level", int)])
    error = error_of(partial(decode_view, b'{"event_id": "9", "level": "error"}', view))
    assert isinstance(error, ValidationError)
    assert (error.path, error.hint) == ("$.level", None)
