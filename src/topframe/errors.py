"""The exceptions of topframe. An error about bad input is also a ValueError.

The classes follow what a caller does next. After a `DecodeError`, keep the body and examine its sender. After a
`ValidationError`, look at the place that it names. Messages do not contain values of the payload.
"""

from __future__ import annotations

from typing import Any


class TopframeError(Exception):
    """The base class of all errors of topframe."""


class DecodeError(TopframeError, ValueError):
    """The body is neither one JSON document in UTF-8 nor an envelope, or its compression is damaged.

    Args:
        message: A description of the fault.
        offset: The byte of the fault, counted from 0; None if the fault has no single byte.
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
    """A part of the body does not have the type or value that the protocol requires. Parts after it were not checked.

    Args:
        path: The place of the part. `$` is the whole document: `$.entries[0].data.values[1].value`. A key that is not a
            plain name is in JSON quotes: `$.measurements["a b"]`. A key of more than 80 characters is cut. `[...]`
            stands for a key that could not be found or is not shown. Then the key is repeated, the document is not JSON
            after the fault, the path is very long, or the key itself is at fault.
        expected: The type or value that the protocol requires, such as `int | null`.
        found: The type or value in the body, such as `str`; `nothing` if a required key is missing.
        hint: Advice, such as the function that accepts the body; None for most errors.
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
    """One record of a file, stream or iterable cannot be read. The records before and after it are not affected.

    Args:
        file: The path of the file; None if the record came from a stream or from an iterable of bodies.
        line: The line on which the record begins, from 1; for a compressed file, in the decompressed text.
        start: The byte at which the record begins, from 0, in the same text as the line.
        record: The number of records before this one, in all files.
        reason: The error of the record. Its path or byte is relative to the record.
    """

    file: str | None
    line: int
    start: int
    record: int
    reason: DecodeError

    def __init__(self, file: str | None, line: int, start: int, record: int, reason: DecodeError) -> None:
        super().__init__(f"{file or 'record ' + str(record)}, line {line}: {reason}")
        self.args = (file, line, start, record, reason)
        self.file = file
        self.line = line
        self.start = start
        self.record = record
        self.reason = reason


class EncodeError(TopframeError, ValueError):
    """A value cannot be written as JSON.

    It has half a surrogate pair, a number with too many digits, or an entry that is not JSON, or it is nested too
    deeply.
    """


class SecretError(TopframeError, ValueError):
    """A secret is missing, empty or blank. The configuration of the receiver is wrong. The request was not read.

    Do not respond with status 401, which blames the sender. Let the framework respond with 500, or check the secret at
    the start of the program.
    """


class SignatureError(TopframeError, ValueError):
    """The request could not be verified; the subclass says why. Respond with status 401, and do not use the body."""


class MissingSignatureError(SignatureError):
    """The request has no header with a signature, or the header is empty."""


class MalformedSignatureError(SignatureError):
    """The signature is not 64 hexadecimal digits in lower case, or the request has several signatures that differ."""


class NonAsciiSignatureError(MalformedSignatureError):
    """The signature has characters that are not ASCII."""


class SignatureMismatchError(SignatureError):
    """The signature is well-formed, but it does not match the body with any of the secrets."""


class TimestampError(SignatureError):
    """The caller gave a *tolerance*, but the request has no timestamp, or one that is not in seconds since 1970."""


class StaleDeliveryError(SignatureError):
    """The timestamp of the request is further in the past or in the future than *tolerance* allows."""


class BodyTooLargeError(TopframeError, ValueError):
    """The body of a request has too many bytes. Its content was not read. Respond with status 413.

    Args:
        max_bytes: The most bytes that a body may have.
    """

    max_bytes: int

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes

    def __str__(self) -> str:
        return f"The body has more than {self.max_bytes} bytes"


class DeliveryError(DecodeError):
    """The signature of a delivery is valid, but its body cannot be decoded. Keep the body, and examine it later.

    The cause (`__cause__`) describes the fault. It is a `DecodeError` or, if the fault has a path, a `ValidationError`.

    Args:
        message: A description of the fault.
        body: The body as it was received.
        resource: The value of the header `Sentry-Hook-Resource`; None if the request does not have it.
    """

    body: bytes
    resource: str | None

    def __init__(self, message: str, body: bytes, resource: str | None) -> None:
        super().__init__(message)
        self.args = (message,)  # more arguments would show the body and the unsigned resource in the repr
        self.body = body
        self.resource = resource

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.body, self.resource), self.__dict__


class ResourceMismatchError(DeliveryError, SignatureError):
    """The signature is valid, but the body does not match the resource named in `Sentry-Hook-Resource`.

    The header is not signed, so an attacker may have changed it. Respond as to a request without a valid signature.
    """
