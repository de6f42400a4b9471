"""Converts errors of msgspec to errors of topframe that have a path. Only this module reads the messages of msgspec.

The message: msgspec 0.23 stops at the first fault. Its error has no attributes, only a message that describes the fault
and ends with the path. The message can hold payload text: an unknown tag, the value of an enum, an unknown key, or the
text of an error from a `__post_init__`. So this module copies text only from messages of fixed forms. For any other
message, the error says `valid value` and `invalid value`.

The path: msgspec writes `[...]` in place of a key of a map, such as `$.tags[...]`. Such a key is hidden. To find it,
`_Search` decodes the map again with half of its keys. If the half gives the same message, the faulty key is in it; if
not, it is in the other half. This is repeated until one key is left. If no key is found, the path shows `[...]`.

The cause: an error of msgspec must not be the cause or the context of our error, because a traceback would show its
message. So callers raise the error that `fault_of` returns after their `except` block:

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
"""The keys and indexes from the whole document to a part of it; None stands for a hidden key."""


_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])

UNREADABLE = (msgspec.DecodeError, RecursionError)
"""The errors that msgspec raises for a body that its decoder does not accept. `msgspec.ValidationError` is a subclass
of the first."""
TRAILING = "trailing characters"
"""The complaint of msgspec about text after a document."""
_HALF_OF_PAIR = re.compile(
    rb"\\u[dD](?:[89abAB](?![0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F])"
)
"""The escape of half a surrogate pair. The text must not have escaped backslashes."""
# These keys of the model and of the raw dialect contain a dot. In any other name, a dot begins the next step.
_STEP = re.compile(
    r"\.(event\.type|span\.averageResults|sentry\.interfaces\.[^.\[]++|[^.\[]++)|\[(\d++)\]|(\[\.\.\.\])"
)
_INDEX = re.compile(r"\[\d++\]")
_ABOUT_ESCAPES = re.compile("surrogate|hex escape|truncated")
"""Words in the messages that msgspec can give for half a surrogate pair."""
_HIDDEN = "[...]"
"""A hidden key in a path, in messages of msgspec and in ours."""
_AT = " - at `"
"""The text before the path in a message of msgspec. The path ends with a backtick. If the fault is in the document
itself, the message has no path."""
_IN_KEY = "key` in `"
"""The text before the path of a map, if one of its keys is at fault."""
_TYPES = re.compile("Expected `([^`]+)`, got `([^`]+)`")
_MISSING = "Object missing required field `"
_UNKNOWN = "Object contains unknown field `"
_UNKNOWN_TAG = "Invalid value "
_UNHASHABLE = "Expected a hashable value, got `"
_OTHERS = {
    "Invalid RFC3339 encoded datetime": ("RFC 3339 datetime", "str"),
    "Number out of range": ("number in range", "number"),
    "Integer value out of range": ("number in range", "number"),
}
_DEEPEST = 24
"""The number of steps of a path in which hidden keys are searched. Each step decodes the rest of the document again,
and free-form JSON can be deep."""
_KEY = 80
"""Characters of the longest key that a path shows whole. A longer key is cut."""


def fault_of(
    exc: msgspec.DecodeError | RecursionError,
    data: bytes | msgspec.Raw,
    decoder: msgspec.json.Decoder[Any],
    root: Path = (),
    offset: int | None = None,
) -> DecodeError:
    """Convert an error of msgspec. The result holds no payload text except the keys of maps in its path.

    Args:
        exc: The error that *decoder* raised. The function that called the decoder must catch it, because the traceback
            shows whether code of a view raised it.
        data: The document, or the part of a document, that was decoded.
        decoder: The decoder.
        root: The path of *data* in the whole document; () if *data* is the whole document.
        offset: The byte of the whole document at which *data* begins, from 0; None if *data* is the whole document, or
            if the byte is unknown.
    """
    if isinstance(exc, msgspec.ValidationError):
        return validation_error(exc, data, decoder, root)
    error = decode_error(exc, bytes(data))
    return error if offset is None else DecodeError(error.message, offset + (error.offset or 0))


def decode_error(exc: Exception, data: bytes) -> DecodeError:
    """Make the error for data that is not one JSON document.

    Args:
        exc: The error that the decoder raised.
        data: The body, in UTF-8.
    """
    if isinstance(exc, RecursionError):
        return DecodeError("Malformed JSON: nested too deeply")
    text = str(exc)
    if _ABOUT_ESCAPES.search(text):  # for half a surrogate pair, msgspec's message depends on the text after it
        half = _HALF_OF_PAIR.search(data.replace(rb"\\", b"  "))  # also two bytes, which keeps the offsets
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
        The complaint, and the byte at which msgspec noticed the fault, counted from 0; "" and 0 if the message has no
        byte.
    """
    what, _, byte = text.removesuffix(")").partition(": ")[2].rpartition(" (byte ")
    if not byte.isdigit():
        return "", 0
    return what, int(byte) - (what == TRAILING)  # for this complaint, msgspec counts bytes from 1; for others, from 0


def validation_error(
    exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any], root: Path = ()
) -> ValidationError:
    """Convert an error about a wrong type, a wrong value or a missing key. The arguments are those of `fault_of`."""
    complaint, place = _complaint_and_place(exc, data)
    path = (*root, *_path(place, exc, data, decoder)) if place else root
    if complaint.startswith(_MISSING):
        key = complaint[len(_MISSING) : -1]
        expected = _type_of_missing(key, f"{place or '$'}.{key}", path[len(root) :], data, decoder)
        return ValidationError(shown((*path, key)), expected, "nothing")
    return ValidationError(shown(path), *_expected_and_found(complaint))


def is_unknown_tag(exc: msgspec.ValidationError) -> bool:
    """Whether *exc* means that the document is an object with a `type` that the decoder does not know."""
    text = str(exc)
    return text.startswith(_UNKNOWN_TAG) and text.endswith(f"{_AT}$.type`") and not _is_of_a_view(exc)


def place_of(exc: msgspec.ValidationError, data: bytes | msgspec.Raw) -> str:
    """The path of a fault as msgspec writes it: `$.entries[0].type`. "" if the fault is about the document itself."""
    return _complaint_and_place(exc, data)[1]


def _complaint_and_place(exc: msgspec.ValidationError, data: bytes | msgspec.Raw) -> tuple[str, str]:
    """Split a message of msgspec.

    Returns:
        The complaint, or "" if code of a view wrote it; and the path as msgspec writes it, or "" if there is none.
    """
    text = str(exc)
    if _is_of_a_view(exc):
        words = text if exc.__cause__ is None else str(exc.__cause__)
        return "", text[len(words) :].removeprefix(_AT).removesuffix("`") if text.startswith(words) else ""
    complaint, at, place = text.rpartition(_AT)
    if not at or not text.endswith("`") or (text.startswith(_UNKNOWN) and _has_key(data, text[len(_UNKNOWN) : -1])):
        return text, ""  # any text like a path is payload text here: part of a value or key
    return complaint, place.removesuffix("`")


def _is_of_a_view(exc: msgspec.ValidationError) -> bool:
    """Whether Python code of a view, such as a `__post_init__`, raised the error. Then its message can be any text.

    If this code raises a ValueError or TypeError, msgspec makes it the cause of its own error. If it raises a
    `msgspec.ValidationError`, msgspec does not replace it, and its traceback has a frame of the view.
    """
    below = exc.__traceback__ and exc.__traceback__.tb_next
    return exc.__cause__ is not None or below is not None


def _has_key(data: bytes | msgspec.Raw, key: str) -> bool:
    """Whether *data* is an object with this key. Also True if *data* is not valid JSON to its end."""
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
    if complaint.startswith(_UNHASHABLE):
        return "hashable value", "unhashable value"
    return _OTHERS.get(complaint, ("valid value", "invalid value"))


def _type_of_missing(
    key: str, place: str, path: Path, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any]
) -> str:
    """The type that a missing key should have, as msgspec names it when the key has a wrong value: null, or else false.

    The decoder gets a document with only the path to the key. The document ends after the wrong value, so that the
    decoder never builds an object, which could run the code of a view.

    Args:
        key: The missing key.
        place: The path of the key, as msgspec writes it.
        path: The path of the object that lacks the key.
        data: The document.
        decoder: The decoder that found the fault.

    Returns:
        The type; `value` if null and false both have the type, or if the object is not found again.
    """
    try:
        before = _beginning(path, data) + msgspec.json.encode(key)
    except (*UNREADABLE, LookupError):  # a key with a dot looks like two steps, and a hidden key may not be found
        return "value"
    for wrong in (b":null", b":false"):
        try:
            decoder.decode(before + wrong)
        except msgspec.ValidationError as exc:
            complaint, found = _complaint_and_place(exc, b"")
            types = _TYPES.fullmatch(complaint)
            if types and found == _INDEX.sub("[0]", place):
                return types[1]
        except UNREADABLE:  # the document ends too early, so the value has the type
            pass
    return "value"


def _beginning(path: Path, part: bytes | msgspec.Raw) -> bytes:
    """The beginning of a document with only the path to an object, up to the first key of the object.

    Args:
        path: The path of the object.
        part: The document.
    """
    before = b""
    for step in path:
        if isinstance(step, int):
            before, part = before + b"[", _ARRAY.decode(part)[step]
        else:
            members = _OBJECT.decode(part)
            before, part = before + _opened(members) + msgspec.json.encode(step) + b":", members[str(step)]
    return before + _opened(_OBJECT.decode(part))


def _opened(members: dict[str, msgspec.Raw]) -> bytes:
    """The beginning of an object, with its tag. A union of Structs needs the tag before the other keys."""
    return b'{"type":%b,' % members["type"] if "type" in members else b"{"


def _path(
    place: str, exc: msgspec.ValidationError, data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[Any]
) -> Path:
    """Convert a path of msgspec, and find its hidden keys.

    Args:
        place: The path as msgspec writes it: `$.measurements[...].value`.
        exc: The error.
        data: The document.
        decoder: The decoder that found the fault.
    """
    steps = _STEP.findall(place.removeprefix(_IN_KEY))
    path: list[str | int | None] = [None if hidden else name or int(index) for name, index, hidden in steps]
    if None in path and not _is_of_a_view(exc):  # a search would call the code of the view many times
        # A search can fail: text after the fault may not be JSON, and a key with a dot in a view looks like two steps.
        with suppress(*UNREADABLE, LookupError):
            _find_hidden(path, _Search(decoder, _INDEX.sub("[0]", str(exc))), data)
    # A faulty key stays hidden: like a faulty value, it is payload text.
    return (*path, None) if place.startswith(_IN_KEY) else tuple(path)


def _find_hidden(path: list[str | int | None], search: _Search, part: bytes | msgspec.Raw) -> None:
    """Replace the hidden keys in *path*, in place. Only the parts on the path are decoded, one level at a time.

    Args:
        path: The path, with None for each hidden key.
        search: The search for a key at the top of *part*.
        part: The document.
    """
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
        opened = _opened(members) if step is not None and key != "type" else b"{"
        search = search.inside(b"%b%b:" % (opened, msgspec.json.encode(key)), b"}")


class _Search(NamedTuple):
    """A search for the key of a faulty value. It decodes documents with only the path to a map and some of its keys."""

    decoder: msgspec.json.Decoder[Any]
    """The decoder that found the fault."""
    text: str
    """The message of the fault, with 0 for each index, because these documents have one item in each list."""
    before: bytes = b""
    """The JSON before the map."""
    after: bytes = b""
    """The JSON after the map."""

    def inside(self, before: bytes, after: bytes) -> _Search:
        """The same search one level deeper. *before* and *after* are the JSON around the inner part."""
        return self._replace(before=self.before + before, after=after + self.after)

    def faulty_key(self, members: dict[str, msgspec.Raw]) -> str | None:
        """The key of the faulty value, found by halving. If several are faulty, the first one, where msgspec stopped.

        None if *members* has no fault. Then the key is repeated: *members* keeps only its last value.
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
    """Make an object of a class of the caller, whose `__post_init__` can reject values.

    Args:
        make: Makes the object.
        root: The path of the object in the whole document.

    Raises:
        ValidationError: *make* raised a ValueError or TypeError, which msgspec also treats as a rejection. The text of
            that error can hold a value, so it is not the cause or the context of this error.
    """
    try:
        return make()
    except (ValueError, TypeError):
        pass
    raise ValidationError(shown(root), "valid value", "invalid value")


def shown(path: Path) -> str:
    """The text of a path, as `ValidationError` shows it."""
    return "$" + "".join(map(_step, path))


def _step(key: str | int | None) -> str:
    if key is None:
        return _HIDDEN
    if isinstance(key, int):
        return f"[{key}]"
    if key.isidentifier() and key.isascii() and len(key) <= _KEY:
        return f".{key}"
    return f"[{json.dumps(key if len(key) <= _KEY else key[:_KEY] + '...')}]"
