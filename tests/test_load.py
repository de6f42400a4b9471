"""An event is told by what it came in."""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DATA, RAW_SAMPLES, SAMPLES, read_sample
from topframe import (
    DecodeError,
    TopframeError,
    ValidationError,
    decode_event,
    decode_raw_event,
    dialect_of,
    load_event,
    normalize,
)

API = b'{"eventID": "0a", "title": "from the web API"}'
RAW = b'{"event_id": "0A", "exception": [{"type": "E"}]}'
NOTHING = (
    "Not an event: looked for `eventID` of the web API, `event_id` or an interface of a raw event, `event` or `data` "
    "of a webhook, `Records`, `Messages` or `Body` of a queue, or the lines of an envelope"
)


def envelope(*items: tuple[dict[str, Any], bytes], header: dict[str, Any] | None = None) -> bytes:
    """An envelope as SDKs write it."""
    lines = [json.dumps(header or {}).encode()]
    for item, payload in items:
        lines += [json.dumps({**item, "length": len(payload)}).encode(), payload]
    return b"\n".join(lines)


def document(**members: Any) -> bytes:
    """A JSON object."""
    return json.dumps(members).encode()


def inside(body: bytes) -> Any:
    """A document to put into another one."""
    return json.loads(body)


def complaint(body: bytes) -> str:
    """What is said of a body that has no event."""
    with pytest.raises(DecodeError) as caught:
        load_event(body)
    return str(caught.value)


WRAPPED: list[tuple[str, bytes]] = [
    ("api", API),
    ("api", document(organizationSlug="o", projectSlug="p", groupId="1", eventId="0a", event=inside(API))),
    ("raw", RAW),
    ("raw", b'{"platform": "python"}'),
    ("raw", b'{"sentry.interfaces.Exception": {"values": []}}'),
    ("webhook", document(action="triggered", data={"event": inside(RAW), "triggered_rule": "r"})),
    ("webhook", document(action="created", data={"error": inside(RAW)})),
    ("webhook", document(project_slug="p", url="u", event=inside(RAW))),
    ("webhook", document(project={}, group={}, event=inside(API))),
    ("envelope", envelope(({"type": "event"}, RAW))),
    ("envelope", envelope(({"type": "attachment"}, b"\x00\xff\n"), ({"type": "transaction"}, RAW))),
    ("queue", document(Records=[{"messageId": "m", "body": RAW.decode()}])),
    ("queue", document(Messages=[{"MessageId": "m", "Body": API.decode()}])),
    ("queue", document(MessageId="m", Body=API.decode())),
]


@pytest.mark.parametrize(("dialect", "body"), WRAPPED)
def test_an_event_is_found_in_what_it_came_in(dialect: str, body: bytes) -> None:
    """The keys of a document tell what it is; the event inside is of either dialect."""
    assert dialect_of(body) == dialect
    assert load_event(body).event_id in {"0a", ""}


@pytest.mark.parametrize(("dialect", "body"), WRAPPED)
@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
def test_a_body_may_be_compressed(dialect: str, body: bytes, compress: Any) -> None:
    """As it is sent to the server, and kept in archives."""
    assert dialect_of(compress(body)) == dialect


@pytest.mark.parametrize("name", SAMPLES)
def test_an_answer_of_the_web_api_is_decoded(name: str) -> None:
    """With its unknown entries, as `decode_event` does it."""
    body = read_sample(name)
    if body.startswith(b"["):
        assert complaint(body) == "Expected `event`, got `array` - at `$`"
    else:
        assert load_event(body) == decode_event(body)


@pytest.mark.parametrize("name", RAW_SAMPLES)
def test_a_raw_event_is_normalized(name: str) -> None:
    """As `normalize` does it."""
    body = (DATA / "raw" / f"{name}.json").read_bytes()
    assert load_event(body) == normalize(decode_raw_event(body))


def test_the_header_of_an_envelope_has_the_id() -> None:
    """It wins over the one that the event gives itself."""
    assert load_event(envelope(({"type": "event"}, RAW), header={"event_id": "0B"})).event_id == "0b"
    assert load_event(envelope(({"type": "event"}, b"{}"), header={"event_id": "0c"})).event_id == "0c"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "Malformed JSON: the body is empty"),
        (b"{", "Malformed JSON: it ends too early - at byte 1"),
        (b'{"eventID": "\xff"}', "Not UTF-8 - at byte 13"),
        (b"7", "Expected `event`, got `int` - at `$`"),
        (b"[]", "Expected `event`, got `array` - at `$`"),
        (b"{}", NOTHING),
        (b'{"message": "Channel no longer exists!"}', NOTHING),
        (b'{"detail": "Not found"}', "Expected `event`, got `API error` - at `$`"),
        (b'{"event_id": "a", "sent_at": "2026-03-03T09:32:11Z"}', "An envelope without an event"),
        (b'{"event_id": "a", "dsn": "https://k@o.example.com/1"}', "An envelope without an event"),
        (envelope(({"type": "session"}, b"{}")), "An envelope without an event"),
        (envelope(({"type": "event"}, RAW), ({"type": "event"}, RAW)), "An envelope with 2 events"),
        (
            document(action="created", data={"issue": {}}),
            "A webhook without an event: `data` has neither `event` nor `error`",
        ),
        (document(Records=[]), "A queue's answer with 0 messages: give one of them at a time"),
        (document(Messages=[{}, {}]), "A queue's answer with 2 messages: give one of them at a time"),
        (document(Records=[{"s3": {}}]), "A message that says where an event is: read that from Amazon S3"),
        (document(s3Url="s3://b/k", eventId="a"), "A message that says where an event is: read that from Amazon S3"),
        (document(Body=document(Body=API.decode()).decode()), "A message within a message"),
    ],
)
def test_what_has_no_event_is_refused(body: bytes, what: str) -> None:
    """It is said what is missing, or what was looked for; no value of the document."""
    assert complaint(body) == what


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"eventID": 1}', "$.eventID"),
        (b'{"event_id": 1}', "$.event_id"),
        (document(data={"event": {"level": []}}), "$.data.event.level"),
        (document(data={"error": {"eventID": "a", "size": "1"}}), "$.data.error.size"),
        (document(data=[]), "$.data"),
        (document(event={"platform": 1}), "$.event.platform"),
        (envelope(({"type": "attachment"}, b""), ({"type": "event"}, b'{"level": []}')), "$.items[1].payload.level"),
        (document(Records={}), "$.Records"),
        (document(Body=7), "$.Body"),
        (document(Records=[{"body": []}]), "$.Records[0].body"),
    ],
)
def test_a_fault_has_its_place_in_the_whole(body: bytes, path: str) -> None:
    """From the document down to the member."""
    with pytest.raises(ValidationError) as caught:
        load_event(body)
    assert caught.value.path == path


def test_a_body_is_text() -> None:
    """Or bytes of it."""
    assert load_event(API.decode()).title == load_event(memoryview(API)).title == "from the web API"
    with pytest.raises(TypeError, match="a body is bytes"):
        load_event(inside(API))


@given(
    st.binary(max_size=60)
    | st.sampled_from([body for _, body in WRAPPED]).flatmap(
        lambda body: st.integers(0, len(body)).map(lambda end: body[:end])
    )
)
def test_nothing_but_our_errors_comes_out(body: bytes) -> None:
    """Whatever the bytes, and wherever a body is cut off."""
    with contextlib.suppress(TopframeError):
        load_event(body)
