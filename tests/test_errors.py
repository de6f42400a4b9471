"""Errors name the place of a fault, and hold nothing of the payload: not in their text, attributes, causes or contexts."""

from __future__ import annotations

import ast
import copy
import enum
import json
import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
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
    Event,
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
from topframe.model import BreadcrumbsEntry, RequestEntry
from topframe.views import EventFrames, EventSummary, SourcemapErrors
from topframe.webhooks import decode_delivery, receive, sign, verify

from .conftest import DATA, RAW_SAMPLES, SAMPLES, as_array, as_object, read_sample

SOURCE = Path(topframe.__file__).parent
WORD = "ze" + "bra7"
"""What a stranger writes. Not whole in the source, which tracebacks quote."""
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
"""Texts that look like parts of msgspec's messages."""


# --- what an error shows ----------------------------------------------------------------------------------------------


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error with all its causes and contexts, also those that no traceback shows."""
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
    """Whether an error, with all that hangs on it, is free of a word."""
    shown = "".join(traceback.format_exception(error))
    for link in chain(error):
        members = {name: value for name, value in vars(link).items() if name not in {"body", "resource"}}
        shown += f"{link} {link!r} {link.args} {members} {getattr(link, '__notes__', ())}"
        if not isinstance(link, DeliveryError):  # it has the body, so that nobody loses it
            shown += pickle.dumps(link).decode("latin-1")
    return word not in shown.replace(f"$.tags.{word}", "")  # the keys of maps are part of the path


def error_of(call: Callable[[], object]) -> TopframeError | None:
    """What a call raises; None where it returns."""
    try:
        call()
    except TopframeError as exc:
        return exc
    return None


def signed(body: bytes, resource: str | None, **headers: str) -> object:
    """Receive a body with a signature that fits."""
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
"""All that takes a payload, by name."""


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each container in a JSON value, with a key or an index of it."""
    for key, part in [*(as_object(value) or {}).items(), *enumerate(as_array(value) or ())]:
        yield value, key
        yield from places(part)


def planted(document: Any) -> Iterator[bytes]:
    """A document with the word in one place: instead of a value, a key, or something that is JSON."""
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
    """A body with the word in it that is no JSON in UTF-8 any more."""
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
"""Samples of all dialects."""


def short(value: Any) -> Any:
    """A JSON value with the last item of its arrays alone."""
    if (members := as_object(value)) is not None:
        return {key: short(part) for key, part in members.items()}
    if (items := as_array(value)) is not None:
        return [short(item) for item in items[-1:]]
    return value


@pytest.fixture(scope="module")
def hostile_bodies() -> list[bytes]:
    """The samples, each with the word in one place."""
    documents = [short(json.loads(read_sample(name))) for name in BODIES]
    return [body for document in documents for body in (*planted(document), *damaged(json.dumps(document).encode()))]


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_no_error_holds_a_value_of_the_payload(name: str, hostile_bodies: list[bytes]) -> None:
    """Wherever a word stands in a payload, the error does not have it: in no text, attribute, cause, context or pickle."""
    errors = (error_of(partial(ENTRY_POINTS[name], body)) for body in hostile_bodies)
    assert_clean([error for error in errors if error is not None])


def assert_clean(errors: Sequence[TopframeError]) -> None:
    """Look through errors, of those that say the same through one."""
    distinct = {tuple(map(repr, chain(error))): error for error in errors}
    assert len(distinct) > 1
    for error in distinct.values():
        assert is_clean(error)


@pytest.mark.parametrize("view", [None, EventSummary])
@pytest.mark.parametrize("workers", [0, 1])
def test_no_error_of_a_record_holds_a_value(view: Any, workers: int, hostile_bodies: list[bytes]) -> None:
    """Also where another process has decoded it."""
    errors: list[topframe.RecordError] = []
    lines = [body for body in hostile_bodies if len(body) < 50_000 and b"\n" not in body]
    list(read_events([b"\n".join(lines)], view=view, on_error=errors.append, workers=workers))
    assert_clean(errors)
    with pytest.raises(topframe.RecordError) as caught:
        list(read_events(hostile_bodies, view=view))
    assert is_clean(caught.value)
