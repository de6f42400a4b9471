"""Payloads that attack weak places. Each can be built in any size."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from ..fuzz.mutations import UNITS

T = TypeVar("T")


class Payload(NamedTuple):
    """A body and the headers of its request."""

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shape:
    """A payload that can be built in any size."""

    name: str
    kind: str
    """Kind of payload, such as `api` or `webhook`. Each entry point lists the kinds that it takes."""
    make: Callable[[int], Payload]
    """Builds the payload with a number of parts or characters."""
    size: int
    """The smaller of the two compared sizes."""


SHAPES: list[Shape] = []


def _add(kind: str, size: int, shapes: Mapping[str, Callable[[int], T]], payload: Callable[[T], Payload]) -> None:
    def shape(name: str, make: Callable[[int], T]) -> Shape:
        return Shape(name, kind, lambda n: payload(make(n)), size)

    SHAPES.extend(starmap(shape, shapes.items()))


def _json(value: Any) -> Payload:
    return Payload(json.dumps(value).encode())


# --- text -------------------------------------------------------------------------------------------------------------


_API_TEXTS = ("eventID", "title", "message", "culprit", "platform", "location", "dist")


def _api_texts(unit: str, size: int) -> dict[str, Any]:
    """An event of the web API in which all texts are the same."""
    text = unit * (size // len(unit))
    frame: dict[str, Any] = {
        "function": text,
        "filename": text,
        "absPath": text,
        "module": text,
        "package": text,
        "lineNo": 2,
    }
    frame["context"] = [[1, text], [2, text]]
    exception = {"type": text, "value": text, "module": text, "stacktrace": {"frames": [frame]}}
    crumb = {"category": text, "message": text, "type": text, "data": {text: text}}
    request: dict[str, Any] = {
        "url": text,
        "query": [[text, text]],
        "fragment": text,
        "headers": [["Referer", text]],
        "data": text,
    }
    entries = {
        "exception": {"values": [exception]},
        "message": {"message": text, "formatted": text, "params": [text]},
        "breadcrumbs": {"values": [crumb]},
        "request": request,
        text: text,
    }
    event: dict[str, Any] = dict.fromkeys(_API_TEXTS, text)
    event |= {"entries": [{"type": key, "data": data} for key, data in entries.items()]}
    event |= {"tags": [{"key": text, "value": text}], "user": {"id": text}, "userReport": {"comments": text}}
    event |= {"errors": [{"type": f"js_{text}", "data": {"url": text}}, {"type": text, "data": {"reason": text}}]}
    event |= {"contexts": {text: {"type": text}}, "release": {"version": text}, "sdk": {"name": text}}
    return event


def _raw_texts(unit: str, size: int) -> dict[str, Any]:
    """A raw event in which all texts are the same. Function names have half the length, so that they are shortened."""
    text = unit * (size // len(unit))
    frame: dict[str, Any] = {
        "filename": text,
        "module": text,
        "package": text,
        "instruction_addr": text,
        "lineno": 2,
        "pre_context": [text],
    }
    frames: list[Any] = [
        frame,
        {"abs_path": f"http://{text}", "source_link": f"https://raw.githubusercontent.com/{text}"},
    ]
    event: dict[str, Any] = dict.fromkeys(
        ("event_id", "culprit", "logger", "server_name", "release", "transaction"), text
    )
    names = [
        f"{begin}{unit * (size // 2 // len(unit))}{end}" for begin in ("f()", "a<", "(") for end in ("x", ")", ">")
    ]
    frames += [{"function": name, "platform": platform} for name in names for platform in ("native", "csharp")]
    event |= {"exception": [{"value": text, "stacktrace": {"frames": frames}}], "timestamp": text, "level": text}
    event |= {"logentry": {"message": text, "params": ["a", {"a": "b"}]}, "tags": {text: text}, "user": {"id": text}}
    event |= {"breadcrumbs": [{"message": text, "timestamp": text, "category": text}], "extra": {text: text}}
    headers = [[text, text], ["Cookie", text], ["Content-Type", text]]
    event["request"] = {"url": f"http://{text}?{text}#{text}", "query_string": text, "data": text, "headers": headers}
    event["contexts"] = {"os": {"raw_description": f"Linux {text}"}, text: {"type": text}}
    event["csp"] = {"blocked_uri": text, "violated_directive": text, "effective_directive": text, "document_uri": text}
    event["template"] = {"filename": text, "context_line": text, "lineno": 1}
    return event


def _webhook_texts(unit: str, size: int) -> dict[str, Any]:
    """A delivery in which all texts are the same."""
    text = unit * (size // len(unit))
    issue: dict[str, Any] = dict.fromkeys(
        ("title", "shortId", "culprit", "level", "status", "platform", "web_url"), text
    )
    issue |= {"metadata": {"value": text, "title": text}, "assignedTo": {"name": text}, "project": {"slug": text}}
    return {"action": "created", "actor": {"name": text, "type": text}, "data": {"issue": issue}}


_SHOWN = ("a", " ", "\n", "\t", "\\", '"', "=", "/", "\x00", "\xa0", "日", "\ud800", "node_modules/", "a b")
"""Texts for shapes that are rendered. They are fewer than `UNITS`, because rendering takes long."""
_add("raw texts", 800, {f"runs of {unit!a}": partial(_raw_texts, unit) for unit in UNITS}, _json)
_add("api texts", 3200, {f"runs of {unit!a}": partial(_api_texts, unit) for unit in _SHOWN}, _json)
_add("webhook texts", 3200, {f"runs of {unit!a}": partial(_webhook_texts, unit) for unit in _SHOWN}, _json)


# --- events -----------------------------------------------------------------------------------------------------------

_FRAME = {"function": "f", "filename": "a.py", "absPath": "/a.py", "lineNo": 2, "context": [[2, "x"]], "inApp": False}
_RAW_FRAME = {"function": "f<T>(int)", "filename": "a.c", "lineno": 2, "instruction_addr": "0x1f", "symbol_addr": 5}
_TIME = "2026-01-01T00:00:00Z"


def _many(n: int, make: Callable[[int], Any]) -> list[Any]:
    return [make(i) for i in range(n)]


def _keys(n: int, value: Any = 1) -> dict[str, Any]:
    return {f"k{i}": value for i in range(n)}


def _entry(type: str, data: Any) -> dict[str, Any]:
    return {"entries": [{"type": type, "data": data}]}


def _values(type: str, values: list[Any]) -> dict[str, Any]:
    return _entry(type, {"values": values})


def _stack(frames: list[Any]) -> dict[str, Any]:
    return _entry("stacktrace", {"frames": frames})


def _raw_stack(frames: list[Any]) -> dict[str, Any]:
    return {"stacktrace": {"frames": frames}}


def _errors(errors: list[Any]) -> dict[str, Any]:
    return {"platform": "javascript", "errors": [{"type": "js_no_source", "data": error} for error in errors]}


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": [value]}
    return value


_API: dict[str, Callable[[int], dict[str, Any]]] = {
    "frames": lambda n: _stack([_FRAME] * n),
    "frames, every second one in-app": lambda n: _stack([_FRAME, {**_FRAME, "inApp": True}] * (n // 2)),
    "frames without a mark": lambda n: _stack(_many(n, lambda i: {"absPath": f"/usr/x/{i}"})),
    "nulls for frames": lambda n: _stack([None] * n),
    "source lines": lambda n: _stack([{"lineNo": n, "context": _many(n, lambda i: [i, "x = 1"])}]),
    "indented source lines": lambda n: _stack([{"lineNo": 3, "context": _many(7, lambda i: [i, " " * n])}]),
    "exceptions": lambda n: _values("exception", [{"type": "E", "value": "v", "stacktrace": {"frames": [_FRAME]}}] * n),
    "exceptions with their own texts": lambda n: _values("exception", _many(n, lambda i: {"value": f"v{i}"})),
    "threads": lambda n: _values("threads", [{"id": 1, "crashed": True, "stacktrace": {"frames": [_FRAME]}}] * n),
    "threads without stack": lambda n: _values("threads", [{"id": 1, "current": True}] * n),
    "breadcrumbs": lambda n: _values("breadcrumbs", [{"message": "m", "data": {"a": 1}, "timestamp": _TIME}] * n),
    "spans": lambda n: _entry("spans", _many(n, lambda i: {"op": f"o{i}", "start_timestamp": 1, "timestamp": i})),
    "unknown entries": lambda n: {"entries": _many(n, lambda i: {"type": f"new{i}", "data": {}})},
    "entries without a type": lambda n: {"entries": [{}] * n},
    "entries of one type": lambda n: {"entries": [{"type": "message", "data": {"formatted": "a"}}] * n},
    "a fault in the last entry": lambda n: {"entries": [*[{"type": "new"}] * n, {"type": "exception", "data": 5}]},
    "a fault in the last frame": lambda n: _stack([*[_FRAME] * n, {"lineNo": "x"}]),
    "a fault under the last key": lambda n: {"measurements": {**_keys(n, {"value": 1}), "z": {"value": "x"}}},
    "a fault under a long key": lambda n: {"measurements": {"k" * n: {"value": "x"}}},
    "a fault under the last tag": lambda n: {"tags": {**_keys(n, "v"), "z": 5}},
    "faults in maps in maps": lambda n: {"breakdowns": _keys(n, {"q": {"value": "x"}})},
    "measurements": lambda n: {"measurements": _keys(n, {"value": 1})},
    "tags": lambda n: {"tags": _many(n, lambda i: {"key": f"k{i}", "value": "v"})},
    "tags as an object": lambda n: {"tags": _keys(n, "v")},
    "contexts": lambda n: {"contexts": _keys(n, {"type": "trace", "trace_id": 5})},
    "members of a context": lambda n: {"contexts": {"trace": _keys(n)}},
    "members of the user": lambda n: {"user": _keys(n)},
    "remarks": lambda n: {"_meta": {"entries": _keys(n, {"data": {"": {"len": 1}}})}},
    "errors": lambda n: _errors(_many(n, lambda i: {"url": f"u{i}"})),
    "errors of one file with many frames": lambda n: {
        **_errors(_many(n, lambda i: {"url": "/a.py", "row": i})),
        **_stack(_many(n, lambda i: {**_FRAME, "lineNo": i})),
    },
    "errors alike": lambda n: _errors([{"url": "u"}] * n),
    "members of an error": lambda n: _errors([_keys(n)]),
    "headers": lambda n: _entry("request", {"headers": [["Referer", "v"]] * n, "query": [["a", "b"]] * n}),
    "evidence": lambda n: {"occurrence": {"evidenceDisplay": [{"name": "a", "value": "b"}] * n}},
    "params": lambda n: _entry("message", {"message": "%s", "params": list(range(n))}),
    "lines of a message": lambda n: _entry("message", {"formatted": "a\n" * n}),
    "digits": lambda n: {"context": {"a": int("9" * min(n, 4000))}},
    "deep nesting": lambda n: {"context": _nested(n // 8), "contexts": {"trace": {"data": _nested(n // 8)}}},
}
_add("api", 400, _API, lambda members: _json({"eventID": "9", "title": "t", **members}))

_RAW: dict[str, Callable[[int], dict[str, Any]]] = {
    "frames": lambda n: _raw_stack([_RAW_FRAME] * n),
    "frames with their own names": lambda n: _raw_stack(_many(n, lambda i: {"function": f"f{i}<T>::g(a)"})),
    "addresses": lambda n: _raw_stack(_many(n, lambda i: {"instruction_addr": f"0x{i:x}"})),
    "a long address": lambda n: _raw_stack([{"instruction_addr": "9" * n}, *[{"instruction_addr": "0x1"}] * n]),
    "source lines": lambda n: _raw_stack([{"lineno": 5, "context_line": "x", "pre_context": ["y"] * n}]),
    "frames without a name": lambda n: {"exception": [{"type": "E", **_raw_stack([{"in_app": True}] * n)}]},
    "exceptions": lambda n: {"exception": [{"type": "E", "value": "v", **_raw_stack([_RAW_FRAME])}] * n},
    "exceptions without a type": lambda n: {"exception": _many(n, lambda i: {"value": f"E{i}: v"})},
    "threads": lambda n: {"threads": [{"id": 1, "crashed": True, **_raw_stack([_RAW_FRAME])}] * n},
    "breadcrumbs": lambda n: {"breadcrumbs": [{"message": "m", "timestamp": "1.5", "data": {" ": 1}}] * n},
    "tags": lambda n: {"tags": _many(n, lambda i: [f"sentry:k{i}", i])},
    "tags as an object": lambda n: {"tags": {f"k {i}": f" v{i} " for i in range(n)}},
    "tags of one key": lambda n: {"tags": [["a", "b"]] * n},
    "remarks on tags": lambda n: {"tags": _keys(n), "_meta": {"tags": _keys(n, {"": {"len": 1}})}},
    "headers": lambda n: {"request": {"url": "/", "headers": {f"x-a-{i}": ["v", "w"] for i in range(n)}}},
    "headers with cookies": lambda n: {"request": {"headers": _many(n, lambda i: ["Cookie", f"a{i}=b; c=d"])}},
    "a query": lambda n: {"request": {"url": "/?" + "a=b&" * n, "cookies": "a=b; " * n, "data": "a=%41&" * n}},
    "a query of pairs": lambda n: {"request": {"query_string": _many(n, lambda i: ["a", {"b": i}])}},
    "a body of JSON": lambda n: {"request": {"data": json.dumps([" "] * n)}},
    "params": lambda n: {"logentry": {"message": "%s " * n, "params": ["a"] * n}},
    "named params": lambda n: {"logentry": {"message": "%(a)s " * n, "params": {"a": "v" * 90}}},
    "params that do not fit": lambda n: {"logentry": {"message": "{} " * n, "params": ["a"] * (n - 1)}},
    "one long param, often": lambda n: {"logentry": {"message": "{0}" * n, "params": ["v" * n]}},
    "contexts": lambda n: {"contexts": _keys(n, {"type": "runtime", "name": "a", "version": "b", "x": 2**60})},
    "members of the user": lambda n: {"user": {"data": _keys(n), **_keys(n)}},
    "modules": lambda n: {"modules": _keys(n, "1"), "extra": _keys(n, [1])},
    "errors": lambda n: {"errors": _many(n, lambda i: {"type": "invalid_data", "name": f"a{i}", "value": i})},
    "images": lambda n: {"debug_meta": {"images": [{"type": "elf", "debug_id": "a"}] * n}},
    "spans": lambda n: {"type": "transaction", "spans": [{"op": "a", "start_timestamp": "1.5", "timestamp": 2}] * n},
    "keys of 2014": lambda n: {f"sentry.interfaces.K{i}": {} for i in range(n)},
    "a fault in the last frame": lambda n: _raw_stack([*[_RAW_FRAME] * n, {"filename": 5}]),
    "a fault under the last key": lambda n: {"measurements": {**_keys(n, {"value": 1}), "z": {"value": "x"}}},
    "deep nesting": lambda n: {"extra": _nested(n // 8), "exception": {"value": _nested(n // 8)}},
}
_add("raw", 400, _RAW, lambda members: _json({"event_id": "9", "platform": "native", **members}))


# --- bytes ------------------------------------------------------------------------------------------------------------

_BYTES: dict[str, Callable[[int], bytes]] = {
    "[": lambda n: b"[" * n,
    "{": lambda n: b'{"a":' * n,
    "brackets": lambda n: b"[]" * n,
    "quotes": lambda n: b'"' * n,
    "backslashes": lambda n: b'{"eventID":"' + b"\\" * n,
    "escapes": lambda n: b'{"eventID":"' + b"\\ud83d\\ude00" * n + b'\\ud800"}',
    "half pairs": lambda n: b'{"eventID":"' + b"\\ud800" * n + b'"}',
    "blanks": lambda n: b" " * n + b"x",
    "newlines": lambda n: b"\n" * n + b"{}",
    "blanks between tokens": lambda n: b'{"eventID"' + b" " * n + b':"9",' + b" \n" * n + b'"entries":5}',
    "one key, often": lambda n: b"{" + b'"eventID":"9",' * n + b'"eventID":5}',
    "one map, often": lambda n: b'{"eventID":"9",' + b'"measurements":{"a":{"value":"x"}},' * n + b'"z":1}',
    "zeros": lambda n: b'{"eventID":' + b"0" * n + b"}",
    "not UTF-8 at the end": lambda n: b'{"eventID":"' + "é".encode() * n + b'\xff"}',
    "letters": lambda n: b"a" * n,
    "commas": lambda n: b"," * n,
    "colons": lambda n: b'{"a"' + b":" * n,
    "HTML": lambda n: b"<" * n,
    "keys": lambda n: b"{" + b",".join(b'"k%d":0' % i for i in range(n)) + b"}",
}
_add("bytes", 4000, _BYTES, Payload)

_EVENT = b'{"eventID":"9"}'
_FILES: dict[str, Callable[[int], bytes]] = {
    "lines": lambda n: (_EVENT + b"\n") * n,
    "bad lines": lambda n: b"x\n" * n,
    "documents on one line": lambda n: _EVENT * n,
    "documents and blanks": lambda n: (_EVENT + b" ") * n,
    "bad documents on one line": lambda n: b"{x}" * n,
    "laid out documents": lambda n: b'{\n"eventID":\n"9"\n}\n' * n,
    "laid out documents without newlines between": lambda n: b'{\n"eventID":"9"}' * n,
    "a list": lambda n: b"[" + b",".join([_EVENT] * n) + b"]",
    "a list of numbers": lambda n: b"[" + b"1," * n + b"1]",
    "a list of empty objects": lambda n: b"[" + b"{}," * n + b"{}]",
    "a list that does not end": lambda n: b"[" + (_EVENT + b",") * n,
    "open brackets in a list": lambda n: b"[" + b"{" * n,
    "closing brackets": lambda n: b"[" + b"]}" * n,
    "an open string in a list": lambda n: b'[{"a":"' + b"\\" * n,
    "garbage between documents": lambda n: b"[" + b"{} x " * n + b"]",
    "newlines, then an event": lambda n: b"\n" * 20 * n + _EVENT,
    "blank lines": lambda n: _EVENT + b"\r\n" * 20 * n,
    "blanks": lambda n: b"\n{" + b" " * 20 * n + b"}",
    "headers of envelopes": lambda n: b'{"sent_at":null}\n' * n,
    "gzip members": lambda n: gzip.compress(_EVENT + b"\n", 1, mtime=0) * (n // 4),
    "empty gzip members": lambda n: gzip.compress(b"", 1, mtime=0) * (n // 4),
    "gzip of newlines": lambda n: gzip.compress(b"\n" * 50 * n, 1, mtime=0),
}
_add("file", 250, _FILES, Payload)

_PACKED: dict[str, Callable[[int], bytes]] = {
    "gzip": lambda n: gzip.compress(b'{"eventID":"%b"}' % (b"a" * 40 * n), 1, mtime=0),
    "gzip members": lambda n: gzip.compress(b" ", 1, mtime=0) * (n // 4) + gzip.compress(_EVENT, 1, mtime=0),
    "a gzip mark, often": lambda n: b"\x1f\x8b" * 20 * n,
}
_add("packed", 250, _PACKED, Payload)


# --- what is around an event ------------------------------------------------------------------------------------------

_ENVELOPES: dict[str, Callable[[int], bytes]] = {
    "items": lambda n: b"{}\n" + b'{"type":"x","length":1}\na\n' * n,
    "items without a length": lambda n: b"{}\n" + b'{"type":"event"}\n{}\n' * n,
    "blank lines": lambda n: b"{}\n" + b"\n \r\n" * 9 * n + b'{"type":"event"}\n{}',
    "keys of the header": lambda n: b"{" + b",".join(b'"k%d":1' % i for i in range(n)) + b'}\n{"type":"event"}\n{}',
    "a payload": lambda n: b'{}\n{"type":"event"}\n{"message":"' + b"a" * 40 * n + b'"}',
    "headers alone": lambda n: b"{}\n" * n,
    "not UTF-8 in the last header": lambda n: b"{}\n" + b'{"type":"x"}\n\n' * n + b'{"type":"\xff"}',
}
_add("envelope", 250, _ENVELOPES, Payload)

_QUEUES: dict[str, Callable[[int], Any]] = {
    "messages": lambda n: {"Messages": [{"Body": '{"eventID": "9"}'}] * n},
    "records": lambda n: {"Records": [{"body": '{"eventID": "9"}', "messageId": "1"}] * n},
    "a long message": lambda n: {"Body": json.dumps({"eventID": "9", "title": "\\" * 20 * n})},
    "members of a message": lambda n: {"Body": "{}", **{f"k{i}": i for i in range(n)}},
    "a message in a message": lambda n: {
        "Body": json.dumps({"Body": json.dumps({"Body": json.dumps({"eventID": "a" * n})})})
    },
    "empty messages": lambda n: {"Messages": [dict[str, Any]()] * n},
}
_add("queue", 400, _QUEUES, _json)

_SETTING = {"name": "a", "value": "b"}
_EVENT_BODY = {"eventID": "9", "title": "t"}


def _hook(action: str, **data: Any) -> dict[str, Any]:
    return {"action": action, "data": data}


_WEBHOOKS: dict[str, Callable[[int], Any]] = {
    "members of data": lambda n: _hook("x", **_keys(n)),
    "members of an issue": lambda n: _hook("created", issue=_keys(n)),
    "metadata of an issue": lambda n: _hook("created", issue={"metadata": _keys(n)}),
    "a fault in the last setting": lambda n: _hook(
        "triggered", issue_alert={"settings": [*[_SETTING] * n, {"name": 5}]}
    ),
    "settings": lambda n: _hook("triggered", event=_EVENT_BODY, issue_alert={"settings": [_SETTING] * n}),
    "fields": lambda n: {"fields": [_SETTING] * n},
    "fields by name": lambda n: {"fields": _keys(n, "v"), "issueId": 1},
    "deep nesting": lambda n: _hook("x", a=_nested(n // 8)),
    "an event": lambda n: _hook("created", error={**_EVENT_BODY, "message": "a" * n, "tags": [["a", "b"]] * n}),
    "a raw event": lambda n: _hook("triggered", event={"event_id": "9", "exception": [{"type": "E"}] * n}),
    "triggers": lambda n: _hook("critical", metric_alert={"alert_rule": {"triggers": [{"label": "a"}] * n}}),
    "pull requests": lambda n: _hook("pr_created", run_id=1, pull_requests=[{"repo_name": "a"}] * n),
    "changes": lambda n: _hook("coding_completed", run_id=1, code_changes=_keys(n, [{}])),
}
_add("webhook", 400, _WEBHOOKS, _json)

_BODY = b'{"action":"created","data":{"issue":{}}}'
_HEADERS: dict[str, Callable[[int], list[tuple[str, str]]]] = {
    "names": lambda n: [(f"x-{i}", "v") for i in range(n)],
    "one name, often": lambda n: [("Sentry-Hook-Timestamp", "1")] * n,
    "signatures": lambda n: [("Sentry-Hook-Signature", str(i)) for i in range(n)],
    "a long name": lambda n: [("x" * 40 * n, "v")],
    "a long value": lambda n: [("Sentry-Hook-Resource", " " * 40 * n + "x"), ("Sentry-Hook-Timestamp", "9" * 40 * n)],
    "a long signature": lambda n: [("Sentry-Hook-Signature", "a" * 40 * n)],
}
_add("headers", 400, _HEADERS, lambda rows: Payload(_BODY, tuple(rows)))
