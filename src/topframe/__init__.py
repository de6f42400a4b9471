"""Typed, validated Sentry events at the speed of an untyped parser."""

from .codec import decode_event, decode_events, encode
from .contexts import context_of
from .errors import DecodeError, EncodeError, TopframeError, ValidationError
from .frames import InAppFrames, in_app_frames
from .model.event import Event
from .source import NumberedLine, SourceContext, source_context
from .sourcemaps import SourcemapError, sourcemap_errors

__all__ = [
    "DecodeError",
    "EncodeError",
    "Event",
    "InAppFrames",
    "NumberedLine",
    "SourceContext",
    "SourcemapError",
    "TopframeError",
    "ValidationError",
    "context_of",
    "decode_event",
    "decode_events",
    "encode",
    "in_app_frames",
    "source_context",
    "sourcemap_errors",
]
