"""From the raw dialect to the web API's: one interface a file, as in `topframe.raw` and `topframe.model`."""

from .event import normalize

__all__ = ["normalize"]
