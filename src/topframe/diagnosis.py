"""What is wrong with a body, in our words and with its place: the only room that reads msgspec's messages.

msgspec 0.22 stops at the first fault and says where in the text of its message, without attributes. A message that it
words in another way one day makes ours vaguer, and nothing else.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

import msgspec

from .errors import DecodeError, ValidationError

Path: TypeAlias = tuple[str | int | None, ...]
"""Keys and indexes, from the whole document down; None for a key that is not known."""


class _Answer(msgspec.Struct):
    """The keys that only answers of the web API have: `{"detail": ...}` says that there is no event."""

    detail: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    event_id: msgspec.Raw | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name="eventID")


_ANSWER = msgspec.json.Decoder(_Answer)
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_ANY = msgspec.json.Decoder(msgspec.Raw)

_MALFORMED = re.compile(r": (?P<what>.+) \(byte (?P<byte>\d+)\)$")
_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)$")
# All up to the first half of a surrogate pair. `\\ud800` is a backslash before letters.
_WHOLE_PAIRS = re.compile(
    rb"(?s)(?:[^\\]++|\\(?!u[dD][89a-fA-F]).|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})*+"
)
# The names with dots are those of the model and of the raw dialect.
_STEP = re.compile(r"\.(event\.type|span\.averageResults|sentry\.interfaces\.[^.\[]+|[^.\[]+)|\[(\d+)\]|(\[\.\.\.\])")
_INDEX = re.compile(r"\[\d+\]")
_HIDDEN = "[...]"
_DEEPEST = 24
"""How many steps a path is followed: each takes time like the part that is left, and free-form JSON can be deep."""
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


def end_of_document(data: memoryview) -> int | None:
    """Find the end of the JSON document that *data* begins with.

    Args:
        data: The document, and anything after it.

    Returns:
        How many bytes it has, with the blanks after it. 0 when it is damaged or nested too deeply; None when *data*
        ends before it does.
    """
    try:
        _ANY.decode(data)
    except RecursionError:
        return 0
    except msgspec.DecodeError as exc:
        trailing = _TRAILING.search(str(exc))
        if trailing:
            return int(trailing[1]) - 1  # msgspec counts these bytes from 1, and others from 0
        return None if "truncated" in str(exc) else 0
    return len(data)


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
    with suppress(msgspec.DecodeError, RecursionError):  # what comes after the fault need not be JSON
        _find_hidden(path, _Search(decoder, _INDEX.sub("[0]", text)), data)
    return tuple(path)


def _find_hidden(path: list[str | int | None], search: _Search, part: bytes | msgspec.Raw) -> None:
    """Put the hidden keys into *path*. Only what lies on the path is decoded, and each part only to the next step."""
    for at, step in enumerate(path[:_DEEPEST]):
        if None not in path[at:]:
            return
        if isinstance(step, int):
            part = _ARRAY.decode(part)[step]
            search = search.inside(b"[", b"]")
            continue
        members = _OBJECT.decode(part)
        key = path[at] = search.faulty_key(members) if step is None else step
        if key is None:
            return
        part = members[key]
        # In a union of objects the fault shows only behind the tag.
        tag = b'"type":%b,' % members["type"] if step is not None and "type" in members and key != "type" else b""
        search = search.inside(b"{%b%b:" % (tag, msgspec.json.encode(key)), b"}")


class _Search(NamedTuple):
    """The search for a fault in a document that is left out but for the path to where the search is."""

    decoder: msgspec.json.Decoder[Any]
    text: str
    """The message of the fault, with all indexes 0."""
    before: bytes = b""
    after: bytes = b""

    def inside(self, before: bytes, after: bytes) -> _Search:
        """The search one step further."""
        return self._replace(before=self.before + before, after=after + self.after)

    def faulty_key(self, members: dict[str, msgspec.Raw]) -> str | None:
        """The key under which the fault lies: the first one, as it is the first fault that is found.

        None when there is none, as where a key is repeated and its later value is in order.
        """
        rest = list(members.items())
        if not self._has_fault(rest):
            return None
        while len(rest) > 1:
            half = len(rest) // 2
            rest = rest[:half] if self._has_fault(rest[:half]) else rest[half:]
        return rest[0][0]

    def _has_fault(self, members: list[tuple[str, msgspec.Raw]]) -> bool:
        try:
            self.decoder.decode(self.before + msgspec.json.encode(dict(members)) + self.after)
        except msgspec.ValidationError as exc:
            return _INDEX.sub("[0]", str(exc)) == self.text
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
