"""Typed, validated Sentry events at the speed of an untyped parser."""

from .codec import decode_event, decode_events, decode_raw_event, encode
from .contexts import context_of
from .envelope import Envelope, EnvelopeHeader, EnvelopeItem, decode_envelope
from .errors import (
    BodyTooLargeError,
    DecodeError,
    DeliveryError,
    EmptySecretError,
    EncodeError,
    MalformedSignatureError,
    MissingSignatureError,
    NonAsciiSignatureError,
    ResourceMismatchError,
    SignatureError,
    SignatureMismatchError,
    StaleDeliveryError,
    TimestampError,
    TopframeError,
    ValidationError,
)
from .frames import InAppFrames, frames_of, in_app_frames, stacktraces
from .headline import release_of, time_of, title_of
from .load import Dialect, dialect_of, load_event
from .model.event import Event
from .normalize import normalize
from .raw.event import RawEvent
from .source import NumberedLine, SourceContext, source_context
from .sourcemaps import SourcemapFailure, sourcemap_errors
from .views.decode import decode_view

__all__ = [
    "BodyTooLargeError",
    "DecodeError",
    "DeliveryError",
    "Dialect",
    "EmptySecretError",
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
    "ResourceMismatchError",
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
    "release_of",
    "source_context",
    "sourcemap_errors",
    "stacktraces",
    "time_of",
    "title_of",
]
