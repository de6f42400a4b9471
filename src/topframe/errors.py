"""Every exception that topframe raises; what bad input raises is a ValueError as well.

The tree follows what a caller does next: `DecodeError`, keep the body and look at its sender; `ValidationError`, look
at the named place. No message holds a value of the payload.
"""

from __future__ import annotations

from typing import Any


class TopframeError(Exception):
    """The base of all errors of topframe."""


class DecodeError(TopframeError, ValueError):
    """The body is not one JSON document in UTF-8, no envelope, or not compressed as it says.

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
    """A part of the body is not what the protocol says. What comes after it was not looked at.

    Args:
        path: The place, from `$`, the whole document: `$.entries[0].data.values[1].value`. A key that is not a plain
            name is in JSON's quotes, and a long one is cut: `$.measurements["a b"]`. `[...]` is a key that is not
            known: the key is repeated, the document is not JSON further on, the path is very long, or the key itself
            is at fault.
        expected: What the protocol has there, such as `int | null`.
        found: What the body has there, such as `str`; `nothing` when a required key is missing.
        hint: What to do instead, such as which function takes the body; None where there is nothing to say.
    """

    path: str
    expected: str
    found: str
    hint: str | None

    def __init__(self, path: str, expected: str, found: str, hint: str | None = None) -> None:
        message = f"Expected `{expected}`, got `{found}` - at `{path}`"
        super().__init__(message if hint is None else f"{message}: {hint}")
        self.args = (path, expected, found)
        self.path = path
        self.expected = expected
        self.found = found
        self.hint = hint


class RecordError(DecodeError):
    """One of many records cannot be read; those before and after it can.

    Args:
        file: The file, as it was named; None where the record came from a stream or was handed over as bytes.
        line: The line on which the record begins, counted from 1, in a compressed file in what comes out of it.
        record: How many records came before this one, from all files.
        reason: What is wrong with it, with the place within the record.
    """

    file: str | None
    line: int
    record: int
    reason: DecodeError

    def __init__(self, file: str | None, line: int, record: int, reason: DecodeError) -> None:
        super().__init__(f"{file or 'record ' + str(record)}, line {line}: {reason}")
        self.args = (file, line, record, reason)
        self.file = file
        self.line = line
        self.record = record
        self.reason = reason


class EncodeError(TopframeError, ValueError):
    """A value cannot be written as JSON: it holds half a surrogate pair, or is nested too deeply."""


class SecretError(TopframeError, ValueError):
    """A secret is missing, empty or blank. The receiver is configured wrongly; the request was not looked at.

    Do not answer 401, which blames the sender. Let it end in a 500, or check the secret when the receiver starts.
    """


class SignatureError(TopframeError, ValueError):
    """A delivery is not proved to be from Sentry: answer 401, and do nothing with its body."""


class MissingSignatureError(SignatureError):
    """The request has no header with a signature, or an empty one."""


class MalformedSignatureError(SignatureError):
    """A signature is not 64 hexadecimal digits in lower case, or there are several that differ."""


class NonAsciiSignatureError(MalformedSignatureError):
    """A signature has characters that no header can have."""


class SignatureMismatchError(SignatureError):
    """A signature is well-formed, and was not made of this body with any of the secrets."""


class TimestampError(SignatureError):
    """The time of a delivery is to be checked, and the request does not say it."""


class StaleDeliveryError(SignatureError):
    """A delivery says that it was sent longer ago, or later from now, than is tolerated."""


class BodyTooLargeError(TopframeError, ValueError):
    """A body has more bytes than are admitted; it was not looked at. Answer 413.

    Args:
        max_bytes: How many are admitted.
    """

    max_bytes: int

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes

    def __str__(self) -> str:
        return f"The body has more than {self.max_bytes} bytes"


class DeliveryError(DecodeError):
    """A delivery is signed as it should be and cannot be read: keep its body, and look at it later.

    Its cause, a `DecodeError`, says what is wrong, and a `ValidationError` where.

    Args:
        message: What is wrong.
        body: The body as it was received.
        resource: What the request says that it is about, in `Sentry-Hook-Resource`; None when it does not.
    """

    body: bytes
    resource: str | None

    def __init__(self, message: str, body: bytes, resource: str | None) -> None:
        super().__init__(message)
        self.args = (message,)  # their repr would show the body, and what a stranger wrote as the resource
        self.body = body
        self.resource = resource

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.body, self.resource), self.__dict__


class ResourceMismatchError(DeliveryError, SignatureError):
    """A delivery has not what its resource has, which the signature does not cover: a stranger may have changed it.

    So it is refused like one that is not signed; who wants to look at it finds the body here.
    """
