"""What is wrong with a body, in our words and with its place: the only room that reads msgspec's messages.

msgspec 0.22 stops at the first fault and says where in the text of its message, without attributes. Some of its
messages hold a value of the payload; none of ours does.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import Any

import msgspec

from .errors import DecodeError, ValidationError


class _ApiError(msgspec.Struct):
    """What the web API answers instead of an event: `{"detail": ...}`."""

    detail: msgspec.Raw


_API_ERROR = msgspec.json.Decoder(_ApiError)
_UNTYPED = msgspec.json.Decoder()

_MALFORMED = re.compile(r": (?P<what>.+) \(byte (?P<byte>\d+)\)$")
# A whole pair first, then a half one, then any other escape: `\\\\ud800` is a backslash before letters.
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]|(\[\.\.\.\])")
_HIDDEN = "[...]"
_DOTTED_NAMES = ("event.type", "span.averageResults")


def decode_error(exc: msgspec.DecodeError | RecursionError, data: bytes | msgspec.Raw) -> DecodeError:
    """What keeps *data* from being a JSON document.

    Args:
        exc: What decoding raised.
        data: The body, in UTF-8.
    """
    body = bytes(data)
    if isinstance(exc, RecursionError):
        return DecodeError("Malformed JSON: nested too deeply")
    if not body.strip():
        return DecodeError("Malformed JSON: the body is empty")
    text = str(exc)
    half = next((match for match in _ESCAPE.finditer(body) if match["half"]), None)
    if half and re.search("surrogate|hex escape|truncated", text):  # its words for it depend on what comes after
        return DecodeError("Malformed JSON: half a surrogate pair", half.start())
    malformed = _MALFORMED.search(text)
    if malformed is None:
        return DecodeError("Malformed JSON: it ends too early", len(body))
    return DecodeError(f"Malformed JSON: {malformed['what']}", int(malformed["byte"]))


def validation_error(
    exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any], root: str = "$"
) -> ValidationError:
    """What in *data* is not what the protocol says.

    Args:
        exc: What decoding raised.
        data: The document, or the part of one that was decoded.
        decoder: The decoder that raised *exc*.
        root: The path of *data* in the whole document.
    """
    complaint, _, place = str(exc).removesuffix("`").partition(" - at `")
    if not place and _is_api_error(data):
        return ValidationError(root, "event", "API error")
    path = root + _with_keys(place, str(exc), data, decoder).removeprefix("$")
    for name in _DOTTED_NAMES:
        path = path.replace(f".{name}", f'["{name}"]')
    expected, found = _expectation(complaint)
    if found == "nothing":
        return ValidationError(f"{path}.{expected}", "str", found)
    return ValidationError(path, expected, found)


def _expectation(complaint: str) -> tuple[str, str]:
    """What msgspec expected, and what it got instead; for a key that is missing, its name and `nothing`."""
    if complaint.startswith("Invalid value"):
        return "entry type", "str"  # msgspec quotes the value
    quoted = complaint.split("`")[1::2]
    if len(quoted) == 2:
        return quoted[0], quoted[1]
    if complaint.startswith("Object missing"):
        return quoted[0], "nothing"
    if "datetime" in complaint:
        return "RFC 3339 datetime", "str"
    return "number in range", "number"


def _is_api_error(data: bytes | msgspec.Raw) -> bool:
    try:
        _API_ERROR.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _with_keys(place: str, text: str, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any]) -> str:
    """Put in the keys that msgspec leaves out where an object is a map: `$.measurements[...].value`.

    Args:
        place: The path as msgspec gives it.
        text: The whole message.
        data: The document.
        decoder: The decoder that found the fault.
    """
    if _HIDDEN not in place:
        return place
    try:
        document = _UNTYPED.decode(data)
        if not _has_fault(document, text, decoder):
            return place  # a repeated key, of which the later value is in order
    except (msgspec.DecodeError, RecursionError):
        return place
    path, node = "$", document
    for name, index, hidden in _STEP.findall(place):
        key = _faulty_key(node, document, text, decoder) if hidden else name or int(index)
        path += _step(key)
        node = node[key]
    return path


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


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if key.isidentifier() and key.isascii() else f"[{json.dumps(key)}]"
