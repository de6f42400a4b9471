"""Every exception that topframe raises. Those for bad input are ValueErrors, too.

The tree follows what a caller does next. After a `DecodeError`, keep the body and look at its sender. After a
`ValidationError`, look at the named place. No message holds a value of the payload.
"""

from __future__ import annotations

from typing import Any


class TopframeError(Exception):
    """The base of all errors of topframe."""


class DecodeError(TopframeError, ValueError):
    """The body is neither one JSON document in UTF-8 nor an envelope, or its compression is damaged.

    Args:
        message: What is wrong.
        offset: The byte of the fault, counted from 0; None when the fault is not at a single byte.
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
    """A part of the body is not what the protocol says. The body was not checked after this part.

    Args:
        path: The place, from `$`, the whole document: `$.entries[0].data.values[1].value`. A key that is not a plain
            name is in JSON's quotes: `$.measurements["a b"]`. A long key is cut. `[...]` is a key that could not be
            found or is not shown: it is repeated, the document is not JSON after the fault, the path is very long, or
            the key itself is at fault.
        expected: What the protocol has there, such as `int | null`.
        found: What the body has there, such as `str`; `nothing` when a required key is missing.
        hint: What to do instead, such as which function takes the body; None for most errors.
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
        file: The path of the file; None if the record came from a stream or from an iterable of bodies.
        line: Line number of the record, from 1; for compressed files, in the decompressed text.
        record: How many records came before this one, from all files.
        reason: The error of the record. Its place is a place in the record.
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
    """A value cannot be written as JSON: half a surrogate pair, a number that is too long, or nested too deeply."""


class SecretError(TopframeError, ValueError):
    """A secret is missing, empty or blank. The configuration of the receiver is wrong; the request was not read.

    Do not respond 401, which blames the sender. Let the framework respond 500, or check the secret at the start.
    """


class SignatureError(TopframeError, ValueError):
    """The request could not be verified; the subclass says why. Respond 401, and do not use the body."""


class MissingSignatureError(SignatureError):
    """The request has no header with a signature, or an empty one."""


class MalformedSignatureError(SignatureError):
    """A signature is not 64 hexadecimal digits in lower case, or there are several that differ."""


class NonAsciiSignatureError(MalformedSignatureError):
    """A signature has characters that no header can have."""


class SignatureMismatchError(SignatureError):
    """A signature is well-formed, but was not made of this body with one of the secrets."""


class TimestampError(SignatureError):
    """The time of a delivery should be checked, but the request has none."""


class StaleDeliveryError(SignatureError):
    """The time of a delivery is further in the past or in the future than *tolerance* allows."""


class BodyTooLargeError(TopframeError, ValueError):
    """A body has more bytes than allowed; it was not read. Respond 413.

    Args:
        max_bytes: How many bytes are allowed.
    """

    max_bytes: int

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes

    def __str__(self) -> str:
        return f"The body has more than {self.max_bytes} bytes"


class DeliveryError(DecodeError):
    """The signature of a delivery is valid, but its body cannot be read: keep the body, and look at it later.

    Its cause, a `DecodeError`, says what is wrong, and a `ValidationError` where.

    Args:
        message: What is wrong.
        body: The body as it was received.
        resource: The value of `Sentry-Hook-Resource`; None when the request has no such header.
    """

    body: bytes
    resource: str | None

    def __init__(self, message: str, body: bytes, resource: str | None) -> None:
        super().__init__(message)
        self.args = (message,)  # with more, the repr would show the body and the resource, which is not signed
        self.body = body
        self.resource = resource

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.body, self.resource), self.__dict__


class ResourceMismatchError(DeliveryError, SignatureError):
    """The signature is valid, but the body does not match the resource named in `Sentry-Hook-Resource`.

    The header is not signed, so an attacker may have changed it. The request is refused like one without a signature.
    """
