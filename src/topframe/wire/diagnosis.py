"""Turns errors of msgspec into ours, with the place of the fault. Only this module reads the messages of msgspec.

msgspec 0.22 stops at the first fault. Its error has no attributes. The message describes the fault and ends with the
path. It can hold payload text: an unknown tag, the value of an enum, an unknown key, the text of an error from a
`__post_init__`. So only messages of fixed forms are read; for any other form, our message is less precise.

An error of msgspec must not be the cause or the context of ours, because it would expose its message. So callers raise
the error that `fault_of` returns after their `except` block, not in it:

    try:
        return decoder.decode(data)
    except UNREADABLE as exc:
        fault = fault_of(exc, data, decoder)
    raise fault
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias, TypeVar

import msgspec

from ..errors import DecodeError, ValidationError

T = TypeVar("T")

Path: TypeAlias = tuple[str | int | None, ...]
"""Keys and indexes that lead from the whole document to a part; None is a key that is not known."""


_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])

UNREADABLE = (msgspec.DecodeError, RecursionError, TypeError)
"""What msgspec raises for a body that its decoder does not accept. `msgspec.ValidationError` is one of them.
A view of the caller's that has a set raises TypeError for items that cannot be hashed."""
TRAILING = "trailing characters"
"""What msgspec says of text after a document."""
_HALF_OF_PAIR = re.compile(
    rb"\\u[dD](?:[89abAB](?![0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F])"
)
"""Half of a surrogate pair, in a text without escaped backslashes."""
# The names with dots are those of the model and of the raw dialect.
_STEP = re.compile(
    r"\.(event\.type|span\.averageResults|sentry\.interfaces\.[^.\[]++|[^.\[]++)|\[(\d++)\]|(\[\.\.\.\])"
)
_INDEX = re.compile(r"\[\d++\]")
_ABOUT_ESCAPES = re.compile("surrogate|hex escape|truncated")
_HIDDEN = "[...]"
_AT = " - at `"
"""In a message of msgspec, this stands before the path, which ends with a backtick. For a fault of the whole document
there is no path."""
_IN_KEY = "key` in `"
"""Stands before the path of an object that has a faulty key."""
_TYPES = re.compile("Expected `([^`]+)`, got `([^`]+)`")
_MISSING = "Object missing required field `"
_UNKNOWN = "Object contains unknown field `"
_UNKNOWN_TAG = "Invalid value "
_OTHERS = {
    "Invalid RFC3339 encoded datetime": ("RFC 3339 datetime", "str"),
    "Number out of range": ("number in range", "number"),
    "Integer value out of range": ("number in range", "number"),
}
_DEEPEST = 24
"""How many steps of a path are searched. Each one decodes the rest again, and free-form JSON can be deep."""
_KEY = 80


def fault_of(
    exc: msgspec.DecodeError | RecursionError | TypeError,
    data: bytes | msgspec.Raw,
    decoder: msgspec.json.Decoder[Any],
    root: Path = (),
    offset: int | None = None,
) -> DecodeError:
    """Make our error from an error of msgspec. The only payload text in it is the keys of maps in its path.

    Args:
        exc: What *decoder* raised. It must be caught by the function that called the decoder.
        data: The document, or the part of one that was decoded.
        decoder: The decoder.
        root: The path of *data* in the whole document; () when it is the whole.
        offset: The byte of the whole at which *data* begins; None when *data* is the whole, or this is not known.
    """
    if isinstance(exc, msgspec.ValidationError):
        return validation_error(exc, data, decoder, root)
    if isinstance(exc, TypeError):
        return ValidationError(shown(root), "hashable value", "unhashable value")
    error = decode_error(exc, bytes(data))
    return error if offset is None else DecodeError(error.message, offset + (error.offset or 0))


def decode_error(exc: Exception, data: bytes) -> DecodeError:
    """Make our error for data that is not a JSON document.

    Args:
        exc: What decoding raised.
        data: The body, in UTF-8.
    """
    if isinstance(exc, RecursionError):
        return DecodeError("Malformed JSON: nested too deeply")
    text = str(exc)
    if _ABOUT_ESCAPES.search(text):  # for half a surrogate pair, msgspec's words depend on what follows
        half = _HALF_OF_PAIR.search(data.replace(rb"\\", b"  "))  # two bytes each, so that offsets stay the same
        if half:
            return DecodeError("Malformed JSON: half a surrogate pair", half.start())
    what, byte = complaint_and_byte(text)
    if what:
        looks = ", it looks like HTML" if data.lstrip()[:1] == b"<" else ""
        return DecodeError(f"Malformed JSON: {what}{looks}", byte)
    if not data.strip():
        return DecodeError("Malformed JSON: the body is empty")
    return DecodeError("Malformed JSON: it ends too early", len(data))


def complaint_and_byte(text: str) -> tuple[str, int]:
    """Split a message of msgspec about text that is not JSON.

    Returns:
        The complaint, and the byte at which the fault shows, counted from 0; "" and 0 if the message names no byte.
    """
    what, _, byte = text.removesuffix(")").partition(": ")[2].rpartition(" (byte ")
    if not byte.isdigit():
        return "", 0
    return what, int(byte) - (what == TRAILING)  # msgspec counts the bytes of these from 1, and others from 0


def validation_error(
    exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any], root: Path = ()
) -> ValidationError:
    """Make our error for a part of *data* that the protocol does not allow. The arguments are those of `fault_of`."""
    complaint, place = _complaint_and_place(exc, data)
    path = (*root, *_path(place, exc, data, decoder)) if place else root
    if complaint.startswith(_MISSING):  # the value of every required key is a text
        return ValidationError(shown((*path, complaint[len(_MISSING) : -1])), "str", "nothing")
    return ValidationError(shown(path), *_expected_and_found(complaint))


def is_unknown_tag(exc: msgspec.ValidationError) -> bool:
    """Whether *exc* says that the document is an object whose `type` the decoder does not know."""
    text = str(exc)
    return text.startswith(_UNKNOWN_TAG) and text.endswith(f"{_AT}$.type`") and not _is_of_a_view(exc)


def is_of_the_whole(exc: msgspec.ValidationError, data: bytes | msgspec.Raw) -> bool:
    """Whether the fault is in the document itself, such as a missing key, and not in a part of it."""
    return not _complaint_and_place(exc, data)[1]


def _complaint_and_place(exc: msgspec.ValidationError, data: bytes | msgspec.Raw) -> tuple[str, str]:
    """Split a message of msgspec in two.

    Returns:
        The complaint, or "" if the words are not msgspec's; and the path as msgspec writes it, or "" for the whole.
    """
    text = str(exc)
    if _is_of_a_view(exc):
        words = text if exc.__cause__ is None else str(exc.__cause__)
        return "", text[len(words) :].removeprefix(_AT).removesuffix("`") if text.startswith(words) else ""
    complaint, at, place = text.rpartition(_AT)
    if not at or not text.endswith("`") or (text.startswith(_UNKNOWN) and _has_key(data, text[len(_UNKNOWN) : -1])):
        return text, ""  # what looks like a path is payload text: part of a value or of a key
    return complaint, place.removesuffix("`")


def _is_of_a_view(exc: msgspec.ValidationError) -> bool:
    """Whether Python code of a view raised the error, such as a `__post_init__`. Then the message can be anything.

    msgspec makes a ValueError the cause of its own error. It passes a `msgspec.ValidationError` on, with its traceback.
    """
    below = exc.__traceback__ and exc.__traceback__.tb_next
    return exc.__cause__ is not None or below is not None


def _has_key(data: bytes | msgspec.Raw, key: str) -> bool:
    """Whether *data* is an object with this key. True also if *data* cannot be read to its end."""
    try:
        return key in _OBJECT.decode(data)
    except UNREADABLE:
        return True


def _expected_and_found(complaint: str) -> tuple[str, str]:
    types = _TYPES.fullmatch(complaint)
    if types:
        return types[1], types[2]
    if complaint.startswith(_UNKNOWN):
        return "known keys", "unknown key"
    return _OTHERS.get(complaint, ("valid value", "invalid value"))


def _path(
    place: str, exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any]
) -> Path:
    """Read msgspec's path, and find the keys of maps, which msgspec does not name.

    Args:
        place: The path as msgspec gives it: `$.measurements[...].value`.
        exc: The whole error.
        data: The document.
        decoder: The decoder that found the fault.
    """
    steps = _STEP.findall(place.removeprefix(_IN_KEY))
    path: list[str | int | None] = [None if hidden else name or int(index) for name, index, hidden in steps]
    if None in path and not _is_of_a_view(exc):  # the search would run the code of the view many times
        # The text after the fault may not be JSON, and names in a view may look like several steps.
        with suppress(*UNREADABLE, LookupError):
            _find_hidden(path, _Search(decoder, _INDEX.sub("[0]", str(exc))), data)
    # A faulty key is payload text, like a faulty value: it stays hidden.
    return (*path, None) if place.startswith(_IN_KEY) else tuple(path)


def _find_hidden(path: list[str | int | None], search: _Search, part: bytes | msgspec.Raw) -> None:
    """Put the hidden keys into *path*. Only the parts on the path are decoded, each one level at a time."""
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
        # In a union of objects, the decoder needs the tag to find the fault.
        tag = b'"type":%b,' % members["type"] if step is not None and "type" in members and key != "type" else b""
        search = search.inside(b"{%b%b:" % (tag, msgspec.json.encode(key)), b"}")


class _Search(NamedTuple):
    """A search for the key of a fault. It decodes documents that hold only the path to a part, and some of its keys."""

    decoder: msgspec.json.Decoder[Any]
    text: str
    """The message of the fault, with 0 for each index, because the searched documents keep one item of a list."""
    before: bytes = b""
    after: bytes = b""

    def inside(self, before: bytes, after: bytes) -> _Search:
        """The search in a part of the current part. *before* and *after* are the JSON around it."""
        return self._replace(before=self.before + before, after=after + self.after)

    def faulty_key(self, members: dict[str, msgspec.Raw]) -> str | None:
        """The key of the faulty value, found by halving; of several, the first one, where msgspec stopped.

        None when there is no fault: *members* keeps only the last value of a repeated key.
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


def accepted(make: Callable[[], T], root: Path = ()) -> T:
    """Make an object of a caller's class, which can refuse its values in `__post_init__`.

    Raises:
        ValidationError: It did, with a ValueError or TypeError, as msgspec requires. Their text can hold a value, so
            neither is the cause or the context of this error.
    """
    try:
        return make()
    except (ValueError, TypeError):
        pass
    raise ValidationError(shown(root), "valid value", "invalid value")


def shown(path: Path) -> str:
    """Write a path as `ValidationError` shows it."""
    return "$" + "".join(map(_step, path))


def _step(key: str | int | None) -> str:
    if key is None:
        return _HIDDEN
    if isinstance(key, int):
        return f"[{key}]"
    if key.isidentifier() and key.isascii() and len(key) <= _KEY:
        return f".{key}"
    return f"[{json.dumps(key if len(key) <= _KEY else key[:_KEY] + '...')}]"
