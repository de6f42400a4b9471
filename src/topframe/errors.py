"""Every exception that topframe raises; what bad input raises is a ValueError as well.

The tree follows what a caller does next: `DecodeError`, keep the body and look at its sender; `ValidationError`, look
at the named place. No message holds a value of the payload.
"""

from __future__ import annotations


class TopframeError(Exception):
    """The base of all errors of topframe."""


class DecodeError(TopframeError, ValueError):
    """The body is not one JSON document in UTF-8.

    Args:
        message: What is wrong.
        offset: The byte at which the fault shows, counted from 0; None when there is no single one.
    """

    message: str
    offset: int | None

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message, offset)
        self.message = message
        self.offset = offset

    def __str__(self) -> str:
        return self.message if self.offset is None else f"{self.message} - at byte {self.offset}"


class ValidationError(DecodeError):
    """A part of the body is not what the protocol says; what comes after it was not looked at.

    Args:
        path: The place, from `$`, the whole document: `$.entries[0].data.values[1].value`. A key that is not a plain
            name stands in JSON's quotes, a long one cut: `$.measurements["a b"]`. `[...]` stands for a key that was
            not found out: where the key is repeated, the document is not JSON further on, or the path is very long.
        expected: What the protocol has there, such as `int | null`.
        found: What stands there, such as `str`; `nothing` when a required key is missing.
    """

    path: str
    expected: str
    found: str

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__(f"Expected `{expected}`, got `{found}` - at `{path}`")
        self.args = (path, expected, found)
        self.path = path
        self.expected = expected
        self.found = found


class EncodeError(TopframeError, ValueError):
    """A value cannot be written as JSON: it holds half a surrogate pair, or is nested too deeply."""
