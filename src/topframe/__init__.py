"""Typed, validated Sentry events at the speed of an untyped parser."""

from .codec import decode_event, decode_events, encode
from .contexts import context_of
from .envelope import Envelope, EnvelopeHeader, EnvelopeItem, decode_envelope
from .errors import DecodeError, EncodeError, TopframeError, ValidationError
from .frames import InAppFrames, frames_of, in_app_frames, stacktraces
from .headline import release_of, time_of, title_of
from .model.event import Event
from .source import NumberedLine, SourceContext, source_context
from .sourcemaps import SourcemapFailure, sourcemap_errors

__all__ = [
    "DecodeError",
    "EncodeError",
    "Envelope",
    "EnvelopeHeader",
    "EnvelopeItem",
    "Event",
    "InAppFrames",
    "NumberedLine",
    "SourceContext",
    "SourcemapFailure",
    "TopframeError",
    "ValidationError",
    "context_of",
    "decode_envelope",
    "decode_event",
    "decode_events",
    "encode",
    "frames_of",
    "in_app_frames",
    "release_of",
    "source_context",
    "sourcemap_errors",
    "stacktraces",
    "time_of",
    "title_of",
]
