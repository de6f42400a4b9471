"""What is wrong with a body, in our words and with its place: the only room that reads msgspec's messages.

msgspec 0.22 stops at the first fault and says where in the text of its message, without attributes. A message that it
words in another way one day makes ours vaguer, and nothing else.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import Any, TypeAlias

import msgspec

from .errors import DecodeError, ValidationError

Path: TypeAlias = tuple[str | int | None, ...]
"""Keys and indexes, from the whole document down; None for a key that is not known."""


class _Answer(msgspec.Struct):
    """The keys that only answers of the web API have: `{"detail": ...}` says that there is no event."""

    detail: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    event_id: msgspec.Raw | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name="eventID")


_ANSWER = msgspec.json.Decoder(_Answer)
_UNTYPED = msgspec.json.Decoder()

_MALFORMED = re.compile(r": (?P<what>.+) \(byte (?P<byte>\d+)\)$")
# All up to the first half of a surrogate pair. `\\ud800` is a backslash before letters.
_WHOLE_PAIRS = re.compile(
    rb"(?s)(?:[^\\]++|\\(?!u[dD][89a-fA-F]).|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})*+"
)
# The names with dots are those of the model and of the raw dialect.
_STEP = re.compile(r"\.(event\.type|span\.averageResults|sentry\.interfaces\.[^.\[]+|[^.\[]+)|\[(\d+)\]|(\[\.\.\.\])")
_HIDDEN = "[...]"
_SEARCHED = 1 << 18
"""Bytes of the largest document that is searched for a hidden key: that takes some twenty times as long as decoding."""
_KEY = 80


def decode_error(exc: msgspec.DecodeError | RecursionError, data: bytes) -> DecodeError:
    """What keeps *data* from being a JSON document.

    Args:
        exc: What decoding raised.
        data: The body, in UTF-8.
    """
    if isinstance(exc, RecursionError):
        return DecodeError("Malformed JSON: nested too deeply")
    text = str(exc)
    if re.search("surrogate|hex escape|truncated", text):  # its words for half a pair depend on what comes after
        half = _WHOLE_PAIRS.match(data)
        if half and half.end() < len(data):
            return DecodeError("Malformed JSON: half a surrogate pair", half.end())
    malformed = _MALFORMED.search(text)
    if malformed:
        looks = ", it looks like HTML" if data.lstrip()[:1] == b"<" else ""
        return DecodeError(f"Malformed JSON: {malformed['what']}{looks}", int(malformed["byte"]))
    if not data.strip():
        return DecodeError("Malformed JSON: the body is empty")
    return DecodeError("Malformed JSON: it ends too early", len(data))


def validation_error(
    exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any], root: Path = ()
) -> ValidationError:
    """What in *data* is not what the protocol says.

    Args:
        exc: What decoding raised.
        data: The document, or the part of one that was decoded.
        decoder: The decoder that raised *exc*.
        root: The path of *data* in the whole document.
    """
    complaint, _, place = str(exc).removesuffix("`").partition(" - at `")
    if not place and _is_answer(root) and answer_of_api(data) == "API error":
        return ValidationError(shown(root), "event", "API error")
    path = (*root, *_path(place, str(exc), data, decoder))
    quoted = complaint.split("`")[1::2]
    if complaint.startswith("Object missing"):  # all required keys are texts
        return ValidationError(shown((*path, quoted[0])), "str", "nothing")
    if len(quoted) == 2:
        return ValidationError(shown(path), quoted[0], quoted[1])
    if "datetime" in complaint:
        return ValidationError(shown(path), "RFC 3339 datetime", "str")
    if "range" in complaint:
        return ValidationError(shown(path), "number in range", "number")
    return ValidationError(shown(path), "valid value", "invalid value")


def _is_answer(root: Path) -> bool:
    """Whether an API error can stand there: instead of the whole document, or of an item of a list."""
    return not root or isinstance(root[-1], int)


def answer_of_api(data: bytes | msgspec.Raw) -> str | None:
    """What *data* is if it is an answer of the web API: `event` or `API error`; else None."""
    try:
        answer = _ANSWER.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return None
    if answer.event_id is not msgspec.UNSET:
        return "event"
    return None if answer.detail is msgspec.UNSET else "API error"


def _path(place: str, text: str, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any]) -> Path:
    """Take msgspec's path apart, and put in the keys that it leaves out where an object is a map.

    Args:
        place: The path as msgspec gives it: `$.measurements[...].value`.
        text: The whole message.
        data: The document.
        decoder: The decoder that found the fault.
    """
    steps = _STEP.findall(place)
    path: list[str | int | None] = [None if hidden else name or int(index) for name, index, hidden in steps]
    if _HIDDEN not in place or len(bytes(data)) > _SEARCHED:
        return tuple(path)
    try:
        document = node = _UNTYPED.decode(data)
        if not _has_fault(document, text, decoder):
            return tuple(path)  # a repeated key, of which the later value is in order
    except (msgspec.DecodeError, RecursionError):
        return tuple(path)
    for at, step in enumerate(path):
        path[at] = key = _faulty_key(node, document, text, decoder) if step is None else step
        node = node[key]
    return tuple(path)


def _faulty_key(node: dict[str, Any], document: Any, text: str, decoder: msgspec.json.Decoder[Any]) -> str:
    """The key of *node*, a part of *document*, under which the fault lies.

    The first fault is the one that is found, so the shortest run of first members that still has it ends with the one
    in question. Bisecting finds it.
    """
    members = list(node.items())

    def is_among_first(count: int) -> bool:
        node.clear()
        node.update(members[:count])
        return _has_fault(document, text, decoder)

    count = bisect_left(range(len(members)), True, lo=1, key=is_among_first)
    node.clear()
    node.update(members[:count])  # what comes later must not answer for the next key that is hidden
    return members[count - 1][0]


def _has_fault(document: Any, text: str, decoder: msgspec.json.Decoder[Any]) -> bool:
    try:
        decoder.decode(msgspec.json.encode(document))
    except msgspec.ValidationError as exc:
        return str(exc) == text
    return False


def shown(path: Path) -> str:
    """A path as `ValidationError` writes it."""
    return "$" + "".join(map(_step, path))


def _step(key: str | int | None) -> str:
    if key is None:
        return _HIDDEN
    if isinstance(key, int):
        return f"[{key}]"
    if key.isidentifier() and key.isascii() and len(key) <= _KEY:
        return f".{key}"
    return f"[{json.dumps(key if len(key) <= _KEY else key[:_KEY] + '...')}]"
