"""Typed, validated Sentry events at the speed of an untyped parser."""

from typing import TYPE_CHECKING

from .codec import decode_event, decode_events, encode
from .contexts import context_of
from .errors import (
    BodyTooLargeError,
    DecodeError,
    DeliveryError,
    EncodeError,
    MalformedSignatureError,
    MissingSignatureError,
    NonAsciiSignatureError,
    RecordError,
    ResourceMismatchError,
    SecretError,
    SignatureError,
    SignatureMismatchError,
    StaleDeliveryError,
    TimestampError,
    TopframeError,
    ValidationError,
)
from .frames import InAppFrames, frames_of, in_app_frames, stacktraces
from .headline import release_of, time_of, title_of
from .model.event import Event
from .source import NumberedLine, SourceContext, source_context
from .sourcemaps import SourcemapFailure, sourcemap_errors
from .views.decode import decode_view

if TYPE_CHECKING:
    from .archive.read import read_events
    from .envelope import Envelope, EnvelopeHeader, EnvelopeItem, decode_envelope
    from .load import Dialect, dialect_of, load_event
    from .normalization import normalize
    from .raw.event import RawEvent
    from .raw_codec import decode_raw_event

__all__ = [
    "BodyTooLargeError",
    "DecodeError",
    "DeliveryError",
    "Dialect",
    "EncodeError",
    "Envelope",
    "EnvelopeHeader",
    "EnvelopeItem",
    "Event",
    "InAppFrames",
    "MalformedSignatureError",
    "MissingSignatureError",
    "NonAsciiSignatureError",
    "NumberedLine",
    "RawEvent",
    "RecordError",
    "ResourceMismatchError",
    "SecretError",
    "SignatureError",
    "SignatureMismatchError",
    "SourceContext",
    "SourcemapFailure",
    "StaleDeliveryError",
    "TimestampError",
    "TopframeError",
    "ValidationError",
    "context_of",
    "decode_envelope",
    "decode_event",
    "decode_events",
    "decode_raw_event",
    "decode_view",
    "dialect_of",
    "encode",
    "frames_of",
    "in_app_frames",
    "load_event",
    "normalize",
    "read_events",
    "release_of",
    "source_context",
    "sourcemap_errors",
    "stacktraces",
    "time_of",
    "title_of",
]

# Who decodes answers of the web API alone does not wait for these to be imported.
_WHEN_ASKED_FOR = {
    "Dialect": "load",
    "Envelope": "envelope",
    "EnvelopeHeader": "envelope",
    "EnvelopeItem": "envelope",
    "RawEvent": "raw.event",
    "decode_envelope": "envelope",
    "decode_raw_event": "raw_codec",
    "dialect_of": "load",
    "load_event": "load",
    "normalize": "normalization",
    "read_events": "archive.read",
}


if not TYPE_CHECKING:  # to type checkers, it would be any name

    def __getattr__(name):
        from importlib import import_module

        if name not in _WHEN_ASKED_FOR:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_WHEN_ASKED_FOR[name]}", __name__), name)
        return value

    def __dir__():
        return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
