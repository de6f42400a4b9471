"""Typed, validated Sentry events at the speed of an untyped parser."""

from typing import TYPE_CHECKING

from .analysis.frames import InAppFrames, in_app_frames, stacktraces
from .analysis.source import NumberedLine, SourceContext, source_context
from .analysis.sourcemaps import SourcemapFailure, sourcemap_errors
from .decoding.event import decode_event, decode_events, encode
from .decoding.view import decode_view
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
from .model.event import Event

if TYPE_CHECKING:
    from . import archive, model, raw, render, views, webhooks
    from .archive.read import Origin, map_events, read_events
    from .decoding.envelope import Envelope, EnvelopeHeader, EnvelopeItem, decode_envelope
    from .decoding.load import Dialect, dialect_of, load_event
    from .decoding.raw_event import decode_raw_event
    from .normalization import normalize
    from .raw.event import RawEvent
    from .version import __version__ as __version__

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
    "Origin",
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
    "archive",
    "decode_envelope",
    "decode_event",
    "decode_events",
    "decode_raw_event",
    "decode_view",
    "dialect_of",
    "encode",
    "in_app_frames",
    "load_event",
    "map_events",
    "model",
    "normalize",
    "raw",
    "read_events",
    "render",
    "source_context",
    "sourcemap_errors",
    "stacktraces",
    "views",
    "webhooks",
]

# Imported on first use, so that `import topframe` stays fast for code that only decodes API responses.
_SUBPACKAGES = frozenset({"archive", "model", "raw", "render", "views", "webhooks"})
_WHEN_ASKED_FOR = {
    "Dialect": "decoding.load",
    "Envelope": "decoding.envelope",
    "EnvelopeHeader": "decoding.envelope",
    "EnvelopeItem": "decoding.envelope",
    "Origin": "archive.read",
    "RawEvent": "raw.event",
    "__version__": "version",
    "decode_envelope": "decoding.envelope",
    "decode_raw_event": "decoding.raw_event",
    "dialect_of": "decoding.load",
    "load_event": "decoding.load",
    "map_events": "archive.read",
    "normalize": "normalization",
    "read_events": "archive.read",
}


if not TYPE_CHECKING:  # if type checkers saw `__getattr__`, they would accept any name

    def __getattr__(name):
        from importlib import import_module

        if name in _SUBPACKAGES:
            return import_module(f".{name}", __name__)
        if name not in _WHEN_ASKED_FOR:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_WHEN_ASKED_FOR[name]}", __name__), name)
        return value

    def __dir__():
        return sorted({*__all__, "__version__", *(name for name in globals() if name.startswith("__"))})
